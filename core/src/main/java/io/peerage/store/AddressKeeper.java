/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BookConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.Counter;
import io.peerage.peer.PeerWord;

/**
 * Takes addresses in, moves them between the new and the tried table, and lets them go.
 *
 * <p>Each address has an entry's position and at least one place in a table, save permanent ones, which may have none; an entry goes with its
 * last address, unless its peer is in use.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(addresses of a peer), no allocation. <b>Origin</b>: features H1 to H4.
 */
@OwnerThread
final class AddressKeeper {
    static final int NONE = AddressColumns.NONE;

    private final BookPeers peers;
    private final EntryColumns entries;
    private final AddressColumns columns;
    private final BlobKeeper keys;
    private final BlobKeeper records;
    private final AddressBuckets buckets;
    private final AddressAge age;
    private final AddressPlaces places;
    private final BookEviction eviction;
    private final TriedDisputes disputes = new TriedDisputes();
    private final KeyedRandom random;
    private final KeyedHash hash;
    private final StripedCounters counters;
    private final byte[] scratch = new byte[BookConfig.MOST_ADDRESS_BYTES];
    private int now = BookClock.FIRST;
    private AddressFollower follower = AddressFollower.NOBODY;

    AddressKeeper(
            AddressTable table,
            AddressPlaces places,
            KeyedRandom random,
            KeyedHash addressHash,
            StripedCounters counters) {
        this.keys = new BlobKeeper(AddressTable.KEY, table, table.config().keys());
        this.records = new BlobKeeper(AddressTable.RECORD, table, table.config().records());
        this.peers = table.bookPeers();
        this.entries = table.entries();
        this.columns = table.columns();
        this.buckets = table.buckets();
        this.age = table.age();
        this.places = places;
        this.eviction = new BookEviction(peers, entries);
        this.random = random;
        this.hash = addressHash;
        this.counters = counters;
    }

    long bytes() {
        return eviction.bytes() + keys.bytes() + records.bytes();
    }

    BlobKeeper blobs(int kind) {
        return kind == AddressTable.KEY ? keys : records;
    }

    /** The entry's peer was connected. */
    void met(int entry) {
        keys.met(entry);
        records.met(entry);
    }

    TriedDisputes disputes() {
        return disputes;
    }

    /** Who hears from now on where peers are. */
    void follow(AddressFollower other) {
        follower = other;
    }

    /** Tells where a peer is to be dialed, if anywhere. */
    void tell(int peer) {
        int best = best(peer);
        if (best == NONE) {
            follower.lost(peer);
        } else {
            boolean tried = entries.tried(entries.of(peer)) > 0;
            follower.known(peer, columns.hi(best), columns.lo(best), tried);
        }
    }

    private int best(int peer) {
        int entry = entries.of(peer);
        int best = NONE;
        long rank = 0;
        for (int position = 0; entry != NONE && position < entries.perPeer(); position++) {
            int slot = entries.address(entry, position);
            if (slot != NONE) {
                long other = AddressTable.rank(columns.state(slot), columns.times(slot));
                if (best == NONE || other > rank) {
                    best = slot;
                    rank = other;
                }
            }
        }
        return best;
    }

    void now(int seconds) {
        now = seconds;
    }

    /** The slot of an address that an entry has; {@link #NONE} if it doesn't. */
    int find(int entry, HeardAddress address) {
        for (int position = 0; position < entries.perPeer(); position++) {
            int slot = entries.address(entry, position);
            if (slot != NONE && columns.holds(slot, address)) {
                return slot;
            }
        }
        return NONE;
    }

