/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.outbound;

import io.libp2p.core.PeerId;
import io.peerage.event.CommandSink;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Holder;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the manager's commands.
 *
 * <p><b>Threading</b>: the owner's thread. <b>Progress</b>: never waits.
 */
public final class CommandExecutor implements CommandSink {
    private static final int LONGEST_ID = 64;

    private final Connections connections;
    private final Dialer dialer;
    private final CommandSink others;
    private final byte[] id = new byte[LONGEST_ID];

    /**
     * An executor.
     *
     * @param connections what is known of connections
     * @param dialer carries out dials
     * @param others carries out what is not the adapter's: closing connections that didn't come through the host, finding
     *     addresses
     */
    public CommandExecutor(Connections connections, Dialer dialer, CommandSink others) {
        this.connections = connections;
        this.dialer = dialer;
        this.others = others;
    }

    @Override
    public void close(long connection, CloseReason reason) {
        Holder holder = connections.holder(connection);
        if (holder != null) {
            holder.close();
        } else {
            others.close(connection, reason);
        }
    }

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        int length = connections.manager().copyId(peer, id, 0);
        PeerId known = length > 0 ? peerId(length) : null;
        if (known != null) {
            dialer.dialFromBook(known, ticket, ipHi, ipLo);
        } else {
            connections.manager().dialing().failed(ticket, DialOutcome.REFUSED);
        }
    }

    // Null for what the application registered and is no id of this library.
    private @Nullable PeerId peerId(int length) {
        try {
            return new PeerId(Arrays.copyOf(id, length));
        } catch (IllegalArgumentException e) {
            connections.failures().note(e);
            return null;
        }
    }

    @Override
    public void needAddresses(long connectedPeer) {
        others.needAddresses(connectedPeer);
    }
}
