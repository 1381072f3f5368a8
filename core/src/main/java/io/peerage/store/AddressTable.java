/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.PaddedLongs;
import io.peerage.config.BookConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import org.jspecify.annotations.Nullable;

/**
 * The address book as any thread reads it; {@link AddressBook} changes it.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free, no allocation. <b>Complexity</b>: O(addresses of a peer). <b>Consistency</b>:
 * each address that is read was one of the peer's at some moment of the call, whole; one that was the peer's all the time is read, once. Ages are
 * as of the owner's last tick. <b>Origin</b>: features H1, H5, H6.
 */
@AnyThread
public final class AddressTable {
    static final int KEY = 0;
    static final int RECORD = 1;

    private static final PeerOrigin[] ORIGINS = PeerOrigin.values();
    private static final AddressTier[] TIERS = AddressTier.values();

    private final BookPeers peers;
    private final BookConfig config;
    private final EntryColumns entries;
    private final AddressColumns addresses;
    private final BlobColumns keys;
    private final BlobColumns records;
    private final AddressBuckets buckets;
    private final AddressAge age;
    private final PaddedLongs published = new PaddedLongs(1);
    private final PaddedLongs sizes = new PaddedLongs(1);

    /** An empty table for the peers; the hash must serve nothing else. */
    public AddressTable(BookConfig config, BookPeers peers, KeyedHash hash) {
        this.peers = peers;
        this.config = config;
        this.entries = new EntryColumns(peers.capacity(), config);
        this.addresses = new AddressColumns(config.addresses(), config.addressBytes());
        this.keys = new BlobColumns(config.keys(), config.keyBytes());
        this.records = new BlobColumns(config.records(), config.recordBytes());
        this.buckets = new AddressBuckets(config, hash);
        this.age = new AddressAge(config.times());
        published.setVolatile(0, BookClock.FIRST);
    }

    /** The bytes of memory that the table takes. */
    public long bytes() {
        return entries.bytes() + addresses.bytes() + keys.bytes() + records.bytes();
    }

