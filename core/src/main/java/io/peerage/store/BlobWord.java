/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.PureFunction;

/**
 * The header of a kept key or record.
 *
 * <pre>
 *   | stamp 24 | peer index 24 | length 16, 0 when free |
 * </pre>
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1).
 */
@PureFunction
final class BlobWord {
    private static final int PEER_SHIFT = 16;
    private static final long PEER_MASK = (1L << 24) - 1;
    private static final long LENGTH_MASK = 0xffff;
    private static final int STAMP_SHIFT = 40;

    private BlobWord() {}

    static long live(long header, int peer, int length) {
        return header >>> STAMP_SHIFT << STAMP_SHIFT | (long) peer << PEER_SHIFT | length;
    }

    static long freed(long header) {
        return (header >>> STAMP_SHIFT) + 1 << STAMP_SHIFT;
    }

    static boolean isOf(long header, int peer) {
        return length(header) != 0 && peer(header) == peer;
    }

    static int peer(long header) {
        return (int) (header >>> PEER_SHIFT & PEER_MASK);
    }

    static int length(long header) {
        return (int) (header & LENGTH_MASK);
    }
}
