/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import io.peerage.event.LifecycleListener;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Holder;
import io.peerage.model.CloseReason;
import io.peerage.model.Direction;
import io.peerage.model.PeerDataKey;
import org.jspecify.annotations.Nullable;

/**
 * Closes the transports of tickets and connections that the manager has ended by itself, and tells the application's listener everything.
 *
 * <p><b>Threading</b>: the owner's thread; {@link #closes} once, before the first tick.
 */
final class ExpiryListener implements LifecycleListener {
    private final LifecycleListener application;
    private volatile @Nullable Connections connections;

    ExpiryListener(LifecycleListener application) {
        this.application = application;
    }

    void closes(Connections of) {
        this.connections = of;
    }

    @Override
    public void onConnected(long peer, int flaps) {
        application.onConnected(peer, flaps);
    }

    @Override
    public void onDisconnected(long peer, int flaps) {
        application.onDisconnected(peer, flaps);
    }

    @Override
    public void onTicketExpired(long ticket, Direction direction) {
        expire(ticket);
        application.onTicketExpired(ticket, direction);
    }

    @Override
    public void onDataCleared(long peer, PeerDataKey<?> key, Object value) {
        application.onDataCleared(peer, key, value);
    }

    @Override
    public void onCloseForced(long connection, CloseReason reason) {
        expire(connection);
        application.onCloseForced(connection, reason);
    }

    private void expire(long handle) {
        Connections known = connections;
        Holder holder = known == null ? null : known.holder(handle);
        if (holder != null) {
            holder.expire();
        }
    }
}
