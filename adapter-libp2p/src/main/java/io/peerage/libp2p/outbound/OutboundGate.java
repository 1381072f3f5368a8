/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.outbound;

import io.libp2p.core.Connection;
import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.PeerManager;
import io.peerage.libp2p.address.AddressMapper;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Indexed;
import io.peerage.libp2p.connection.Release;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import org.jspecify.annotations.Nullable;

/**
 * Establishes a connection that this node dialed and whose handshake is done.
 *
 * <p>One that the application dialed past the manager is admitted only now. If the manager is dialing the same peer, it takes
 * that dial's place. If the peer was backing off, that is forgiven, since it has just answered.
 *
 * <p><b>Threading</b>: any thread, usually the connection's event loop. <b>Errors</b>: whatever the connection's methods throw;
 * its ticket is given back when it is closed.
 */
public final class OutboundGate {
    private final Connections connections;
    private final PeerManager manager;

    /**
     * A gate to these connections.
     *
     * @param connections what is known of connections
     */
    public OutboundGate(Connections connections) {
        this.connections = connections;
        this.manager = connections.manager();
    }

    /**
     * Establishes it.
     *
     * @param connection the connection
     * @param early what is known of it, or null if it is none of the manager's dials
     * @return an {@link Outcome}; the caller closes a connection that is refused
     */
    public int admit(Connection connection, @Nullable Indexed early) {
        if (early instanceof DialedChannel channel) {
            connections.forget(channel);
            return channel.dial().reached(connection, true);
        }
        if (early != null) {
            // Shown twice.
            return Result.DONE.code();
        }
        if (connection.closeFuture().isDone()) {
            return Result.ALREADY_CLOSED.code();
        }
        long peer = manager.register(connection.secureSession().getRemoteId().getBytes());
        if (peer < 0) {
            return (int) peer;
        }
        long dialing = manager.dialTicket(peer);
        if (dialing > 0 && connections.holder(dialing) instanceof Dial dial) {
            return dial.reached(connection, false);
        }
        long ticket = ticket(peer, connection.remoteAddress());
        return ticket < 0 ? (int) ticket : establish(connection, ticket);
    }

    private int establish(Connection connection, long ticket) {
        Release release = connections.track(connection, ticket);
        int outcome = manager.establishOutbound(ticket);
        if (Outcome.isRefused(outcome)) {
            release.refused();
        }
        return outcome;
    }

    private long ticket(long peer, Multiaddr address) {
        long hi = AddressMapper.ipHi(address);
        long lo = AddressMapper.ipLo(address);
        long ticket = manager.admitOutbound(peer, hi, lo);
        if (ticket == Result.BACKING_OFF.code() || ticket == Result.UNREACHABLE.code()) {
            manager.dialing().forgive(peer);
            return manager.admitOutbound(peer, hi, lo);
        }
        return ticket;
    }
}
