/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core;

import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.multiformats.Signatures;
import io.libp2p.core.transport.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import kotlin.Unit;

/** The public signature of jvm-libp2p's interface of this name. */
public interface Network {
    List<Transport> getTransports();

    ConnectionHandler getConnectionHandler();

    List<Connection> getConnections();

    default CompletableFuture<Unit> listen(Multiaddr address) {
        return listen(address, null);
    }

    CompletableFuture<Unit> listen(Multiaddr address, ChannelVisitor<P2PChannel> preHandler);

    CompletableFuture<Unit> unlisten(Multiaddr address);

    default CompletableFuture<Connection> connect(Multiaddr... addresses) {
        throw Signatures.noBody();
    }

    default CompletableFuture<Connection> connect(PeerId id, Multiaddr... addresses) {
        return connect(id, null, addresses);
    }

    CompletableFuture<Connection> connect(
            PeerId id, ChannelVisitor<P2PChannel> preHandler, Multiaddr... addresses);

    CompletableFuture<Unit> disconnect(Connection connection);

    CompletableFuture<Unit> close();
}
