/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.Jitter;
import io.peerage.testing.Docs;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Features C2 and C4: the published sequences, and what holds of every policy that is accepted. */
class BackOffPolicyTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long WEEK = Duration.ofDays(7).toNanos();

    // The random numbers that give the shortest and the longest wait.
    private static final long LEAST = 0;
    private static final long MOST = -1;

    @Provide
    Arbitrary<BackOffConfig> policies() {
        return BackOffPolicies.accepted();
    }

    /** The waits of each preset before jitter, in milliseconds, as its system publishes them, in order. */
    static Stream<Arguments> published() {
        return Stream.of(
                waits(
                        BackOffConfig.DEFAULT,
                        5_000,
                        20_000,
                        80_000,
                        320_000,
                        1_280_000,
                        3_600_000,
                        3_600_000),
                waits(BackOffConfig.PERSISTENT, 5_000, 20_000, 50_000, 50_000, 50_000),
                waits(BackOffConfig.NWAKU, 120_000, 480_000, 1_920_000, 7_680_000),
                waits(
                        BackOffConfig.COMETBFT,
                        2_000,
                        4_000,
                        8_000,
                        16_000,
                        32_000,
                        64_000,
                        128_000,
                        256_000,
                        512_000,
                        1_024_000,
                        2_048_000,
                        4_096_000,
                        8_192_000,
                        16_384_000,
                        32_768_000,
                        65_536_000),
                waits(
                        BackOffConfig.GO_LIBP2P,
                        5_000,
                        6_000,
                        9_000,
                        14_000,
                        21_000,
                        30_000,
                        41_000,
                        54_000,
                        69_000,
                        86_000,
                        105_000,
                        126_000,
                        149_000,
                        174_000,
                        201_000,
                        230_000,
                        261_000,
                        294_000,
                        300_000,
                        300_000),
                waits(BackOffConfig.JS_LIBP2P, 1_000, 2_000, 4_000, 8_000, 16_000),
                waits(BackOffConfig.TEKU, 120_000, 120_000, 120_000),
                waits(BackOffConfig.TEKU_STATIC, 3_000, 9_000, 27_000, 81_000, 120_000, 120_000),
                waits(BackOffConfig.PRYSM, 100, 100, 100),
                waits(BackOffConfig.GETH, 35_000, 35_000, 35_000),
                waits(BackOffConfig.CARDANO, 5_000, 10_000, 20_000, 40_000),
                waits(
                        BackOffConfig.CARDANO.attempts(0),
                        5_000,
                        10_000,
                        20_000,
                        40_000,
                        80_000,
                        160_000,
                        160_000));
    }

    private static Arguments waits(BackOffConfig policy, long... millis) {
        return Arguments.of(policy, LongStream.of(millis).map(ms -> ms * 1_000_000).toArray());
    }

    @ParameterizedTest
    @MethodSource("published")
    void thePublishedSequence(BackOffConfig policy, long[] waits) {
        long[] without = new long[waits.length];
        BackOffConfig exact = policy.jittered(Jitter.NONE);
        for (int n = 1; n <= waits.length; n++) {
            without[n - 1] = BackOffPolicy.delayNanos(n, exact, 0x5eedL * n);
            assertThat(policy.waitNanos(n)).isEqualTo(without[n - 1]);
        }
        assertThat(without).containsExactly(waits);
        if (policy.maxAttempts() > 0) {
            assertThat(policy.givesUpAfter(policy.maxAttempts() - 1)).isFalse();
            assertThat(policy.givesUpAfter(policy.maxAttempts())).isTrue();
        } else {
            assertThat(policy.givesUpAfter(Integer.MAX_VALUE)).isFalse();
        }
    }

    /** Where the whole sequence is listed, it ends where the peer is given up. */
    @Test
    void theFailureThatGivesUp() {
        assertThat(BackOffConfig.DEFAULT.maxAttempts()).isEqualTo(16);
        assertThat(BackOffConfig.PERSISTENT.maxAttempts()).isZero();
        assertThat(BackOffConfig.NWAKU.maxAttempts()).isEqualTo(5);
        assertThat(BackOffConfig.COMETBFT.maxAttempts()).as("n up to 16").isEqualTo(17);
        assertThat(BackOffConfig.GO_LIBP2P.maxAttempts()).isZero();
        assertThat(BackOffConfig.JS_LIBP2P.maxAttempts()).as("5 retries").isEqualTo(6);
        assertThat(BackOffConfig.CARDANO.maxAttempts()).isEqualTo(5);
        long[] comet =
                LongStream.rangeClosed(1, 16)
                        .map(n -> BackOffConfig.COMETBFT.waitNanos((int) n) / SECOND)
                        .toArray();
        assertThat(LongStream.of(comet).sum()).as("36.4 h").isEqualTo(131_070);
    }

    @Test
    void theJitterOfEachPreset() {
        assertEnds(BackOffConfig.DEFAULT, 1, 4_000, 6_000);
        assertEnds(BackOffConfig.DEFAULT, 2, 16_000, 24_000);
        assertEnds(BackOffConfig.DEFAULT, 1_000, 2_880_000, 4_320_000);
        assertEnds(BackOffConfig.PERSISTENT, 1, 4_000, 6_000);
        assertEnds(BackOffConfig.PERSISTENT, 1_000, 40_000, 60_000);
        assertEnds(BackOffConfig.COMETBFT, 1, 2_000, 3_000);
        assertEnds(BackOffConfig.COMETBFT, 16, 65_536_000, 65_537_000);
        assertEnds(BackOffConfig.PRYSM, 1, 100, 5_000);
        assertEnds(BackOffConfig.PRYSM, 9, 100, 5_000);
        assertEnds(BackOffConfig.CARDANO, 1, 3_000, 7_000);
        assertEnds(BackOffConfig.CARDANO, 6, 158_000, 162_000);
        assertEnds(BackOffConfig.DEFAULT.jittered(Jitter.FULL), 3, 0, 80_000);
        for (BackOffConfig exact :
                List.of(
                        BackOffConfig.NWAKU,
                        BackOffConfig.GO_LIBP2P,
                        BackOffConfig.JS_LIBP2P,
                        BackOffConfig.TEKU,
                        BackOffConfig.TEKU_STATIC,
                        BackOffConfig.GETH)) {
            assertThat(exact.jitter()).isEqualTo(Jitter.NONE);
        }
    }

    private static void assertEnds(BackOffConfig policy, int failures, long least, long most) {
        assertThat(BackOffPolicy.delayNanos(failures, policy, LEAST)).isEqualTo(least * 1_000_000);
        assertThat(BackOffPolicy.delayNanos(failures, policy, MOST)).isEqualTo(most * 1_000_000);
    }

    @Test
    void withoutFailuresThereIsNoWait() {
        for (int none : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThat(BackOffPolicy.delayNanos(none, BackOffConfig.DEFAULT, MOST)).isZero();
        }
    }

    /** An even spread: each tenth of the range gets about a tenth of evenly spread random numbers. */
    @Test
    void theDrawIsEven() {
        int[] tenths = new int[10];
        BackOffConfig policy = BackOffConfig.DEFAULT;
        long random = 0;
        for (int i = 0; i < 100_000; i++) {
            random += 0x9e3779b97f4a7c15L;
            long delay = BackOffPolicy.delayNanos(1, policy, random);
            tenths[(int) Math.min(9, (delay - 4 * SECOND) * 10 / (2 * SECOND))]++;
        }
        assertThat(Arrays.stream(tenths).allMatch(count -> count > 9_900 && count < 10_100))
                .as("%s", Arrays.toString(tenths))
                .isTrue();
    }

    @Property(tries = 2_000)
    void theWaitIsTheFormulaAndTheJitterItsBounds(
            @ForAll("policies") BackOffConfig policy,
            @ForAll @IntRange(min = 1, max = 300) int failures,
            @ForAll long random) {
        int waited = Math.min(failures, BackOffPolicies.lastWaited(policy));
        if (waited == 0) {
            return;
        }
        BigInteger wait = BackOffPolicies.formula(policy, waited);
        BigInteger shortest = BackOffPolicies.shortest(policy, wait);
        BigInteger longest = BackOffPolicies.longest(policy, wait);
        assertThat(BigInteger.valueOf(policy.waitNanos(waited))).isEqualTo(wait);
        assertThat(BigInteger.valueOf(BackOffPolicy.delayNanos(waited, policy, random)))
                .isBetween(shortest, longest);
        assertThat(BigInteger.valueOf(BackOffPolicy.delayNanos(waited, policy, LEAST)))
                .isEqualTo(shortest);
        assertThat(BigInteger.valueOf(BackOffPolicy.delayNanos(waited, policy, MOST)))
                .isEqualTo(longest);
        assertThat(longest).isLessThanOrEqualTo(BigInteger.valueOf(WEEK));
        if (policy.capNanos() > 0) {
            assertThat(longest)
                    .isLessThanOrEqualTo(
                            BackOffPolicies.longest(policy, BigInteger.valueOf(policy.capNanos())));
        }
    }

    /** However many failures are asked for, be it more than the policy allows: no overflow, no more than a week. */
    @Property(tries = 2_000)
    void neverNegativeAndNeverAboveAWeek(
            @ForAll("policies") BackOffConfig policy, @ForAll int failures, @ForAll long random) {
        assertThat(BackOffPolicy.delayNanos(failures, policy, random)).isBetween(0L, WEEK);
        assertThat(BackOffPolicy.delayNanos(Integer.MAX_VALUE, policy, MOST)).isBetween(0L, WEEK);
    }

    @Property(tries = 2_000)
    void moreFailuresNeverWaitLessButForTheJitter(
            @ForAll("policies") BackOffConfig policy,
            @ForAll @IntRange(min = 1, max = 5_000) int failures,
            @ForAll @IntRange(min = 1, max = 100) int more,
            @ForAll long random) {
        BackOffConfig exact = policy.jittered(Jitter.NONE);
        assertThat(BackOffPolicy.delayNanos(failures + more, exact, ~random))
                .isGreaterThanOrEqualTo(BackOffPolicy.delayNanos(failures, exact, random));
        for (long end : new long[] {LEAST, MOST}) {
            assertThat(BackOffPolicy.delayNanos(failures + more, policy, end))
                    .isGreaterThanOrEqualTo(BackOffPolicy.delayNanos(failures, policy, end));
        }
    }

    @Property
    void aLargerRandomNumberNeverWaitsLess(
            @ForAll("policies") BackOffConfig policy,
            @ForAll @IntRange(min = 1, max = 40) int failures,
            @ForAll long one,
            @ForAll long other) {
        boolean ordered = Long.compareUnsigned(one, other) <= 0;
        assertThat(BackOffPolicy.delayNanos(failures, policy, ordered ? one : other))
                .isLessThanOrEqualTo(
                        BackOffPolicy.delayNanos(failures, policy, ordered ? other : one));
    }

    /** C4, for any policy: no wait above 60 s, jitter included, and what was shorter stays as it was. */
    @Property(tries = 2_000)
    void persistentPeersWaitAtMostAMinute(
            @ForAll("policies") BackOffConfig policy,
            @ForAll @LongRange(min = 1, max = 5_000) long failures) {
        BackOffConfig persistent = policy.persistent();
        // A wait of 1 ms and its jitter, at most doubled, must find room below the bound.
        if (policy.jitter().longestNanos(1_000_000) > 60 * SECOND) {
            assertThat(persistent.problems()).as("no room for the jitter").isNotEmpty();
            return;
        }
        assertThat(persistent.problems()).isEmpty();
        assertThat(persistent.longestNanos()).isLessThanOrEqualTo(60 * SECOND);
        assertThat(BackOffPolicy.delayNanos((int) failures, persistent, MOST))
                .isLessThanOrEqualTo(60 * SECOND);
        assertThat(persistent.givesUpAfter(Integer.MAX_VALUE)).isFalse();
        assertThat(persistent.provenNanos()).isEqualTo(30 * SECOND);
        if (policy.longestNanos() <= 60 * SECOND && policy.maxAttempts() == 0) {
            assertThat(BackOffPolicy.delayNanos((int) failures, persistent, LEAST))
                    .isEqualTo(BackOffPolicy.delayNanos((int) failures, policy, LEAST));
        }
    }

    /** The document's table is what the constants say. */
    @Test
    void theDocumentedTableIsTrue() {
        List<List<String>> expected = new ArrayList<>();
        BackOffPolicies.PRESETS.forEach(
                (name, policy) ->
                        expected.add(
                                List.of(
                                        "`" + name + "`",
                                        waits(policy),
                                        jitter(policy.jitter()),
                                        policy.maxAttempts() == 0
                                                ? "never"
                                                : "failure " + policy.maxAttempts(),
                                        policy.provenNanos() == 0
                                                ? "at once"
                                                : seconds(policy.provenNanos()) + " s")));
        assertThat(Docs.table("dialing.md", "preset")).isEqualTo(expected);
    }

    // The first waits, to the first that comes again or the last that there is.
    private static String waits(BackOffConfig policy) {
        List<String> waits = new ArrayList<>();
        int last = BackOffPolicies.lastWaited(policy);
        for (int n = 1; n <= last; n++) {
            long wait = policy.waitNanos(n);
            waits.add(seconds(wait));
            if (wait == policy.waitNanos(n + 1) && n < last) {
                waits.add("…");
                break;
            }
        }
        return String.join(", ", waits) + " s";
    }

    private static String jitter(Jitter jitter) {
        List<String> parts = new ArrayList<>();
        if (jitter.abovePercent() > 0) {
            assertThat(jitter.belowPercent()).isEqualTo(jitter.abovePercent());
            parts.add("±" + jitter.abovePercent() + " %");
        }
        if (jitter.aboveNanos() > 0) {
            boolean around = jitter.belowNanos() > 0;
            parts.add((around ? "±" : "+") + seconds(jitter.aboveNanos()) + " s");
        }
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }

    private static String seconds(long nanos) {
        return nanos % SECOND == 0
                ? String.format(java.util.Locale.ROOT, "%,d", nanos / SECOND)
                : String.format(java.util.Locale.ROOT, "%.1f", nanos / (double) SECOND);
    }
}
