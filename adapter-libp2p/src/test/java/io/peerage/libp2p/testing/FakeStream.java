/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.testing;

import io.libp2p.core.Connection;
import io.libp2p.core.PeerId;
import io.libp2p.core.Stream;
import io.netty.channel.ChannelHandler;
import java.util.concurrent.CompletableFuture;
import kotlin.Unit;

/**
 * A stream of the double.
 *
 * <p><b>Threading</b>: any thread.
 */
public final class FakeStream implements Stream {
    private final Connection connection;
    private final boolean initiator;
    private final CompletableFuture<String> protocol = new CompletableFuture<>();
    private final CompletableFuture<Unit> closed = new CompletableFuture<>();

    /** A stream whose protocol is not negotiated yet. */
    public FakeStream(Connection connection, boolean initiator) {
        this.connection = connection;
        this.initiator = initiator;
    }

    /** The protocol is agreed on. */
    public FakeStream agree(String name) {
        protocol.complete(name);
        return this;
    }

    /** No protocol could be agreed on. */
    public void disagree() {
        protocol.completeExceptionally(new IllegalStateException("no such protocol"));
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public boolean isInitiator() {
        return initiator;
    }

    @Override
    public PeerId remotePeerId() {
        return connection.secureSession().getRemoteId();
    }

    @Override
    public CompletableFuture<String> getProtocol() {
        return protocol;
    }

    @Override
    public CompletableFuture<Unit> close() {
        closed.complete(Unit.INSTANCE);
        return closed;
    }

    @Override
    public CompletableFuture<Unit> closeFuture() {
        return closed;
    }

    @Override
    public CompletableFuture<Unit> closeWrite() {
        return closed;
    }

    @Override
    public void writeAndFlush(Object message) {
        throw new UnsupportedOperationException("the double has no streams");
    }

    @Override
    public void pushHandler(ChannelHandler handler) {
        throw new UnsupportedOperationException("the double has no pipeline");
    }

    @Override
    public void pushHandler(String name, ChannelHandler handler) {
        throw new UnsupportedOperationException("the double has no pipeline");
    }

    @Override
    public void addHandlerBefore(String baseName, String name, ChannelHandler handler) {
        throw new UnsupportedOperationException("the double has no pipeline");
    }
}
