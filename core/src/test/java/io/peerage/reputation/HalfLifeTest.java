/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalfLifeTest {
    private static final long TEN_MINUTES = Duration.ofMinutes(10).toNanos();
    private static final long SHORTEST_NANOS = 10_000_000_000L;
    private static final long LONGEST_NANOS = 365 * 24 * 3_600_000_000_000L;
    private static final int STEPS = HalfLife.STEPS;

    /** Against the power of two in doubles: a unit below it at most, but for the 2^32nd that factors are rounded to; never above. */
    @Property
    void whatIsLeftIsThePowerOfTwoRoundedTowards0(
            @ForAll @IntRange(min = -DecayWord.MOST, max = DecayWord.MOST) int value,
            @ForAll @IntRange(max = 30 * STEPS) int steps) {
        double exact = value * Math.pow(2, -steps / (double) STEPS);
        int left = HalfLife.decayed(value, steps);
        assertThat(Math.abs(left)).isLessThanOrEqualTo((int) Math.ceil(Math.abs(exact)));
        assertThat((double) left).isCloseTo(exact, within(1.002));
        assertThat(Math.abs(left)).isLessThanOrEqualTo(Math.abs(value));
        assertThat(HalfLife.decayed(-value, steps)).as("the other sign").isEqualTo(-left);
    }

    @Test
    void everyStepOfEveryHalvingFalls() {
        for (int value : new int[] {1, 2, 3, 255, 256, 1_000, 6_400_000, DecayWord.MOST}) {
            int before = value;
            for (int steps = 0; steps <= 40 * STEPS; steps++) {
                int left = HalfLife.decayed(value, steps);
                assertThat(left).isBetween(0, before);
                if (steps % STEPS == 0) {
                    assertThat(left).isEqualTo(value >> Math.min(31, steps / STEPS));
                }
                before = left;
            }
            assertThat(before).isZero();
        }
        assertThat(HalfLife.decayed(DecayWord.MOST, HalfLife.STEP_MASK)).isZero();
        assertThat(HalfLife.decayed(-1, 0)).isEqualTo(-1);
    }

    /** Decaying in two parts loses at most a unit to rounding, and gains none. */
    @Property
    void inTwoPartsAsInOne(
            @ForAll @IntRange(max = DecayWord.MOST) int value,
            @ForAll @IntRange(max = 4 * STEPS) int one,
            @ForAll @IntRange(max = 4 * STEPS) int other) {
        int atOnce = HalfLife.decayed(value, one + other);
        int inParts = HalfLife.decayed(HalfLife.decayed(value, one), other);
        assertThat(inParts).isBetween(atOnce - 2, atOnce);
    }

    @Property
    void stepsAreCountedFromTheStart(
            @ForAll long start,
            @ForAll @LongRange(min = SHORTEST_NANOS, max = LONGEST_NANOS) long halfLife,
            @ForAll @LongRange(min = 0, max = 1L << 62) long elapsed) {
        HalfLife steps = new HalfLife(halfLife, start);
        assertThat(steps.step(start + elapsed))
                .isEqualTo((int) (elapsed / (halfLife / STEPS)) & HalfLife.STEP_MASK);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MAX_VALUE - 5, Long.MIN_VALUE})
    void aStepBeginsAtItsTime(long start) {
        for (long halfLife : new long[] {SHORTEST_NANOS, TEN_MINUTES, LONGEST_NANOS}) {
            HalfLife steps = new HalfLife(halfLife, start);
            long step = halfLife / STEPS;
            for (int n : new int[] {1, 2, STEPS, 100 * STEPS}) {
                assertThat(steps.step(start + n * step)).isEqualTo(n);
                assertThat(steps.step(start + n * step - 1)).isEqualTo(n - 1);
            }
            assertThat(steps.step(start)).isZero();
            assertThat(steps.step(start - 1)).as("before the start").isZero();
            assertThat(steps.step(start - LONGEST_NANOS)).as("long before the start").isZero();
        }
    }

    @Test
    void stepsBetweenWrapAroundAndAreNeverNegative() {
        int mask = HalfLife.STEP_MASK;
        assertThat(HalfLife.between(0, 0)).isZero();
        assertThat(HalfLife.between(7, 12)).isEqualTo(5);
        assertThat(HalfLife.between(12, 7)).as("ahead").isZero();
        assertThat(HalfLife.between(mask, 0)).as("wrapped").isEqualTo(1);
        assertThat(HalfLife.between(mask - 3, 6)).isEqualTo(10);
        assertThat(HalfLife.between(0, mask)).as("ahead, wrapped").isZero();
        int most = mask - (1 << HalfLife.STEP_BITS - 4);
        assertThat(HalfLife.between(0, most)).isEqualTo(most);
        assertThat(HalfLife.between(0, most + 1)).isZero();
        assertThat(HalfLife.decayed(DecayWord.MOST, most)).isZero();
    }
}
