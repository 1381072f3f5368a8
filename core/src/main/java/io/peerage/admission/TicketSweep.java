/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.ManagerConfig;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.time.Deadlines;
import io.peerage.timer.DeadlineTree;
import io.peerage.timer.ExpirySink;

/**
 * Finds tickets whose lease ran out.
 *
 * <p>A look through all slots puts a timer on each ticket that it finds; until a lease later no other ticket can expire,
 * since one that is made after the look lasts a whole lease from then. So making a ticket tells the owner nothing and costs
 * nothing.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(slots) once in the shortest lease, otherwise O(tickets that are
 * due). <b>Memory</b>: 21 bytes for each handshake and dial that may be under way. <b>Guarantee</b>: a ticket is reclaimed by
 * the first tick at or after its deadline, never before; one that was being made while the sweep ran may be as late as its
 * maker was slow. <b>Origin</b>: features B7; architecture, contract 6.
 */
@OwnerThread
public final class TicketSweep {
    private final AdmissionControl admission;
    private final ConnectionTable connections;
    private final ExpiredTicketSink sink;
    private final DeadlineTree timers;
    private final ExpirySink expiry = this::due;
    private final int[] slots;
    private final long[] words;
    private final long inboundLease;
    private final long outboundLease;
    private final long shortestLease;
    private long nextLook;
    private int found;
    private int expired;

    /** A sweep that has to look at all slots first. */
    public TicketSweep(
            AdmissionControl admission,
            ConnectionTable connections,
            ExpiredTicketSink sink,
            ManagerConfig config,
            long now) {
        this.admission = admission;
        this.connections = connections;
        this.sink = sink;
        this.inboundLease = config.inboundLeaseNanos();
        this.outboundLease = config.outboundLeaseNanos();
        this.shortestLease = Math.min(inboundLease, outboundLease);
        this.nextLook = Deadlines.after(now, shortestLease);
        int tickets = config.mostTickets();
        this.timers = new DeadlineTree(tickets, now);
        this.slots = new int[tickets];
        this.words = new long[tickets];
    }

    /** The bytes of memory that the sweep takes. */
    public long bytes() {
        return timers.bytes() + 4L * slots.length + 8L * words.length;
    }

    /** Reclaims what is due; how many tickets that were. */
    public int run(long now) {
        if (Deadlines.isDue(nextLook, now)) {
            look(now);
        }
        expired = 0;
        timers.advance(now, Integer.MAX_VALUE, expiry);
        return expired;
    }

    private void look(long now) {
        nextLook = Deadlines.after(now, shortestLease);
        for (int key = 0; key < found; key++) {
            timers.cancel(key);
        }
        found = 0;
        for (int slot = 0; slot < connections.capacity() && found < slots.length; slot++) {
            long word = connections.word(slot);
            if (ConnectionWord.state(word) == ConnectionWord.PENDING) {
                long lease = ConnectionWord.isInbound(word) ? inboundLease : outboundLease;
                slots[found] = slot;
                words[found] = word;
                timers.schedule(found++, Deadlines.after(connections.admitted(slot), lease));
            }
        }
    }

    private void due(int key, long deadlineNanos) {
        int slot = slots[key];
        long word = words[key];
        // Established or given up since: the word is another then.
        if (admission.expire(slot, word)) {
            expired++;
            sink.expired(
                    connections.handles().handle(slot, ConnectionWord.generation(word)),
                    ConnectionWord.isInbound(word));
        }
    }
}