    /**
     * Takes in an address, or that it was told once more.
     *
     * @param peer the peer's index; {@link #NONE} if it isn't registered
     * @param proven whether the address just worked, so that it needs no place among those that were only heard of
     * @return its slot, or {@link #NONE}
     */
    int heard(HeardAddress address, int peer, NewPeer newcomer, boolean proven) {
        int known = peer == NONE ? NONE : entries.of(peer);
        int slot = known == NONE ? NONE : find(known, address);
        if (slot != NONE) {
            again(slot, address);
            return slot;
        }
        long idHash =
                known != NONE
                        ? entries.idHash(known)
                        : peer != NONE
                                ? peers.idHash(peer)
                                : peers.idHash(newcomer.id, newcomer.idLength);
        boolean permanent = age.isPermanent(AddressWord.state(0, address.tier, 0));
        int home =
                buckets.newCell(
                        address.source, group(address), AddressBuckets.key(address.hash, idHash));
        int cell = places.fresh().emptyFrom(home);
        if (cell == NONE && places.isOpen(home, now)) {
            empty(home);
            cell = home;
        }
        if (cell == NONE && !permanent && !proven) {
            return refused();
        }
        return add(address, peer, newcomer, idHash, cell, proven);
    }

    private int add(
            HeardAddress address,
            int peer,
            NewPeer newcomer,
            long idHash,
            int cell,
            boolean proven) {
        // Only now: emptying the cell may have taken the peer's last address.
        int entry = peer == NONE ? NONE : entries.of(peer);
        if (entry == NONE) {
            entry = newEntry(peer, newcomer, idHash, proven);
        }
        if (entry != NONE && peer == NONE) {
            int known = find(entry, address);
            if (known != NONE) {
                return known;
            }
        }
        int position = entry == NONE ? NONE : position(entry, address);
        if (position == NONE) {
            return refused();
        }
        int slot =
                columns.take(
                        address, EntryWord.peer(entries.word(entry)), age.told(address, now), 0);
        if (slot == NONE) {
            removeIfEmpty(entry);
            return refused();
        }
        entries.address(entry, position, slot);
        if (cell != NONE) {
            places.enter(slot, cell);
        }
        count(Counter.ADDRESSES_ADDED);
        tell(AddressWord.peer(columns.header(slot)));
        return slot;
    }

    private int refused() {
        count(Counter.ADDRESSES_REFUSED);
        return NONE;
    }

    void count(Counter counter) {
        counters.addOwned(counter.ordinal(), 1);
    }

    private static long group(HeardAddress address) {
        return AddressBuckets.group(address.hi, address.lo, address.hash);
    }

    // An address that several tell gets several places, each further one half as likely.
    private void again(int slot, HeardAddress address) {
        long state = age.toldAgain(columns.state(slot), address, now);
        columns.state(slot, state);
        int in = AddressWord.places(state);
        if (in == 0
                || in == AddressColumns.MOST_PLACES
                || address.source == columns.source(slot)
                || (random.next() & (1L << in) - 1) != 0) {
            return;
        }
        int entry = entries.of(AddressWord.peer(columns.header(slot)));
        long key = AddressBuckets.key(address.hash, entries.idHash(entry));
        int cell = buckets.newCell(address.source, group(address), key);
        int other = places.fresh().at(cell);
        if (other == NONE || other != slot && places.yields(other, now)) {
            empty(cell);
            places.enter(slot, cell);
        }
    }

    private void empty(int cell) {
        int slot = places.fresh().at(cell);
        if (slot != NONE && places.leave(slot, cell) == 0 && !isPermanent(slot)) {
            count(Counter.ADDRESSES_DISPLACED);
            drop(slot);
        }
    }

    private boolean isPermanent(int slot) {
        return age.isPermanent(columns.state(slot));
    }

    /** An entry for a peer that has none; {@link #NONE} if there is no room. */
    int newEntry(int peer, NewPeer newcomer, long idHash, boolean proven) {
        if (entries.isFull() && !evict(proven)) {
            return NONE;
        }
        int index = peer;
        if (peer == NONE) {
            long handle = peers.register(newcomer.id, newcomer.idLength);
            if (handle < 0) {
                return NONE;
            }
            index = peers.index(handle);
            // One that was released and not yet recycled comes back with all that is known of it.
            if (entries.of(index) != EntryColumns.NONE) {
                return entries.of(index);
            }
        }
        long word = EntryWord.of(index, newcomer.origin.ordinal(), peer == NONE);
        if (PeerWord.isConnected(peers.word(index))) {
            word = EntryWord.connected(word);
        }
        int entry = entries.add(index, peers.word(index), word, idHash);
        eviction.file(entry);
        return entry;
    }

