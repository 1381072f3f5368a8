/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.Connection;
import io.libp2p.core.Host;
import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.libp2p.outbound.DialRefusedException;
import io.peerage.libp2p.address.AddressCodec;
import io.peerage.libp2p.real.Hosts.Managed;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.DialOutcome;
import io.peerage.model.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboundHostsTest {
    @TempDir private Path folder;

    private static final DialTimes QUICK =
            DialTimes.DEFAULT
                    .withFirstRun(Duration.ZERO)
                    .withInterval(Duration.ofMillis(20))
                    .withShortest(Duration.ofMillis(5))
                    .withFeelers(Duration.ZERO);

    private static PeerManagerBuilder dialing(PeerManagerBuilder builder, int target) {
        return builder.dialing(DialConfig.DEFAULT.withOutboundTarget(target).withTimes(QUICK))
                .backOff(BackOffConfig.DEFAULT);
    }

    @Test
    void shouldKeepItsTargetWhilePeersAreKilled() {
        try (Hosts hosts = new Hosts()) {
            Managed node = hosts.managed(builder -> dialing(builder, 3));
            List<Host> peers = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                Host peer = hosts.plain();
                peers.add(peer);
                node.offer(peer);
            }
            for (int killed = 0; killed < 4; killed++) {
                hosts.until(() -> node.manager().outbound() == 3);
                Host victim = connected(node, peers);
                peers.remove(victim);
                hosts.stop(victim);
                hosts.until(() -> !node.manager().isConnected(node.peer(victim)));
            }
            hosts.until(() -> node.manager().outbound() == 3);

            assertThat(node.manager().verify()).isEmpty();
            assertThat(node.peerage().failures()).isZero();
        }
    }

    private Managed remembering(Hosts hosts, Path file) {
        return hosts.managed(
                builder -> dialing(builder, 3).restoreFrom(file),
                host -> host.book(BookConfig.DEFAULT.sized(256)));
    }

    @Test
    void shouldFindItsPeersAfterARestartFromItsSnapshot() throws IOException {
        try (Hosts hosts = new Hosts()) {
            Path file = folder.resolve("peers.snapshot");
            Managed before = remembering(hosts, file);
            assertThat(before.host().getAddressBook())
                    .isSameAs(before.peerage().addressBook());
            for (int i = 0; i < 3; i++) {
                Host peer = hosts.plain();
                Hosts.get(
                        before.host()
                                .getAddressBook()
                                .addAddrs(
                                        peer.getPeerId(),
                                        3_600_000,
                                        peer.listenAddresses().get(0)));
            }
            hosts.until(() -> before.manager().outbound() == 3);
            before.manager().snapshot(file);
            hosts.stop(before.host());

            Managed after = remembering(hosts, file);
            hosts.until(() -> after.manager().outbound() == 3);

            assertThat(after.manager().verify()).isEmpty();
            assertThat(after.peerage().failures()).isZero();
        }
    }

    /** The bytes that the core's book keeps are those that the library writes. */
    @Test
    void shouldWriteAddressesAsTheLibraryDoes() {
        String id = PeerId.random().toBase58();
        for (String text :
                List.of(
                        "/ip4/203.0.113.7/tcp/4001",
                        "/ip4/203.0.113.7/tcp/4001/p2p/" + id,
                        "/ip6/2001:db8::1/udp/4001/quic-v1",
                        "/ip6zone/eth0/ip6/fe80::1/tcp/4001",
                        "/dns4/example.org/tcp/443/wss",
                        "/dnsaddr/example.org",
                        "/ip4/203.0.113.7/tcp/4001/p2p/" + id + "/p2p-circuit/p2p/" + id,
                        "/onion/timaq4ygg2iegci7:80/http")) {
            Multiaddr address = new Multiaddr(text);
            byte[] bytes = AddressCodec.encode(address, 256);
            assertThat(bytes).as(text).isEqualTo(address.serialize());
            assertThat(AddressCodec.decode(bytes, 0, bytes.length)).as(text).isEqualTo(address);
        }
    }

    private static Host connected(Managed node, List<Host> peers) {
        return peers.stream()
                .filter(peer -> node.manager().isConnected(node.peer(peer)))
                .findAny()
                .orElseThrow();
    }

    @Test
    void shouldTellHowDialsFail() throws IOException {
        try (Hosts hosts = new Hosts();
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Managed node =
                    hosts.managed(
                            builder ->
                                    dialing(builder, 3).outboundLease(Duration.ofSeconds(2)));
            ServerSocket closed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            closed.close();
            Host stranger = hosts.plain();

            node.offer(PeerId.random(), tcp(closed.getLocalPort()));
            hosts.until(() -> node.manager().dialing().ended(DialOutcome.REFUSED) == 1);

            node.offer(PeerId.random(), stranger.listenAddresses().get(0));
            hosts.until(() -> node.manager().dialing().ended(DialOutcome.REFUSED) == 2);

            node.offer(PeerId.random(), bare(stranger));
            hosts.until(() -> node.manager().dialing().ended(DialOutcome.WRONG_ID) == 1);

            node.offer(PeerId.random(), tcp(silent.getLocalPort()));
            hosts.until(() -> node.manager().dialing().ended(DialOutcome.TIMEOUT) == 1);

            hosts.until(node::isEmpty);
            assertThat(node.manager().verify()).isEmpty();
        }
    }

    private static Multiaddr tcp(int port) {
        return new Multiaddr("/ip4/127.0.0.1/tcp/" + port);
    }

    // Without the id at its end.
    private static Multiaddr bare(Host host) {
        Multiaddr address = host.listenAddresses().get(0);
        return new Multiaddr(address.getComponents().subList(0, 2));
    }

    @Test
    void shouldTellAHandshakeThatBreaks() throws IOException {
        try (Hosts hosts = new Hosts();
                ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Managed node = hosts.managed(builder -> dialing(builder, 1));
            Thread hangsUp =
                    new Thread(
                            () -> {
                                try {
                                    rude.accept().close();
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            hangsUp.start();

            node.offer(PeerId.random(), tcp(rude.getLocalPort()));
            hosts.until(() -> node.manager().dialing().ended(DialOutcome.HANDSHAKE) == 1);

            hosts.until(node::isEmpty);
        }
    }

    @Test
    void shouldAgreeOnOneConnectionWhenBothDial() {
        for (int i = 0; i < 10; i++) {
            try (Hosts hosts = new Hosts()) {
                Managed one = hosts.managed(builder -> builder.maxPerPeer(1));
                Managed two = hosts.managed(builder -> builder.maxPerPeer(1));

                CompletableFuture<Connection> there = one.peerage().connect(two.id(), two.address());
                CompletableFuture<Connection> back = two.peerage().connect(one.id(), one.address());
                hosts.until(() -> there.isDone() && back.isDone());
                hosts.until(() -> isOneAndTheSame(one, two));

                assertThat(one.manager().verify()).isEmpty();
                assertThat(two.manager().verify()).isEmpty();
            }
        }
    }

    private static boolean isOneAndTheSame(Managed one, Managed two) {
        return one.host().getNetwork().getConnections().size() == 1
                && two.host().getNetwork().getConnections().size() == 1
                && one.manager().connectedPeers() == 1
                && two.manager().connectedPeers() == 1
                && one.manager().outbound() == two.manager().inbound()
                && one.manager().inbound() == two.manager().outbound();
    }

    @Test
    void shouldRefuseWhatTheApplicationDialsBeyondALimit() {
        try (Hosts hosts = new Hosts()) {
            Managed node = hosts.managed(builder -> builder.maxOutbound(1));
            Host first = hosts.plain();
            Host second = hosts.plain();
            Hosts.get(node.peerage().connect(first.getPeerId(), first.listenAddresses().get(0)));

            CompletableFuture<Connection> early =
                    node.peerage()
                            .connect(second.getPeerId(), second.listenAddresses().get(0));
            // Past the adapter: refused after the handshake.
            CompletableFuture<Connection> late =
                    node.host()
                            .getNetwork()
                            .connect(second.getPeerId(), second.listenAddresses().get(0));
            hosts.until(() -> early.isDone() && late.isDone());

            assertThat(reason(early)).isEqualTo(Result.OUTBOUND_LIMIT);
            assertThat(reason(late)).isEqualTo(Result.OUTBOUND_LIMIT);
            hosts.until(() -> node.host().getNetwork().getConnections().size() == 1);
            assertThat(node.manager().outbound()).isOne();
            assertThat(node.manager().connected().first(ConnectedFilter.OUTBOUND))
                    .isEqualTo(node.peer(first));
        }
    }

    private static Result reason(CompletableFuture<Connection> refused) {
        Throwable cause = refused.handle((connection, failure) -> failure).join();
        while (cause != null && !(cause instanceof DialRefusedException)) {
            cause = cause.getCause();
        }
        assertThat(cause).isInstanceOf(DialRefusedException.class);
        return ((DialRefusedException) cause).reason();
    }

    @Test
    void shouldCloseFeelers() {
        try (Hosts hosts = new Hosts()) {
            Managed node =
                    hosts.managed(
                            builder ->
                                    builder.dialing(
                                            DialConfig.DEFAULT
                                                    .withOutboundTarget(0)
                                                    .withTimes(
                                                            QUICK.withFeelers(
                                                                    Duration.ofMillis(5)))));
            Host peer = hosts.plain();
            node.offer(peer);

            hosts.until(() -> node.manager().dialing().ended(DialOutcome.ESTABLISHED) >= 1);
            hosts.until(node::isEmpty);
            hosts.until(() -> peer.getNetwork().getConnections().isEmpty());
        }
    }
}
