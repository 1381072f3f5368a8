/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.connection.ConnectionWord;

/**
 * How many peers are connected and how many connections are established, at no cost for the ordinary connection.
 *
 * <p>Nothing is counted that the limits' permits count already: an ordinary ticket holds a place of its direction and a
 * pending one, an ordinary connection the first alone, so the difference of the two is what is established. Only what
 * doesn't fit that is added here: trusted connections that hold less, superseded ones that hold a place and count no
 * more, and connections of a peer beyond its first.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free to read, one atomic add to change. <b>Complexity</b>:
 * O(stripes) to read. <b>Consistency</b>: a reading during changes may miss some of them, also of one connection; never
 * negative, exact at rest. Limits never depend on it. <b>Origin</b>: features A1.
 */
@AnyThread
public final class Gauges {
    private static final int INBOUND = 0;
    private static final int OUTBOUND = 1;
    private static final int BEYOND_FIRST = 2;

    private final TotalLimits totals;
    private final StripedCounters corrections;

    /** Gauges over these limits. */
    public Gauges(TotalLimits totals, int stripes) {
        this.totals = totals;
        this.corrections = new StripedCounters(3, stripes);
    }

    /** A ticket was made. */
    void ticket(boolean inbound, long held) {
        correct(inbound, correction(held, false));
    }

    /** A ticket, or a superseded connection, ended. */
    void ended(boolean inbound, long held) {
        correct(inbound, -correction(held, false));
    }

    /** A ticket became a connection; {@code first} of its peer or not. */
    void established(boolean inbound, long heldBefore, long heldAfter, boolean first) {
        correct(inbound, correction(heldAfter, true) - correction(heldBefore, false));
        beyondFirst(first ? 0 : 1);
    }

    /** A connection ended; {@code last} of its peer or not. */
    void closed(boolean inbound, long held, boolean last) {
        correct(inbound, -correction(held, true));
        beyondFirst(last ? 0 : -1);
    }

    /** This many ordinary connections ended that were not the last of their peers; ordinary last ones change nothing here. */
    void closedBeyondFirst(int connections) {
        beyondFirst(-connections);
    }

    /** A connection was superseded: another took its place with its peer. */
    void superseded(boolean inbound, long held) {
        correct(inbound, correction(held, false) - correction(held, true));
        beyondFirst(-1);
    }

    private void correct(boolean inbound, int delta) {
        if (delta != 0) {
            corrections.add(inbound ? INBOUND : OUTBOUND, delta);
        }
    }

    private void beyondFirst(int delta) {
        if (delta != 0) {
            corrections.add(BEYOND_FIRST, delta);
        }
    }

    /** What is to be added to the permits' difference for something that is established or not. */
    private static int correction(long held, boolean established) {
        return (established ? 1 : 0)
                - (ConnectionWord.has(held, ConnectionWord.HOLDS_DIRECTION) ? 1 : 0)
                + (ConnectionWord.has(held, ConnectionWord.HOLDS_PENDING) ? 1 : 0);
    }

    /** Established inbound connections. */
    public int inbound() {
        return established(true);
    }

    /** Established outbound connections. */
    public int outbound() {
        return established(false);
    }

    /** Peers with at least one connection. */
    public int connectedPeers() {
        return (int)
                Math.max(0, established(true) + established(false) - corrections.sum(BEYOND_FIRST));
    }

    private int established(boolean inbound) {
        long corrected =
                totals.takenNotPending(inbound) + corrections.sum(inbound ? INBOUND : OUTBOUND);
        return (int) Math.max(0, corrected);
    }
}
