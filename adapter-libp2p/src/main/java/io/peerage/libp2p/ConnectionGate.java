/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import io.libp2p.core.Connection;
import io.libp2p.core.ConnectionHandler;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Indexed;
import io.peerage.libp2p.inbound.InboundGate;
import io.peerage.libp2p.outbound.DialRefusedException;
import io.peerage.libp2p.outbound.OutboundGate;
import io.peerage.model.Result;

/**
 * Has every connection established with the manager right after its handshake, or closed.
 *
 * <p>A dial that is refused is closed first and then refused by an exception, which the library hands to whoever dialed:
 * otherwise {@code connect} would succeed with a closed connection.
 *
 * <p><b>Threading</b>: any thread, usually the connection's event loop. <b>Errors</b>: what goes wrong is noted, and the
 * connection closed. Nothing is thrown while it is open, because the library would leave it open and in service.
 */
final class ConnectionGate implements ConnectionHandler {
    private final Connections connections;
    private final InboundGate inbound;
    private final OutboundGate outbound;

    ConnectionGate(Connections connections) {
        this.connections = connections;
        this.inbound = new InboundGate(connections);
        this.outbound = new OutboundGate(connections);
    }

    @Override
    public void handleConnection(Connection connection) {
        boolean dialed = false;
        int outcome;
        try {
            dialed = connection.isInitiator();
            Indexed early = connections.find(connection);
            outcome = dialed ? outbound.admit(connection, early) : inbound.admit(connection, early);
        } catch (Throwable e) {
            connections.failures().note(e);
            Connections.close(connection, connections.failures());
            if (dialed) {
                throw e;
            }
            return;
        }
        if (outcome < 0) {
            Connections.close(connection, connections.failures());
            if (dialed) {
                throw new DialRefusedException(Result.ofRefusal(outcome));
            }
        }
    }
}
