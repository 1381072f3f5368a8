/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.PureFunction;

/**
 * What the book knows of a peer beside its addresses, in one word.
 *
 * <pre>
 *   | live 1 | origin 3 | registered by the book 1 | connected 1 | met 1 | peer index 24 | last disconnect 32 |
 * </pre>
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1). <b>Units</b>: seconds of the book's clock, 0 for
 * never.
 */
@PureFunction
final class EntryWord {
    private static final long LOW = 0xffff_ffffL;
    private static final int PEER_SHIFT = 32;
    private static final long PEER_MASK = (1L << 24) - 1;
    private static final long MET = 1L << 56;
    private static final long CONNECTED = 1L << 57;
    private static final long OURS = 1L << 58;
    private static final int ORIGIN_SHIFT = 59;
    private static final long ORIGIN_MASK = 7;
    private static final long LIVE = 1L << 62;

    private EntryWord() {}

    static long of(int peer, int origin, boolean ours) {
        return LIVE | (long) origin << ORIGIN_SHIFT | (ours ? OURS : 0) | (long) peer << PEER_SHIFT;
    }

    static boolean isLive(long word) {
        return (word & LIVE) != 0;
    }

    static boolean isOf(long word, int peer) {
        return isLive(word) && peer(word) == peer;
    }

    static int peer(long word) {
        return (int) (word >>> PEER_SHIFT & PEER_MASK);
    }

    static int origin(long word) {
        return (int) (word >>> ORIGIN_SHIFT & ORIGIN_MASK);
    }

    static boolean isOurs(long word) {
        return (word & OURS) != 0;
    }

    static boolean isConnected(long word) {
        return (word & CONNECTED) != 0;
    }

    static boolean isMet(long word) {
        return (word & MET) != 0;
    }

    static int disconnected(long word) {
        return (int) word;
    }

    static long ours(long word) {
        return word | OURS;
    }

    static long connected(long word) {
        return word | CONNECTED | MET;
    }

    static long disconnected(long word, int seconds) {
        return word & ~(CONNECTED | LOW) | seconds;
    }
}
