/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.time;

import io.peerage.concurrent.PureFunction;

/**
 * Compares times of a monotonic clock that may start anywhere and wrap around.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1). <b>Units</b>: nanoseconds.
 * <b>Ranges</b>: times less than 2^63 ns (292 years) apart, stamps less than 2^62 ns; only differences are compared, so the sign of a time means
 * nothing.
 */
@PureFunction
public final class Deadlines {
    private Deadlines() {}

    /** The time this long after another. */
    public static long after(long now, long nanos) {
        return now + nanos;
    }

    /** How long after the start a time is, negative if before; of the times within reach of one start these compare as numbers. */
    public static long elapsed(long start, long time) {
        return time - start;
    }

    /** Whether the deadline is reached. */
    public static boolean isDue(long deadline, long now) {
        return now - deadline >= 0;
    }

    /** How long until the deadline; 0 once it is reached. */
    public static long remaining(long deadline, long now) {
        return Math.max(0, deadline - now);
    }

    /** The earlier of two times. */
    public static long earlier(long one, long other) {
        return one - other <= 0 ? one : other;
    }

    /** The later of two times. */
    public static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }

    /** A time as a word that is never 0, so that 0 can stand for "never". */
    public static long stamp(long now) {
        return now << 1 | 1;
    }

    /** How long ago a stamp was made; 0 if its time lies ahead. */
    public static long sinceStamp(long stamp, long now) {
        return Math.max(0, stamp(now) - stamp >> 1);
    }

    /** Whether a stamp is later than another, or the other is none. */
    public static boolean isLater(long stamp, long other) {
        return other == 0 || stamp - other > 0;
    }
}
