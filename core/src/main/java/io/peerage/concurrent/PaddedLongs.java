/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * A few {@code long} words, each alone on its cache lines, so that threads which write different words don't disturb each
 * other.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free per access. <b>Complexity</b>: O(1); 128 bytes a word,
 * since neighbouring lines are fetched in pairs. <b>Ranges</b>: indexes 0 to size − 1.
 */
@AnyThread
public final class PaddedLongs {
    private static final int STRIDE_SHIFT = 4;

    private final LongColumn words;
    private final int size;

    /** This many words, all zero. */
    public PaddedLongs(int size) {
        this.size = size;
        this.words = LongColumn.of(size + 1 << STRIDE_SHIFT);
    }

    /** The number of words. */
    public int size() {
        return size;
    }

    /** Reads atomically, ordered before every later access of this thread. */
    public long getAcquire(int index) {
        return words.getAcquire(at(index));
    }

    /** Reads atomically in one total order with the other volatile accesses. */
    public long getVolatile(int index) {
        return words.getVolatile(at(index));
    }

    /** Writes atomically in one total order with the other volatile accesses. */
    public void setVolatile(int index, long value) {
        words.setVolatile(at(index), value);
    }

    /** Replaces the expected value by the new one; false, and no change, if the word holds another. */
    public boolean cas(int index, long expected, long value) {
        return words.cas(at(index), expected, value);
    }

    /** Adds to the word and returns what it held before. */
    public long getAndAdd(int index, long delta) {
        return words.getAndAdd(at(index), delta);
    }

    /** Replaces the word and returns what it held before. */
    public long getAndSet(int index, long value) {
        return words.getAndSet(at(index), value);
    }

    // Half a stride in front keeps the first word off the array's header.
    private static int at(int index) {
        return (index << STRIDE_SHIFT) + (1 << STRIDE_SHIFT - 1);
    }
}
