/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.model.CloseReason;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** A ticket or connection of {@link ReferenceManager}. Guarded by its manager. */
final class ReferenceLink {
    /** What a link is; one that has ended is forgotten. */
    enum State {
        PENDING,
        ESTABLISHED,
        /** Lost a tie-break after it was established; the application has not closed it. */
        SUPERSEDED,
        /** As SUPERSEDED, and closed by the application before the owner heard of it. */
        CLOSED
    }

    final long handle;
    final boolean inbound;
    final IpAddress address;
    final long admitted;
    final long lease;
    boolean trustedPlace;
    State state = State.PENDING;
    ReferencePeer peer;
    boolean commandDue;

    /** Why its close was commanded; null if it wasn't. */
    CloseReason doomed;

    int looks;

    /** Who opened the streams that are open. */
    final List<Direction> streams = new ArrayList<>();

    /** The lowest, in microseconds; null if there was none. */
    Long ping;

    /** When it gave something useful, as exactly as the facts tell; null for never. */
    Long message;

    Long block;

    ReferenceLink(
            long handle,
            boolean inbound,
            IpAddress address,
            long admitted,
            long lease,
            boolean trustedPlace) {
        this.handle = handle;
        this.inbound = inbound;
        this.address = address;
        this.admitted = admitted;
        this.lease = lease;
        this.trustedPlace = trustedPlace;
    }

    boolean is(State expected) {
        return state == expected;
    }

    boolean isDue(long now) {
        return state == State.PENDING && now - admitted >= lease;
    }

    boolean isDial() {
        return !inbound && state == State.PENDING;
    }

    boolean connects(ReferencePeer other) {
        return peer == other && state == State.ESTABLISHED;
    }
}
