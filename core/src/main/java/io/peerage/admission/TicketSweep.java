/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.ManagerConfig;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.time.Deadlines;

/**
 * Finds tickets whose lease ran out.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1) before the earliest moment at which a ticket can expire,
 * O(slots) at it: after looking at all slots the next such moment is known, since a ticket made later lasts a whole lease.
 * <b>Guarantee</b>: a ticket is reclaimed by the first tick at or after its deadline, never before; one that was being made
 * while the sweep ran may be as late as its maker was slow. <b>Origin</b>: features B7; architecture, contract 6.
 */
@OwnerThread
public final class TicketSweep {
    private final AdmissionControl admission;
    private final ConnectionTable connections;
    private final ExpirySink sink;
    private final long inboundLease;
    private final long outboundLease;
    private final long shortestLease;
    private long next;

    /** A sweep that has to look at all slots first. */
    public TicketSweep(
            AdmissionControl admission,
            ConnectionTable connections,
            ExpirySink sink,
            ManagerConfig config,
            long now) {
        this.admission = admission;
        this.connections = connections;
        this.sink = sink;
        this.inboundLease = config.inboundLeaseNanos();
        this.outboundLease = config.outboundLeaseNanos();
        this.shortestLease = Math.min(inboundLease, outboundLease);
        this.next = Deadlines.after(now, shortestLease);
    }

    /** Reclaims what is due; how many tickets that were. */
    public int run(long now) {
        if (!Deadlines.isDue(next, now)) {
            return 0;
        }
        int expired = 0;
        long earliest = Deadlines.after(now, shortestLease);
        for (int slot = 0; slot < connections.capacity(); slot++) {
            long word = connections.word(slot);
            if (ConnectionWord.state(word) != ConnectionWord.PENDING) {
                continue;
            }
            long lease = ConnectionWord.isInbound(word) ? inboundLease : outboundLease;
            long deadline = Deadlines.after(connections.admitted(slot), lease);
            if (!Deadlines.isDue(deadline, now)) {
                earliest = Deadlines.earlier(earliest, deadline);
            } else if (admission.expire(slot, word)) {
                expired++;
                sink.expired(
                        connections.handles().handle(slot, ConnectionWord.generation(word)),
                        ConnectionWord.isInbound(word));
            }
        }
        next = earliest;
        return expired;
    }
}
