/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.AnyThread;
import io.peerage.peer.PeerTable;

/**
 * Decides a simultaneous open as both sides do: the connection that the peer with the smaller id dialed stays.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Progress</b>: wait-free. <b>Complexity</b>: O(id length). Without a local
 * id nothing is decided, and the newcomer is refused by the limit. <b>Origin</b>: features A6 (kubo#1809).
 */
@AnyThread
public final class TieBreak {
    private final PeerTable peers;
    private final long self;

    /** A tie-break for the node whose own id is registered under this handle; 0 if it isn't known. */
    public TieBreak(PeerTable peers, long self) {
        this.peers = peers;
        this.self = self;
    }

    boolean isKnown() {
        return self != 0;
    }

    /** Whether an inbound connection of this peer stays when only one of it and our dial can. */
    boolean inboundStays(int peer) {
        return peers.isIdSmaller(peer, peers.handles().index(self));
    }
}
