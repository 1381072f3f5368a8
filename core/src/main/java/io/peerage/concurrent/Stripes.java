/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * Spreads threads over copies of a shared word, so that they seldom write the same one. There are four times as many
 * copies as threads, since the ids of those that run together are often, but not always, neighbours.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free, O(1), no allocation. Threads that run together tend to
 * have neighbouring ids, and so different stripes; two threads on one stripe are slower, never wrong.
 */
@AnyThread
public final class Stripes {
    private static final int MOST = 32;
    private static final int A_THREAD = 4;

    private Stripes() {}

    /** The number of stripes for this many threads at once: 1 for one, otherwise a power of two from 8 to 32. */
    public static int count(int threads) {
        if (threads <= 1) {
            return 1;
        }
        int wanted = A_THREAD * Math.min(MOST / A_THREAD, threads);
        return Integer.highestOneBit(wanted * 2 - 1);
    }

    /** The calling thread's stripe. */
    public static int mine(int count) {
        return (int) Thread.currentThread().getId() & count - 1;
    }
}
