/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a node as jvm-libp2p's {@code NetworkImpl} keeps them: in a copy-on-write list that a dial searches for
 * one to the same peer.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: changes blocking, searches wait-free in the number of connections.
 * <b>Complexity</b>: O(connections) each; a change copies the list. <b>Origin</b>: jvm-libp2p 1.3.5.
 */
public final class CopyOnWriteConnections {
    private final CopyOnWriteArrayList<Entry> connections = new CopyOnWriteArrayList<>();

    /** No connections. */
    public CopyOnWriteConnections() {}

    /** Adds a connection; what to remove it by. */
    public Entry open(PeerId peer, long connection) {
        Entry entry = new Entry(peer, connection);
        connections.add(entry);
        return entry;
    }

    /** Removes a connection; whether it was there. */
    public boolean close(Entry connection) {
        return connections.remove(connection);
    }

    /** What a dial asks first: a connection to this peer, or null. */
    public @Nullable Entry find(PeerId peer) {
        for (Entry entry : connections) {
            if (entry.peer.equals(peer)) {
                return entry;
            }
        }
        return null;
    }

    /** The number of connections. */
    public int size() {
        return connections.size();
    }

    /** A connection; equal to no other, as jvm-libp2p's are. */
    public static final class Entry {
        private final PeerId peer;
        private final long connection;

        private Entry(PeerId peer, long connection) {
            this.peer = peer;
            this.connection = connection;
        }

        /** Whose connection it is. */
        public PeerId peer() {
            return peer;
        }

        /** The caller's number for it. */
        public long connection() {
            return connection;
        }
    }
}
