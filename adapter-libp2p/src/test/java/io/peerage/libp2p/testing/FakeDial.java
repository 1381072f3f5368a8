/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.testing;

import io.libp2p.core.Connection;
import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One call of {@code connect}: a channel for each address, the first of which to be done completes the future.
 *
 * <p><b>Threading</b>: any thread; a channel is finished once.
 */
public final class FakeDial {
    private final FakeNetwork network;
    private final PeerId peer;
    private final Multiaddr[] addresses;
    private final List<FakeConnection> channels = new ArrayList<>();
    private final CompletableFuture<Connection> future = new CompletableFuture<>();
    private final AtomicInteger left;
    private final AtomicBoolean begun = new AtomicBoolean();

    FakeDial(FakeNetwork network, PeerId peer, Multiaddr[] addresses) {
        this.network = network;
        this.peer = peer;
        this.addresses = addresses;
        this.left = new AtomicInteger(addresses.length);
        for (Multiaddr address : addresses) {
            channels.add(new FakeConnection(true, address, peer));
        }
        // As the library cancels the rest, on whatever thread completes the first.
        var unused =
                future.whenComplete(
                        (connection, failure) ->
                                channels.stream()
                                        .filter(channel -> channel != connection)
                                        .filter(channel -> !channel.isClosed())
                                        .filter(channel -> !network.isListed(channel))
                                        .forEach(FakeConnection::die));
    }

    /** Whom it dials. */
    public PeerId peer() {
        return peer;
    }

    /** Where. */
    public Multiaddr[] addresses() {
        return addresses;
    }

    /** Its channels, one for each address. */
    public List<FakeConnection> channels() {
        return channels;
    }

    /** What the caller got. */
    public CompletableFuture<Connection> future() {
        return future;
    }

    /** Whether the caller is the one to decide how it ends. */
    public boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /** The first channel's handshake is done. */
    public FakeConnection reach() {
        return reach(0);
    }

    /** A channel's handshake is done. */
    public FakeConnection reach(int channel) {
        return reach(channels.get(channel));
    }

    /** The handshake is done, with somebody else than was dialed: what a library without a check of its own would do. */
    public FakeConnection reachStranger(PeerId stranger) {
        channels.get(0).isReally(stranger);
        return reach();
    }

    private FakeConnection reach(FakeConnection connection) {
        try {
            connection.shake();
            network.handled(connection);
            future.complete(connection);
        } catch (RuntimeException e) {
            // The library fails the future and leaves the socket open.
            fail(e);
        }
        return connection;
    }

    /** A channel fails; the last one to fail fails the dial. */
    public void fail(Throwable failure) {
        if (left.decrementAndGet() <= 0) {
            future.completeExceptionally(new RuntimeException(failure));
        }
    }
}
