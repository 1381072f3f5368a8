/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.time;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final long HALF = Long.MAX_VALUE;
    private static final long QUARTER = (1L << 62) - 1;

    /** Moments around which clocks go wrong: the ends of the range, and zero. */
    private static final long[] STARTS = {
        Long.MIN_VALUE, Long.MIN_VALUE + 1, -2, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE
    };

    @Test
    void aDeadlineIsDueFromItsMomentOn() {
        for (long start : STARTS) {
            for (long lease : new long[] {0, 1, 2, 15_000_000_000L, HALF}) {
                long deadline = Deadlines.after(start, lease);
                assertThat(Deadlines.isDue(deadline, start)).isEqualTo(lease == 0);
                assertThat(Deadlines.isDue(deadline, deadline)).isTrue();
                assertThat(Deadlines.isDue(deadline, deadline - 1)).isFalse();
                assertThat(Deadlines.isDue(deadline, deadline + 1)).isTrue();
            }
        }
    }

    @Property
    void dueIsAMatterOfTheDifferenceAlone(
            @ForAll long start, @ForAll @LongRange(min = -HALF, max = HALF) long distance) {
        assertThat(Deadlines.isDue(start + distance, start)).isEqualTo(distance <= 0);
    }

    @Property
    void elapsedTimesCompareAsNumbers(
            @ForAll long start,
            @ForAll @LongRange(min = -HALF, max = HALF) long one,
            @ForAll @LongRange(min = -HALF, max = HALF) long other) {
        long first = Deadlines.elapsed(start, start + one);
        assertThat(first).isEqualTo(one);
        assertThat(Deadlines.after(start, first)).isEqualTo(start + one);
        assertThat(first < Deadlines.elapsed(start, start + other)).isEqualTo(one < other);
    }

    @Property
    void theEarlierOfTwo(
            @ForAll long start, @ForAll @LongRange(min = 0, max = HALF) long distance) {
        assertThat(Deadlines.earlier(start, start + distance)).isEqualTo(start);
        assertThat(Deadlines.earlier(start + distance, start)).isEqualTo(start);
    }

    @Property
    void theLaterOfTwo(@ForAll long start, @ForAll @LongRange(min = 0, max = HALF) long distance) {
        assertThat(Deadlines.later(start, start + distance)).isEqualTo(start + distance);
        assertThat(Deadlines.later(start + distance, start)).isEqualTo(start + distance);
    }

    @Property
    void whatRemainsIsNeverNegative(
            @ForAll long now, @ForAll @LongRange(min = -HALF, max = HALF) long distance) {
        assertThat(Deadlines.remaining(now + distance, now)).isEqualTo(Math.max(0, distance));
    }

    @Test
    void aStampIsNeverZero() {
        for (long start : STARTS) {
            assertThat(Deadlines.stamp(start)).isNotZero();
        }
    }

    @Property
    void aStampTellsHowLongAgoItWasMade(
            @ForAll long start, @ForAll @LongRange(min = 0, max = QUARTER) long later) {
        long stamp = Deadlines.stamp(start);
        assertThat(stamp).isNotZero();
        assertThat(Deadlines.sinceStamp(stamp, start + later)).isEqualTo(later);
    }

    @Property
    void aStampFromTheFutureIsOfNow(
            @ForAll long now, @ForAll @LongRange(min = 1, max = QUARTER) long ahead) {
        assertThat(Deadlines.sinceStamp(Deadlines.stamp(now + ahead), now)).isZero();
    }

    @Property
    void theLaterStampWins(
            @ForAll long start, @ForAll @LongRange(min = 1, max = QUARTER) long later) {
        long first = Deadlines.stamp(start);
        long second = Deadlines.stamp(start + later);
        assertThat(Deadlines.isLater(second, first)).isTrue();
        assertThat(Deadlines.isLater(first, second)).isFalse();
        assertThat(Deadlines.isLater(first, first)).isFalse();
        assertThat(Deadlines.isLater(first, 0)).as("than none").isTrue();
    }
}
