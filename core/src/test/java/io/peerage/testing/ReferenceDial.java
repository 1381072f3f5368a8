/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.model.DialReason;
import io.peerage.model.IpAddress;

/**
 * A Dial command of a manager in its model's words: what it dialed, and the ticket that the model gives the same dial.
 *
 * <p><b>Threading</b>: one thread.
 */
public final class ReferenceDial {
    private final long peer;
    private final IpAddress address;
    private final DialReason reason;
    private long ticket;

    /** A dial of the peer that has this handle in the model. */
    public ReferenceDial(long peer, IpAddress address, DialReason reason) {
        this.peer = peer;
        this.address = address;
        this.reason = reason;
    }

    long peer() {
        return peer;
    }

    IpAddress address() {
        return address;
    }

    DialReason reason() {
        return reason;
    }

    void ticket(long given) {
        ticket = given;
    }

    /** The model's ticket, after its tick; 0 before. */
    public long ticket() {
        return ticket;
    }

    @Override
    public String toString() {
        return "peer " + peer + " at " + address + " for " + reason;
    }
}
