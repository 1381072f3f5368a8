/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.ReferenceColumn;
import io.peerage.config.DataConfig;
import io.peerage.model.PeerDataKey;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import org.jspecify.annotations.Nullable;

/**
 * The data that the application keeps for each peer, one value a key.
 *
 * <p><b>Guarantees</b>: a value is of the peer that the handle named when it was put, never of the slot's next tenant. One that was
 * put stays until it is replaced, removed, or cleared by {@link PeerDataSweep}: there is no other way out, and none is left
 * behind. One that is put while the peer isn't connected has the owner look at the peer, so that it is cleared in its time too.
 *
 * <p>What a get or a getOrPut finds while its peer is connected stays at least until the peer is gone, even if it is found while the
 * owner is about to clear it.
 *
 * <p><b>How</b>: a cell refers to an entry, and is changed by CAS; the entry says itself whether it is still kept. Whoever put an
 * entry looks at the peer afterwards: if it is gone, the owner may have looked through its cells already, so the entry is taken
 * back.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: getting is wait-free, all else lock-free. <b>Complexity</b>: O(keys) with
 * at most {@value DataConfig#MOST_KEYS} keys; putting allocates 24 bytes, the rest nothing. <b>Memory</b>: 4 bytes a peer
 * and key. <b>Errors</b>: {@link IllegalArgumentException} for a key that is not configured and for a handle of another manager,
 * {@link NullPointerException} for a value that is null. <b>Origin</b>: features J1; cells bound to tenants as {@link
 * io.peerage.peer.TenantColumn}s are, but cleared by the owner, since what leaves them is to be told.
 */
@AnyThread
public final class PeerDataTable {
    private final PeerTable peers;
    private final PeerStates states;
    private final HandleSpace handles;
    private final PeerDataKey<?>[] keys;
    private final ReferenceColumn<PeerDataEntry> cells;

    /** No data of any peer. */
    public PeerDataTable(PeerTable peers, PeerStates states, DataConfig config) {
        this.peers = peers;
        this.states = states;
        this.handles = peers.handles();
        this.keys = config.keys().toArray(PeerDataKey<?>[]::new);
        this.cells = new ReferenceColumn<>(Math.multiplyExact(peers.capacity(), keys.length));
    }

    /** Whether there is a key at all. */
    public boolean isConfigured() {
        return keys.length > 0;
    }

    /** The bytes of memory that the table takes, what was put left out. */
    public long bytes() {
        return cells.bytes();
    }

    /** The number of values; exact only while nobody puts. O(peers × keys), for checks. */
    public int countValues() {
        int values = 0;
        for (int at = 0; at < cells.length(); at++) {
            values += cells.get(at) == null ? 0 : 1;
        }
        return values;
    }

    /** What is kept for the peer; null if nothing, or if the handle is stale. */
    public <T> @Nullable T get(long peer, PeerDataKey<T> key) {
        int number = number(key);
        return handles.accepts(peer) ? found(peer, cells.get(at(peer, number)), key) : null;
    }

    /** Keeps a value for the peer, instead of what was kept before; whether the peer is known. */
    public <T> boolean put(long peer, PeerDataKey<T> key, T value) {
        int number = number(key);
        checkValue(key, value);
        while (handles.accepts(peer)) {
            PeerDataEntry before = cells.get(at(peer, number));
            // After the read of the cell: if the peer is still known then, what is in it is not of
            // a later tenant.
            if (peers.known(peer) < 0) {
                return false;
            }
            PeerDataEntry entry = new PeerDataEntry(handles.generation(peer), value);
            if (replace(peer, number, before, entry)) {
                return isTakenIn(peer, number, entry);
            }
        }
        return false;
    }

    /** What is kept for the peer, the given value from now on if there was nothing; null if the peer is unknown. */
    public <T> @Nullable T getOrPut(long peer, PeerDataKey<T> key, T value) {
        int number = number(key);
        checkValue(key, value);
        while (handles.accepts(peer)) {
            PeerDataEntry before = cells.get(at(peer, number));
            if (peers.known(peer) < 0) {
                return null;
            }
            T found = found(peer, before, key);
            if (found != null) {
                return found;
            }
            PeerDataEntry entry = new PeerDataEntry(handles.generation(peer), value);
            if (replace(peer, number, before, entry)) {
                return isTakenIn(peer, number, entry) ? value : null;
            }
        }
        return null;
    }

    /** Removes what is kept for the peer. Returns it; null if there was nothing, or if the handle is stale. */
    public <T> @Nullable T remove(long peer, PeerDataKey<T> key) {
        int number = number(key);
        if (!handles.accepts(peer)) {
            return null;
        }
        for (; ; ) {
            PeerDataEntry entry = cells.get(at(peer, number));
            if (entry == null || !entry.isOf(handles.generation(peer))) {
                return null;
            }
            if (entry.remove()) {
                cells.cas(at(peer, number), entry, null);
                return key.type().cast(entry.value);
            }
            if (!entry.isReplaced()) {
                return null;
            }
        }
    }

    private boolean replace(
            long peer, int number, @Nullable PeerDataEntry before, PeerDataEntry entry) {
        if (!cells.cas(at(peer, number), before, entry)) {
            return false;
        }
        // One of an earlier tenant is left to whoever put it, who will take it back.
        if (before != null && before.isOf(entry.generation)) {
            before.replace();
        }
        return true;
    }

    /** Whether an entry that was just put stays: its peer is known, and the owner will look at it when the peer is gone. */
    private boolean isTakenIn(long peer, int number, PeerDataEntry entry) {
        long word = word(peer);
        if (!PeerWord.isKnownAs(word, entry.generation)) {
            // If it has left already, it was kept for a moment: the owner has told of it, or
            // somebody replaced or removed it.
            boolean takenBack = entry.remove();
            cells.cas(at(peer, number), entry, null);
            return !takenBack;
        }
        if (!PeerWord.isConnected(word)) {
            states.touch(peer);
        }
        return true;
    }

    private <T> @Nullable T found(long peer, @Nullable PeerDataEntry entry, PeerDataKey<T> key) {
        if (entry == null || !entry.isOf(handles.generation(peer))) {
            return null;
        }
        boolean kept =
                entry.isInQuestion() && PeerWord.isConnected(word(peer))
                        ? entry.keep()
                        : entry.wasKept();
        return kept ? key.type().cast(entry.value) : null;
    }

    private long word(long peer) {
        return peers.columns().wordVolatile(handles.index(peer));
    }

    // Not with a message from a lambda, which would be made for each value.
    private static <T> void checkValue(PeerDataKey<T> key, T value) {
        if (value == null) {
            throw new NullPointerException("value of data key " + key + " is null; use remove");
        }
    }

    private int number(PeerDataKey<?> key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] == key) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "data key "
                        + key
                        + " is not one of the "
                        + keys.length
                        + " configured; give it to the manager's builder");
    }

    private int at(long peer, int number) {
        return handles.index(peer) * keys.length + number;
    }

    /** The number of keys. */
    int keys() {
        return keys.length;
    }

    PeerDataKey<?> key(int number) {
        return keys[number];
    }

    /** What is kept for the tenant of a slot; null if nothing. */
    @Nullable PeerDataEntry entry(int slot, int generation, int number) {
        PeerDataEntry entry = cells.get(slot * keys.length + number);
        return entry != null && entry.isOf(generation) && entry.isKept() ? entry : null;
    }

    /** An entry has left; its cell need not refer to it any more. */
    void left(int slot, int number, PeerDataEntry entry) {
        cells.cas(slot * keys.length + number, entry, null);
    }
}
