/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.testing;

import io.libp2p.core.Connection;
import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.mux.StreamMuxer;
import io.libp2p.core.security.SecureChannel;
import io.libp2p.core.transport.Transport;
import io.netty.channel.ChannelHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import kotlin.Unit;

/**
 * A connection of the double.
 *
 * <p><b>Threading</b>: any thread, once it is set up.
 */
public final class FakeConnection implements Connection {
    private final boolean initiator;
    private final Multiaddr remoteAddress;
    private volatile PeerId remote;
    private final CompletableFuture<Unit> closed = new CompletableFuture<>();
    private final AtomicInteger closeCalls = new AtomicInteger();
    private volatile boolean addressThrows;
    private volatile boolean closeThrows;
    private volatile boolean closeIsLost;
    private volatile boolean shaken;

    /** A connection that is open, its handshake to come. */
    public FakeConnection(boolean initiator, Multiaddr remoteAddress, PeerId remote) {
        this.initiator = initiator;
        this.remoteAddress = remoteAddress;
        this.remote = remote;
    }

    /** An inbound connection. */
    public static FakeConnection inbound(int peer, String ip) {
        return new FakeConnection(false, Multiaddrs.tcp(ip), Multiaddrs.peer(peer));
    }

    /** Its remote address is asked in vain. */
    public FakeConnection whoseAddressThrows() {
        addressThrows = true;
        return this;
    }

    /** Closing it throws, though it closes. */
    public FakeConnection whoseCloseThrows() {
        closeThrows = true;
        return this;
    }

    /** Closing it does nothing until {@link #die}. */
    public FakeConnection whoseCloseIsLost() {
        closeIsLost = true;
        return this;
    }

    /** The handshake will show somebody else. */
    void isReally(PeerId stranger) {
        remote = stranger;
    }

    /** The handshake is done. */
    void shake() {
        shaken = true;
    }

    /** The socket dies. */
    public void die() {
        closed.complete(Unit.INSTANCE);
    }

    /** Whether it is closed. */
    public boolean isClosed() {
        return closed.isDone();
    }

    /** How often somebody closed it. */
    public int closeCalls() {
        return closeCalls.get();
    }

    /** Whose it is. */
    public PeerId remote() {
        return remote;
    }

    @Override
    public boolean isInitiator() {
        return initiator;
    }

    @Override
    public CompletableFuture<Unit> close() {
        closeCalls.incrementAndGet();
        if (!closeIsLost) {
            die();
        }
        if (closeThrows) {
            throw new IllegalStateException("close throws");
        }
        return closed;
    }

    @Override
    public CompletableFuture<Unit> closeFuture() {
        return closed;
    }

    @Override
    public Multiaddr remoteAddress() {
        // As the real one does for a dial before the socket is connected.
        if (addressThrows || initiator && !shaken) {
            throw new NullPointerException("remoteAddress");
        }
        return remoteAddress;
    }

    @Override
    public Multiaddr localAddress() {
        return Multiaddrs.tcp("127.0.0.1");
    }

    @Override
    public SecureChannel.Session secureSession() {
        if (!shaken) {
            throw new IllegalStateException("lateinit property secureSession");
        }
        return new SecureChannel.Session(Multiaddrs.LOCAL, remote, null, null);
    }

    @Override
    public StreamMuxer.Session muxerSession() {
        throw new UnsupportedOperationException("the double has no streams");
    }

    @Override
    public Transport transport() {
        throw new UnsupportedOperationException("the double has no transport");
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
