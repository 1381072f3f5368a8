/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.AnyThread;
import io.peerage.time.Deadlines;

/**
 * How values decay by halves: time in steps of 1/{@value #STEPS} of a half-life, and what is left of a value after some of them.
 *
 * <p>A value is constant within a step and falls by 0.27 % from one to the next. What is left depends on the number of steps
 * alone, is found by a shift, a multiplication and a table, and is the same on every machine. It is rounded towards 0, so that it never
 * rises, and gets to 0.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Units</b>: nanoseconds of one
 * monotonic clock that may start anywhere. <b>Ranges</b>: steps have {@value #STEP_BITS} bits and wrap around; a time before the
 * start counts as the start. <b>Origin</b>: features F1, F2.
 */
@AnyThread
final class HalfLife {
    /** Steps a half-life. */
    static final int STEPS = 1 << 8;

    /** Bits of a step's number. */
    static final int STEP_BITS = 26;

    /** The number of a step has these bits. */
    static final int STEP_MASK = (1 << STEP_BITS) - 1;

    // A step further ahead than this is one of long ago.
    private static final int AHEAD = 1 << STEP_BITS - 4;
    private static final int SHIFT = 8;
    private static final int FRACTION_BITS = 32;
    private static final long[] LEFT = new long[STEPS];

    static {
        for (int i = 0; i < STEPS; i++) {
            LEFT[i] =
                    (long) StrictMath.scalb(StrictMath.pow(2, -i / (double) STEPS), FRACTION_BITS);
        }
    }

    private final long start;
    private final long stepNanos;
    private final long stepsPerNano;

    /** Values that halve in this time, 10 s or more. */
    HalfLife(long halfLifeNanos, long start) {
        this.start = start;
        this.stepNanos = halfLifeNanos / STEPS;
        // As a fraction of 2^64, rounded up.
        this.stepsPerNano = Long.divideUnsigned(-1L, stepNanos) + 1;
    }

    /** The number of the step that a time is in. */
    int step(long now) {
        long elapsed = Math.max(0, Deadlines.elapsed(start, now));
        // A division in a tenth of its time: by less than a step too many.
        long steps = Math.multiplyHigh(elapsed, stepsPerNano);
        return (int) (steps * stepNanos > elapsed ? steps - 1 : steps) & STEP_MASK;
    }

    /** What is left of a value of at most 31 bits after a time. */
    int decayedAfter(int value, long nanos) {
        long steps = Math.max(0, nanos) / stepNanos;
        return decayed(value, (int) Math.min(Integer.MAX_VALUE, steps));
    }

    /** How many steps one is before another; 0 if it is ahead, as it is when the clock stepped back. */
    static int between(int from, int to) {
        int steps = to - from & STEP_MASK;
        return steps > STEP_MASK - AHEAD ? 0 : steps;
    }

    /** What is left of a value of at most 31 bits after some steps. */
    static int decayed(int value, int steps) {
        int halvings = steps >>> SHIFT;
        if (halvings >= Integer.SIZE) {
            return 0;
        }
        long left = Math.abs(value) * LEFT[steps & STEPS - 1] >>> FRACTION_BITS + halvings;
        return (int) (value < 0 ? -left : left);
    }
}
