/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.BucketTable;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.ReadAhead;
import io.peerage.concurrent.SlotPool;
import io.peerage.concurrent.StripedCounters;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Counter;
import io.peerage.model.Result;
import java.util.Objects;

/**
 * Ids to handles: registers peers, finds them, and recycles the indexes of those given up.
 *
 * <p><b>Threading</b>: any thread, except {@link #recycle}, owner thread. <b>Progress</b>: looking up is wait-free,
 * registering lock-free (see {@link BucketTable} for how one of several racing registrations wins), releasing lock-free.
 * <b>Complexity</b>: O(1) expected; a lookup by id reads one bucket and one peer line, by handle one peer line.
 * <b>Ranges</b>: ids of 1 byte to the configured length. <b>Errors</b>: {@link IllegalArgumentException} for an id outside
 * that. <b>Origin</b>: architecture, contracts 2 and 7; layout in {@code docs/decisions/0001-peer-table-layout.md}.
 */
@AnyThread
public final class PeerTable {
    private static final int VALUE_BITS = 24;
    private static final int STAMP_BITS = 6;

    private final PeerColumns columns;
    private final GroupColumn groups;
    private final TenantColumn[] followers;
    private final HandleSpace handles;
    private final KeyedHash hash;
    private final Index index;
    private final SlotPool pool;
    private final StripedCounters counters;
    private final byte[] scratch;
    private final int capacity;
    private final int idBytes;

    /** An empty table; the followers' words begin anew with each tenant, as the groups do. */
    public PeerTable(
            int capacity,
            int idBytes,
            StripedCounters counters,
            int stripes,
            HandleSpace handles,
            KeyedHash hash,
            TenantColumn... followers) {
        this.capacity = capacity;
        this.counters = counters;
        this.idBytes = idBytes;
        this.handles = handles;
        this.hash = hash;
        this.columns = new PeerColumns(capacity, idBytes);
        this.groups = new GroupColumn(capacity);
        this.followers = followers.clone();
        this.index = new Index(capacity, columns, handles);
        this.pool =
                new SlotPool(
                        capacity, stripes, columns.links(), PeerColumns.LINE, PeerColumns.LINK);
        this.scratch = new byte[idBytes];
    }

    /** The peers' memory. */
    public PeerColumns columns() {
        return columns;
    }

    /** The peers' groups. */
    public GroupColumn groups() {
        return groups;
    }

    /** The handles of this table. */
    public HandleSpace handles() {
        return handles;
    }

    /** The number of peers that the table can hold. */
    public int capacity() {
        return capacity;
    }

    /** The longest id. */
    public int idBytes() {
        return idBytes;
    }

    /** The bytes of memory that the table and its followers take. */
    public long bytes() {
        long bytes = columns.bytes() + groups.bytes() + index.bytes();
        for (TenantColumn follower : followers) {
            bytes += follower.bytes();
        }
        return bytes;
    }

    /** The handle of the peer with this id; {@link Result#UNKNOWN_PEER} if there is none. */
    public long lookup(byte[] id, int offset, int length) {
        checkId(id, offset, length);
        long found = index.find(hash.hash(id, offset, length), id, offset, length);
        return found != 0 && known(found) >= 0 ? found : Result.UNKNOWN_PEER.code();
    }

    /**
     * Looks many ids up, the first {@code count} of them: into the same places of {@code found} the handles, or the code of {@link
     * Result#UNKNOWN_PEER}; how many were found. If an id is refused, those before it are found or not, and the others' places are as they were.
     */
    public int lookup(byte[][] ids, int count, long[] found) {
        int known = 0;
        for (int from = 0; from < count; from += ReadAhead.CHUNK) {
            int to = Math.min(count, from + ReadAhead.CHUNK);
            readAhead(ids, from, to, found);
            for (int i = from; i < to; i++) {
                byte[] id = ids[i];
                long handle = index.find(found[i], id, 0, id.length);
                boolean isKnown = handle != 0 && known(handle) >= 0;
                found[i] = isKnown ? handle : Result.UNKNOWN_PEER.code();
                known += isKnown ? 1 : 0;
            }
        }
        return known;
    }

    // The places of the result hold the hashes meanwhile.
    private void readAhead(byte[][] ids, int from, int to, long[] found) {
        for (int i = from; i < to; i++) {
            checkId(ids[i], 0, ids[i] == null ? 0 : ids[i].length);
        }
        for (int i = from; i < to; i++) {
            found[i] = hash.hash(ids[i], 0, ids[i].length);
        }
        long read = 0;
        for (int i = from; i < to; i++) {
            read ^= index.readAhead(found[i]);
        }
        for (int i = from; i < to; i++) {
            int peer = (int) index.guess(found[i]) - 1;
            if (peer >= 0) {
                read ^= columns.readAhead(peer, ids[i].length);
            }
        }
        ReadAhead.done(read);
    }

    /**
     * The handle of the peer with this id, which becomes known if it isn't; {@link Result#PEER_TABLE_FULL} if it can't.
     */
    public long register(byte[] id, int offset, int length) {
        checkId(id, offset, length);
        long hashed = hash.hash(id, offset, length);
        for (; ; ) {
            long handle = index.find(hashed, id, offset, length);
            if (handle == 0) {
                handle = insert(hashed, id, offset, length);
            }
            // The peer may be recycled between being found and being revived; then it is registered
            // anew.
            if (handle < 0 || revive(handle)) {
                return handle;
            }
        }
    }