    private boolean evict(boolean proven) {
        int victim = eviction.victim(proven);
        if (victim == EntryColumns.NONE) {
            return false;
        }
        count(Counter.BOOK_PEERS_EVICTED);
        remove(victim, true);
        return true;
    }

    /** Where an entry's next address goes, for which one of those that told most has to go if there are too many. */
    private int position(int entry, HeardAddress address) {
        int free = entries.positionOf(entry, NONE);
        if (free != EntryColumns.NONE) {
            return free;
        }
        int worst = NONE;
        int worstTold = 0;
        int own = told(entry, address.source);
        for (int position = 0; position < entries.perPeer(); position++) {
            int slot = entries.address(entry, position);
            int told = toldIfMayGo(entry, slot, address.source, own);
            if (told > worstTold
                    || told > 0
                            && told == worstTold
                            && isOlder(slot, entries.address(entry, worst))) {
                worst = position;
                worstTold = told;
            }
        }
        if (worst == NONE) {
            return EntryColumns.NONE;
        }
        count(Counter.ADDRESSES_DISPLACED);
        release(entries.address(entry, worst));
        entries.address(entry, worst, NONE);
        return worst;
    }

    // How many of the peer's addresses its teller told, if it may go for one more of a source; else
    // 0.
    private int toldIfMayGo(int entry, int slot, long source, int own) {
        long state = columns.state(slot);
        if (AddressWord.isTried(state) || age.isPermanent(state)) {
            return 0;
        }
        if (places.yields(slot, now)) {
            return Integer.MAX_VALUE;
        }
        int told = told(entry, columns.source(slot));
        return told > own || columns.source(slot) == source ? told : 0;
    }

    private boolean isOlder(int slot, int other) {
        return AddressWord.heard(columns.state(slot)) < AddressWord.heard(columns.state(other));
    }

    // How many of the peer's addresses a source group has told.
    private int told(int entry, long source) {
        int told = 0;
        for (int position = 0; position < entries.perPeer(); position++) {
            int slot = entries.address(entry, position);
            told += slot != NONE && columns.source(slot) == source ? 1 : 0;
        }
        return told;
    }

    /** An address is being dialed. */
    void dialed(int slot) {
        columns.times(slot, AddressWord.times(now, AddressWord.success(columns.times(slot))));
    }

    /** A dial of an address failed. */
    void failed(int slot) {
        dialed(slot);
        columns.state(slot, AddressWord.failed(columns.state(slot)));
        tell(AddressWord.peer(columns.header(slot)));
    }

    /** A dial of an address succeeded: it belongs among those that worked, if nobody else has its place there. */
    void worked(int slot) {
        columns.times(slot, AddressWord.times(now, now));
        columns.state(slot, AddressWord.worked(columns.state(slot)));
        tell(AddressWord.peer(columns.header(slot)));
        if (AddressWord.isTried(columns.state(slot))) {
            return;
        }
        int cell = triedCell(slot);
        if (places.tried().at(cell) == NONE) {
            promote(slot, cell);
        } else if (AddressWord.places(columns.state(slot)) == 0 && !isPermanent(slot)) {
            count(Counter.ADDRESSES_REFUSED);
            drop(slot);
        } else if (!AddressWord.isDisputing(columns.state(slot)) && !disputes.isFull()) {
            columns.state(slot, AddressWord.disputing(columns.state(slot), true));
            disputes.add(slot, columns.header(slot));
        }
    }

