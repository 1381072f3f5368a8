/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A fixed array of {@code long} words that any thread reads and writes, each access naming its memory order.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free per access. <b>Complexity</b>: O(1), 8 bytes a word.
 * <b>Ranges</b>: indexes 0 to length − 1; another throws {@link IndexOutOfBoundsException}.
 *
 * <p>{@link #lines} leaves a gap before the first word, so that records of eight words start on a 64-byte line where the
 * JVM places a large array at the start of a region or page (16-byte array header), and so that words at the edge of the
 * array share no line with a neighbour object's.
 */
@AnyThread
public final class LongColumn {
    private static final VarHandle WORD =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
    private static final int LINE_GAP = 6;

    private final long[] words;
    private final int base;

    private LongColumn(long[] words, int base) {
        this.words = words;
        this.base = base;
    }

    /** A column of this many words, all zero. */
    public static LongColumn of(int length) {
        return new LongColumn(new long[length], 0);
    }

    /** A column for records of one cache line, all zero. */
    public static LongColumn lines(int length) {
        return new LongColumn(new long[Math.addExact(length, LINE_GAP + 8)], LINE_GAP);
    }

    /** The bytes of memory that the words take. */
    public long bytes() {
        return 16 + 8L * words.length;
    }

    /** Reads without order; the value may be stale. */
    public long getPlain(int index) {
        return words[base + index];
    }

    /** Reads atomically, ordered before every later access of this thread. */
    public long getAcquire(int index) {
        return (long) WORD.getAcquire(words, base + index);
    }

    /** Reads atomically in one total order with the other volatile accesses. */
    public long getVolatile(int index) {
        return (long) WORD.getVolatile(words, base + index);
    }

    /**
     * Which of seven words, from this one on, are equal to another in the bits of a mask: a set of bits 0 to 6. Each is read
     * atomically, without order; whoever relies on a word reads it again.
     */
    int getEqualOfSeven(int index, long wanted, long mask) {
        long[] array = words;
        int at = base + index;
        // Without a branch a word: which of them it is is a coin toss that no predictor wins.
        return isZero(((long) WORD.getOpaque(array, at) ^ wanted) & mask)
                | isZero(((long) WORD.getOpaque(array, at + 1) ^ wanted) & mask) << 1
                | isZero(((long) WORD.getOpaque(array, at + 2) ^ wanted) & mask) << 2
                | isZero(((long) WORD.getOpaque(array, at + 3) ^ wanted) & mask) << 3
                | isZero(((long) WORD.getOpaque(array, at + 4) ^ wanted) & mask) << 4
                | isZero(((long) WORD.getOpaque(array, at + 5) ^ wanted) & mask) << 5
                | isZero(((long) WORD.getOpaque(array, at + 6) ^ wanted) & mask) << 6;
    }

    private static int isZero(long word) {
        return (int) (~(word | -word) >>> 63);
    }

    /** Writes without order. */
    public void setPlain(int index, long value) {
        words[base + index] = value;
    }

    /** Writes atomically, ordered after every earlier access of this thread. */
    public void setRelease(int index, long value) {
        WORD.setRelease(words, base + index, value);
    }

    /** Writes atomically in one total order with the other volatile accesses. */
    public void setVolatile(int index, long value) {
        WORD.setVolatile(words, base + index, value);
    }

    /** Replaces the expected value by the new one; false, and no change, if the word holds another. */
    public boolean cas(int index, long expected, long value) {
        return WORD.compareAndSet(words, base + index, expected, value);
    }

    /** Adds to the word and returns what it held before. */
    public long getAndAdd(int index, long delta) {
        return (long) WORD.getAndAdd(words, base + index, delta);
    }

    /** Replaces the word and returns what it held before. */
    public long getAndSet(int index, long value) {
        return (long) WORD.getAndSet(words, base + index, value);
    }

    /** Sets bits of the word and returns what it held before. */
    public long getAndOr(int index, long bits) {
        return (long) WORD.getAndBitwiseOr(words, base + index, bits);
    }

    /** Clears all but these bits of the word and returns what it held before. */
    public long getAndAnd(int index, long bits) {
        return (long) WORD.getAndBitwiseAnd(words, base + index, bits);
    }

    /** Orders every earlier read of this thread before every later one, for re-reading a version word. */
    public void fenceReads() {
        VarHandle.loadLoadFence();
    }

    /** Fills the column before it is shared. */
    void fill(long value) {
        Arrays.fill(words, value);
    }
}
