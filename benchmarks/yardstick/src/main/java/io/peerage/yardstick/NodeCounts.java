/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import io.peerage.config.Limits;
import io.peerage.model.Result;
import org.jspecify.annotations.Nullable;

/**
 * The node's limits as atomic counters, none of which ever exceeds its limit. Any thread.
 *
 * <p>They are taken one after the other and given back when a later one is full, so that a caller who comes between is
 * refused on account of an attempt that fails in the end.
 */
final class NodeCounts {
    private final BoundedCount total;
    private final BoundedCount inbound;
    private final BoundedCount outbound;
    private final BoundedCount pendingInbound;
    private final BoundedCount pendingOutbound;

    NodeCounts(Limits limits) {
        total = new BoundedCount(limits.connections());
        inbound = new BoundedCount(limits.inbound());
        outbound = new BoundedCount(limits.outbound());
        pendingInbound = new BoundedCount(limits.pendingInbound());
        pendingOutbound = new BoundedCount(limits.pendingOutbound());
    }

    /** Takes a ticket's places; null if all were free. */
    @Nullable Result reserve(boolean inward) {
        if (!total.tryIncrement()) {
            return Result.TOTAL_LIMIT;
        }
        if (!direction(inward).tryIncrement()) {
            total.decrement();
            return inward ? Result.INBOUND_LIMIT : Result.OUTBOUND_LIMIT;
        }
        if (!pendingCount(inward).tryIncrement()) {
            direction(inward).decrement();
            total.decrement();
            return inward ? Result.PENDING_INBOUND_LIMIT : Result.PENDING_OUTBOUND_LIMIT;
        }
        return null;
    }

    /** A ticket becomes a connection. */
    void establish(boolean inward) {
        pendingCount(inward).decrement();
    }

    void giveBackTicket(boolean inward) {
        pendingCount(inward).decrement();
        giveBackConnection(inward);
    }

    void giveBackConnection(boolean inward) {
        direction(inward).decrement();
        total.decrement();
    }

    /** Established connections; exact at rest. */
    int established(boolean inward) {
        return Math.max(0, direction(inward).get() - pending(inward));
    }

    int pending(boolean inward) {
        return pendingCount(inward).get();
    }

    int taken() {
        return total.get();
    }

    private BoundedCount direction(boolean inward) {
        return inward ? inbound : outbound;
    }

    private BoundedCount pendingCount(boolean inward) {
        return inward ? pendingInbound : pendingOutbound;
    }
}
