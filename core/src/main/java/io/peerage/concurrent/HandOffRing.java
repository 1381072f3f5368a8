/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import java.util.Objects;

/**
 * Hands records of four words from any thread to the owner, in fixed memory: what doesn't fit is refused, for the caller
 * to count.
 *
 * <pre>
 *   cell:  | turn | first | second | third | fourth |   turn = position      free for the producer of that position
 *                                                         turn = position + 1  filled, for the owner
 * </pre>
 *
 * <p><b>Threading</b>: {@link #offer}, {@link #claim} and {@link #fill} any thread, the rest owner thread. <b>Progress</b>: these are lock-free; a producer
 * that is suspended between taking its cell and filling it keeps the owner from the records after it, and, once the ring
 * is full, has others refused, never waiting. <b>Complexity</b>: O(1), no allocation. <b>Order</b>: that in which the cells
 * were taken, so first in, first out for each producer. <b>Origin</b>: D. Vyukov's bounded queue, with one consumer.
 */
public final class HandOffRing {
    /** No cell is free. */
    public static final long FULL = -1;

    private static final int CELL = 8;
    private static final int WORDS = 4;

    private final LongColumn cells;
    private final PaddedLongs tail;
    private final int capacity;
    private long head;

    /** A ring for this many records at once, rounded up to a power of two; at least 1, at most 2^24; 64 bytes each. */
    public HandOffRing(int records) {
        if (records < 1 || records > 1 << 24) {
            throw new IllegalArgumentException(
                    "records is " + records + ", allowed are 1 to 16777216; choose within it");
        }
        this.capacity = Integer.highestOneBit(Math.max(2, 2 * records - 1));
        this.cells = LongColumn.lines(capacity * CELL);
        this.tail = new PaddedLongs(1);
        for (int cell = 0; cell < capacity; cell++) {
            cells.setPlain(cell * CELL, cell);
        }
    }

    /** The bytes of memory that the ring takes. */
    @AnyThread
    public long bytes() {
        return cells.bytes();
    }

    /** The number of records that fit. */
    @AnyThread
    public int capacity() {
        return capacity;
    }

    /** Hands over a record; false, and nothing done, if the ring is full. */
    @AnyThread
    public boolean offer(long first, long second, long third, long fourth) {
        long position = claim();
        if (position == FULL) {
            return false;
        }
        fill(position, first, second, third, fourth);
        return true;
    }

    /** Takes the next cell, which must be filled then, for a producer that has to know before it acts; {@link #FULL} if there is none. */
    @AnyThread
    public long claim() {
        for (; ; ) {
            long position = tail.getVolatile(0);
            long ahead = cells.getAcquire(at(position)) - position;
            if (ahead == 0) {
                if (tail.cas(0, position, position + 1)) {
                    return position;
                }
            } else if (ahead < 0) {
                return FULL;
            }
            // Else another producer took the position meanwhile.
        }
    }

    /** Hands over a record in the cell that was claimed. */
    @AnyThread
    public void fill(long position, long first, long second, long third, long fourth) {
        int at = at(position);
        cells.setPlain(at + 1, first);
        cells.setPlain(at + 2, second);
        cells.setPlain(at + 3, third);
        cells.setPlain(at + 4, fourth);
        cells.setRelease(at, position + 1);
    }

    /** Whether a record is there to be read. */
    @OwnerThread
    public boolean isReady() {
        return cells.getAcquire(at(head)) == head + 1;
    }

    /** A word, 0 to 3, of the record that is ready. */
    @OwnerThread
    public long word(int index) {
        return cells.getPlain(at(head) + 1 + Objects.checkIndex(index, WORDS));
    }

    /** Frees the cell of the record that was ready. */
    @OwnerThread
    public void advance() {
        cells.setRelease(at(head), head + capacity);
        head++;
    }

    private int at(long position) {
        return ((int) position & capacity - 1) * CELL;
    }
}
