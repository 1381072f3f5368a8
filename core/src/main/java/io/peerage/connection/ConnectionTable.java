/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.connection;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.DirtyQueue;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.SlotPool;

/**
 * The slots of tickets and connections: a ticket becomes a connection in place and keeps its handle.
 *
 * <pre>
 *   record: | state word | peer + 1, 32 bits | prefix cell 0, 32 | prefix cells 1 and 2, 32 each | admitted |
 * </pre>
 *
 * <p>A free slot's second word is its link in the pool; the low half of a queued slot's time is its link in the owner's queue.
 *
 * <p><b>Threading</b>: any thread. A slot's fields other than its state word belong to whoever took it from the pool, and
 * after that to whoever moved the state word on. <b>Progress</b>: lock-free. <b>Complexity</b>: O(1), 32 bytes a slot.
 * <b>Units</b>: times in nanoseconds of the manager's clock. <b>Origin</b>: architecture, vocabulary and contract 6.
 */
@AnyThread
public final class ConnectionTable {
    private static final int RECORD = 4;
    private static final int OWNED = 1;
    private static final int CELLS = 2;
    private static final int TIME = 3;
    private static final long LOW = 0xffff_ffffL;

    private final LongColumn records;
    private final HandleSpace handles;
    private final SlotPool pool;
    private final DirtyQueue queue;
    private final int capacity;

    /** A table of free slots. */
    public ConnectionTable(int capacity, int stripes, HandleSpace handles) {
        this.capacity = capacity;
        this.handles = handles;
        this.records = LongColumn.lines(Math.multiplyExact(capacity, RECORD));
        this.pool = new SlotPool(capacity, stripes, records, RECORD, OWNED);
        this.queue = new DirtyQueue(stripes, records, RECORD, TIME);
    }

    /** The number of slots. */
    public int capacity() {
        return capacity;
    }

    /** The bytes of memory that the table takes. */
    public long bytes() {
        return records.bytes();
    }

    /** The handles of this table. */
    public HandleSpace handles() {
        return handles;
    }

    /** The slots that the owner is to look at, marked {@link ConnectionWord#QUEUED}. */
    public DirtyQueue queue() {
        return queue;
    }

    /** Takes a slot; the caller's permits prove that one is free. */
    public int take() {
        return pool.takeKnownFree();
    }

    /** Frees a slot under its next generation. */
    public void free(int slot) {
        records.setRelease(slot * RECORD, ConnectionWord.free(word(slot)));
        pool.give(slot);
    }

    /** Frees a slot under its next generation, and adds it to a chain for {@link #giveAll}. */
    public long free(int slot, long chain) {
        records.setRelease(slot * RECORD, ConnectionWord.free(word(slot)));
        return pool.chain(chain, slot);
    }

    /** Makes all slots of a chain available. */
    public void giveAll(long chain) {
        pool.giveAll(chain);
    }

    /** Reads a slot ahead; the value means nothing. */
    public long readAhead(int slot) {
        return records.getPlain(slot * RECORD);
    }

    /** The number of free slots; exact only at rest. */
    public int countFree() {
        return pool.countFree();
    }

    /** Gives back a slot that was taken and never became a ticket. */
    public void untake(int slot) {
        pool.give(slot);
    }

    /** Notes the prefix cells in which a taken slot is counted; −1 for none. */
    public void prefixCells(int slot, int cell0, int cell1, int cell2) {
        int at = slot * RECORD;
        records.setPlain(at + OWNED, (long) cell0 << 32);
        records.setPlain(at + CELLS, (long) cell1 << 32 | cell2 & LOW);
    }

    /** The handle that the ticket in a taken slot is going to have. */
    public long handle(int slot) {
        return handles.handle(slot, ConnectionWord.generation(records.getPlain(slot * RECORD)));
    }

    /** Makes a taken slot, whose prefix cells were noted, a ticket; its handle. */
    public long ticket(int slot, long flags, int epoch, int peer, long admitted) {
        int at = slot * RECORD;
        records.setPlain(at + OWNED, records.getPlain(at + OWNED) & ~LOW | peer + 1);
        records.setPlain(at + TIME, admitted);
        long word = ConnectionWord.pending(records.getPlain(at), flags, epoch);
        records.setRelease(at, word);
        return handles.handle(slot, ConnectionWord.generation(word));
    }

    /** The state word of a slot. */
    public long word(int slot) {
        return records.getAcquire(slot * RECORD);
    }

    /** Replaces a slot's state if it is still the expected one. */
    public boolean casWord(int slot, long expected, long next) {
        return records.cas(slot * RECORD, expected, next);
    }

    /** The peer of a slot, or −1 while it has none. */
    public int peer(int slot) {
        return (int) records.getAcquire(slot * RECORD + OWNED) - 1;
    }

    /** Names the peer of a slot that the caller has claimed. */
    public void peer(int slot, int peer) {
        int at = slot * RECORD + OWNED;
        records.setRelease(at, records.getPlain(at) & ~LOW | peer + 1);
    }

    /** A prefix cell of a slot, 0 to 2; −1 for none. */
    public int prefixCell(int slot, int level) {
        long word = records.getPlain(slot * RECORD + (level == 0 ? OWNED : CELLS));
        return (int) (level == 2 ? word : word >>> 32);
    }

    /** When a slot's ticket was admitted. */
    public long admitted(int slot) {
        return records.getAcquire(slot * RECORD + TIME);
    }
}
