/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.population;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The peers of a storm, numbered from 0: their ids, addresses, and the handles that the manager gave last.
 *
 * <p>The first {@link #residents()} are known to the manager from the start; the rest, strangers, come and go. Ids are
 * shaped like libp2p's: three in four are 38 bytes (an Ed25519 key in an identity multihash), one in four 34 (SHA-256).
 *
 * <p><b>Threading</b>: any thread; handles may be stale, which is one of the things that a storm is for; {@link #renew} one
 * thread a peer, and nobody else may use that peer's id. <b>Complexity</b>: O(1), no allocation after construction.
 */
public final class PeerPool {
    private static final int STRIDE = 40;
    private static final int LONG_ID = 38;
    private static final int SHORT_ID = 34;
    private static final byte[] LONG_HEADER = {0x00, 0x24, 0x08, 0x01, 0x12, 0x20};
    private static final byte[] SHORT_HEADER = {0x12, 0x20};
    private static final long RENEWED = 1L << 32;

    private final byte[] ids;
    // A peer a record: the handle; how many ids it has had before and the number of the address, 32
    // bits each.
    private final AtomicLongArray records;
    private final int residents;
    private final int size;

    /** Peers whose ids follow from the seed, spread over this many addresses. */
    public PeerPool(int residents, int strangers, int addressCount, long seed) {
        this.residents = residents;
        this.size = residents + strangers;
        this.ids = new byte[Math.multiplyExact(size, STRIDE)];
        this.records = new AtomicLongArray(2 * size);
        Random64 random = Random64.of(seed, 0x9ee5);
        for (int peer = 0; peer < size; peer++) {
            writeId(peer, random);
            records.setPlain(2 * peer + 1, peer < addressCount ? peer : random.below(addressCount));
        }
    }

    private void writeId(int peer, Random64 random) {
        int at = offset(peer);
        int length = length(peer);
        for (int i = 0; i < length; i += 8) {
            long bits = random.next();
            for (int b = 0; b < 8 && i + b < length; b++) {
                ids[at + i + b] = (byte) (bits >>> 8 * b);
            }
        }
        byte[] header = length == LONG_ID ? LONG_HEADER : SHORT_HEADER;
        System.arraycopy(header, 0, ids, at, header.length);
        // No two peers may share an id, however long the odds, nor two that had the same number.
        long unique = (records.getPlain(2 * peer + 1) & 0xffff_ffff_0000_0000L) | peer;
        for (int b = 0; b < 8; b++) {
            ids[at + length - 1 - b] = (byte) (unique >>> 8 * b);
        }
    }

    /** Somebody with an id that nobody has had takes this number. */
    public void renew(int peer, Random64 random) {
        records.setPlain(2 * peer + 1, records.getPlain(2 * peer + 1) + RENEWED);
        writeId(peer, random);
        handle(peer, 0);
    }

    /** How many peers the manager knows from the start. */
    public int residents() {
        return residents;
    }

    /** How many peers there are, strangers included. */
    public int size() {
        return size;
    }

    /** The array that all ids are in; not to be written. */
    public byte[] ids() {
        return ids;
    }

    /** Where a peer's id starts. */
    public int offset(int peer) {
        return peer * STRIDE;
    }

    /** How long a peer's id is. */
    public int length(int peer) {
        return (peer & 3) == 0 ? SHORT_ID : LONG_ID;
    }

    /** The number of the peer's address. */
    public int address(int peer) {
        return (int) records.getPlain(2 * peer + 1);
    }

    /** The handle that the manager gave last, perhaps stale; 0 if none. */
    public long handle(int peer) {
        return records.getOpaque(2 * peer);
    }

    /** Notes a handle. */
    public void handle(int peer, long handle) {
        records.setOpaque(2 * peer, handle);
    }

    /** Something of all that is kept about a peer, read so that later reads find it near. */
    public int touch(int peer) {
        return ids[offset(peer) + 6] + (int) records.getPlain(2 * peer);
    }
}
