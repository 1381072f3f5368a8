/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.Connection;
import io.libp2p.core.Host;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.libp2p.real.Hosts.Managed;
import io.peerage.model.BanReason;
import io.peerage.model.Counter;
import io.peerage.model.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class InboundHostsTest {
    private static final int CYCLES = 500;

    @Test
    void shouldCountEveryConnectAndClose() {
        try (Hosts hosts = new Hosts()) {
            Managed node = hosts.managed(UnaryOperator.identity());
            Host client = hosts.plain();
            for (int i = 0; i < CYCLES; i++) {
                Connection connection = connect(client, node);
                Hosts.get(connection.close());
                // The library's table forgets it some time after that.
                hosts.until(() -> client.getNetwork().getConnections().isEmpty());
                hosts.until(node::isEmpty);
            }
            hosts.until(node::isEmpty);
            node.manager().tick();

            long peer = node.peer(client);
            assertThat(node.log().rises(peer)).isEqualTo(CYCLES);
            assertThat(node.log().isConnected(peer)).isFalse();
            assertThat(node.peerage().failures()).isZero();
            assertThat(node.manager().verify()).isEmpty();
        }
    }

    private static Connection connect(Host client, Managed node) {
        return Hosts.get(client.getNetwork().connect(node.id(), node.address()));
    }

    @Test
    void shouldRefuseACrowdedPrefixBeforeTheHandshake() {
        try (Hosts hosts = new Hosts()) {
            PrefixLimits two =
                    new PrefixLimits(
                            List.of(new PrefixLimit(32, 2)), List.of(), List.of(), 0);
            Managed node =
                    hosts.managed(
                            builder -> builder.prefixLimits(two),
                            UnaryOperator.identity(),
                            FromElsewhere::new);
            connect(hosts.plain(), node);
            connect(hosts.plain(), node);
            Host refused = hosts.plain();
            AtomicInteger handshakes = new AtomicInteger();
            refused.addConnectionHandler(connection -> handshakes.incrementAndGet());

            CompletableFuture<Connection> third =
                    refused.getNetwork().connect(node.id(), node.address());
            hosts.until(third::isDone);

            assertThat(third).isCompletedExceptionally();
            assertThat(handshakes).hasValue(0);
            assertThat(node.manager().refused(Result.PREFIX_LIMIT)).isOne();
            assertThat(node.manager().inbound()).isEqualTo(2);
            assertThat(node.manager().pendingInbound()).isZero();
        }
    }

    @Test
    void shouldRefuseABannedPeerAfterTheHandshake() {
        try (Hosts hosts = new Hosts()) {
            Managed node = hosts.managed(UnaryOperator.identity());
            Host banned = hosts.plain();
            long peer = node.manager().register(banned.getPeerId().getBytes());
            node.manager().bans().ban(peer, BanReason.BY_HAND);
        node.manager().tick();
            List<Boolean> open = new ArrayList<>();
            node.host()
                    .addConnectionHandler(
                            connection -> open.add(!connection.closeFuture().isDone()));

            // It learns of it after it believes itself connected.
            Connection connection = connect(banned, node);
            hosts.until(connection.closeFuture()::isDone);
            hosts.until(node::isEmpty);

            assertThat(node.manager().refused(Result.BANNED)).isOne();
            assertThat(open).containsExactly(false);
            assertThat(node.log().peers()).isEmpty();
        }
    }

    @Test
    void shouldForgetSocketsThatDie() throws IOException {
        try (Hosts hosts = new Hosts()) {
            Managed node = hosts.managed(builder -> builder.maxPendingInbound(50));
            List<Socket> sockets = sockets(node, 20);
            hosts.until(() -> node.manager().pendingInbound() == sockets.size());

            for (Socket socket : sockets) {
                // Closed without a goodbye.
                socket.setSoLinger(true, 0);
                socket.close();
            }
            hosts.until(node::isEmpty);

            assertThat(node.manager().counter(Counter.TICKETS_ABANDONED))
                    .isEqualTo(sockets.size());
            assertThat(node.manager().verify()).isEmpty();
        }
    }

    @Test
    void shouldCloseHandshakesThatStall() throws IOException {
        try (Hosts hosts = new Hosts()) {
            Managed node =
                    hosts.managed(
                            builder ->
                                    builder.maxPendingInbound(10)
                                            .inboundLease(Duration.ofMillis(300)));
            List<Socket> sockets = sockets(node, 10);
            hosts.until(() -> node.manager().pendingInbound() == sockets.size());
            // No more of them than may be: the next one is closed unheard.
            Socket oneTooMany = sockets(node, 1).get(0);
            assertThat(drain(oneTooMany)).isEqualTo(-1);
            assertThat(node.manager().refused(Result.PENDING_INBOUND_LIMIT)).isOne();

            hosts.until(
                    () -> node.manager().counter(Counter.TICKETS_EXPIRED) == sockets.size());
            hosts.until(node::isEmpty);
            for (Socket socket : sockets) {
                assertThat(drain(socket)).isEqualTo(-1);
                socket.close();
            }
            assertThat(node.manager().verify()).isEmpty();
        }
    }

    // The library greets before it hears anything.
    private static int drain(Socket socket) throws IOException {
        int read = 0;
        while (read >= 0) {
            read = socket.getInputStream().read(new byte[1_024]);
        }
        return read;
    }

    private static List<Socket> sockets(Managed node, int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new Socket(InetAddress.getLoopbackAddress(), port(node)));
        }
        return sockets;
    }

    private static int port(Managed node) {
        byte[] port =
                node.address()
                        .getFirstComponent(io.libp2p.core.multiformats.Protocol.TCP)
                        .getValue();
        return (port[0] & 0xff) << Byte.SIZE | port[1] & 0xff;
    }

    @Test
    void shouldTakeAHostOverThatRunsAlready() {
        try (Hosts hosts = new Hosts()) {
            Host host = hosts.plain();
            Host early = hosts.plain();
            Hosts.get(
                    early.getNetwork()
                            .connect(host.getPeerId(), host.listenAddresses().get(0)));
            hosts.until(() -> host.getNetwork().getConnections().size() == 1);

            Managed node = hosts.attached(host, UnaryOperator.identity());
            assertThat(node.manager().inbound()).isOne();
            connect(hosts.plain(), node);
            hosts.until(() -> node.manager().inbound() == 2);

            hosts.stop(early);
            hosts.until(() -> node.manager().inbound() == 1);
            assertThat(node.peerage().failures()).isZero();
        }
    }
}
