/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;

/**
 * How far a wait is drawn from what its formula says, so that peers that failed together are not dialed together again.
 *
 * @param belowPercent how much shorter a wait may get, in percent of it, 0 to 100
 * @param abovePercent how much longer a wait may get, in percent of it, 0 to 100
 * @param belowNanos how much shorter besides, 0 to one week; no wait gets shorter than 0
 * @param aboveNanos how much longer besides, 0 to one week
 *     <p>A wait is drawn evenly from the whole range, both ends included. <b>Threading</b>: immutable, any thread.
 *     <b>Units</b>: nanoseconds, percent. <b>Origin</b>: features C2; ±20 % ours, U(0, 1 s) CometBFT's, ±2 s Cardano's,
 *     full jitter from <i>Exponential Backoff and Jitter</i> (AWS).
 */
public record Jitter(int belowPercent, int abovePercent, long belowNanos, long aboveNanos) {
    /** Waits exactly as the formula says. */
    public static final Jitter NONE = new Jitter(0, 0, 0, 0);

    /** Anything from no wait to what the formula says. */
    public static final Jitter FULL = new Jitter(100, 0, 0, 0);

    private static final int WHOLE = 100;

    /**
     * {@return up to this share shorter or longer, in percent}
     *
     * @param percent the share, 0 to 100
     */
    public static Jitter around(int percent) {
        return new Jitter(percent, percent, 0, 0);
    }

    /**
     * {@return up to this time shorter or longer}
     *
     * @param time the time
     */
    public static Jitter around(Duration time) {
        long nanos = Given.nanos(time, "jitter");
        return new Jitter(0, 0, nanos, nanos);
    }

    /**
     * {@return up to this time longer, never shorter}
     *
     * @param time the time
     */
    public static Jitter added(Duration time) {
        return new Jitter(0, 0, 0, Given.nanos(time, "jitter"));
    }

    /**
     * {@return the shortest time that a wait can become}
     *
     * @param waitNanos the wait in nanoseconds
     */
    public long shortestNanos(long waitNanos) {
        return Math.max(0, waitNanos - share(waitNanos, belowPercent) - belowNanos);
    }

    /**
     * {@return the longest time that a wait can become}
     *
     * @param waitNanos the wait in nanoseconds
     */
    public long longestNanos(long waitNanos) {
        return waitNanos + share(waitNanos, abovePercent) + aboveNanos;
    }

    /** The longest wait whose longest time is at most this. */
    long fitting(long longestNanos) {
        long longest = Math.max(0, Math.min(BackOffConfig.COUNTABLE_NANOS, longestNanos));
        long rest = longest - aboveNanos;
        long parts = WHOLE + Math.max(0L, abovePercent);
        long wait = rest / parts * WHOLE + rest % parts * WHOLE / parts;
        // The share is rounded down, which may leave room for one more.
        return longestNanos(wait + 1) <= longest ? wait + 1 : wait;
    }

    void check(Problems problems, String name) {
        problems.range(
                name + " jitter below in percent",
                belowPercent,
                0,
                WHOLE,
                "set 0 for waits that never get shorter");
        problems.range(
                name + " jitter above in percent",
                abovePercent,
                0,
                WHOLE,
                "set 0 for waits that never get longer");
        problems.time(
                name + " jitter below",
                belowNanos,
                0,
                BackOffConfig.LONGEST_NANOS,
                "set 0 for waits that never get shorter");
        problems.time(
                name + " jitter above",
                aboveNanos,
                0,
                BackOffConfig.LONGEST_NANOS,
                "set 0 for waits that never get longer");
    }

    // Exact, and without the product of the whole wait, which may not fit.
    private static long share(long nanos, int percent) {
        return nanos / WHOLE * percent + nanos % WHOLE * percent / WHOLE;
    }
}
