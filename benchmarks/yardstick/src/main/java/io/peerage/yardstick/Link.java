/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A ticket, and the connection that it becomes. Whoever moves it to its end gives back what it holds, so that this happens
 * once. Any thread.
 */
final class Link {
    private static final AtomicReferenceFieldUpdater<Link, Peer> PEER =
            AtomicReferenceFieldUpdater.newUpdater(Link.class, Peer.class, "peer");

    final Long handle;
    final boolean inbound;
    final @Nullable Peer dialed;
    final List<PrefixCounts.Prefix> prefixes;
    final long admitted;
    private volatile Leases.@Nullable Lease lease;
    // None while it is a ticket; the connected peer; Peer.NONE at the end.
    private volatile @Nullable Peer peer;

    Link(
            long handle,
            boolean inbound,
            @Nullable Peer dialed,
            List<PrefixCounts.Prefix> prefixes,
            long admitted) {
        this.handle = handle;
        this.inbound = inbound;
        this.dialed = dialed;
        this.prefixes = prefixes;
        this.admitted = admitted;
    }

    boolean isTicket() {
        return peer == null;
    }

    boolean hasEnded() {
        return peer == Peer.NONE;
    }

    boolean establish(Peer connected) {
        return PEER.compareAndSet(this, null, connected);
    }

    /** Ends a ticket; whether this call did. */
    boolean endTicket() {
        return PEER.compareAndSet(this, null, Peer.NONE);
    }

    /** Ends it, whatever it is; the peer that it connected, null for a ticket, {@link Peer#NONE} if it had ended. */
    @Nullable Peer end() {
        return PEER.getAndSet(this, Peer.NONE);
    }

    void leaseStarted(Leases.Lease started) {
        lease = started;
        // Who ended it meanwhile found nothing to cancel.
        if (!isTicket()) {
            started.cancel();
        }
    }

    void cancelLease() {
        Leases.Lease running = lease;
        if (running != null) {
            running.cancel();
        }
    }
}
