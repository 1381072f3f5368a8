/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.StripedCounters;
import io.peerage.config.RateLimit;
import io.peerage.hash.KeyedHash;
import io.peerage.lincheck.Lincheck;
import io.peerage.model.Counter;
import java.time.Duration;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rates of two prefixes are two numbers of tokens, though both begin in one set, at once. */
@Param(name = "prefix", gen = IntGen.class, conf = "0:1")
@Tag("lincheck")
public class PrefixBucketsLincheckTest {
    private static final int BURST = 2;
    private static final long[] IPS = {0xffffL << 32 | 0x0a000001L, 0xffffL << 32 | 0x0b000001L};

    private final PrefixBuckets buckets =
            new PrefixBuckets(
                    RateLimit.DEFAULT.rate(BURST, Duration.ofSeconds(5)).sized(PrefixBuckets.WAYS),
                    KeyedHash.known(1, 2),
                    new StripedCounters(Counter.values().length, 1));

    @Test
    void everyInterleavingIsThatOfTokens() {
        Lincheck.modelChecking(Tokens.class).check(PrefixBucketsLincheckTest.class);
    }

    @Test
    void realThreadsSeeTokens() {
        Lincheck.stress(Tokens.class).check(PrefixBucketsLincheckTest.class);
    }

    @Test
    void twoStrangersAreCountedTogether() {
        Lincheck.racing(
                        Tokens.class,
                        Lincheck.scenario(
                                List.of(),
                                List.of(call("tryTake", 0), call("tryTake", 0)),
                                List.of(call("tryTake", 0), call("tokens", 1))))
                .check(PrefixBucketsLincheckTest.class);
    }

    private static Actor call(String operation, Object... arguments) {
        return Lincheck.call(PrefixBucketsLincheckTest.class, operation, arguments);
    }

    /** Takes a token. */
    @Operation
    public boolean tryTake(@Param(name = "prefix") int prefix) {
        return buckets.tryTake(0, IPS[prefix], 1);
    }

    /** The tokens that are left. */
    @Operation
    public int tokens(@Param(name = "prefix") int prefix) {
        return buckets.tokens(0, IPS[prefix], 1);
    }

    /** What it is to be. */
    public static class Tokens {
        private final int[] tokens = {BURST, BURST};

        public boolean tryTake(int prefix) {
            boolean some = tokens[prefix] > 0;
            tokens[prefix] -= some ? 1 : 0;
            return some;
        }

        public int tokens(int prefix) {
            return tokens[prefix];
        }
    }
}
