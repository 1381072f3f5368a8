/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.testing;

import io.libp2p.core.AddressBook;
import io.libp2p.core.ChannelVisitor;
import io.libp2p.core.Connection;
import io.libp2p.core.ConnectionHandler;
import io.libp2p.core.Host;
import io.libp2p.core.PeerId;
import io.libp2p.core.Stream;
import io.libp2p.core.StreamPromise;
import io.libp2p.core.crypto.PrivKey;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.multistream.ProtocolBinding;
import io.peerage.libp2p.PeerAddressBook;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The host of the double.
 *
 * <p><b>Threading</b>: any thread.
 */
public final class FakeHost implements Host {
    private final FakeNetwork network = new FakeNetwork();
    private final FakeBook book = new FakeBook();
    private final List<ChannelVisitor<Stream>> visitors = new CopyOnWriteArrayList<>();

    /** A host that nobody has hooked yet. */
    public FakeHost() {}

    @Override
    public PeerId getPeerId() {
        return Multiaddrs.LOCAL;
    }

    @Override
    public FakeNetwork getNetwork() {
        return network;
    }

    /** The book, to be filled. */
    public FakeBook book() {
        return book;
    }

    @Override
    public AddressBook getAddressBook() {
        // The library's builder has a book of its own if nobody gives it one.
        return network.builder().getAddressBook().getImpl() instanceof PeerAddressBook ours
                ? ours
                : book;
    }

    @Override
    public void addConnectionHandler(ConnectionHandler handler) {
        network.handlers().add(handler);
    }

    @Override
    public void removeConnectionHandler(ConnectionHandler handler) {
        network.handlers().remove(handler);
    }

    @Override
    public PrivKey getPrivKey() {
        throw new UnsupportedOperationException("the double has no key");
    }

    @Override
    public List<Multiaddr> listenAddresses() {
        return List.of();
    }

    @Override
    public List<Stream> getStreams() {
        return List.of();
    }

    @Override
    public CompletableFuture<Void> start() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> stop() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void addStreamVisitor(ChannelVisitor<Stream> visitor) {
        visitors.add(visitor);
    }

    /** A stream is opened, here or there. */
    public FakeStream open(Connection connection, boolean initiator) {
        FakeStream stream = new FakeStream(connection, initiator);
        visitors.forEach(visitor -> visitor.visit(stream));
        return stream;
    }

    @Override
    public void removeStreamVisitor(ChannelVisitor<Stream> visitor) {
        visitors.remove(visitor);
    }

    @Override
    public void addProtocolHandler(ProtocolBinding<? extends Object> binding) {
        throw new UnsupportedOperationException("the double has no protocols");
    }

    @Override
    public List<ProtocolBinding<Object>> getProtocols() {
        return List.of();
    }

    @Override
    public void removeProtocolHandler(ProtocolBinding<? extends Object> binding) {
        throw new UnsupportedOperationException("the double has no protocols");
    }

    @Override
    public <TController> StreamPromise<TController> newStream(
            List<String> protocols, Connection connection) {
        throw new UnsupportedOperationException("the double has no streams");
    }

    @Override
    public <TController> StreamPromise<TController> newStream(
            List<String> protocols, PeerId peer, Multiaddr... addresses) {
        throw new UnsupportedOperationException("the double has no streams");
    }
}
