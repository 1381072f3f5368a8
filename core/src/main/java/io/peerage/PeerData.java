/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.model.PeerDataKey;
import io.peerage.model.Result;
import io.peerage.store.PeerDataTable;
import org.jspecify.annotations.Nullable;

/**
 * What the application keeps for each peer, one value a key; the owner clears it once the peer has been gone for the key's time, or
 * is given up, and tells {@link io.peerage.event.LifecycleListener#onDataCleared} of it.
 *
 * <p>A value is of the peer that the handle named when it was put, never of another that takes its place. What is found while its peer
 * is connected stays at least until the peer is gone. A manager that was built without keys keeps nothing.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: getting is wait-free, all else lock-free; nothing waits for the owner.
 * <b>Complexity</b>: O(keys); putting allocates 24 bytes, the rest nothing. <b>Errors</b>: {@link IllegalArgumentException} for a
 * key that is not one of the builder's, {@link NullPointerException} for a value that is null, and as {@link PeerManager} for handles.
 * <b>Origin</b>: features J1 (go-libp2p#2355).
 */
public sealed class PeerData permits RecordedData {
    private final PeerDataTable table;

    PeerData(PeerDataTable table) {
        this.table = table;
    }

    /**
     * {@return what is kept for the peer, also for one that was given up until its place is recycled; null if nothing, or for an unknown
     * peer}
     *
     * @param <T> the class of the data
     * @param peer the peer's handle
     * @param key which data
     */
    public <T> @Nullable T get(long peer, PeerDataKey<T> key) {
        return table.isConfigured() ? table.get(peer, key) : null;
    }

    /**
     * Keeps a value for the peer, instead of what was kept before.
     *
     * @param <T> the class of the data
     * @param peer the peer's handle
     * @param key which data
     * @param value the value
     * @return the code of {@link Result#DONE}, {@link Result#UNKNOWN_PEER}, or {@link Result#NOT_CONFIGURED} from a manager that was
     *     built without keys
     */
    public <T> int put(long peer, PeerDataKey<T> key, T value) {
        if (!table.isConfigured()) {
            return Result.NOT_CONFIGURED.code();
        }
        return (table.put(peer, key, value) ? Result.DONE : Result.UNKNOWN_PEER).code();
    }

    /**
     * {@return what is kept for the peer: the given value, if there was nothing; null for an unknown peer}
     *
     * @param <T> the class of the data
     * @param peer the peer's handle
     * @param key which data
     * @param value the value
     */
    public <T> @Nullable T getOrPut(long peer, PeerDataKey<T> key, T value) {
        return table.isConfigured() ? table.getOrPut(peer, key, value) : null;
    }

    /**
     * Removes what is kept for the peer, as {@link #get} finds it, and returns it; null if there was nothing.
     *
     * @param <T> the class of the data
     * @param peer the peer's handle
     * @param key which data
     * @return what was kept, or null
     */
    public <T> @Nullable T remove(long peer, PeerDataKey<T> key) {
        return table.isConfigured() ? table.remove(peer, key) : null;
    }

    /** {@return how many values are kept; exact only while nobody puts} O(peers × keys), for checks. */
    public int countValues() {
        return table.countValues();
    }
}
