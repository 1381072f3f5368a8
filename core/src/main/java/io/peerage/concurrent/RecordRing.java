/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import java.util.Objects;

/**
 * Hands records of any number of words from any thread to the owner, in fixed memory: what doesn't fit is refused, for the
 * caller to count.
 *
 * <pre>
 *   cell:    | turn | seven words |                 turn = position      free for the producer of that position
 *   record:  | turn | length, 6 words | turn | 7 words | ...   turn of its first cell = position + 1: filled, for the owner
 * </pre>
 *
 * <p>A record takes as many cells in a row as it needs. The owner frees them in order, so that whoever finds the last of
 * them free knows that all are; the turns of a record's other cells stay what they were until it is taken.
 *
 * <p><b>Threading</b>: {@link #claim}, {@link #set} and {@link #commit} any thread, the rest owner thread. <b>Progress</b>: they are
 * lock-free; a producer that is suspended between its claim and its commit keeps the owner from the records after it, and,
 * once the ring is full, has others refused, never waiting. <b>What callers must do</b>: commit what they claimed; between the two nothing
 * may throw. <b>Complexity</b>: O(words), no allocation. <b>Order</b>: that of the claims, so first in, first out for each producer.
 * <b>Memory</b>: 64 bytes a cell. <b>Origin</b>: {@link HandOffRing}, with records of their own length.
 */
@AnyThread
public final class RecordRing {
    /** There was no room. */
    public static final long FULL = -1;

    private static final int CELL = 8;
    private static final int WORDS = CELL - 1;
    private static final int LENGTH = 1;
    private static final int MOST_CELLS = 1 << 24;

    private final LongColumn cells;
    private final PaddedLongs tail;
    private final int capacity;
    private long head;

    /** A ring of this many cells, rounded up to a power of two; at least 1, at most 2^24. */
    public RecordRing(int cells) {
        if (cells < 1 || cells > MOST_CELLS) {
            throw new IllegalArgumentException(
                    "cells is " + cells + ", allowed are 1 to 16777216; choose within it");
        }
        this.capacity = Integer.highestOneBit(Math.max(2, 2 * cells - 1));
        this.cells = LongColumn.lines(capacity * CELL);
        this.tail = new PaddedLongs(1);
        for (int cell = 0; cell < capacity; cell++) {
            this.cells.setPlain(cell * CELL, cell);
        }
    }

    /** The cells that a record of this many words takes. */
    public static int cellsFor(int words) {
        return (LENGTH + words + WORDS - 1) / WORDS;
    }

    /** The bytes of memory that the ring takes. */
    public long bytes() {
        return cells.bytes();
    }

    /** The number of cells. */
    public int capacity() {
        return capacity;
    }

    /** Claims room for a record of this many words; {@link #FULL} if there is none. What it returns names the record. */
    public long claim(int words) {
        int needed = cellsFor(words);
        if (needed > capacity) {
            return FULL;
        }
        for (; ; ) {
            long position = tail.getVolatile(0);
            long last = position + needed - 1;
            long ahead = cells.getAcquire(turnOf(last)) - last;
            if (ahead == 0) {
                if (tail.cas(0, position, position + needed)) {
                    cells.setPlain(at(position, 0), words);
                    return position;
                }
            } else if (ahead < 0) {
                return FULL;
            }
            // Else another producer took the position meanwhile.
        }
    }

    /** Writes a word of a record that was claimed and not yet committed. */
    public void set(long record, int index, long word) {
        cells.setPlain(at(record, LENGTH + index), word);
    }

    /** The record is complete, for the owner to take. */
    public void commit(long record) {
        cells.setRelease(turnOf(record), record + 1);
    }

    /** Whether a record is there to be read. */
    @OwnerThread
    public boolean isReady() {
        return cells.getAcquire(turnOf(head)) == head + 1;
    }

    /** The number of words of the record that is ready. */
    @OwnerThread
    public int length() {
        return (int) cells.getPlain(at(head, 0));
    }

    /** A word of the record that is ready. */
    @OwnerThread
    public long word(int index) {
        return cells.getPlain(at(head, LENGTH + Objects.checkIndex(index, length())));
    }

    /** Frees the cells of the record that was ready. */
    @OwnerThread
    public void advance() {
        long end = head + cellsFor(length());
        while (head != end) {
            cells.setRelease(turnOf(head), head + capacity);
            head++;
        }
    }

    private int turnOf(long position) {
        return ((int) position & capacity - 1) * CELL;
    }

    private int at(long record, int index) {
        return turnOf(record + index / WORDS) + 1 + index % WORDS;
    }
}
