/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.config.Limits;
import java.util.SplittableRandom;

/**
 * Peers with random ids of 34 bytes (libp2p's SHA-256 multihashes) and addresses spread over IPv4, half of them connected
 * before the measurement.
 *
 * <p><b>Threading</b>: immutable, any thread.
 */
final class Population {
    static final int ID_BYTES = 34;

    private static final long SEED = 0x5eed;
    private static final long MAPPED = 0xffffL << 32;
    // Odd, so that multiplying by it maps no two peers to one address.
    private static final int SPREAD = 0x9e3779b1;
    private static final int LOOPBACK = 127;

    final byte[] ids;
    private final int peers;

    Population(int peers) {
        this.peers = peers;
        this.ids = new byte[peers * ID_BYTES];
        new SplittableRandom(SEED).nextBytes(ids);
        for (int peer = 0; peer < peers; peer++) {
            ids[peer * ID_BYTES] = 0x12;
            ids[peer * ID_BYTES + 1] = 0x20;
        }
    }

    int peers() {
        return peers;
    }

    /** Where the id of a peer begins. */
    static int offset(int peer) {
        return peer * ID_BYTES;
    }

    /** The low word of a peer's IPv4 address; the high word is 0. */
    static long address(int peer) {
        int address = peer * SPREAD;
        return MAPPED
                | (address >>> 24 == LOOPBACK ? address ^ 0x8000_0000 : address) & 0xffff_ffffL;
    }

    /**
     * Whether a peer is connected before the measurement; a coin's fall, so that it can't be foreseen. Of more peers than a manager
     * can have connections, only of the first ones.
     */
    static boolean isConnected(int peer) {
        return (peer * SPREAD >>> 16 & 1) != 0 && peer < Limits.MOST_CONNECTIONS;
    }

    /** The peers in the order in which they become known: any but that in which they are gone through. */
    int[] registrationOrder() {
        int[] order = new int[peers];
        SplittableRandom random = new SplittableRandom(SEED + 1);
        for (int i = 0; i < peers; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }
}
