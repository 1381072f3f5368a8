/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BookConfig;
import io.peerage.model.Counter;
import io.peerage.model.PeerOrigin;
import io.peerage.peer.PeerWord;

/**
 * Carries out what any thread has ordered.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(bytes) an order, no allocation. <b>Origin</b>: features H1, H5, H6.
 */
@OwnerThread
final class BookIntake {
    private static final int NONE = AddressColumns.NONE;

    private final BookPeers peers;
    private final BookOrders orders;
    private final EntryColumns entries;
    private final AddressKeeper keeper;
    private final StripedCounters counters;
    private final HeardAddress address = new HeardAddress();
    private final NewPeer newcomer = new NewPeer();
    private final byte[] blob;

    BookIntake(
            AddressTable table, BookOrders orders, AddressKeeper keeper, StripedCounters counters) {
        this.peers = table.bookPeers();
        this.orders = orders;
        this.entries = table.entries();
        this.keeper = keeper;
        this.counters = counters;
        BookConfig config = table.config();
        // Words are written whole.
        this.blob = new byte[Math.max(config.keyBytes(), config.recordBytes()) + 8];
    }

    long bytes() {
        return blob.length;
    }

    /** Carries out at most so many orders; how many it was. */
    int run(int most) {
        int taken = 0;
        // What comes in meanwhile is for the next round.
        while (taken < most && orders.isReady()) {
            take();
            orders.advance();
            taken++;
        }
        return taken;
    }

    private void take() {
        BookOrders.Kind kind = orders.kind();
        int peer = NONE;
        if (orders.idLength() > 0) {
            orders.copyId(newcomer.id);
            newcomer.idLength = orders.idLength();
            long handle = peers.find(newcomer.id, newcomer.idLength);
            peer = handle < 0 ? NONE : peers.index(handle);
        } else if (peers.known(orders.peer()) < 0) {
            stale();
            return;
        } else {
            peer = peers.index(orders.peer());
        }
        if (peer != NONE && PeerWord.isSelf(peers.word(peer))) {
            // Nobody dials himself, and others tell everybody's addresses.
            stale();
            return;
        }
        if (kind == BookOrders.Kind.KEY || kind == BookOrders.Kind.RECORD) {
            takeBlob(kind == BookOrders.Kind.KEY ? AddressTable.KEY : AddressTable.RECORD, peer);
            return;
        }
        orders.copyAddress(address);
        newcomer.origin = orders.origin();
        switch (kind) {
            case HEARD -> keeper.heard(address, peer, newcomer, false);
            case WORKED -> worked(peer);
            case FAILED -> failed(peer);
            default -> gone(peer);
        }
    }

    private void stale() {
        counters.addOwned(Counter.BOOK_ORDERS_STALE.ordinal(), 1);
    }

    private void worked(int peer) {
        int slot = keeper.heard(address, peer, newcomer, true);
        if (slot != NONE) {
            keeper.worked(slot);
        }
    }

    private void failed(int peer) {
        int entry = entries.of(peer);
        if (entry == NONE) {
            stale();
        } else if (address.length == 0) {
            for (int position = 0; position < entries.perPeer(); position++) {
                int slot = entries.address(entry, position);
                if (slot != NONE) {
                    keeper.failed(slot);
                }
            }
        } else {
            int slot = keeper.find(entry, address);
            if (slot == NONE) {
                stale();
            } else {
                keeper.failed(slot);
            }
        }
    }

    private void gone(int peer) {
        int entry = entries.of(peer);
        int slot = entry == NONE ? NONE : keeper.find(entry, address);
        if (slot == NONE) {
            stale();
        } else {
            keeper.drop(slot);
        }
    }

    private void takeBlob(int kind, int peer) {
        orders.copyBlob(blob);
        put(kind, peer, orders.sequence(), orders.length());
    }

    /** Keeps a key or record of a peer, of at most the configured length; false if there is no room, or a newer one. */
    boolean putBlob(int kind, int peer, long sequence, byte[] bytes, int length) {
        System.arraycopy(bytes, 0, blob, 0, length);
        return put(kind, peer, sequence, length);
    }

    private boolean put(int kind, int peer, long sequence, int length) {
        int entry = entries.of(peer);
        if (entry == NONE && PeerWord.isConnected(peers.word(peer))) {
            newcomer.origin = PeerOrigin.INBOUND;
            entry = keeper.newEntry(peer, newcomer, peers.idHash(peer), false);
        }
        if (entry == NONE) {
            stale();
            return false;
        }
        if (keeper.blobs(kind).put(entry, sequence, kind == AddressTable.KEY, blob, length)) {
            return true;
        }
        counters.addOwned(Counter.BOOK_BLOBS_REFUSED.ordinal(), 1);
        return false;
    }
}
