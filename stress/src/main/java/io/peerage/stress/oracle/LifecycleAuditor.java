/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.event.LifecycleListener;
import io.peerage.model.Direction;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

/**
 * Listens, and checks that what it hears alternates.
 *
 * <p><b>Threading</b>: owner thread; others at rest. The three counts may be read by any thread, roughly.
 */
public final class LifecycleAuditor implements LifecycleListener {
    private static final int MOST_FLAPS = 255;
    private static final int EXPIRED_KEPT = 1 << 16;

    private final Violations violations;
    private final LongOpenHashSet connected;
    // Of the last so many, so that a storm may last as long as it likes.
    private final LongOpenHashSet expired = new LongOpenHashSet(EXPIRED_KEPT);
    private final long[] expiredInTurn = new long[EXPIRED_KEPT];
    private long expiredCount;
    private volatile long connects;
    private volatile long disconnects;
    private volatile long flapCount;

    /** Nobody is connected; there may be so many connections. */
    public LifecycleAuditor(int connections, Violations violations) {
        this.violations = violations;
        this.connected = new LongOpenHashSet(connections);
    }

    @Override
    public void onConnected(long peer, int flaps) {
        if (!connected.add(peer)) {
            violations.found(Contract.LIFECYCLE, "peer " + peer + " connected twice in a row");
        }
        connects = connects + 1;
        flaps(flaps);
    }

    @Override
    public void onDisconnected(long peer, int flaps) {
        if (!connected.remove(peer)) {
            violations.found(
                    Contract.LIFECYCLE, "peer " + peer + " disconnected without being connected");
        }
        disconnects = disconnects + 1;
        flaps(flaps);
    }

    private void flaps(int flaps) {
        if (flaps < 0 || flaps > MOST_FLAPS) {
            violations.found(Contract.LIFECYCLE, "flaps of one notification", flaps, MOST_FLAPS);
        }
        if (flaps != 0) {
            flapCount = flapCount + flaps;
        }
    }

    @Override
    public void onTicketExpired(long ticket, Direction direction) {
        int turn = (int) expiredCount++ & EXPIRED_KEPT - 1;
        expired.remove(expiredInTurn[turn]);
        expiredInTurn[turn] = ticket;
        if (!expired.add(ticket)) {
            violations.found(Contract.EXPIRY, "ticket " + ticket + " expired twice");
        }
    }

    /** Notifications that a peer is connected. */
    public long connects() {
        return connects;
    }

    /** Notifications that a peer is no longer connected. */
    public long disconnects() {
        return disconnects;
    }

    /** Flaps that notifications told. */
    public long flaps() {
        return flapCount;
    }

    /** Tickets that expired. */
    long expired() {
        return expiredCount;
    }

    /** Peers that are connected as far as the listener was told. */
    public int connected() {
        return connected.size();
    }

    boolean isConnected(long peer) {
        return connected.contains(peer);
    }
}
