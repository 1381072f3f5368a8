/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.StripedCounters;

/**
 * How many peers are connected and how many connections are established, in one striped word.
 *
 * <pre>
 *   word: | connected peers 22 | outbound 21 | inbound 21 |
 * </pre>
 *
 * <p>Each stripe's word is a sum of differences and means nothing by itself; fields of the sum over stripes are right,
 * since none is negative or overflows there.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free to read, one atomic add to change. <b>Consistency</b>: a
 * reading during changes may miss some of them, also of one connection; clamped to what is possible. Limits never depend
 * on it. <b>Origin</b>: features A1.
 */
@AnyThread
public final class Gauges {
    private static final int OUTBOUND_SHIFT = 21;
    private static final int PEERS_SHIFT = 42;
    private static final int FIELD = (1 << 21) - 1;

    private final StripedCounters counters;

    /** All zero. */
    public Gauges(int stripes) {
        this.counters = new StripedCounters(1, stripes);
    }

    void opened(boolean inbound, boolean first) {
        counters.add(0, one(inbound) + (first ? 1L << PEERS_SHIFT : 0));
    }

    void closed(boolean inbound, boolean last) {
        counters.add(0, -one(inbound) - (last ? 1L << PEERS_SHIFT : 0));
    }

    void firstWithoutConnection(int peers) {
        counters.add(0, (long) peers << PEERS_SHIFT);
    }

    /** Established inbound connections. */
    public int inbound() {
        return field(counters.sum(0));
    }

    /** Established outbound connections. */
    public int outbound() {
        return field(counters.sum(0) >>> OUTBOUND_SHIFT);
    }

    /** Peers with at least one connection. */
    public int connectedPeers() {
        return field(counters.sum(0) >>> PEERS_SHIFT);
    }

    private static long one(boolean inbound) {
        return inbound ? 1L : 1L << OUTBOUND_SHIFT;
    }

    private static int field(long bits) {
        return (int) bits & FIELD;
    }
}
