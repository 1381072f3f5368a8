/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * Spreads threads over copies of a shared word, so that they seldom write the same one.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free, O(1), no allocation. Threads that run together tend to
 * have neighbouring ids, and so different stripes; two threads on one stripe are slower, never wrong.
 */
@AnyThread
public final class Stripes {
    private static final int MOST = 32;

    private Stripes() {}

    /** The number of stripes for this many threads at once: a power of two, 1 to 32. */
    public static int count(int threads) {
        int wanted = Math.max(1, Math.min(MOST, threads));
        return Integer.highestOneBit(wanted * 2 - 1);
    }

    /** The calling thread's stripe. */
    public static int mine(int count) {
        return (int) Thread.currentThread().getId() & count - 1;
    }
}
