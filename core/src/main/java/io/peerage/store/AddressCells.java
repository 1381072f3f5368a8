/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.BookConfig;

/**
 * A table of buckets of 64 cells, each cell empty or with the slot of an address.
 *
 * <p>A random address is one of a random bucket that isn't empty: however many addresses somebody gets into few buckets, they
 * are drawn no more often than those buckets are. A bucket's taken cells are the bits of one word.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1), no allocation. <b>Memory</b>: 4.25 bytes a cell.
 */
@OwnerThread
final class AddressCells {
    private static final int BUCKET = BookConfig.BUCKET;
    private static final int SHIFT = 6;
    private static final int HALF = 32;
    private static final long LOW = 0xffff_ffffL;

    private final int[] slots;
    private final long[] taken;
    // The buckets that aren't empty, dense; and where each stands among them.
    private final int[] filled;
    private final int[] standing;
    private int filledSize;
    private int size;

    AddressCells(int buckets) {
        this.slots = new int[buckets * BUCKET];
        this.taken = new long[buckets];
        this.filled = new int[buckets];
        this.standing = new int[buckets];
    }

    long bytes() {
        return 4 * 16 + 4L * slots.length + 16L * taken.length;
    }

    int size() {
        return size;
    }

    int cells() {
        return slots.length;
    }

    /** The slot in a cell; {@link AddressColumns#NONE} if it is empty. */
    int at(int cell) {
        return slots[cell] - 1;
    }

    /** The first empty cell of a cell's bucket, from that cell on and round; {@link AddressColumns#NONE} if the bucket is full. */
    int emptyFrom(int cell) {
        int bucket = cell >>> SHIFT;
        long empty = Long.rotateRight(~taken[bucket], cell);
        return empty == 0
                ? AddressColumns.NONE
                : (bucket << SHIFT) + (cell + Long.numberOfTrailingZeros(empty) & BUCKET - 1);
    }

    /** Puts a slot into a cell that is empty. */
    void put(int cell, int slot) {
        int bucket = cell >>> SHIFT;
        if (taken[bucket] == 0) {
            standing[bucket] = filledSize;
            filled[filledSize++] = bucket;
        }
        taken[bucket] |= 1L << cell;
        slots[cell] = slot + 1;
        size++;
    }

    /** Empties a cell that isn't. */
    void clear(int cell) {
        int bucket = cell >>> SHIFT;
        taken[bucket] &= ~(1L << cell);
        slots[cell] = 0;
        size--;
        if (taken[bucket] == 0) {
            int last = filled[--filledSize];
            filled[standing[bucket]] = last;
            standing[last] = standing[bucket];
        }
    }

    /** A slot that 64 random bits choose; the table must not be empty. */
    int random(long bits64) {
        int bucket = filled[(int) ((bits64 >>> HALF) * filledSize >>> HALF)];
        long bits = taken[bucket];
        int nth = (int) ((bits64 & LOW) * Long.bitCount(bits) >>> HALF);
        return at((bucket << SHIFT) + nthBit(bits, nth));
    }

    /** The position of a word's set bit with this many set bits below it. */
    static int nthBit(long bits, int nth) {
        int left = nth;
        int at = 0;
        for (int width = 32; width > 0; width >>= 1) {
            int below = Long.bitCount(bits >>> at & (1L << width) - 1);
            if (left >= below) {
                left -= below;
                at += width;
            }
        }
        return at;
    }
}