    private long insert(long hashed, byte[] id, int offset, int length) {
        int slot = pool.take();
        if (slot < 0) {
            return Result.PEER_TABLE_FULL.code();
        }
        int generation = PeerWord.generation(columns.word(slot));
        groups.tenant(slot, generation, hashed);
        for (TenantColumn follower : followers) {
            follower.tenant(slot, generation, hashed);
        }
        columns.tenant(slot, id, offset, length);
        long inserted = index.insert(hashed, slot + 1L, id, offset, length);
        if (inserted < BucketTable.FULL) {
            counters.add(Counter.PEERS_REGISTERED.ordinal(), 1);
            return handles.handle(slot, generation);
        }
        columns.evict(slot);
        pool.give(slot);
        return inserted == BucketTable.FULL ? Result.PEER_TABLE_FULL.code() : inserted;
    }

    private boolean revive(long handle) {
        int peer = handles.index(handle);
        for (; ; ) {
            long word = columns.word(peer);
            if (!PeerWord.isLive(word) || PeerWord.generation(word) != handles.generation(handle)) {
                return false;
            }
            if (!PeerWord.isRetired(word) || columns.casWord(peer, word, PeerWord.revive(word))) {
                return true;
            }
        }
    }

    /**
     * The state word of the peer that a handle names; −1 if the handle is stale.
     *
     * @throws IllegalArgumentException for a handle of another manager or kind
     */
    public long known(long handle) {
        if (!handles.accepts(handle)) {
            return -1;
        }
        long word = columns.word(handles.index(handle));
        return PeerWord.isKnownAs(word, handles.generation(handle)) ? word : -1;
    }

    /** The state word of the live peer with this id; −1 if there is none. */
    public long knownById(byte[] id, int offset, int length) {
        checkId(id, offset, length);
        long found = index.find(hash.hash(id, offset, length), id, offset, length);
        return found != 0 ? known(found) : -1;
    }

    /** Whether one peer's id is smaller than another's, both being held by their callers. */
    public boolean isIdSmaller(int peer, int other) {
        return columns.isIdSmaller(peer, other);
    }

    /** Copies the id of a peer; its length, or the code of {@link Result#UNKNOWN_PEER}. */
    public int copyId(long handle, byte[] target, int offset) {
        int length =
                known(handle) < 0
                        ? -1
                        : columns.copyId(
                                handles.index(handle), handles.generation(handle), target, offset);
        return length < 0 ? Result.UNKNOWN_PEER.code() : length;
    }

    /** Makes the slot of a peer that was given up free for another, unless it was revived; whether it did. */
    @OwnerThread
    public boolean recycle(int peer) {
        long word = columns.word(peer);
        if (!PeerWord.isLive(word)
                || !PeerWord.isRetired(word)
                || PeerWord.isDirty(word)
                || !columns.casWord(peer, word, PeerWord.recycle(word))) {
            return false;
        }
        boolean freed = index.free(idHash(peer), peer + 1L);
        if (!freed) {
            throw new IllegalStateException(
                    "peer index " + peer + " was live but not in the table; this is a bug");
        }
        pool.give(peer);
        counters.addOwned(Counter.PEERS_RECYCLED.ordinal(), 1);
        return true;
    }

    /** The keyed hash of a live peer's id, as its {@link TenantColumn}s were told it. */
    @OwnerThread
    public long idHash(int peer) {
        return hash.hash(scratch, 0, columns.copyIdOwned(peer, scratch));
    }

    /** The keyed hash of an id, whether or not a peer has it; as {@link #idHash(int)}. */
    public long idHash(byte[] id, int offset, int length) {
        checkId(id, offset, length);
        return hash.hash(id, offset, length);
    }

    /** Copies the id of a live peer, which the caller alone can recycle; its length. */
    @OwnerThread
    public int copyIdOwned(int peer, byte[] target) {
        return columns.copyIdOwned(peer, target);
    }

    /** The number of peers in the index; exact only while nobody registers or recycles. */
    @OwnerThread
    public int countIndexed() {
        return index.countCells();
    }

    /** The number of free slots; exact only while nobody registers or recycles. */
    @OwnerThread
    public int countFree() {
        return pool.countFree();
    }

    /** How many buckets of the index a lookup of this id reads at most: 1, unless ids crowd in one place. */
    int bucketsToRead(byte[] id) {
        return index.bucketsToRead(hash.hash(id, 0, id.length));
    }

    private void checkId(byte[] id, int offset, int length) {
        Objects.requireNonNull(id, "id is null; pass the peer's id as bytes");
        if (length < 1 || length > idBytes) {
            throw new IllegalArgumentException(
                    "id length "
                            + length
                            + " is outside 1 to "
                            + idBytes
                            + "; pass the whole id, or raise maxIdBytes (at most 64)");
        }
        if (offset < 0 || offset > id.length - length) {
            throw new IllegalArgumentException(
                    "offset "
                            + offset
                            + " and length "
                            + length
                            + " are outside the array of "
                            + id.length
                            + " bytes; pass the part that holds the id");
        }
    }

    /** Finds peers by id; a cell's value is the peer's index plus one. */
    private static final class Index extends BucketTable {
        private final PeerColumns columns;
        private final HandleSpace handles;

        Index(int capacity, PeerColumns columns, HandleSpace handles) {
            super(capacity, VALUE_BITS, STAMP_BITS);
            this.columns = columns;
            this.handles = handles;
        }

        @Override
        protected long match(int at, long value, byte[] id, int offset, int length) {
            if (value == 0) {
                return 0;
            }
            int peer = (int) value - 1;
            long word = columns.wordIfId(peer, id, offset, length);
            return word < 0 ? 0 : handles.handle(peer, PeerWord.generation(word));
        }
    }
}
