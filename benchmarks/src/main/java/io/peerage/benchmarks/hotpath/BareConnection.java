/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.libp2p.core.Connection;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.mux.StreamMuxer;
import io.libp2p.core.security.SecureChannel;
import io.libp2p.core.transport.Transport;
import io.netty.channel.ChannelHandler;
import java.util.concurrent.CompletableFuture;
import kotlin.Unit;

/** A connection that is nothing but its address, its session and its close future. One thread. */
final class BareConnection implements Connection {
    private final Multiaddr address;
    private final SecureChannel.Session session;
    private final CompletableFuture<Unit> closed = new CompletableFuture<>();

    BareConnection(Multiaddr address, SecureChannel.Session session) {
        this.address = address;
        this.session = session;
    }

    @Override
    public boolean isInitiator() {
        return false;
    }

    @Override
    public Multiaddr remoteAddress() {
        return address;
    }

    @Override
    public SecureChannel.Session secureSession() {
        return session;
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
    public Multiaddr localAddress() {
        return address;
    }

    @Override
    public StreamMuxer.Session muxerSession() {
        throw new UnsupportedOperationException("no streams");
    }

    @Override
    public Transport transport() {
        throw new UnsupportedOperationException("no transport");
    }

    @Override
    public void pushHandler(ChannelHandler handler) {
        throw new UnsupportedOperationException("no pipeline");
    }

    @Override
    public void pushHandler(String name, ChannelHandler handler) {
        throw new UnsupportedOperationException("no pipeline");
    }

    @Override
    public void addHandlerBefore(String baseName, String name, ChannelHandler handler) {
        throw new UnsupportedOperationException("no pipeline");
    }
}
