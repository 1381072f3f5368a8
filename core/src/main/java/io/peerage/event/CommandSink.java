/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.event;

import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;

/**
 * Carries out what the manager decides.
 *
 * <p><b>Threading</b>: called on the owner thread, inside a tick. <b>Errors</b>: what it throws is counted and reported to
 * the error handler, and stops nothing. <b>Origin</b>: architecture, "events and commands out".
 */
@FunctionalInterface
public interface CommandSink {
    /**
     * Close the transport of this connection, and call the manager's {@code close} once it is closed.
     *
     * @param connection the connection's handle
     * @param reason why it is to be closed
     */
    void close(long connection, CloseReason reason);

    /**
     * Dial this peer, and call {@code establishOutbound} with the ticket when the handshake is done, or {@code
     * dialing().failed} when it isn't to be. A ticket of which nothing is heard expires as a timeout of the peer.
     *
     * @param peer the peer's handle
     * @param ticket stands for the dial, and for its connection
     * @param ipHi the address that the peer was offered with, or the IP of the book's address that is to be dialed, both words 0 for
     *     none; {@link io.peerage.PeerBook#read} gives the addresses themselves, and the dial's end counts for those with this IP
     * @param ipLo the low word
     * @param reason what the dial is for
     * @throws UnsupportedOperationException unless overridden: whoever configures dialing has to carry it out
     */
    default void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        throw new UnsupportedOperationException(
                "dialing is configured and this sink doesn't dial; override CommandSink.dial");
    }

    /**
     * Find addresses, and tell them to the address book or offer them as candidates: too few peers are known.
     *
     * @param connectedPeer a random connected peer that may be asked, or 0 if there is none
     */
    default void needAddresses(long connectedPeer) {}
}