    /**
     * Reads the addresses of a peer at which it may be dialed: those that worked first, then those that failed least, then the newest.
     *
     * @return how many there are, or the code of {@link Result#UNKNOWN_PEER}
     */
    public int read(long peer, AddressBuffer into) {
        into.clear();
        long known = peers.known(peer);
        if (known < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        int index = peers.index(peer);
        int entry = entries.of(index, known);
        if (entry != EntryColumns.NONE) {
            fill(index, entry, into);
        }
        if (peers.known(peer) < 0) {
            into.clear();
            return Result.UNKNOWN_PEER.code();
        }
        return into.size();
    }

    /** As {@link #read}, in no order, for whoever wants all of them. */
    public int readAll(long peer, AddressBuffer into) {
        into.clear();
        if (peers.known(peer) < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        int index = peers.index(peer);
        int entry = entries.of(index);
        long word = entry == EntryColumns.NONE ? 0 : entries.word(entry);
        if (!EntryWord.isOf(word, index)) {
            return 0;
        }
        int now = (int) published.getVolatile(0);
        for (int position = 0; position < entries.perPeer(); position++) {
            int slot = entries.address(entry, position);
            if (slot != EntryColumns.NONE) {
                append(index, word, slot, now, into);
            }
        }
        if (peers.known(peer) < 0) {
            into.clear();
            return Result.UNKNOWN_PEER.code();
        }
        return into.size();
    }

    /** Whether there may be a key or a record of the peer. */
    public boolean hasKeyOrRecord(long peer) {
        int entry = peers.known(peer) < 0 ? EntryColumns.NONE : entries.of(peers.index(peer));
        return entry != EntryColumns.NONE
                && (entries.blob(entry, KEY) != BlobColumns.NONE
                        || entries.blob(entry, RECORD) != BlobColumns.NONE);
    }

    /**
     * Reads a peer's public key.
     *
     * @return its length; 0 if none is kept; the code of {@link Result#UNKNOWN_PEER}
     * @throws IllegalArgumentException if the target is too small
     */
    public int readKey(long peer, byte[] target) {
        return readBlob(KEY, peer, target);
    }

    /** Reads a peer's signed record; as {@link #readKey}. */
    public int readRecord(long peer, byte[] target) {
        return readBlob(RECORD, peer, target);
    }

    private int readBlob(int kind, long peer, byte[] target) {
        long known = peers.known(peer);
        if (known < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        int index = peers.index(peer);
        int slot = blobSlot(kind, index, known);
        int length = slot == BlobColumns.NONE ? 0 : blobs(kind).read(slot, index, target);
        if (peers.known(peer) < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        if (length < 0) {
            throw new IllegalArgumentException(
                    "target has "
                            + target.length
                            + " bytes, needed are "
                            + (-1 - length)
                            + "; pass an array of the longest that is configured");
        }
        return length;
    }

    /** The sequence number of the peer's signed record; 0 if there is none. */
    public long recordSequence(long peer) {
        long known = peers.known(peer);
        if (known < 0) {
            return 0;
        }
        int index = peers.index(peer);
        int slot = blobSlot(RECORD, index, known);
        return slot == BlobColumns.NONE ? 0 : records.sequence(slot, index);
    }

    private int blobSlot(int kind, int peer, long known) {
        int entry = entries.of(peer, known);
        return entry == EntryColumns.NONE ? BlobColumns.NONE : entries.blob(entry, kind);
    }

    /** How the peer was learnt of; null if the book doesn't have it. */
    public @Nullable PeerOrigin origin(long peer) {
        long known = peers.known(peer);
        if (known < 0) {
            return null;
        }
        int index = peers.index(peer);
        int entry = entries.of(index, known);
        long word = entry == EntryColumns.NONE ? 0 : entries.word(entry);
        return EntryWord.isOf(word, index) ? ORIGINS[EntryWord.origin(word)] : null;
    }

    /** How many peers the book has, as of the owner's last round. */
    public int peers() {
        return (int) sizes.getVolatile(0);
    }

    /** How many addresses the book has, as of the owner's last round. */
    public int addresses() {
        return (int) (sizes.getVolatile(0) >>> 32);
    }

    private void fill(int peer, int entry, AddressBuffer into) {
        long word = entries.word(entry);
        if (!EntryWord.isOf(word, peer)) {
            return;
        }
        int now = (int) published.getVolatile(0);
        int done = 0;
        for (int i = 0; i < entries.perPeer(); i++) {
            int best = best(peer, entry, done);
            if (best == EntryColumns.NONE) {
                return;
            }
            done |= 1 << best;
            int slot = entries.address(entry, best);
            if (slot != EntryColumns.NONE) {
                append(peer, word, slot, now, into);
            }
        }
    }

    // Goes by what stands in the slots at this moment: an address that changes meanwhile may come
    // at
    // another rank.
    private int best(int peer, int entry, int done) {
        int best = EntryColumns.NONE;
        long rank = Long.MIN_VALUE;
        for (int position = 0; position < entries.perPeer(); position++) {
            int slot =
                    (done >>> position & 1) != 0
                            ? EntryColumns.NONE
                            : entries.address(entry, position);
            if (slot != EntryColumns.NONE && AddressWord.isOf(addresses.header(slot), peer)) {
                long other = rank(addresses.state(slot), addresses.times(slot));
                if (best == EntryColumns.NONE || other > rank) {
                    best = position;
                    rank = other;
                }
            }
        }
        return best;
    }

    /** How much sooner one of a peer's addresses is to be dialed than another. */
    static long rank(long state, long times) {
        long worked = AddressWord.isTried(state) || AddressWord.success(times) != 0 ? 1L : 0L;
        int unfailed = AddressWord.MOST_ATTEMPTS - AddressWord.attempts(state);
        int newest = Math.max(AddressWord.heard(state), AddressWord.success(times));
        return worked << 62 | (long) unfailed << 32 | newest;
    }

    private void append(int peer, long entry, int slot, int now, AddressBuffer into) {
        long header = addresses.header(slot);
        long state = addresses.state(slot);
        long times = addresses.times(slot);
        if (!AddressWord.isOf(header, peer) || age.isOver(state, times, entry, now)) {
            return;
        }
        int length = AddressWord.length(header);
        int at =
                into.add(
                        length,
                        addresses.hi(slot),
                        addresses.lo(slot),
                        addresses.source(slot),
                        TIERS[AddressWord.tier(state)]);
        addresses.copy(slot, length, into.bytes(), into.offset(at));
        into.history(
                at,
                AddressWord.isTried(state),
                AddressWord.attempts(state),
                AddressAge.since(AddressWord.heard(state), now),
                AddressAge.since(AddressWord.attempt(times), now),
                AddressAge.since(AddressWord.success(times), now));
        if (!addresses.isStill(slot, header)) {
            into.dropLast();
        }
    }

    BookPeers bookPeers() {
        return peers;
    }

    BookConfig config() {
        return config;
    }

    EntryColumns entries() {
        return entries;
    }

    AddressColumns columns() {
        return addresses;
    }

    BlobColumns blobs(int kind) {
        return kind == KEY ? keys : records;
    }

    AddressBuckets buckets() {
        return buckets;
    }

    AddressAge age() {
        return age;
    }

    /** Tells readers what time it is, and how large the book is. */
    @OwnerThread
    void publish(int seconds) {
        published.setVolatile(0, seconds);
        sizes.setVolatile(0, (long) addresses.used() << 32 | entries.used());
    }
}
