/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.model.PeerFlag;
import io.peerage.peer.PeerWord;
import java.util.BitSet;
import java.util.List;

/**
 * Goes through a whole book and compares what its parts say of one another.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(entries and addresses), allocates. <b>Origin</b>: Bitcoin Core's {@code
 * CheckAddrman}.
 */
@OwnerThread
final class BookCheck {
    private final EntryColumns entries;
    private final AddressColumns columns;
    private final AddressAge age;
    private final AddressPlaces places;
    private final BookPeers peers;
    private final BitSet seen = new BitSet();
    private int inNew;
    private int inTried;

    BookCheck(AddressTable table, AddressPlaces places) {
        this.entries = table.entries();
        this.columns = table.columns();
        this.age = table.age();
        this.peers = table.bookPeers();
        this.places = places;
    }

    /** Adds what disagrees. */
    void run(List<String> found) {
        int live = 0;
        for (int entry = 0; entry < entries.entries(); entry++) {
            long word = entries.word(entry);
            if (EntryWord.isLive(word)) {
                live++;
                check(entry, EntryWord.peer(word), found);
            }
        }
        differ(found, "peers of the book", entries.used(), live);
        differ(found, "addresses of the book", columns.used(), seen.cardinality());
        differ(found, "places of the new table", places.fresh().size(), inNew);
        differ(found, "places of the tried table", places.tried().size(), inTried);
    }

    private void check(int entry, int peer, List<String> found) {
        if (entries.of(peer) != entry) {
            found.add("book entry " + entry + " of peer index " + peer + " isn't found by it");
        }
        int tried = 0;
        for (int position = 0; position < entries.perPeer(); position++) {
            int slot = entries.address(entry, position);
            if (slot != AddressColumns.NONE) {
                tried += isInPlace(slot, peer, found) ? 1 : 0;
            }
        }
        if (tried != entries.tried(entry)) {
            found.add(
                    "book entry "
                            + entry
                            + " says "
                            + entries.tried(entry)
                            + " addresses that worked, counted are "
                            + tried);
        }
        long word = peers.word(peer);
        if (entries.isEmpty(entry)
                && PeerWord.isKnown(word)
                && !PeerWord.isConnected(word)
                && !PeerWord.isDialing(word)
                && !PeerWord.isDirty(word)
                && !PeerWord.has(word, PeerFlag.PERSISTENT)
                && !PeerWord.has(word, PeerFlag.PROTECTED)
                && !PeerWord.has(word, PeerFlag.BANNED)) {
            found.add("book entry " + entry + " has no address, and its peer isn't in use");
        }
    }

    // Whether the address is in the tried table.
    private boolean isInPlace(int slot, int peer, List<String> found) {
        if (seen.get(slot) || !AddressWord.isOf(columns.header(slot), peer)) {
            found.add("address slot " + slot + " is of several peers, or of another");
        }
        seen.set(slot);
        long state = columns.state(slot);
        if (AddressWord.isTried(state)) {
            inTried++;
            int cell = columns.place(slot, 0);
            if (cell < 0 || places.tried().at(cell) != slot) {
                found.add("address slot " + slot + " isn't in its place of the tried table");
            }
            return true;
        }
        int count = AddressWord.places(state);
        if (count == 0 && !age.isPermanent(state)) {
            found.add("address slot " + slot + " has no place");
        }
        for (int i = 0; i < count; i++) {
            inNew++;
            if (places.fresh().at(columns.place(slot, i)) != slot) {
                found.add("address slot " + slot + " isn't in its place of the new table");
            }
        }
        return false;
    }

    private static void differ(List<String> found, String what, int said, int counted) {
        if (said != counted) {
            found.add(what + ": " + said + " by its own count, " + counted + " counted again");
        }
    }
}
