/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.OwnerThread;
import io.peerage.hash.LittleEndian;

/**
 * The memory of public keys, or of signed records: opaque bytes of bounded length with a sequence number, fewer than there are
 * peers.
 *
 * <p><b>Threading</b>: any thread reads, the owner changes. <b>Progress</b>: reading is wait-free. <b>Memory</b>: the longest, rounded up
 * to a word, and 16 bytes a slot. <b>Consistency</b>: as {@link AddressColumns}. <b>Origin</b>: features H5.
 */
@AnyThread
final class BlobColumns {
    /** No such slot. */
    static final int NONE = -1;

    private static final int SEQUENCE = 1;
    private static final int BYTES = 2;

    private final LongColumn words;
    private final int stride;

    BlobColumns(int slots, int longest) {
        this.stride = BYTES + LittleEndian.words(longest);
        this.words = LongColumn.of(Math.multiplyExact(slots, stride));
    }

    long bytes() {
        return words.bytes();
    }

    /** Copies what a slot holds of a peer; its length, 0 if it holds nothing of it, −1 − length if the target is too small. */
    int read(int slot, int peer, byte[] target) {
        int at = slot * stride;
        long header = words.getAcquire(at);
        int length = BlobWord.length(header);
        if (!BlobWord.isOf(header, peer)) {
            return 0;
        }
        if (length > target.length) {
            return -1 - length;
        }
        for (int i = 0; i < LittleEndian.words(length); i++) {
            LittleEndian.put(words.getPlain(at + BYTES + i), target, 8 * i, length - 8 * i);
        }
        words.fenceReads();
        return words.getAcquire(at) == header ? length : 0;
    }

    /** The sequence number of what a slot holds of a peer; 0 if it holds nothing of it. */
    long sequence(int slot, int peer) {
        int at = slot * stride;
        long header = words.getAcquire(at);
        if (!BlobWord.isOf(header, peer)) {
            return 0;
        }
        long sequence = words.getPlain(at + SEQUENCE);
        words.fenceReads();
        return words.getAcquire(at) == header ? sequence : 0;
    }

    /** The peer of a slot; {@link #NONE} if it is free. */
    @OwnerThread
    int peer(int slot) {
        long header = words.getPlain(slot * stride);
        return BlobWord.length(header) == 0 ? NONE : BlobWord.peer(header);
    }

    /** Fills a free slot. */
    @OwnerThread
    void put(int slot, int peer, long sequence, byte[] bytes, int length) {
        int at = slot * stride;
        words.setRelease(at + SEQUENCE, sequence);
        for (int i = 0; i < LittleEndian.words(length); i++) {
            words.setRelease(at + BYTES + i, LittleEndian.word(bytes, 0, length, i));
        }
        words.setRelease(at, BlobWord.live(words.getPlain(at), peer, length));
    }

    @OwnerThread
    void free(int slot) {
        int at = slot * stride;
        words.setRelease(at, BlobWord.freed(words.getPlain(at)));
    }
}
