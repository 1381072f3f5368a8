/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.feed;

import io.libp2p.core.PeerId;
import io.peerage.PeerManager;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Release;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks somebody for the scores of connected peers, a few at a time, and tells them to the manager.
 *
 * <p><b>Threading</b>: the owner's thread. <b>Complexity</b>: O(slots looked at). <b>Errors</b>: what the source throws is noted.
 */
public final class ScoreFeed {
    private final Connections connections;
    private final PeerManager manager;
    private final ToDoubleFunction<PeerId> source;
    private int next;

    /** Asks this source, which must answer at once. */
    public ScoreFeed(Connections connections, ToDoubleFunction<PeerId> source) {
        this.connections = connections;
        this.manager = connections.manager();
        this.source = source;
    }

    /** Goes on where it stopped, over at most so many slots; whether it came to the end, from where it begins anew. */
    public boolean pull(int slots) {
        int end = Math.min(manager.connectionSlots(), next + slots);
        while (next < end) {
            one(connections.inSlot(next++));
        }
        if (next < manager.connectionSlots()) {
            return false;
        }
        next = 0;
        return true;
    }

    private void one(@Nullable Release release) {
        if (release == null) {
            return;
        }
        long peer = manager.peerOf(release.handle());
        if (peer > 0) {
            try {
                PeerId id = release.connection().secureSession().getRemoteId();
                manager.reputation().external(peer, source.applyAsDouble(id));
            } catch (Throwable e) {
                connections.failures().note(e);
            }
        }
    }
}
