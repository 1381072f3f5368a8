/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.PureFunction;
import io.peerage.time.Deadlines;

/**
 * A bucket of tokens in one {@code long}: whose it is, and when it is full again.
 *
 * <pre>
 *   bit 0  fingerprint 24      24  full at 40, in units of 2^18 ns
 * </pre>
 *
 * <p>A bucket that is full at a time holds, before it, a token less for each interval that is still to come. Taking one moves
 * the time an interval ahead; that is refused if it would lie more than the burst's intervals ahead. 0 is nobody's bucket; a
 * fingerprint is never 0.
 *
 * <p>The time is the clock's, multiplied by 64 so that its upper 40 bits are the units and wrap with the word: it is compared
 * like any other. It comes round after nine years; a bucket that nobody touched for half of them is taken for one whose
 * clock stepped back, and is empty once.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Units</b>: "scaled"
 * times and spans are nanoseconds × 64 in whole units. <b>Origin</b>: features B6.
 */
@PureFunction
final class BucketWord {
    /** The unit of time. */
    static final long UNIT_NANOS = 1L << 18;

    private static final int TIME_SHIFT = 24;
    private static final long FINGERPRINT = (1L << TIME_SHIFT) - 1;
    private static final long TIME = ~FINGERPRINT;
    private static final int SCALE_SHIFT = 6;

    /** How far ahead of a full wait a time may lie before the clock must have stepped back: no thread sleeps for an hour between reading the clock and using it. */
    static final long ASTRAY_NANOS = 3_600_000_000_000L;

    private static final long ASTRAY = scaledSpan(ASTRAY_NANOS);

    private BucketWord() {}

    /** The fingerprint of a prefix with this hash. */
    static long fingerprint(long hash) {
        long fingerprint = hash & FINGERPRINT;
        return fingerprint != 0 ? fingerprint : 1;
    }

    /** A time of the clock, rounded down. */
    static long scaled(long now) {
        return now << SCALE_SHIFT & TIME;
    }

    /** A span of time, rounded up. */
    static long scaledSpan(long nanos) {
        return (nanos + UNIT_NANOS - 1) / UNIT_NANOS << TIME_SHIFT;
    }

    /** A prefix's full bucket. */
    static long full(long fingerprint, long now) {
        return scaled(now) | fingerprint;
    }

    /** The fingerprint of the prefix whose bucket it is, 0 if nobody's. */
    static long prefix(long word) {
        return word & FINGERPRINT;
    }

    /** How far ahead the time lies when the bucket is full; not positive if it is; least if it is nobody's. */
    static long lead(long word, long now) {
        return word == 0 ? Long.MIN_VALUE : Deadlines.elapsed(scaled(now), word & TIME);
    }

    /** Whether the bucket is full, so that nothing is lost with it. */
    static boolean isFull(long word, long now) {
        return lead(word, now) <= 0;
    }

    /** Whether the time lies so far ahead that the clock must have stepped back. */
    static boolean isAstray(long word, long now, BucketRate rate) {
        return lead(word, now) > rate.window() + ASTRAY;
    }

    /** The bucket with a token less; the same word if it has none; an empty bucket if its time is astray. */
    static long taken(long word, long now, BucketRate rate) {
        long lead = lead(word, now);
        if (lead > rate.window() + ASTRAY) {
            return scaled(now) + rate.window() | prefix(word);
        }
        long next = Math.max(0, lead) + rate.interval();
        return next > rate.window() ? word : scaled(now) + next | prefix(word);
    }

    /** The whole tokens in the bucket. */
    static int tokens(long word, long now, BucketRate rate) {
        long lead = Math.max(0, lead(word, now));
        return lead >= rate.window() ? 0 : (int) ((rate.window() - lead) / rate.interval());
    }
}
