/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.hash;

import io.peerage.concurrent.PureFunction;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads and writes runs of bytes as 64-bit words, the first byte lowest, a short last word filled up with zeros.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free. <b>Complexity</b>: O(1) a word.
 * <b>Ranges</b>: checked by the array alone; callers check offsets and lengths first.
 */
@PureFunction
public final class LittleEndian {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
                    .withInvokeExactBehavior();

    private LittleEndian() {}

    /** The number of words that this many bytes fill. */
    public static int words(int bytes) {
        return bytes + 7 >>> 3;
    }

    /** The eight bytes from here. */
    public static long word(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    /** A word of a run of bytes, counted from 0; the last may be short. */
    public static long word(byte[] bytes, int offset, int length, int index) {
        int start = offset + 8 * index;
        return length - 8 * index >= 8 ? word(bytes, start) : tail(bytes, offset, offset + length);
    }

    /** The last word of a run, of 0 to 7 bytes, which ends before {@code end} and started at {@code start}. */
    public static long tail(byte[] bytes, int start, int end) {
        int rest = end - start & 7;
        if (rest == 0) {
            return 0;
        }
        if (end - start > 8) {
            return word(bytes, end - 8) >>> 64 - 8 * rest;
        }
        long tail = 0;
        for (int i = 0; i < rest; i++) {
            tail |= (bytes[end - rest + i] & 0xffL) << 8 * i;
        }
        return tail;
    }

    /** Writes the eight bytes of a word. */
    public static void put(long word, byte[] bytes, int offset) {
        LONG.set(bytes, offset, word);
    }

    /** Writes the lowest bytes of a word, up to eight of them. */
    public static void put(long word, byte[] bytes, int offset, int count) {
        if (count >= 8) {
            put(word, bytes, offset);
            return;
        }
        for (int i = 0; i < count; i++) {
            bytes[offset + i] = (byte) (word >>> 8 * i);
        }
    }
}
