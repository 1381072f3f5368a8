/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.libp2p.core.AddressBook;
import io.libp2p.core.ChannelVisitor;
import io.libp2p.core.Connection;
import io.libp2p.core.ConnectionHandler;
import io.libp2p.core.Host;
import io.libp2p.core.Network;
import io.libp2p.core.P2PChannel;
import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.multiformats.MultiaddrComponent;
import io.libp2p.core.multiformats.Protocol;
import io.libp2p.core.security.SecureChannel;
import io.peerage.PeerManager;
import io.peerage.config.RateLimit;
import io.peerage.libp2p.PeerageHost;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The same population as {@link Ours}, under a manager that is attached to a host without a network. Any thread. */
@State(Scope.Benchmark)
public class Adapted {
    private static final PeerId LOCAL = new PeerId(new byte[Population.ID_BYTES]);
    private static final MultiaddrComponent PORT =
            new MultiaddrComponent(Protocol.TCP, bytes(4001, 2));

    /** As in {@link Ours}, without the largest: it would measure objects that stand for the library's. */
    @Param({"1000", "100000"})
    public int peers;

    ChannelVisitor<P2PChannel> gate;
    ConnectionHandler handler;
    PeerManager manager;
    private PeerageHost peerage;
    private Population population;

    /** The handlers of a host. */
    private static final class Handlers extends CopyOnWriteArrayList<ConnectionHandler>
            implements ConnectionHandler.Broadcast {
        private static final long serialVersionUID = 1;

        @Override
        public void handleConnection(Connection connection) {
            for (int i = 0; i < size(); i++) {
                get(i).handleConnection(connection);
            }
        }
    }

    /** Builds the manager and connects half of the peers. */
    @Setup
    public void build() {
        population = new Population(peers);
        Handlers handlers = new Handlers();
        peerage =
                PeerageHost.with(
                        PeerManager.builder()
                                .rateLimit(RateLimit.NONE)
                                .maxPeers(peers + 1)
                                .maxConnections(peers)
                                .maxInbound(peers)
                                .maxPendingInbound(peers)
                                .maxPerPeer(8));
        manager = peerage.attach(host(handlers));
        gate = peerage.gate();
        handler = handlers.get(0);
        for (int peer : population.registrationOrder()) {
            if (Population.isConnected(peer)) {
                BareConnection connection = connection(peer);
                gate.visit(connection);
                handler.handleConnection(connection);
            } else {
                manager.register(id(peer));
            }
        }
        manager.tick();
    }

    private byte[] id(int peer) {
        int from = Population.offset(peer);
        return Arrays.copyOfRange(population.ids, from, from + Population.ID_BYTES);
    }

    private static byte[] bytes(long value, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (value >>> Byte.SIZE * (count - 1 - i));
        }
        return bytes;
    }

    private static Host host(Handlers handlers) {
        Network network =
                proxy(
                        Network.class,
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getConnectionHandler" -> handlers;
                                    case "getConnections" -> List.of();
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
        // Nobody is dialed, so nobody is looked up.
        AddressBook unused =
                proxy(
                        AddressBook.class,
                        (proxy, method, arguments) -> {
                            throw new UnsupportedOperationException(method.getName());
                        });
        return proxy(
                Host.class,
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "getPeerId" -> LOCAL;
                            case "getNetwork" -> network;
                            case "getAddressBook" -> unused;
                            default -> throw new UnsupportedOperationException(method.getName());
                        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    /** A connection of a peer, with an address and a session of its own, as the library makes them. */
    BareConnection connection(int peer) {
        MultiaddrComponent ip =
                new MultiaddrComponent(Protocol.IP4, bytes(Population.address(peer), 4));
        return new BareConnection(
                new Multiaddr(List.of(ip, PORT)),
                new SecureChannel.Session(LOCAL, new PeerId(id(peer)), null, null));
    }

    void tick() {
        manager.tick();
    }

    /** A figure counts only if nothing was refused, nothing failed and the manager's books are right. */
    @TearDown(Level.Trial)
    public void check() {
        Refusals.check(manager::refused);
        tick();
        List<String> wrong = manager.verify();
        if (!wrong.isEmpty() || peerage.failures() > 0) {
            throw new IllegalStateException(
                    peerage.failures() + " failures; " + String.join("; ", wrong));
        }
    }
}
