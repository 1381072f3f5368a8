/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Ids for tests. <b>Threading</b>: pure functions, any thread. */
public final class Ids {
    private static final int LENGTH = 34;

    private Ids() {}

    /** An id of the usual length; the smaller the number, which is not negative, the smaller the id. */
    public static byte[] id(int number) {
        byte[] id = new byte[LENGTH];
        Arrays.fill(id, (byte) 0x5a);
        ByteBuffer.wrap(id).putInt(number);
        return id;
    }
}
