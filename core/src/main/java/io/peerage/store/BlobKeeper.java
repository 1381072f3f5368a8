/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.SlotOrder;

/**
 * Keeps public keys, or signed records, of some of the book's peers: of each the one with the highest sequence number.
 *
 * <p>When all slots are taken, a peer that was never connected displaces the oldest of such peers only; one that was displaces the
 * oldest of those, or else of its own kind. So strangers can't wash out what is known of peers that were met.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(length), no allocation. <b>Memory</b>: 9 bytes a slot. <b>Origin</b>: features H5.
 */
@OwnerThread
final class BlobKeeper {
    private static final int NONE = BlobColumns.NONE;
    private static final int STRANGERS = 0;
    private static final int MET = 1;
    private static final int FREE = 2;
    private static final int LINES = 3;

    private final int kind;
    private final EntryColumns entries;
    private final BlobColumns blobs;
    private final SlotOrder order;

    BlobKeeper(int kind, AddressTable table, int slots) {
        this.kind = kind;
        this.entries = table.entries();
        this.blobs = table.blobs(kind);
        this.order = new SlotOrder(slots, LINES);
        for (int slot = 0; slot < slots; slot++) {
            order.enqueue(slot, FREE);
        }
    }

    long bytes() {
        return order.bytes();
    }

    /** Keeps something of an entry's peer; false if what is kept is as new, or nobody would make room. */
    boolean put(int entry, long sequence, boolean anySequence, byte[] bytes, int length) {
        long word = entries.word(entry);
        int peer = EntryWord.peer(word);
        int old = entries.blob(entry, kind);
        if (old != NONE
                && !anySequence
                && Long.compareUnsigned(sequence, blobs.sequence(old, peer)) <= 0) {
            return false;
        }
        int slot = old != NONE ? old : next(EntryWord.isMet(word));
        if (slot == SlotOrder.NOBODY) {
            return false;
        }
        int tenant = blobs.peer(slot);
        if (tenant != NONE) {
            forget(entries.of(tenant));
        }
        blobs.put(slot, peer, sequence, bytes, length);
        order.enqueue(slot, EntryWord.isMet(word) ? MET : STRANGERS);
        entries.blob(entry, kind, slot);
        return true;
    }

    private int next(boolean met) {
        int free = order.oldest(FREE);
        int stranger = free != SlotOrder.NOBODY ? free : order.oldest(STRANGERS);
        return stranger != SlotOrder.NOBODY || !met ? stranger : order.oldest(MET);
    }

    /** The entry's peer was connected. */
    void met(int entry) {
        int slot = entries.blob(entry, kind);
        if (slot != NONE) {
            order.enqueue(slot, MET);
        }
    }

    /** Forgets what is kept of the entry's peer, if anything is. */
    void forget(int entry) {
        int slot = entries.blob(entry, kind);
        if (slot != NONE) {
            entries.blob(entry, kind, NONE);
            blobs.free(slot);
            order.enqueue(slot, FREE);
        }
    }
}
