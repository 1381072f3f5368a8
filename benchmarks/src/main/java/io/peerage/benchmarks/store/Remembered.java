/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.store;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.BookConfig;
import io.peerage.config.ScoreConfig;
import io.peerage.model.AddressTier;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import java.nio.ByteBuffer;

/** What snapshots are measured with: so many peers, two addresses each, of which one worked; a quarter has a score. One thread. */
final class Remembered {
    static final int ADDRESSES = 2;
    static final int SCORED = 4;

    private static final int ADDRESS_BYTES = 40;
    private static final int HAND_OFF = 1 << 16;
    private static final int PEERS_A_TICK = 256;
    private static final int PLACES = 1_000;

    private Remembered() {}

    static PeerManagerBuilder builder(int peers) {
        int buckets = Integer.highestOneBit(Math.max(1_024, peers / 8));
        BookConfig book =
                BookConfig.DEFAULT
                        .sized(peers)
                        .addresses(ADDRESSES * peers, 8, ADDRESS_BYTES)
                        .buckets(buckets, buckets)
                        .handingOff(HAND_OFF);
        return PeerManager.builder()
                .maxPeers(peers + PLACES)
                .book(book)
                .scores(ScoreConfig.DEFAULT);
    }

    static byte[] id(int number) {
        byte[] id = new byte[38];
        ByteBuffer.wrap(id)
                .putInt(0, 0x00240801)
                .putInt(8, number)
                .putLong(20, number * 0x9e3779b97f4a7c15L);
        return id;
    }

    /** The low word of a peer's IP, which is an IPv4 address; the high word is 0. */
    static long ip(int number, int which) {
        int ip = (int) ((number + (which + 1L) * 0x5851f42d) * 0x9e3779b1L);
        return 0xffffL << 32 | ip & 0xffff_ffffL;
    }

    /** As /ip4/…/tcp/…, in bytes. */
    static byte[] address(int number, int which) {
        return ByteBuffer.allocate(8)
                .put((byte) 4)
                .putInt((int) ip(number, which))
                .put((byte) 6)
                .putShort((short) (1_024 + which))
                .array();
    }

    static void fill(PeerManager manager, int peers) {
        for (int number = 0; number < peers; number++) {
            byte[] id = id(number);
            for (int which = 0; which < ADDRESSES; which++) {
                byte[] address = address(number, which);
                long lo = ip(number, which);
                while (isFull(
                        manager.book()
                                .heard(
                                        id,
                                        address,
                                        0,
                                        lo,
                                        0,
                                        0,
                                        AddressTier.PERMANENT,
                                        PeerOrigin.DISCOVERY))) {
                    manager.tick();
                }
                if (which == 0) {
                    long peer = manager.register(id);
                    while (isFull(manager.book().worked(peer, address, 0, lo))) {
                        manager.tick();
                    }
                }
            }
            if (number % SCORED == 0) {
                manager.reputation().add(manager.lookup(id), 5_000);
            }
            if (number % PEERS_A_TICK == 0) {
                manager.tick();
            }
        }
        manager.tick();
    }

    private static boolean isFull(int result) {
        return result == Result.HAND_OFF_FULL.code();
    }
}
