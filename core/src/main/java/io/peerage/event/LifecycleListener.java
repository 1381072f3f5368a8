/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.event;

import io.peerage.model.CloseReason;
import io.peerage.model.Direction;
import io.peerage.model.PeerDataKey;

/**
 * Hears, per peer, a strict alternation of connected and disconnected that ends in the true state.
 *
 * <p>Notifications are coalesced: a peer that connected and disconnected several times between two
 * ticks is told once, with the number of pairs that were left out. So over any time at whose end
 * nothing is pending, the FIRST_CONNECTION results that callers got are the {@code onConnected}
 * calls, plus the flaps of all calls, plus {@link io.peerage.model.Counter#FLAPS_SATURATED}.
 *
 * <p><b>Threading</b>: called on the owner thread, inside a tick; may call the manager, also to tick again (which does
 * nothing). <b>Errors</b>: what it throws is counted and reported to the error handler, and stops nothing. <b>Ranges</b>:
 * flaps 0 to 255; beyond that they are only counted. <b>Origin</b>: features A3; architecture, contract 5.
 */
public interface LifecycleListener {
    /**
     * The peer is connected.
     *
     * @param peer the peer's handle
     * @param flaps how many pairs of connected and disconnected were left out, 0 to 255
     */
    void onConnected(long peer, int flaps);

    /**
     * The peer is no longer connected.
     *
     * @param peer the peer's handle
     * @param flaps how many pairs of connected and disconnected were left out, 0 to 255
     */
    void onDisconnected(long peer, int flaps);

    /**
     * A ticket was reclaimed because nobody established or abandoned it in time; close its transport.
     *
     * @param ticket the ticket
     * @param direction whether it was inbound or outbound
     */
    default void onTicketExpired(long ticket, Direction direction) {}

    /**
     * A connection whose close was commanded seconds ago was not reported closed; it is taken for closed from now on, and
     * its places are free. Whatever is left of its transport should go.
     *
     * @param connection the connection's handle
     * @param reason why the close was commanded
     */
    default void onCloseForced(long connection, CloseReason reason) {}

    /**
     * What was kept for a peer is no longer, since the peer has been gone for the key's time, or was given up; of each value
     * once, and never of one that was replaced or removed. The handle may be stale by now.
     *
     * @param peer the peer's handle
     * @param key its key
     * @param value what was kept
     */
    default void onDataCleared(long peer, PeerDataKey<?> key, Object value) {}
}
