/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What stands for each key, and since which of the owner's rounds: written by one thread a key around its calls, read by all around
 * theirs.
 *
 * <p>Whoever reads the same word before and after a call knows that it stood during the call. While a change is under way the
 * word says so, and nobody is blamed.
 *
 * <pre>
 *   word: | round begun last when it was settled 38 | version 24 | state 2 |
 * </pre>
 *
 * <p><b>Threading</b>: {@link #turn} and {@link #settle} one thread a key, the rest any. <b>Progress</b>: wait-free, no allocation.
 */
final class Stamps {
    static final int OFF = 0;
    static final int ON = 1;
    static final int TURNING = 2;

    private static final int STATE_BITS = 2;
    private static final int SINCE_SHIFT = 26;
    private static final long VERSION_MASK = (1L << SINCE_SHIFT) - 1;

    private final AtomicLongArray words;

    Stamps(int keys) {
        words = new AtomicLongArray(keys);
    }

    int size() {
        return words.length();
    }

    long word(int key) {
        return words.get(key);
    }

    static int state(long word) {
        return (int) word & (1 << STATE_BITS) - 1;
    }

    /** The round that had begun last when the state was settled: every later one has seen it from its beginning. */
    static long since(long word) {
        return word >>> SINCE_SHIFT;
    }

    /** A call that changes it is about to be made. */
    void turn(int key) {
        words.set(key, next(words.getPlain(key), TURNING));
    }

    /** The call has returned, while this round was the last that had begun. */
    void settle(int key, boolean on, long round) {
        long word = next(words.getPlain(key), on ? ON : OFF);
        words.set(key, word & VERSION_MASK | round << SINCE_SHIFT);
    }

    private static long next(long word, int state) {
        long version = (word & VERSION_MASK) + (1L << STATE_BITS) & VERSION_MASK;
        return word & ~VERSION_MASK | version >>> STATE_BITS << STATE_BITS | state;
    }
}
