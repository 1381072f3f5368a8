/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.Connection;
import io.libp2p.core.Host;
import io.libp2p.core.Stream;
import io.libp2p.core.StreamPromise;
import io.libp2p.protocol.Identify;
import io.libp2p.protocol.IdentifyController;
import io.libp2p.protocol.Ping;
import io.libp2p.protocol.PingController;
import io.peerage.config.FactsConfig;
import io.peerage.config.PruneConfig;
import io.peerage.config.PrunePolicy;
import io.peerage.libp2p.real.Hosts.Managed;
import io.peerage.model.BanReason;
import io.peerage.model.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FeedHostsTest {
    private static final String PING = "/ipfs/ping/1.0.0";

    @Test
    void shouldCountRealStreams() {
        try (Hosts hosts = new Hosts()) {
            Managed node =
                    hosts.managed(
                            UnaryOperator.identity(),
                            peerage -> peerage.facts(FactsConfig.of(PING)));
            Host client = hosts.plain();
            Connection connection =
                    Hosts.get(client.getNetwork().connect(node.id(), node.address()));

            StreamPromise<PingController> ping =
                    connection.muxerSession().createStream(new Ping());
            Hosts.get(ping.getController().thenCompose(PingController::ping));
            assertThat(node.manager().facts().streams(0, Direction.INBOUND)).isOne();
            long[] speakers = new long[1];
            assertThat(node.manager().facts().connectedPeers(0, speakers)).isOne();
            assertThat(speakers).containsExactly(node.peer(client));

            Hosts.get(ping.getStream().thenCompose(Stream::close));
            hosts.until(() -> node.manager().facts().streams(0, Direction.INBOUND) == 0);
            assertThat(node.peerage().failures()).isZero();
        }
    }

    @Test
    void shouldTakeWhatIdentifyShows() {
        try (Hosts hosts = new Hosts()) {
            Managed node =
                    hosts.managed(
                            UnaryOperator.identity(),
                            peerage -> peerage.facts(FactsConfig.of(PING)));
            Host other = hosts.plain();
            other.addProtocolHandler(new Identify());
            Connection connection =
                    Hosts.get(
                            node.peerage()
                                    .connect(other.getPeerId(), other.listenAddresses().get(0)));

            StreamPromise<IdentifyController> identify =
                    connection.muxerSession().createStream(new Identify());
            var shown = Hosts.get(identify.getController().thenCompose(IdentifyController::id));
            node.peerage()
                    .identified(connection, shown.getAgentVersion(), List.of(PING, "/other"));

            long[] speakers = new long[1];
            assertThat(node.manager().facts().connectedPeers(0, speakers)).isOne();
        }
    }

    @Test
    void shouldCloseRealConnectionsWhenItPrunes() {
        try (Hosts hosts = new Hosts()) {
            Managed node =
                    hosts.managed(
                            builder ->
                                    builder.pruning(
                                            PruneConfig.DEFAULT.by(
                                                    PrunePolicy.GO_LIBP2P.withGrace(
                                                            Duration.ZERO))));
            List<Connection> connections = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                connections.add(
                        Hosts.get(
                                hosts.plain().getNetwork().connect(node.id(), node.address())));
            }
            hosts.until(() -> node.manager().inbound() == 5);

            node.manager().pruning().trimTo(2);

            hosts.until(() -> node.manager().inbound() == 2);
            hosts.until(
                    () ->
                            connections.stream().filter(c -> c.closeFuture().isDone()).count()
                                    == 3);
            assertThat(node.manager().verify()).isEmpty();
        }
    }

    @Test
    void shouldCloseTheConnectionsOfAPeerThatIsBanned() {
        try (Hosts hosts = new Hosts()) {
            Managed node = hosts.managed(UnaryOperator.identity());
            Host bad = hosts.plain();
            Connection connection =
                    Hosts.get(bad.getNetwork().connect(node.id(), node.address()));
            hosts.until(() -> node.manager().inbound() == 1);

            node.manager().bans().ban(node.peer(bad), BanReason.MISBEHAVIOUR);

            hosts.until(node::isEmpty);
            hosts.until(connection.closeFuture()::isDone);
        }
    }
}
