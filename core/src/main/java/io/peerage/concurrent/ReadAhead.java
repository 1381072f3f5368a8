/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * Has many lines of memory on their way at once: whoever works on a batch reads a word of each line first, and then finds them in the
 * cache.
 *
 * <p>Reads that don't depend on each other overlap; the work itself, with an atomic operation for each change, would wait for one after
 * the other. What was read means nothing, and the compiler would leave reads out whose values nobody uses.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free, no allocation.
 */
@AnyThread
public final class ReadAhead {
    /** How many go through all steps together: more than processors read at once, few enough to stay in the nearest cache. */
    public static final int CHUNK = 32;

    private static final long UNLIKELY = 0x9e37_79b9_7f4a_7c15L;

    private static long kept;

    private ReadAhead() {}

    /** Uses what was read, in a way that costs a comparison. */
    public static void done(long read) {
        if (read == UNLIKELY) {
            kept = read;
        }
    }

    /** What was kept, so that keeping isn't idle. */
    static long kept() {
        return kept;
    }
}
