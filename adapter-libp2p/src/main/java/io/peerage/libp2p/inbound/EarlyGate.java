/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.inbound;

import io.libp2p.core.ChannelVisitor;
import io.libp2p.core.Connection;
import io.libp2p.core.P2PChannel;
import io.peerage.libp2p.address.AddressMapper;
import io.peerage.libp2p.connection.Connections;

/**
 * Asks the manager for a ticket before an inbound connection has read a byte, and closes the connection if there is none.
 *
 * <p><b>Threading</b>: any thread, usually the connection's event loop. <b>Errors</b>: never throws and never fails open: what
 * goes wrong is noted, and the connection closed.
 */
public final class EarlyGate implements ChannelVisitor<P2PChannel> {
    private final Connections connections;

    /** A gate to these connections. */
    public EarlyGate(Connections connections) {
        this.connections = connections;
    }

    @Override
    public void visit(P2PChannel channel) {
        try {
            // A dial was admitted before it began, or is after its handshake: here not even its
            // address is known.
            if (!channel.isInitiator() && !admit((Connection) channel)) {
                Connections.close(channel, connections.failures());
            }
        } catch (Throwable e) {
            connections.failures().note(e);
            Connections.close(channel, connections.failures());
        }
    }

    private boolean admit(Connection connection) {
        long ticket = admit(connections, connection);
        if (ticket < 0) {
            return false;
        }
        connections.track(connection, ticket);
        return true;
    }

    static long admit(Connections connections, Connection connection) {
        return connections.manager().admitInbound(AddressMapper.ip(connection.remoteAddress()));
    }
}
