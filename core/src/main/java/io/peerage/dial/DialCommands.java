/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;

/** Where the dial room's commands go. <b>Threading</b>: called on the owner thread, inside a tick. <b>Errors</b>: none come out. */
public interface DialCommands {
    /** Dial this peer; whether the command was taken. */
    boolean dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason);

    /** Ask for addresses; a connected peer that may be asked, or 0. */
    void needAddresses(long connectedPeer);

    /** Close this connection. */
    void close(long connection, CloseReason reason);
}
