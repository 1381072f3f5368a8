/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import io.peerage.concurrent.PureFunction;
import io.peerage.config.BackOffConfig;
import io.peerage.model.Connectedness;
import io.peerage.time.Deadlines;

/**
 * A peer's failed attempts and the time from which it may be dialed again, in one {@code long}, and every transition of it.
 *
 * <pre>
 *   bit   0  waits until the time    1  given up until the time    2  always 0 2
 *         4  failed attempts 12     16  time 48, in units of 2^16 ns
 * </pre>
 *
 * <p>0 is a peer without failures. A word whose time is reached no longer stands against dialing; one that was given up
 * is then as good as 0. So it makes no difference whether and when somebody clears it.
 *
 * <p>The time is the clock's own, rounded up to the unit, with all its upper bits: it wraps around when the clock does,
 * and a word is read rightly for 292 years after its time. A peer may be dialed never early, and at most 65,536 ns late.
 * If the clock steps back, the wait gets longer by the step. Failures saturate at {@value BackOffConfig#MOST_FAILURES}.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, no allocation, O(1) but for {@link
 * BackOffPolicy}. <b>Units</b>: nanoseconds of one monotonic clock that may start anywhere. <b>Origin</b>: features C2 to
 * C4; architecture, back-off word.
 */
@PureFunction
public final class BackOffWord {
    /** The word of a peer without failures. */
    public static final long NONE = 0;

    /** The unit of the time: waits end at most this late. */
    public static final long UNIT_NANOS = 1L << 16;

    private static final long WAITING = 1L;
    private static final long GIVEN_UP = 2L;
    private static final int FAILURES_SHIFT = 4;
    private static final long FAILURES = (long) BackOffConfig.MOST_FAILURES << FAILURES_SHIFT;
    private static final long TIME = -UNIT_NANOS;

    private BackOffWord() {}

    /** The word of a peer that is not to be dialed before a time, for storing and restoring. */
    public static long waiting(int failures, boolean givenUp, long until) {
        long counted = Math.max(0, Math.min(BackOffConfig.MOST_FAILURES, failures));
        return until + UNIT_NANOS - 1 & TIME
                | counted << FAILURES_SHIFT
                | WAITING
                | (givenUp ? GIVEN_UP : 0);
    }

    /**
     * Failed attempts in a row, at most {@value BackOffConfig#MOST_FAILURES}; after a probation still those that led to it,
     * until the next dial ends.
     */
    public static int failures(long word) {
        return (int) ((word & FAILURES) >>> FAILURES_SHIFT);
    }

    /** Whether nothing in the word stands against dialing. */
    public static boolean mayDial(long word, long now) {
        return (word & WAITING) == 0 || Deadlines.isDue(word & TIME, now);
    }

    /** Whether the peer waits after a failure, and is not given up. */
    public static boolean isBackingOff(long word, long now) {
        return !isGivenUp(word) && !mayDial(word, now);
    }

    /** Whether dialing the peer is given up. */
    public static boolean isUnreachable(long word, long now) {
        return isGivenUp(word) && !mayDial(word, now);
    }

    /** What the word says of a peer that is neither connected nor dialing nor banned. */
    public static Connectedness standing(long word, long now) {
        if (mayDial(word, now)) {
            return Connectedness.CANDIDATE;
        }
        return isGivenUp(word) ? Connectedness.UNREACHABLE : Connectedness.BACKING_OFF;
    }

    /** The time from which the peer may be dialed; now, if it may. */
    public static long nextAllowed(long word, long now) {
        return mayDial(word, now) ? now : word & TIME;
    }

    /** How long until the peer may be dialed; 0 if it may. */
    public static long remaining(long word, long now) {
        return Deadlines.remaining(nextAllowed(word, now), now);
    }

    /** A dial failed. A peer whose probation is over starts anew. */
    public static long failed(long word, long now, BackOffConfig policy, long random) {
        boolean revived = isGivenUp(word) && mayDial(word, now);
        int failures = Math.min(BackOffConfig.MOST_FAILURES, revived ? 1 : failures(word) + 1);
        if (policy.givesUpAfter(failures)) {
            return waiting(failures, true, Deadlines.after(now, policy.probationNanos()));
        }
        long delay = BackOffPolicy.delayNanos(failures, policy, random);
        return waiting(failures, false, Deadlines.after(now, delay));
    }

    /**
     * A connection was established, in either direction: the wait is over, and so are the failures, unless the policy wants
     * connections to prove themselves first. A peer that was given up starts anew.
     */
    public static long established(long word, BackOffConfig policy) {
        return policy.provenNanos() == 0 || isGivenUp(word) ? NONE : word & FAILURES;
    }

    /**
     * The last connection ended. Where connections must prove themselves, one that lasted long enough ends the series of
     * failures, and one that did not is another failure: a peer that accepts and hangs up is not dialed ever faster than one
     * that doesn't answer. A dial that failed since the connection was established is the first of a new series: it may have
     * failed after the connection's end.
     */
    public static long ended(
            long word, long lastedNanos, long now, BackOffConfig policy, long random) {
        if (policy.provenNanos() == 0) {
            return word;
        }
        if (lastedNanos < policy.provenNanos()) {
            return failed(word, now, policy, random);
        }
        return mayDial(word, now) ? NONE : failed(NONE, now, policy, random);
    }

    /** The peer is not to be dialed for a while, which is not its fault: no failure is counted, no wait shortened. */
    public static long postponed(long word, long now, long nanos) {
        long until = Deadlines.after(now, Math.max(0, nanos));
        if (mayDial(word, now)) {
            return waiting(isGivenUp(word) ? 0 : failures(word), false, until);
        }
        return waiting(failures(word), isGivenUp(word), Deadlines.later(word & TIME, until));
    }

    /** The peer is always wanted: if it was given up it starts anew, and it waits no longer than this from now. */
    public static long shortened(long word, long now, long mostNanos) {
        if (isGivenUp(word)) {
            return NONE;
        }
        return remaining(word, now) > mostNanos
                ? waiting(failures(word), false, Deadlines.after(now, mostNanos))
                : word;
    }

    private static boolean isGivenUp(long word) {
        return (word & GIVEN_UP) != 0;
    }
}
