/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.real;

import io.libp2p.core.Host;
import io.libp2p.core.PeerId;
import io.libp2p.core.dsl.BuilderJ;
import io.libp2p.core.dsl.HostBuilder;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.mux.StreamMuxerProtocol;
import io.libp2p.core.transport.Transport;
import io.libp2p.protocol.Ping;
import io.libp2p.transport.ConnectionUpgrader;
import io.libp2p.transport.tcp.TcpTransport;
import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.PrefixLimits;
import io.peerage.libp2p.PeerageHost;
import io.peerage.testing.LifecycleLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Real hosts on the loopback interface, over TCP, Noise and yamux; all stopped at the end.
 *
 * <p><b>Threading</b>: the test's thread, which owns all managers.
 */
final class Hosts implements AutoCloseable {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final List<Host> hosts = new ArrayList<>();
    private final List<Managed> managed = new ArrayList<>();

    /** A host under a manager. */
    record Managed(Host host, PeerageHost peerage, PeerManager manager, LifecycleLog log) {
        Multiaddr address() {
            return host.listenAddresses().get(0);
        }

        PeerId id() {
            return host.getPeerId();
        }

        long peer(Host other) {
            return manager.lookup(other.getPeerId().getBytes());
        }

        /** Offers another host as a candidate. */
        void offer(PeerId id, Multiaddr address) {
            var unused = host.getAddressBook().setAddrs(id, 0, address);
            long peer = manager.register(id.getBytes());
            int offered = manager.dialing().offer(peer, new byte[] {127, 0, 0, 1});
            if (offered < 0) {
                throw new AssertionError("offer refused: " + offered);
            }
        }

        void offer(Host other) {
            offer(other.getPeerId(), other.listenAddresses().get(0));
        }

        boolean isEmpty() {
            return manager.inbound() == 0
                    && manager.outbound() == 0
                    && manager.pendingInbound() == 0
                    && manager.pendingOutbound() == 0
                    && peerage.tracked() == 0;
        }
    }

    /** A host that knows no limits. */
    Host plain() {
        return start(builder -> {});
    }

    /** A host under a manager, hooked while it is built. */
    Managed managed(UnaryOperator<PeerManagerBuilder> configuration) {
        return managed(configuration, UnaryOperator.identity(), TcpTransport::new);
    }

    /** As {@link #managed(UnaryOperator)}, with options of the adapter. */
    Managed managed(
            UnaryOperator<PeerManagerBuilder> configuration, UnaryOperator<PeerageHost> options) {
        return managed(configuration, options, TcpTransport::new);
    }

    /** As {@link #managed(UnaryOperator)}, over this transport. */
    Managed managed(
            UnaryOperator<PeerManagerBuilder> configuration,
            UnaryOperator<PeerageHost> options,
            Function<ConnectionUpgrader, Transport> transport) {
        LifecycleLog log = new LifecycleLog();
        PeerageHost peerage =
                options.apply(
                        PeerageHost.with(
                                configuration.apply(
                                        PeerManager.builder()
                                                .prefixLimits(PrefixLimits.NONE)
                                                .listener(log))));
        Host host = build(peerage.hooks(), transport);
        PeerManager manager = peerage.attach(host);
        start(host);
        return keep(new Managed(host, peerage, manager, log));
    }

    /** A host that was built, started and connected before anybody thought of a manager. */
    Managed attached(Host host, UnaryOperator<PeerManagerBuilder> configuration) {
        LifecycleLog log = new LifecycleLog();
        PeerageHost peerage =
                PeerageHost.with(configuration.apply(PeerManager.builder().listener(log)));
        return keep(new Managed(host, peerage, peerage.attach(host), log));
    }

    private Managed keep(Managed node) {
        managed.add(node);
        return node;
    }

    private Host start(Consumer<BuilderJ> modifier) {
        Host host = build(modifier, TcpTransport::new);
        start(host);
        return host;
    }

    // The builder takes any number of transports, of a type that arrays can't safely have.
    @SuppressWarnings("unchecked")
    private static Host build(
            Consumer<BuilderJ> modifier, Function<ConnectionUpgrader, Transport> transport) {
        return new HostBuilder()
                .transport(transport)
                .muxer(StreamMuxerProtocol::getYamux)
                .protocol(new Ping())
                .listen("/ip4/127.0.0.1/tcp/0")
                .builderModifier(modifier)
                .build();
    }

    private void start(Host host) {
        hosts.add(host);
        get(host.start());
    }

    /** Stops one of them. */
    void stop(Host host) {
        hosts.remove(host);
        get(host.stop());
    }

    /** What a future gives. */
    static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Ticks all managers until something is the case. */
    void until(BooleanSupplier reached) {
        IdleStrategy idle = new BackoffIdleStrategy();
        long start = System.nanoTime();
        while (!reached.getAsBoolean()) {
            for (Managed node : managed) {
                node.manager().tick();
            }
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("not reached within a minute");
            }
            idle.idle();
        }
    }

    @Override
    public void close() {
        // Together: each takes two seconds to see that nothing comes any more.
        List<CompletableFuture<Void>> stops = hosts.stream().map(Host::stop).toList();
        stops.forEach(Hosts::get);
    }
}
