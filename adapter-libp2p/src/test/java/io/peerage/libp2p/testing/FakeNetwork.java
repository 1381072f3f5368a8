/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.testing;

import io.libp2p.core.ChannelVisitor;
import io.libp2p.core.Connection;
import io.libp2p.core.ConnectionHandler;
import io.libp2p.core.Network;
import io.libp2p.core.P2PChannel;
import io.libp2p.core.PeerId;
import io.libp2p.core.dsl.BuilderJ;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.transport.Transport;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import kotlin.Unit;

/**
 * The network of the double: its hooks in the library's order, its table, and its way with exceptions.
 *
 * <p><b>Threading</b>: any thread.
 */
public final class FakeNetwork implements Network {
    private final FakeBroadcast handlers = new FakeBroadcast();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<FakeDial> dials = new CopyOnWriteArrayList<>();
    private final BuilderJ builder = new BuilderJ();
    private volatile ChannelVisitor<P2PChannel> preHandler;
    private volatile RuntimeException connectThrows;

    FakeNetwork() {}

    /** The builder whose hooks this network calls. */
    public BuilderJ builder() {
        return builder;
    }

    /** The handlers, to add neighbours. */
    public FakeBroadcast handlers() {
        return handlers;
    }

    /** All calls of connect, the oldest first. */
    public List<FakeDial> dials() {
        return dials;
    }

    /** The only call of connect. */
    public FakeDial dial() {
        if (dials.size() != 1) {
            throw new AssertionError("not one dial, but " + dials.size());
        }
        return dials.get(0);
    }

    /** From now on connect throws this, or nothing. */
    public void connectThrows(RuntimeException failure) {
        connectThrows = failure;
    }

    /** A socket is accepted: the hooks before the handshake. */
    public FakeConnection accept(FakeConnection connection) {
        ChannelVisitor<P2PChannel> early = preHandler;
        if (early != null) {
            early.visit(connection);
        }
        builder.getDebug()
                .getBeforeSecureHandler()
                .getHandlers()
                .forEach(visitor -> visitor.visit(connection));
        return connection;
    }

    /** Its handshake is done, if it is still open: the hooks after it. */
    public FakeConnection shake(FakeConnection connection) {
        return connection.isClosed() ? connection : shakeEvenIfClosed(connection);
    }

    /** As the library does after its late hook, in one try in five. */
    public FakeConnection shakeEvenIfClosed(FakeConnection connection) {
        connection.shake();
        try {
            handled(connection);
        } catch (RuntimeException e) {
            // Inbound, the library has nobody to tell, and leaves the socket open.
            lastSwallowed = e;
        }
        return connection;
    }

    private volatile RuntimeException lastSwallowed;

    /** What a handler threw last for an inbound connection. */
    public RuntimeException lastSwallowed() {
        return lastSwallowed;
    }

    void handled(FakeConnection connection) {
        handlers.handleConnection(connection);
        connections.add(connection);
        var unused = connection.closeFuture().thenAccept(unit -> connections.remove(connection));
    }

    boolean isListed(Connection connection) {
        return connections.contains(connection);
    }

    /** Comes in and does its handshake at once. */
    public FakeConnection inbound(FakeConnection connection) {
        return shake(accept(connection));
    }

    /** A dial that the application makes past everybody, done at once. */
    public FakeConnection dialedByApplication(PeerId peer, Multiaddr address) {
        FakeConnection connection = new FakeConnection(true, address, peer);
        builder.getDebug()
                .getBeforeSecureHandler()
                .getHandlers()
                .forEach(visitor -> visitor.visit(connection));
        return shake(connection);
    }

    @Override
    public List<Transport> getTransports() {
        return List.of();
    }

    @Override
    public ConnectionHandler getConnectionHandler() {
        return handlers;
    }

    @Override
    public List<Connection> getConnections() {
        return connections;
    }

    @Override
    public CompletableFuture<Unit> listen(
            Multiaddr address, ChannelVisitor<P2PChannel> newPreHandler) {
        this.preHandler = newPreHandler;
        return CompletableFuture.completedFuture(Unit.INSTANCE);
    }

    @Override
    public CompletableFuture<Unit> unlisten(Multiaddr address) {
        return CompletableFuture.completedFuture(Unit.INSTANCE);
    }

    @Override
    public CompletableFuture<Connection> connect(
            PeerId id, ChannelVisitor<P2PChannel> early, Multiaddr... addresses) {
        RuntimeException failure = connectThrows;
        if (failure != null) {
            throw failure;
        }
        for (Connection connection : connections) {
            // Dead ones too, as long as they are in the table.
            if (Arrays.equals(connection.secureSession().getRemoteId().getBytes(), id.getBytes())) {
                return CompletableFuture.completedFuture(connection);
            }
        }
        FakeDial dial = new FakeDial(this, id, addresses);
        dials.add(dial);
        for (FakeConnection channel : dial.channels()) {
            early.visit(channel);
            builder.getDebug()
                    .getBeforeSecureHandler()
                    .getHandlers()
                    .forEach(visitor -> visitor.visit(channel));
        }
        return dial.future();
    }

    @Override
    public CompletableFuture<Unit> disconnect(Connection connection) {
        return connection.close();
    }

    @Override
    public CompletableFuture<Unit> close() {
        for (Connection connection : connections) {
            var unused = connection.close();
        }
        return CompletableFuture.completedFuture(Unit.INSTANCE);
    }
}
