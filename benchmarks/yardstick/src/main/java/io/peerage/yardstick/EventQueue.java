/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What the listener is still to hear, as much as there is of it. Any thread; {@link #drain} one thread. */
final class EventQueue {
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();

    void connected(Peer peer) {
        events.add(new Event(peer, 0, true));
    }

    void disconnected(Peer peer) {
        events.add(new Event(peer, 0, false));
    }

    void expired(long ticket) {
        events.add(new Event(null, ticket, false));
    }

    int drain(PeerEvents listener) {
        int told = 0;
        for (Event event = events.poll(); event != null; event = events.poll()) {
            told++;
            if (event.peer == null) {
                listener.onTicketExpired(event.ticket);
            } else if (event.connected) {
                listener.onConnected(event.peer.reference, 0);
            } else {
                listener.onDisconnected(event.peer.reference, 0);
            }
        }
        return told;
    }

    private record Event(@Nullable Peer peer, long ticket, boolean connected) {}
}
