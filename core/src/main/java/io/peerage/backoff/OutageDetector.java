/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.PaddedLongs;

/**
 * Tells an outage of this node's own network from peers that don't answer.
 *
 * <p>An outage begins when of the last 32 dials at most one was answered, and the node has lost half of the connected peers
 * that it had when a dial was last answered. A node that never reached anybody has lost nobody: it has bad addresses. It ends when a dial is answered, or more peers are connected than
 * at its lowest. While it lasts, failures are nobody's fault.
 *
 * <pre>
 *   word: | answered since the last look 1 | outage 1 | dials seen, at most 32, 6 | answered 32, the newest lowest |
 * </pre>
 *
 * <p><b>Threading</b>: any thread, except {@link #evaluate}, owner thread. <b>Progress</b>: lock-free; asking is wait-free.
 * <b>Complexity</b>: O(1). <b>Origin</b>: features C6; Bitcoin Core blames addresses only while other connections are up,
 * go-libp2p's black-hole detector looks at the share of dials that succeed.
 */
@AnyThread
public final class OutageDetector {
    /** How many dials are looked at. */
    public static final int WINDOW = 32;

    private static final int MOST_ANSWERED = 1;
    private static final long ANSWERS = 0xffff_ffffL;
    private static final int SEEN_SHIFT = 32;
    private static final long OUTAGE = 1L << 40;
    private static final long ANSWERED_SINCE = 1L << 41;

    private final PaddedLongs word = new PaddedLongs(1);
    private int reference;
    private int lowest;

    /** No dial seen. */
    public OutageDetector() {}

    /** A dial has ended, answered or not. */
    public void record(boolean answered) {
        for (; ; ) {
            long before = word.getVolatile(0);
            int seen = Math.min(WINDOW, seen(before) + 1);
            long answers = before << 1 & ANSWERS | (answered ? 1 : 0);
            long kept = before & (OUTAGE | ANSWERED_SINCE) | (answered ? ANSWERED_SINCE : 0);
            if (word.cas(0, before, kept | (long) seen << SEEN_SHIFT | answers)) {
                return;
            }
        }
    }

    /** Whether the node's own network seems to be down. */
    public boolean isOutage() {
        return (word.getVolatile(0) & OUTAGE) != 0;
    }

    /** Looks at the dials and at how many peers are connected; whether an outage began or ended. */
    @OwnerThread
    public boolean evaluate(int connected) {
        long now = look();
        boolean answered = (now & ANSWERED_SINCE) != 0;
        if ((now & OUTAGE) == 0) {
            reference = answered ? connected : reference;
            return isCollapsed(now, connected) && begin(now & ~ANSWERED_SINCE, connected);
        }
        lowest = Math.min(lowest, connected);
        return (answered || connected > lowest) && end(connected);
    }

    /** The word, whose mark of an answer is cleared. */
    private long look() {
        for (; ; ) {
            long now = word.getVolatile(0);
            if ((now & ANSWERED_SINCE) == 0 || word.cas(0, now, now & ~ANSWERED_SINCE)) {
                return now;
            }
        }
    }

    private boolean isCollapsed(long now, int connected) {
        return seen(now) == WINDOW
                && Long.bitCount(now & ANSWERS) <= MOST_ANSWERED
                && reference > 0
                && 2L * connected <= reference;
    }

    private boolean begin(long before, int connected) {
        lowest = connected;
        // A dial that ends meanwhile is looked at first. What was answered before is forgotten.
        return word.cas(0, before, OUTAGE);
    }

    private boolean end(int connected) {
        reference = connected;
        word.setVolatile(0, 0);
        return true;
    }

    private static int seen(long word) {
        return (int) (word >>> SEEN_SHIFT) & 63;
    }
}
