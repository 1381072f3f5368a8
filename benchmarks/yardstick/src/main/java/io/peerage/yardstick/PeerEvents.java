/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

/**
 * Hears of peers that connect and disconnect, from {@link ConnectionManager#tick} alone, and of tickets that expired.
 *
 * <p>Flaps are the connect-disconnect pairs that were folded into a notification.
 */
public interface PeerEvents {
    /** The peer is connected. */
    void onConnected(long peer, int flaps);

    /** The peer is no longer connected. */
    void onDisconnected(long peer, int flaps);

    /** The ticket's lease ran out. */
    void onTicketExpired(long ticket);

    /** Close the transport of this connection. */
    void onCloseCommand(long connection);
}
