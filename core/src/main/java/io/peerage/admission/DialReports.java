/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.HandOffRing;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.model.Counter;

/**
 * Where each dial went, and how those ended that say something of the address: for the address book.
 *
 * <pre>
 *   by slot: | IP high | IP low |
 *   report:  | peer handle | IP high | IP low | 1 for a connection, 0 for a failure that is the peer's |
 * </pre>
 *
 * <p><b>Threading</b>: whoever holds a dial's slot reports, the owner takes. <b>Progress</b>: lock-free. <b>Complexity</b>: O(1), no
 * allocation. <b>Bounds</b>: {@value #REPORTS} between two ticks; one too many is dropped and counted as {@link
 * Counter#BOOK_ORDERS_REFUSED}. <b>Origin</b>: features D6, H1.
 */
@AnyThread
public final class DialReports {
    private static final int REPORTS = 4_096;
    private static final int WORKED = 1;
    private static final int FAILED = 0;

    private final LongColumn addresses;
    private final HandOffRing ring;
    private final StripedCounters counters;

    /** Reports of dials in this many slots. */
    public DialReports(int slots, StripedCounters counters) {
        this.addresses = LongColumn.lines(2 * slots);
        this.ring = new HandOffRing(Math.min(REPORTS, 2 * slots));
        this.counters = counters;
    }

    /** The bytes of memory that the reports take. */
    public long bytes() {
        return addresses.bytes() + ring.bytes();
    }

    /** A dial to an address, both words 0 for none, has this slot, which the caller holds. */
    void started(int slot, long ipHi, long ipLo) {
        addresses.setPlain(2 * slot, ipHi);
        addresses.setPlain(2 * slot + 1, ipLo);
    }

    /** The dial in a slot that the caller holds has reached its peer. */
    void worked(int slot, long peer) {
        offer(slot, peer, WORKED);
    }

    /** The dial in a slot that the caller holds has ended without a connection, and its peer or the address is to blame. */
    void failed(int slot, long peer) {
        offer(slot, peer, FAILED);
    }

    private void offer(int slot, long peer, int end) {
        long hi = addresses.getPlain(2 * slot);
        long lo = addresses.getPlain(2 * slot + 1);
        if (!ring.offer(peer, hi, lo, end)) {
            counters.add(Counter.BOOK_ORDERS_REFUSED.ordinal(), 1);
        }
    }

    /** The most reports that there can be at once. */
    public int capacity() {
        return ring.capacity();
    }

    /** Whether a report is there to be read. */
    @OwnerThread
    public boolean isReady() {
        return ring.isReady();
    }

    /** The peer that was dialed. */
    @OwnerThread
    public long peer() {
        return ring.word(0);
    }

    /** The high word of the IP where it was dialed. */
    @OwnerThread
    public long ipHi() {
        return ring.word(1);
    }

    /** The low word of it. */
    @OwnerThread
    public long ipLo() {
        return ring.word(2);
    }

    /** Whether the dial became a connection. */
    @OwnerThread
    public boolean hasWorked() {
        return ring.word(3) == WORKED;
    }

    /** The report has been taken. */
    @OwnerThread
    public void advance() {
        ring.advance();
    }
}
