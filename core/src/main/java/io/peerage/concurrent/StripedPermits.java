/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * Two hard limits that one event usually takes from together, exact under any interleaving and without a shared word.
 *
 * <p>Each limit is a fixed number of permits, dealt out over stripes. A thread takes from its own stripe and, when that
 * has none, a single permit straight from another stripe; it gives back to its own. Permits are moved, never made, so no
 * more than the limit are ever held.
 *
 * <pre>
 *   stripe word: | releases 16 | first: available 24 | second: available 24 |
 * </pre>
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free: a search starts again only when another thread gave a
 * permit back meanwhile. <b>Complexity</b>: one CAS when the own stripe has permits, O(stripes) otherwise. <b>Ranges</b>:
 * 0 to 16,777,215 permits of each. <b>Refusals</b>: {@link #acquire} refuses only after a moment at which no stripe had
 * the permit (two readings of all stripes with no release between them). <b>Origin</b>: architecture, contract 3; compared
 * with one shared word in {@code docs/decisions/0002-exact-totals.md}.
 */
@AnyThread
public final class StripedPermits {
    /** Stands for the first limit in a set of limits. */
    public static final int FIRST = 1;

    /** Stands for the second limit in a set of limits. */
    public static final int SECOND = 2;

    /** The most permits that a limit can have. */
    public static final int MOST = (1 << 24) - 1;

    private static final int FIRST_SHIFT = 24;
    private static final int RELEASES_SHIFT = 48;
    private static final long RELEASE_ONE = 1L << RELEASES_SHIFT;

    private final PaddedLongs stripes;
    private final int first;
    private final int second;

    /** Limits of this many permits each. */
    public StripedPermits(int first, int second, int stripeCount) {
        if (first < 0 || first > MOST || second < 0 || second > MOST) {
            throw new IllegalArgumentException(
                    "permits "
                            + first
                            + " and "
                            + second
                            + " must be 0 to "
                            + MOST
                            + "; lower the limit");
        }
        this.first = first;
        this.second = second;
        this.stripes = new PaddedLongs(stripeCount);
        for (int stripe = 0; stripe < stripeCount; stripe++) {
            stripes.setVolatile(
                    stripe, (long) share(first, stripe) << FIRST_SHIFT | share(second, stripe));
        }
    }

    private int share(int permits, int stripe) {
        return permits / stripes.size() + (stripe < permits % stripes.size() ? 1 : 0);
    }

    /**
     * Takes one permit of each limit in the set, or none.
     *
     * @param wanted a set of {@link #FIRST} and {@link #SECOND}
     * @return 0 when all were taken, else the set of the limits that had none left
     */
    public int acquire(int wanted) {
        int own = Stripes.mine(stripes.size());
        int missing = takeFrom(own, wanted);
        return missing == 0 ? 0 : acquireElsewhere(own, wanted, missing);
    }

    private int acquireElsewhere(int own, int wanted, int stillMissing) {
        int missing = stillMissing;
        for (; ; ) {
            long releases = 0;
            for (int i = 0; i < stripes.size(); i++) {
                int stripe = own + i & stripes.size() - 1;
                long word = stripes.getVolatile(stripe);
                releases += word >>> RELEASES_SHIFT;
                if ((available(word) & missing) != 0) {
                    missing = takeFrom(stripe, missing);
                    if (missing == 0) {
                        return 0;
                    }
                }
            }
            if (noneReleasedSince(releases)) {
                release(wanted & ~missing);
                return missing;
            }
        }
    }

    private boolean noneReleasedSince(long releases) {
        long now = 0;
        for (int stripe = 0; stripe < stripes.size(); stripe++) {
            now += stripes.getVolatile(stripe) >>> RELEASES_SHIFT;
        }
        return now == releases;
    }

    private static int available(long word) {
        return (availableFirst(word) > 0 ? FIRST : 0) | (availableSecond(word) > 0 ? SECOND : 0);
    }

    /** Takes what one stripe has of the set; the rest of the set. */
    private int takeFrom(int stripe, int wanted) {
        for (; ; ) {
            long word = stripes.getAcquire(stripe);
            int taken = wanted & available(word);
            if (taken == 0 || stripes.cas(stripe, word, word - units(taken))) {
                return wanted & ~taken;
            }
        }
    }

    /** Gives back one permit of each limit in the set; the caller must hold them. */
    public void release(int held) {
        if (held == 0) {
            return;
        }
        int own = Stripes.mine(stripes.size());
        for (; ; ) {
            long word = stripes.getAcquire(own);
            if (stripes.cas(own, word, word + units(held) + RELEASE_ONE)) {
                return;
            }
        }
    }

    /** Gives back this many permits of the first limit; the caller must hold them. */
    public void releaseFirst(int count) {
        if (count == 0) {
            return;
        }
        int own = Stripes.mine(stripes.size());
        for (; ; ) {
            long word = stripes.getAcquire(own);
            if (stripes.cas(own, word, word + ((long) count << FIRST_SHIFT) + RELEASE_ONE)) {
                return;
            }
        }
    }

    /** Permits of the first limit that are held; weakly consistent while others take and give, never out of range. */
    public int heldFirst() {
        int available = 0;
        for (int stripe = 0; stripe < stripes.size(); stripe++) {
            available += availableFirst(stripes.getVolatile(stripe));
        }
        return Math.max(0, first - available);
    }

    /** Permits of the second limit that are held; weakly consistent while others take and give, never out of range. */
    public int heldSecond() {
        int available = 0;
        for (int stripe = 0; stripe < stripes.size(); stripe++) {
            available += availableSecond(stripes.getVolatile(stripe));
        }
        return Math.max(0, second - available);
    }

    /** Permits of the first limit that are held, less those of the second; weakly consistent, may be negative. */
    public int heldFirstNotSecond() {
        int difference = first - second;
        for (int stripe = 0; stripe < stripes.size(); stripe++) {
            long word = stripes.getVolatile(stripe);
            difference += availableSecond(word) - availableFirst(word);
        }
        return difference;
    }

    private static long units(int set) {
        return ((set & FIRST) != 0 ? 1L << FIRST_SHIFT : 0) + ((set & SECOND) != 0 ? 1 : 0);
    }

    private static int availableFirst(long word) {
        return (int) (word >>> FIRST_SHIFT) & MOST;
    }

    private static int availableSecond(long word) {
        return (int) word & MOST;
    }
}
