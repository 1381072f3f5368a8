/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DecayWordTest {
    private static final int MOST = DecayWord.MOST;
    private static final int MASK = HalfLife.STEP_MASK;
    private static final int[] VALUES = {
        0, 1, -1, 2, -2, 255, -256, 6_400_000, -6_400_000, MOST - 1, MOST, -MOST
    };
    private static final int[] STEPS = {0, 1, 255, 256, MASK / 2, MASK - 1, MASK};
    private static final int[] GENERATIONS = {
        0, 1, 2, (1 << 13) - 1, 1 << 13, (1 << 14) - 1, 1 << 14, (1 << 27) - 1
    };

    /** Every field at its ends, beside every other at its ends. */
    @Test
    void fieldsDontTouchEachOther() {
        for (int generation : GENERATIONS) {
            long fresh = DecayWord.fresh(generation);
            assertThat(DecayWord.isOf(fresh, generation)).isTrue();
            assertThat(DecayWord.value(fresh, 0)).isZero();
            for (int step : STEPS) {
                for (int value : VALUES) {
                    long word = DecayWord.put(fresh, value, step);
                    assertThat(DecayWord.value(word, step)).isEqualTo(value);
                    assertThat(DecayWord.isOf(word, generation)).isTrue();
                    for (int other : GENERATIONS) {
                        boolean same = (generation ^ other) << 18 == 0;
                        assertThat(DecayWord.isOf(word, other)).isEqualTo(same);
                        long moved = DecayWord.of(word, other);
                        assertThat(DecayWord.isOf(moved, other)).isTrue();
                        assertThat(DecayWord.value(moved, step)).isEqualTo(value);
                        assertThat(DecayWord.of(moved, generation)).isEqualTo(word);
                    }
                }
            }
        }
    }

    @Test
    void neighbouringTenantsDiffer() {
        for (int generation = 0; generation < 1 << 15; generation++) {
            long word = DecayWord.fresh(generation);
            assertThat(DecayWord.isOf(word, generation + 1)).isFalse();
            assertThat(DecayWord.isOf(word, generation - 1)).isFalse();
        }
    }

    @Property
    void sumsAreExactWithinAStepAndStayInBounds(
            @ForAll @IntRange(min = -MOST, max = MOST) int value,
            @ForAll int delta,
            @ForAll @IntRange(max = MASK) int step) {
        long word = DecayWord.put(DecayWord.fresh(3), value, step);
        long exact = Math.max(-MOST, Math.min(MOST, (long) value + delta));
        long added = DecayWord.added(word, delta, -MOST, MOST, step);
        assertThat(DecayWord.value(added, step)).isEqualTo((int) exact);
        assertThat(DecayWord.isOf(added, 3)).isTrue();
        long bounded = DecayWord.added(word, delta, -7, 5, step);
        assertThat(DecayWord.value(bounded, step))
                .isEqualTo((int) Math.max(-7, Math.min(5, exact)));
    }

    /** A change in a step that is behind the word's own neither brings decay back nor loses it. */
    @Property
    void aClockThatStepsBackChangesNothing(
            @ForAll @IntRange(min = -MOST, max = MOST) int value,
            @ForAll @IntRange(max = MASK) int step,
            @ForAll @IntRange(max = 100_000) int back,
            @ForAll @IntRange(max = 5_000) int later) {
        long word = DecayWord.put(DecayWord.fresh(0), value, step);
        int before = step - back & MASK;
        int after = step + later & MASK;
        assertThat(DecayWord.value(word, before)).isEqualTo(value);
        long touched = DecayWord.added(word, 0, -MOST, MOST, before);
        assertThat(DecayWord.value(touched, before)).isEqualTo(value);
        assertThat(DecayWord.value(touched, step)).isEqualTo(value);
        assertThat(DecayWord.value(touched, after)).isEqualTo(DecayWord.value(word, after));
    }

    /** A value gets nearer to 0 with each step, whether the word is touched on the way or not. */
    @Property
    void decayIsMonotone(
            @ForAll @IntRange(min = -MOST, max = MOST) int value,
            @ForAll @IntRange(max = MASK) int step,
            @ForAll @IntRange(max = 300) int one,
            @ForAll @IntRange(max = 300) int other) {
        long word = DecayWord.put(DecayWord.fresh(0), value, step);
        int middle = step + one & MASK;
        int end = middle + other & MASK;
        int atMiddle = DecayWord.value(word, middle);
        int atEnd = DecayWord.value(word, end);
        assertThat(Math.abs(atMiddle)).isLessThanOrEqualTo(Math.abs(value));
        assertThat(Math.abs(atEnd)).isLessThanOrEqualTo(Math.abs(atMiddle));
        assertThat((long) atEnd * value).as("never beyond 0").isNotNegative();
        long touched = DecayWord.added(word, 0, -MOST, MOST, middle);
        assertThat(DecayWord.value(touched, middle)).isEqualTo(atMiddle);
        assertThat(Math.abs(DecayWord.value(touched, end)))
                .isBetween(Math.abs(atEnd) - 2, Math.abs(atEnd));
    }
}
