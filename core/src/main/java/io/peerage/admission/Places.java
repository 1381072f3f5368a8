/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.AnyThread;
import io.peerage.connection.ConnectionFacts;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import org.jspecify.annotations.Nullable;

/**
 * What a connection takes from the node, as one thing: places of the node's limits, a slot, and counts in its prefixes.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free. <b>Complexity</b>: O(prefix levels). <b>Order</b>: taken in
 * the order limits, slot, prefixes; given back prefixes, slot, limits, so that a permit always proves a free slot.
 * <b>Refusals</b>: a negative code, with nothing taken. <b>Origin</b>: features B1 to B5, B7, B8.
 */
@AnyThread
public final class Places {
    // A reservation: | slot 24 | "holds" bits of the connection's word 32 |, never negative.
    private static final int SLOT_SHIFT = 32;

    private final ConnectionTable connections;
    private final TotalLimits totals;
    private final PrefixLadder ladder;
    private final TrustRules trust;
    private final @Nullable ConnectionFacts facts;
    private final Gauges gauges;

    /** Places of these parts. */
    public Places(
            ConnectionTable connections,
            TotalLimits totals,
            PrefixLadder ladder,
            TrustRules trust,
            @Nullable ConnectionFacts facts,
            Gauges gauges) {
        this.connections = connections;
        this.totals = totals;
        this.ladder = ladder;
        this.trust = trust;
        this.facts = facts;
        this.gauges = gauges;
    }

    /** Takes places for a connection from or to an address. */
    long reserve(boolean inbound, boolean trusted, long hi, long lo) {
        long held = totals.reserve(inbound, trusted);
        if (held < 0) {
            return held;
        }
        int slot = connections.take();
        int entered =
                trust.bypassesPrefixes(held)
                        ? ladder.enter(0, 0, connections, slot)
                        : ladder.enter(hi, lo, connections, slot);
        if (entered < 0) {
            connections.untake(slot);
            totals.release(inbound, held);
            return entered;
        }
        if (facts != null) {
            facts.begin(slot, ConnectionWord.generation(connections.word(slot)), hi, lo);
        }
        return (long) slot << SLOT_SHIFT | held;
    }

    static int slot(long reservation) {
        return (int) (reservation >>> SLOT_SHIFT);
    }

    static long held(long reservation) {
        return reservation & ConnectionWord.HOLDS;
    }

    /** The handle of the ticket that is going to be made of a reservation. */
    long handle(long reservation) {
        return connections.handle(slot(reservation));
    }

    /** Gives back a reservation of which no ticket was made. */
    void cancel(boolean inbound, long reservation) {
        ladder.leave(connections, slot(reservation));
        connections.untake(slot(reservation));
        totals.release(inbound, held(reservation));
    }

    /** Makes a ticket of a reservation: its handle. */
    long ticket(boolean inbound, long reservation, int epoch, int peer, long admitted) {
        long held = held(reservation);
        gauges.ticket(inbound, held);
        long flags = inbound ? ConnectionWord.INBOUND | held : held;
        return connections.ticket(slot(reservation), flags, epoch, peer, admitted);
    }

    /** A ticket becomes a connection, trusted or not; what it holds from now on. */
    long establish(int slot, boolean inbound, long held, boolean trusted, boolean first) {
        long kept = trusted ? convert(slot, inbound, held) : held;
        long confirmed = totals.confirm(inbound, kept);
        gauges.established(inbound, held, confirmed, first);
        return confirmed;
    }

    private long convert(int slot, boolean inbound, long held) {
        long converted = totals.convert(inbound, held);
        if (converted != held && trust.bypassesPrefixes(converted)) {
            ladder.leave(connections, slot);
            ladder.enter(0, 0, connections, slot);
        }
        return converted;
    }

    /** A connection is superseded: it keeps its places and counts no more. */
    void supersede(boolean inbound, long held) {
        gauges.superseded(inbound, held);
    }

    /** A ticket, or a superseded connection, gives everything back. */
    void releaseTicket(int slot, boolean inbound, long held) {
        gauges.ended(inbound, held);
        release(slot, inbound, held);
    }

    /** A connection gives everything back. */
    void releaseConnection(int slot, boolean inbound, long held, boolean last) {
        gauges.closed(inbound, held, last);
        release(slot, inbound, held);
    }

    /** Reads ahead what is given back of a slot; the value means nothing. */
    long readAhead(int slot) {
        long read = ladder.readAhead(connections, slot);
        return facts == null ? read : read ^ facts.readAhead(slot);
    }

    /** What an ordinary connection holds. */
    long ordinary() {
        return totals.ordinary();
    }

    /** An ordinary connection gives its prefixes and its slot back, the latter into a chain. */
    long releaseOrdinary(int slot, long word, long chain) {
        ladder.leave(connections, slot);
        if (facts != null) {
            facts.end(slot, ConnectionWord.generation(word));
        }
        return connections.free(slot, chain);
    }

    /** Ordinary connections give the rest back, some of them not having been the last of their peers. */
    void releaseOrdinary(long chain, int inbound, int outbound, int notLast) {
        gauges.closedBeyondFirst(notLast);
        connections.giveAll(chain);
        totals.releaseOrdinary(inbound, outbound);
    }

    // In this order: whoever gets the permit must find the slot free.
    private void release(int slot, boolean inbound, long held) {
        ladder.leave(connections, slot);
        if (facts != null) {
            facts.end(slot, ConnectionWord.generation(connections.word(slot)));
        }
        connections.free(slot);
        totals.release(inbound, held);
    }
}
