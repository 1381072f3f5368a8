/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * A set of indexes that any thread changes and any thread walks.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: set and clear are one atomic operation, the walk is wait-free.
 * <b>Complexity</b>: set and clear O(1); {@link #nextSet} skips 64 absent indexes at a time. <b>Memory</b>: one bit an
 * index for large sets; small sets spread their bits over more words, since neighbours that change together would
 * otherwise fight for one line. <b>Order</b>: a walk visits each index at most once, in a fixed order that is not the
 * numerical one; indexes that change during the walk may or may not be seen.
 */
@AnyThread
public final class BitColumn {
    private static final int SPREAD_WORDS = 8192;

    private final LongColumn words;
    private final int wordShift;
    private final int capacity;

    /** An empty set of indexes 0 to capacity − 1. */
    public BitColumn(int capacity) {
        this.capacity = capacity;
        int dense = Math.max(1, (capacity + 63) / 64);
        int spread = Math.min(capacity, SPREAD_WORDS);
        this.wordShift = 32 - Integer.numberOfLeadingZeros(Math.max(dense, spread) - 1);
        this.words = LongColumn.lines(1 << wordShift);
    }

    /** The bytes of memory that the set takes. */
    public long bytes() {
        return words.bytes();
    }

    /** Adds or removes an index. */
    public void put(int index, boolean member) {
        int word = index & (1 << wordShift) - 1;
        long bit = 1L << (index >>> wordShift);
        if (member) {
            words.getAndOr(word, bit);
        } else {
            words.getAndAnd(word, ~bit);
        }
    }

    /** Whether the index is in the set. */
    public boolean contains(int index) {
        return (words.getVolatile(index & (1 << wordShift) - 1) >>> (index >>> wordShift) & 1) != 0;
    }

    /** The first index of the walk, or −1 when the set is empty. */
    public int firstSet() {
        return search(0, -1L);
    }

    /** The index that follows another in the walk, or −1 at the end; the other need not be in the set any more. */
    public int nextSet(int index) {
        int bit = index >>> wordShift;
        return search(index & (1 << wordShift) - 1, bit == 63 ? 0 : -1L << bit + 1);
    }

    private int search(int from, long mask) {
        long pending = words.getAcquire(from) & mask;
        int word = from;
        while (pending == 0) {
            if (++word >> wordShift != 0) {
                return -1;
            }
            pending = words.getAcquire(word);
        }
        int index = Long.numberOfTrailingZeros(pending) << wordShift | word;
        return index < capacity ? index : -1;
    }
}
