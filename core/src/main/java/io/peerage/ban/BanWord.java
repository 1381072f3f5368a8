/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.PureFunction;
import io.peerage.config.BanConfig;
import io.peerage.model.BanReason;
import io.peerage.time.Deadlines;

/**
 * What stands against a peer or a prefix, in one {@code long}.
 *
 * <pre>
 *   bit  0  banned until the time   1  discouraged until the time   2  shared: banned as long as set   3  always 0
 *        4  bans so far 4           8  reason 8                    16  always 0 4                     20  time 44, in units of 2^20 ns
 * </pre>
 *
 * <p>0 is nothing. A word whose time is reached says no more than how often it was banned, so it makes no difference whether
 * and when somebody clears it. "Shared" is a prefix that more banned peers share than may: it has no time of its own, and
 * may be set beside one.
 *
 * <p>The time is the clock's own, rounded up to the unit, with all its upper bits: a ban ends never early, and at most 1.05 ms late.
 * If the clock steps back, it gets longer by the step. Bans so far saturate at {@value #MOST_BANS}.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Units</b>: nanoseconds
 * of one monotonic clock that may start anywhere. <b>Origin</b>: features G1, G3, G4.
 */
@PureFunction
public final class BanWord {
    /** The word of whom nothing stands against. */
    public static final long NONE = 0;

    /** The unit of the time: bans end at most this late. */
    public static final long UNIT_NANOS = 1L << 20;

    /** The most bans that are counted. */
    public static final int MOST_BANS = 15;

    private static final long BANNED = 1L;
    private static final long DISCOURAGED = 2L;
    private static final long SHARED = 4L;
    private static final int BANS_SHIFT = 4;
    private static final long BANS = (long) MOST_BANS << BANS_SHIFT;
    private static final int REASON_SHIFT = 8;
    private static final long REASON = 0xffL << REASON_SHIFT;
    private static final long TIME = -UNIT_NANOS;

    private BanWord() {}

    /** Whether it may neither connect nor be dialed. */
    public static boolean isBanned(long word, long now) {
        return (word & SHARED) != 0 || (word & BANNED) != 0 && !Deadlines.isDue(word & TIME, now);
    }

    /** Whether it may connect only while there is room, and is not dialed; a ban is told first. */
    public static boolean isDiscouraged(long word, long now) {
        return (word & (DISCOURAGED | SHARED)) == DISCOURAGED && !Deadlines.isDue(word & TIME, now);
    }

    /** Whether anything stands against it. */
    public static boolean isActive(long word, long now) {
        return (word & SHARED) != 0 || isTimed(word) && !Deadlines.isDue(word & TIME, now);
    }

    /** Whether the word has a time, reached or not. */
    public static boolean isTimed(long word) {
        return (word & (BANNED | DISCOURAGED)) != 0;
    }

    /** Whether too many banned peers share the prefix. */
    public static boolean isShared(long word) {
        return (word & SHARED) != 0;
    }

    /** Until when it is banned or discouraged, if the word {@linkplain #isTimed has a time}. */
    public static long until(long word) {
        return word & TIME;
    }

    /** How often it was banned, the ban in force included; at most {@value #MOST_BANS}. */
    public static int bans(long word) {
        return (int) ((word & BANS) >>> BANS_SHIFT);
    }

    /** Why it is, or was last, banned or discouraged. */
    public static BanReason reason(long word) {
        return BanReason.ofCode((int) ((word & REASON) >>> REASON_SHIFT));
    }

    /** How long the ban of this number lasts, the first being 1. */
    public static long lengthNanos(int ban, BanConfig config) {
        long length = config.firstNanos();
        for (int n = 1; n < ban && length < config.longestNanos(); n++) {
            length = Math.min(config.longestNanos(), 2 * length);
        }
        return length;
    }

    /**
     * It is banned. If it was before, for twice as long as the last time; if it still is, this is no further ban, and what is
     * left of it is not shortened.
     */
    public static long banned(long word, BanReason reason, long now, BanConfig config) {
        boolean still = (word & BANNED) != 0 && isActive(word & ~SHARED, now);
        int bans = Math.max(1, Math.min(MOST_BANS, bans(word) + (still ? 0 : 1)));
        long until = roundedUp(Deadlines.after(now, lengthNanos(bans, config)));
        long kept = word & SHARED | (long) bans << BANS_SHIFT | BANNED;
        return kept
                | (long) reason.code() << REASON_SHIFT
                | (still ? Deadlines.later(until, word & TIME) : until);
    }

    /** It is discouraged, which is no ban, and changes nothing of one. */
    public static long discouraged(long word, BanReason reason, long now, BanConfig config) {
        boolean active = isActive(word & ~SHARED, now);
        if (active && (word & BANNED) != 0) {
            return word;
        }
        long until = roundedUp(Deadlines.after(now, config.discouragedNanos()));
        return word & (SHARED | BANS)
                | DISCOURAGED
                | (long) reason.code() << REASON_SHIFT
                | (active ? Deadlines.later(until, word & TIME) : until);
    }

    /**
     * It was banned, or else discouraged, before a restart.
     *
     * @param bans how often it was banned, 0 to {@value #MOST_BANS}
     */
    public static long restored(boolean banned, int bans, BanReason reason, long until) {
        return (banned ? BANNED : DISCOURAGED) | remembered(bans, reason) | roundedUp(until);
    }

    /** It was banned so often, and is no longer. */
    public static long remembered(int bans, BanReason reason) {
        return (long) Math.max(0, Math.min(MOST_BANS, bans)) << BANS_SHIFT
                | (long) reason.code() << REASON_SHIFT;
    }

    /** More banned peers share the prefix than may, or no longer. */
    public static long shared(long word, boolean on) {
        return on ? word | SHARED : word & ~SHARED;
    }

    /** The time is over: what is left is how often it was banned, why last, and whether it is shared. */
    public static long over(long word) {
        return word & (SHARED | BANS | REASON);
    }

    /** What is remembered of an offender: how often it was banned, and why last. */
    public static long memory(long word) {
        return bans(word) == 0 ? NONE : word & (BANS | REASON);
    }

    private static long roundedUp(long time) {
        return time + UNIT_NANOS - 1 & TIME;
    }
}
