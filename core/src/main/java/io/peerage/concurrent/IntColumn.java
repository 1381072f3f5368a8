/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A fixed array of {@code int} words that any thread reads and one writes, for what a {@link LongColumn} is too wide for.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free per access. <b>Complexity</b>: O(1), 4 bytes a word.
 * <b>Ranges</b>: indexes 0 to length − 1; another throws {@link IndexOutOfBoundsException}.
 */
@AnyThread
public final class IntColumn {
    private static final VarHandle WORD =
            MethodHandles.arrayElementVarHandle(int[].class).withInvokeExactBehavior();

    private final int[] words;

    /** A column of this many words, all zero. */
    public IntColumn(int length) {
        this.words = new int[length];
    }

    /** The bytes of memory that the words take. */
    public long bytes() {
        return 16 + 4L * words.length;
    }

    /** Reads without order; the value may be stale. */
    public int getPlain(int index) {
        return words[index];
    }

    /** Reads atomically, ordered before every later access of this thread. */
    public int getAcquire(int index) {
        return (int) WORD.getAcquire(words, index);
    }

    /** Writes atomically, ordered after every earlier access of this thread. */
    public void setRelease(int index, int value) {
        WORD.setRelease(words, index, value);
    }
}
