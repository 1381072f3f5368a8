/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import io.peerage.config.BackOffConfig;
import io.peerage.config.Jitter;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The presets by name, any accepted policy for properties, and the formula once more, in numbers that can't overflow. */
final class BackOffPolicies {
    static final Map<String, BackOffConfig> PRESETS = presets();

    private static final long MILLISECOND = 1_000_000L;
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private BackOffPolicies() {}

    private static Map<String, BackOffConfig> presets() {
        Map<String, BackOffConfig> presets = new LinkedHashMap<>();
        presets.put("DEFAULT", BackOffConfig.DEFAULT);
        presets.put("PERSISTENT", BackOffConfig.PERSISTENT);
        presets.put("NWAKU", BackOffConfig.NWAKU);
        presets.put("COMETBFT", BackOffConfig.COMETBFT);
        presets.put("GO_LIBP2P", BackOffConfig.GO_LIBP2P);
        presets.put("JS_LIBP2P", BackOffConfig.JS_LIBP2P);
        presets.put("TEKU", BackOffConfig.TEKU);
        presets.put("TEKU_STATIC", BackOffConfig.TEKU_STATIC);
        presets.put("PRYSM", BackOffConfig.PRYSM);
        presets.put("GETH", BackOffConfig.GETH);
        presets.put("CARDANO", BackOffConfig.CARDANO);
        return presets;
    }

    /** Policies without problems; about half of them have a cap. */
    static Arbitrary<BackOffConfig> accepted() {
        Arbitrary<Jitter> jitters =
                Combinators.combine(
                                Arbitraries.integers().between(0, 100),
                                Arbitraries.integers().between(0, 100),
                                nanos(0),
                                nanos(0))
                        .as(Jitter::new);
        return Combinators.combine(
                        nanos(MILLISECOND),
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(100, 100_000),
                                Arbitraries.of(100, 101, 150, 200, 400)),
                        Arbitraries.oneOf(Arbitraries.just(0L), nanos(0)),
                        Arbitraries.oneOf(Arbitraries.just(0L), nanos(MILLISECOND)),
                        Arbitraries.oneOf(Arbitraries.just(Jitter.NONE), jitters),
                        Arbitraries.integers().between(0, BackOffConfig.MOST_FAILURES),
                        nanos(MILLISECOND),
                        Arbitraries.oneOf(Arbitraries.just(0L), nanos(0)))
                .as(BackOffConfig::new)
                .filter(100_000, policy -> policy.problems().isEmpty());
    }

    // Log-uniform: each length of number is as likely.
    private static Arbitrary<Long> nanos(long least) {
        return Arbitraries.integers()
                .between(0, 49)
                .flatMap(
                        bits ->
                                Arbitraries.longs()
                                        .between(
                                                Math.max(least, 1L << bits >> 1),
                                                Math.max(least, 1L << bits)));
    }

    /** {@code initial × factor^(n−1) + step × (n−1)²}, each product rounded down, at most the cap. */
    static BigInteger formula(BackOffConfig policy, int failures) {
        BigInteger wait = BigInteger.valueOf(policy.initialNanos());
        for (int n = 1; n < failures; n++) {
            wait = wait.multiply(BigInteger.valueOf(policy.factorPercent())).divide(HUNDRED);
        }
        BigInteger earlier = BigInteger.valueOf(failures - 1L);
        wait = wait.add(earlier.multiply(earlier).multiply(BigInteger.valueOf(policy.stepNanos())));
        return policy.capNanos() == 0 ? wait : wait.min(BigInteger.valueOf(policy.capNanos()));
    }

    /** The least wait that the jitter allows. */
    static BigInteger shortest(BackOffConfig policy, BigInteger wait) {
        Jitter jitter = policy.jitter();
        return wait.subtract(share(wait, jitter.belowPercent()))
                .subtract(BigInteger.valueOf(jitter.belowNanos()))
                .max(BigInteger.ZERO);
    }

    /** The greatest wait that the jitter allows. */
    static BigInteger longest(BackOffConfig policy, BigInteger wait) {
        Jitter jitter = policy.jitter();
        return wait.add(share(wait, jitter.abovePercent()))
                .add(BigInteger.valueOf(jitter.aboveNanos()));
    }

    private static BigInteger share(BigInteger wait, int percent) {
        return wait.multiply(BigInteger.valueOf(percent)).divide(HUNDRED);
    }

    /** The last failure that is followed by a wait. */
    static int lastWaited(BackOffConfig policy) {
        return policy.maxAttempts() == 0 ? BackOffConfig.MOST_FAILURES : policy.maxAttempts() - 1;
    }
}
