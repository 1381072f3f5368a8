/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.DataConfig;
import io.peerage.model.PeerDataKey;
import org.jspecify.annotations.Nullable;

/** Puts something where something was put, for replays. One thread. */
final class ReplayedData {
    private final PeerData data;
    private final DataConfig config;

    ReplayedData(PeerData data, DataConfig config) {
        this.data = data;
        this.config = config;
    }

    /** Puts anything. */
    public int put(long peer, @Nullable String key) {
        return data.put(peer, key(key), new Object());
    }

    /** Puts anything where nothing is; 1 if something is there then. */
    public int getOrPut(long peer, @Nullable String key) {
        return data.getOrPut(peer, key(key), new Object()) == null ? 0 : 1;
    }

    /** Removes what is there; 1 if something was. */
    public int remove(long peer, @Nullable String key) {
        return data.remove(peer, key(key)) == null ? 0 : 1;
    }

    // The journal has made all keys of one type.
    @SuppressWarnings("unchecked")
    private PeerDataKey<Object> key(@Nullable String name) {
        for (PeerDataKey<?> key : config.keys()) {
            if (key.name().equals(name)) {
                return (PeerDataKey<Object>) key;
            }
        }
        throw new IllegalArgumentException("key " + name + " is none of the builder's");
    }
}
