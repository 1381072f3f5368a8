/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BanConfig;
import io.peerage.config.RateLimit;
import io.peerage.hash.KeyedHash;
import io.peerage.model.BanReason;
import io.peerage.model.Counter;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Bans and rates, asked while they change. */
public class BanStress {
    private static final long KEY = 0x1234_5678_9abc_def1L;
    private static final long OTHER = 0x1234_5678_9abc_def2L;
    private static final long IP = 0xffffL << 32 | 0x0a000001L;

    private BanStress() {}

    /** A peer's ban in force is asked for while another one with the same home comes, and goes. */
    @JCStressTest
    @Outcome(
            id = "true, true",
            expect = Expect.ACCEPTABLE,
            desc = "Whoever stays banned is, always.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A ban was overlooked.")
    @State
    public static class AskAgainstNeighbour {
        private final BanTable table =
                new BanTable(BanConfig.DEFAULT.sized(2, 2, 0), KeyedHash.known(1, 2));
        private final BanKeeper keeper =
                new BanKeeper(
                        BanConfig.DEFAULT.sized(2, 2, 0),
                        table,
                        new StripedCounters(Counter.values().length, 1),
                        0,
                        (key, tag, dropped) -> {});

        public AskAgainstNeighbour() {
            keeper.banPeer(OTHER, 0, 0, 1, BanReason.OTHER, 0);
            keeper.banPeer(KEY, 0, 0, 2, BanReason.OTHER, 0);
        }

        @Actor
        public void change() {
            keeper.liftPeer(OTHER);
            keeper.banPeer(OTHER, 0, 0, 3, BanReason.OTHER, 0);
        }

        @Actor
        public void ask(ZZ_Result r) {
            r.r1 = table.isPeerBanned(KEY, 0);
            r.r2 = table.isPeerBanned(KEY, 0);
        }
    }

    /** Two attempts from one prefix whose bucket has one token. */
    @JCStressTest
    @Outcome(id = "true, false, 0", expect = Expect.ACCEPTABLE, desc = "The first got it.")
    @Outcome(id = "false, true, 0", expect = Expect.ACCEPTABLE, desc = "The second got it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Granted twice, or to nobody.")
    @State
    public static class AttemptAgainstAttempt {
        private final PrefixBuckets buckets =
                new PrefixBuckets(
                        RateLimit.DEFAULT.rate(1, Duration.ofSeconds(5)).sized(7),
                        KeyedHash.known(1, 2),
                        new StripedCounters(Counter.values().length, 1));

        @Actor
        public void one(ZZI_Result r) {
            r.r1 = buckets.tryTake(0, IP, 1);
        }

        @Actor
        public void other(ZZI_Result r) {
            r.r2 = buckets.tryTake(0, IP, 1);
        }

        @Arbiter
        public void rest(ZZI_Result r) {
            r.r3 = buckets.tokens(0, IP, 1);
        }
    }
}
