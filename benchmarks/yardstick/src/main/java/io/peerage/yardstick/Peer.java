/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A known peer. Its fields are changed only by who holds its monitor, and read by anyone. */
final class Peer {
    /** What a link's peer is once the link has ended. */
    static final Peer NONE = new Peer(new PeerId(new byte[1]), 0);

    final PeerId id;
    final Long reference;
    // A set that is safe to walk while others change it, since callers are handed it.
    final Set<Long> connections = ConcurrentHashMap.newKeySet(2);
    volatile boolean dialing;
    volatile boolean released;
    volatile long connectedSince;

    Peer(PeerId id, long reference) {
        this.id = id;
        this.reference = reference;
    }

    boolean isConnected() {
        return !connections.isEmpty();
    }
}