    /** Gives an address that was restored its place among those that worked, if it had one and it is free; false if it has none at all then. */
    boolean settle(int slot, boolean tried) {
        if (tried && !AddressWord.isTried(columns.state(slot))) {
            int cell = triedCell(slot);
            if (places.tried().at(cell) == NONE) {
                promote(slot, cell);
            } else if (AddressWord.places(columns.state(slot)) == 0 && !isPermanent(slot)) {
                count(Counter.ADDRESSES_REFUSED);
                drop(slot);
                return false;
            }
        }
        return true;
    }

    /** Moves an address to an empty cell of the tried table. */
    void promote(int slot, int cell) {
        int entry = entries.of(AddressWord.peer(columns.header(slot)));
        places.promote(slot, cell);
        columns.state(slot, AddressWord.disputing(columns.state(slot), false));
        entries.tried(entry, entries.tried(entry) + 1);
        eviction.file(entry);
        tell(AddressWord.peer(columns.header(slot)));
    }

    private long hash(int slot) {
        int length = AddressWord.length(columns.header(slot));
        columns.copy(slot, length, scratch, 0);
        return hash.hash(scratch, 0, length);
    }

    /** The cell of the tried table where an address belongs. */
    int triedCell(int slot) {
        long hashed = hash(slot);
        int entry = entries.of(AddressWord.peer(columns.header(slot)));
        return buckets.triedCell(
                AddressBuckets.group(columns.hi(slot), columns.lo(slot), hashed),
                AddressBuckets.key(hashed, entries.idHash(entry)));
    }

    /** Moves an address that worked back to the new table: there it is worth more than one that was only heard of. */
    void demote(int slot) {
        int entry = entries.of(AddressWord.peer(columns.header(slot)));
        places.leaveAll(slot);
        entries.tried(entry, entries.tried(entry) - 1);
        eviction.file(entry);
        long hashed = hash(slot);
        int cell =
                buckets.newCell(
                        columns.source(slot),
                        AddressBuckets.group(columns.hi(slot), columns.lo(slot), hashed),
                        AddressBuckets.key(hashed, entries.idHash(entry)));
        int other = places.fresh().at(cell);
        if (other == NONE
                || AddressWord.success(columns.times(other)) == 0
                || places.isOpen(cell, now)) {
            empty(cell);
            places.enter(slot, cell);
        } else if (!isPermanent(slot)) {
            drop(slot);
            return;
        }
        tell(AddressWord.peer(columns.header(slot)));
    }

    /** Forgets an address, and its entry if it was the last. */
    void drop(int slot) {
        int entry = entries.of(AddressWord.peer(columns.header(slot)));
        int peer = EntryWord.peer(entries.word(entry));
        entries.address(entry, entries.positionOf(entry, slot), NONE);
        release(slot);
        tell(peer);
        removeIfEmpty(entry);
    }

    private void release(int slot) {
        if (AddressWord.isTried(columns.state(slot))) {
            int entry = entries.of(AddressWord.peer(columns.header(slot)));
            entries.tried(entry, entries.tried(entry) - 1);
            eviction.file(entry);
        }
        places.leaveAll(slot);
        columns.free(slot);
    }

    void removeIfEmpty(int entry) {
        if (entries.isEmpty(entry) && eviction.mayGo(entry)) {
            remove(entry, true);
        }
    }

    /** Forgets all of a peer. */
    void remove(int entry, boolean tell) {
        for (int position = 0; position < entries.perPeer(); position++) {
            int slot = entries.address(entry, position);
            if (slot != NONE) {
                entries.address(entry, position, NONE);
                release(slot);
            }
        }
        keys.forget(entry);
        records.forget(entry);
        long word = entries.word(entry);
        eviction.leave(entry);
        entries.remove(entry);
        boolean wanted = follower.lost(EntryWord.peer(word));
        if (tell) {
            peers.forgotten(EntryWord.peer(word), EntryWord.isOurs(word) && !wanted);
        }
    }

    /** What is known of a peer has changed. */
    void file(int entry) {
        eviction.file(entry);
    }
}
