/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BackOffConfigTest {
    private static final long WEEK = Duration.ofDays(7).toNanos();
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final BackOffConfig DOUBLING = BackOffConfig.exponential(SECOND, 200);

    static Stream<Field> presets() {
        return Arrays.stream(BackOffConfig.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> field.getType() == BackOffConfig.class);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetIsAccepted(Field preset) throws IllegalAccessException {
        BackOffConfig policy = (BackOffConfig) preset.get(null);
        assertThat(policy.problems()).isEmpty();
        assertThat(policy.longestNanos()).isBetween(1L, WEEK);
        assertThat(policy.probationNanos()).isEqualTo(Duration.ofDays(1).toNanos());
        assertThat(policy.persistent().problems()).isEmpty();
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        assertThat(
                        new BackOffConfig(
                                        0,
                                        99,
                                        -1,
                                        WEEK + 1,
                                        new Jitter(-1, 101, -2, WEEK + 2),
                                        -3,
                                        999_999,
                                        -4)
                                .problems())
                .containsExactly(
                        "backOff initial is 0, allowed are 1 ms to 7 d; set the wait after the first failure",
                        "backOff factor in percent is 99, allowed are 100 to 100000; set 200 for waits that double, 100 for waits that don't grow",
                        "backOff step is -1 ns, allowed are 0 to 7 d; set 0 for waits that don't grow by steps",
                        "backOff cap is 604800000000001 ns, allowed are 0 to 7 d; set 0 for none",
                        "backOff jitter below in percent is -1, allowed are 0 to 100; set 0 for waits that never get shorter",
                        "backOff jitter above in percent is 101, allowed are 0 to 100; set 0 for waits that never get longer",
                        "backOff jitter below is -2 ns, allowed are 0 to 7 d; set 0 for waits that never get shorter",
                        "backOff jitter above is 604800000000002 ns, allowed are 0 to 7 d; set 0 for waits that never get longer",
                        "backOff attempts is -3, allowed are 0 to 4095; set 0 for peers that are never given up",
                        "backOff probation is 999999 ns, allowed are 1 ms to 365 d; set how long a peer that was given up is not dialed",
                        "backOff proven is -4 ns, allowed are 0 to 7 d; set 0 to forget failures as soon as a connection is established");
    }

    @Test
    void messagesUseTheNameThatIsGiven() {
        assertThat(DOUBLING.attempts(-1).problems("persistentBackOff"))
                .containsExactly(
                        "persistentBackOff attempts is -1, allowed are 0 to 4095; set 0 for peers that are never given up");
    }

    static Stream<Arguments> singleMistakes() {
        return Stream.of(
                Arguments.of(
                        BackOffConfig.exponential(SECOND, 100_000).attempts(40),
                        "backOff overflows: its wait after failure 39 is beyond 2^61 ns, allowed are up to 604800000000000 (one week); set a cap,"),
                Arguments.of(
                        DOUBLING,
                        "backOff overflows: its wait after failure 4095 is beyond 2^61 ns, allowed"),
                Arguments.of(
                        BackOffConfig.quadratic(SECOND, Duration.ofDays(7)),
                        "backOff overflows: its wait after failure 4095 is beyond 2^61 ns, allowed"),
                Arguments.of(
                        BackOffConfig.quadratic(SECOND, SECOND),
                        "backOff waits up to 16760837000000000 ns after failure 4095, allowed"),
                Arguments.of(
                        DOUBLING.attempts(22),
                        "backOff waits up to 1048576000000000 ns after failure 21, allowed"),
                Arguments.of(
                        DOUBLING.capped(Duration.ofDays(7)).jittered(Jitter.around(1)),
                        "backOff waits up to 610848000000000 ns after failure 4095, allowed"),
                Arguments.of(
                        BackOffConfig.constant(Duration.ofDays(7))
                                .jittered(Jitter.added(Duration.ofNanos(1))),
                        "backOff waits up to 604800000000001 ns after failure 4095, allowed"),
                Arguments.of(
                        DOUBLING.capped(Duration.ofNanos(999_999_999)),
                        "backOff cap is 999999999 ns, below the initial wait of 1 s; raise"),
                Arguments.of(
                        BackOffConfig.constant(Duration.ofNanos(999_999)),
                        "backOff initial is 999999 ns, allowed"),
                Arguments.of(
                        BackOffConfig.constant(Duration.ofDays(7).plusNanos(1)),
                        "backOff initial is 604800000000001 ns, allowed"),
                Arguments.of(
                        BackOffConfig.constant(Duration.ofSeconds(Long.MAX_VALUE)),
                        "backOff initial is 292 years or more, allowed"),
                Arguments.of(
                        BackOffConfig.constant(Duration.ofSeconds(Long.MIN_VALUE)),
                        "backOff initial is -292 years or more, allowed"),
                Arguments.of(
                        BackOffConfig.exponential(SECOND, 100_001).attempts(2),
                        "backOff factor in percent is 100001, allowed"),
                Arguments.of(
                        BackOffConfig.quadratic(SECOND, Duration.ofNanos(-1)),
                        "backOff step is -1 ns, allowed"),
                Arguments.of(
                        BackOffConfig.DEFAULT.attempts(4_096), "backOff attempts is 4096, allowed"),
                Arguments.of(
                        BackOffConfig.DEFAULT.probation(Duration.ZERO),
                        "backOff probation is 0, allowed"),
                Arguments.of(
                        BackOffConfig.DEFAULT.probation(Duration.ofDays(365).plusNanos(1)),
                        "backOff probation is 31536000000000001 ns, allowed"),
                Arguments.of(
                        BackOffConfig.DEFAULT.proven(Duration.ofDays(8)),
                        "backOff proven is 8 d, allowed"),
                Arguments.of(
                        BackOffConfig.DEFAULT.bounded(Duration.ofNanos(10)),
                        "backOff initial is 9 ns, allowed"),
                Arguments.of(
                        BackOffConfig.DEFAULT.bounded(Duration.ofSeconds(Long.MIN_VALUE)),
                        "backOff initial is 1 ns, allowed"),
                Arguments.of(
                        BackOffConfig.DEFAULT
                                .jittered(new Jitter(0, -100, 0, 0))
                                .bounded(Duration.ofMinutes(1)),
                        "backOff jitter above in percent is -100, allowed"));
    }

    @ParameterizedTest
    @MethodSource("singleMistakes")
    void oneMistakeIsToldOnce(BackOffConfig policy, String told) {
        assertThat(policy.problems()).singleElement().asString().contains(told).contains("; ");
    }

    @Test
    void theEndsOfTheRangesAreAllowed() {
        List<BackOffConfig> ends =
                List.of(
                        BackOffConfig.constant(Duration.ofMillis(1)),
                        BackOffConfig.constant(Duration.ofDays(7)),
                        BackOffConfig.constant(Duration.ofDays(7)).jittered(Jitter.FULL),
                        BackOffConfig.exponential(SECOND, 100_000).attempts(2),
                        BackOffConfig.exponential(SECOND, 100_000).capped(Duration.ofDays(7)),
                        BackOffConfig.quadratic(SECOND, Duration.ofDays(7)).attempts(2 - 1),
                        DOUBLING.capped(SECOND),
                        DOUBLING.attempts(21),
                        DOUBLING.attempts(1),
                        BackOffConfig.DEFAULT.attempts(0),
                        BackOffConfig.DEFAULT.attempts(BackOffConfig.MOST_FAILURES),
                        BackOffConfig.DEFAULT.probation(Duration.ofMillis(1)),
                        BackOffConfig.DEFAULT.probation(Duration.ofDays(365)),
                        BackOffConfig.DEFAULT.proven(Duration.ZERO),
                        BackOffConfig.DEFAULT.proven(Duration.ofDays(7)));
        assertThat(ends).allSatisfy(policy -> assertThat(policy.problems()).isEmpty());
        assertThat(DOUBLING.attempts(21).longestNanos())
                .as("2^19 s are the last below a week")
                .isEqualTo(Duration.ofSeconds(1 << 19).toNanos());
        assertThat(DOUBLING.attempts(1).longestNanos()).as("given up at once").isZero();
    }

    @Test
    void eachMethodChangesOneSetting() {
        BackOffConfig all =
                new BackOffConfig(
                        1_000_000_000L,
                        150,
                        2,
                        3_000_000_000L,
                        Jitter.around(4),
                        5,
                        6_000_000_000L,
                        7_000_000_000L);
        assertThat(
                        BackOffConfig.exponential(Duration.ofSeconds(9), 150)
                                .capped(Duration.ofSeconds(3))
                                .bounded(Duration.ofMillis(1_040))
                                .attempts(5)
                                .proven(Duration.ofSeconds(7))
                                .jittered(Jitter.around(4))
                                .probation(Duration.ofSeconds(6)))
                .as("without jitter yet, the bound is the cap")
                .isEqualTo(
                        new BackOffConfig(
                                1_040_000_000L,
                                150,
                                0,
                                1_040_000_000L,
                                Jitter.around(4),
                                5,
                                6_000_000_000L,
                                7_000_000_000L));
        assertThat(all.bounded(Duration.ofMillis(1_040)))
                .isEqualTo(
                        new BackOffConfig(
                                1_000_000_000L,
                                150,
                                2,
                                1_000_000_000L,
                                Jitter.around(4),
                                5,
                                6_000_000_000L,
                                7_000_000_000L));
        assertThat(all.bounded(Duration.ofMinutes(1))).as("below the bound").isEqualTo(all);
        assertThat(all.capped(Duration.ZERO).capNanos()).isZero();
        assertThat(DOUBLING.bounded(Duration.ofSeconds(Long.MAX_VALUE)).problems())
                .as("a bound beyond the range bounds nothing")
                .singleElement()
                .asString()
                .contains("cap is 2305843009213693952 ns, allowed");
    }

    /** The bound is used to the last nanosecond, whatever the jitter rounds to. */
    @Property
    void aBoundIsTheLongestWaitThatFits(
            @ForAll @IntRange(max = 100) int percent,
            @ForAll @LongRange(max = 1_000_000_000L) long above,
            @ForAll @LongRange(min = 2_000_000_000L, max = BackOffConfig.LONGEST_NANOS)
                    long bound) {
        Jitter jitter = new Jitter(0, percent, 0, above);
        BackOffConfig bounded =
                BackOffConfig.constant(Duration.ofDays(7))
                        .jittered(jitter)
                        .bounded(Duration.ofNanos(bound));
        assertThat(bounded.longestNanos()).isLessThanOrEqualTo(bound);
        assertThat(jitter.longestNanos(bounded.capNanos() + 1)).isGreaterThan(bound);
    }

    @Test
    void jitterInItsForms() {
        assertThat(Jitter.around(Duration.ofSeconds(2)))
                .isEqualTo(new Jitter(0, 0, 2_000_000_000L, 2_000_000_000L));
        assertThat(Jitter.added(SECOND)).isEqualTo(new Jitter(0, 0, 0, 1_000_000_000L));
        assertThat(Jitter.around(20)).isEqualTo(new Jitter(20, 20, 0, 0));
        assertThat(Jitter.around(Duration.ofSeconds(2)).shortestNanos(1))
                .as("never below 0")
                .isZero();
        assertThat(Jitter.around(33).shortestNanos(101)).isEqualTo(101 - 33);
        assertThat(Jitter.around(33).longestNanos(101)).isEqualTo(101 + 33);
        assertThat(Jitter.around(33).longestNanos(104)).isEqualTo(104 + 34);
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> BackOffConfig.DEFAULT.jittered(null))
                .withMessage("jitter is null; pass Jitter.NONE for none");
        assertThatNullPointerException()
                .isThrownBy(() -> BackOffConfig.DEFAULT.capped(null))
                .withMessage("cap is null; pass Duration.ZERO for none");
        assertThatNullPointerException()
                .isThrownBy(() -> Jitter.added(null))
                .withMessage("jitter is null; pass Duration.ZERO for none");
    }
}
