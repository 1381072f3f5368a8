/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.inbound;

import io.libp2p.core.Connection;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Indexed;
import io.peerage.libp2p.connection.Release;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import org.jspecify.annotations.Nullable;

/**
 * Establishes an inbound connection whose handshake is done.
 *
 * <p><b>Threading</b>: any thread, usually the connection's event loop. <b>Errors</b>: whatever the connection's methods throw;
 * its ticket is given back when it is closed.
 */
public final class InboundGate {
    private final Connections connections;

    /** A gate to these connections. */
    public InboundGate(Connections connections) {
        this.connections = connections;
    }

    /**
     * Establishes it.
     *
     * @param early what is known of it from the early gate, or null if that is not hooked
     * @return an {@link Outcome}; the caller closes a connection that is refused
     */
    public int admit(Connection connection, @Nullable Indexed early) {
        if (early instanceof Release known) {
            return establish(connection, known);
        }
        if (connection.closeFuture().isDone()) {
            return Result.ALREADY_CLOSED.code();
        }
        long ticket = EarlyGate.admit(connections, connection);
        return ticket < 0
                ? (int) ticket
                : establish(connection, connections.track(connection, ticket));
    }

    private int establish(Connection connection, Release release) {
        int outcome =
                connections
                        .manager()
                        .establishInbound(
                                release.handle(),
                                connection.secureSession().getRemoteId().getBytes());
        if (outcome == Result.ALREADY_ESTABLISHED.code()) {
            // Shown twice.
            return Result.DONE.code();
        }
        if (Outcome.isRefused(outcome)) {
            release.refused();
        }
        return outcome;
    }
}
