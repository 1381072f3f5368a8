/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is written of the bytes that a call was given: those that it means, not the buffer that they are in. Pure functions, any
 * thread.
 */
public final class Bytes {
    // One more than any id or address has: what was too long stays too long.
    private static final int MOST = 65;

    private Bytes() {}

    /** The bytes of an id or address. */
    public static byte @Nullable [] of(byte @Nullable [] bytes) {
        return bytes == null ? null : Arrays.copyOf(bytes, Math.min(MOST, bytes.length));
    }

    /** The bytes of an id inside a larger array; none if they aren't inside it. */
    public static byte @Nullable [] of(byte @Nullable [] bytes, int offset, int length) {
        if (bytes == null) {
            return null;
        }
        return isInside(bytes, offset, length)
                ? Arrays.copyOfRange(bytes, offset, offset + Math.min(MOST, length))
                : new byte[0];
    }

    /** Where they begin in what is written. */
    public static int offset(byte @Nullable [] bytes, int offset, int length) {
        return isInside(bytes, offset, length) ? 0 : offset;
    }

    /** How many they are in what is written. */
    public static int length(byte @Nullable [] bytes, int offset, int length) {
        return isInside(bytes, offset, length) ? Math.min(MOST, length) : length;
    }

    private static boolean isInside(byte @Nullable [] bytes, int offset, int length) {
        return bytes != null
                && offset >= 0
                && length >= 0
                && (long) offset + length <= bytes.length;
    }
}
