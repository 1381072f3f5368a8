/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.PeerId;
import io.peerage.config.FactsConfig;
import io.peerage.config.ScoreConfig;
import io.peerage.libp2p.testing.FakeConnection;
import io.peerage.libp2p.testing.FakeStream;
import io.peerage.libp2p.testing.Multiaddrs;
import io.peerage.libp2p.testing.Node;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Direction;
import io.peerage.model.PeerAction;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the manager is told of streams, agents and scores. */
@Tag("double")
class FeedTest {
    private static final FactsConfig TWO = FactsConfig.of("/ping/1", "/gossip/1");
    private static final int PING = 0;
    private static final int GOSSIP = 1;
    private static final int OTHERS = 2;

    private static Node node() {
        return Node.with(UnaryOperator.identity(), peerage -> peerage.facts(TWO));
    }

    @Test
    void shouldCountStreamsFromTheirProtocolToTheirEnd() {
        Node node = node();
        FakeConnection connection = node.network().inbound(FakeConnection.inbound(1, "192.0.2.1"));

        FakeStream ping = node.host().open(connection, true);
        assertThat(node.manager().facts().streams(PING, Direction.OUTBOUND)).isZero();
        ping.agree("/ping/1");
        FakeStream gossip = node.host().open(connection, false).agree("/gossip/1");
        FakeStream other = node.host().open(connection, false).agree("/other/1");

        assertThat(node.manager().facts().streams(PING, Direction.OUTBOUND)).isOne();
        assertThat(node.manager().facts().streams(GOSSIP, Direction.INBOUND)).isOne();
        assertThat(node.manager().facts().streams(OTHERS, Direction.INBOUND)).isOne();
        long[] speakers = new long[2];
        assertThat(node.manager().facts().connectedPeers(PING, speakers)).isOne();
        assertThat(speakers[0]).isEqualTo(node.peer(1));

        for (FakeStream stream : List.of(ping, gossip, other)) {
            var unused = stream.close();
        }
        assertThat(node.manager().facts().streams(PING, Direction.OUTBOUND)).isZero();
        assertThat(node.manager().facts().streams(GOSSIP, Direction.INBOUND)).isZero();
        assertThat(node.manager().facts().streams(OTHERS, Direction.INBOUND)).isZero();
        // What it speaks it still speaks.
        assertThat(node.manager().facts().connectedPeers(PING, speakers)).isOne();
        assertThat(node.peerage().failures()).isZero();
    }

    @Test
    void shouldHoldWhenStreamsComeLateOrDisagree() {
        Node node = node();
        FakeConnection connection = node.network().inbound(FakeConnection.inbound(1, "192.0.2.1"));
        node.host().open(connection, true).disagree();
        FakeStream late = node.host().open(connection, true);
        FakeStream open = node.host().open(connection, true).agree("/ping/1");
        connection.die();

        late.agree("/ping/1");
        node.host().open(connection, false).agree("/ping/1");
        var unused = open.close();

        assertThat(node.manager().facts().streams(PING, Direction.OUTBOUND)).isZero();
        assertThat(node.manager().facts().streams(PING, Direction.INBOUND)).isZero();
        assertThat(node.peerage().failures()).isZero();
        node.assertEmpty();
    }

    @Test
    void shouldTellWhatIdentifyHasShown() {
        Node node = node();
        FakeConnection connection = node.network().inbound(FakeConnection.inbound(1, "192.0.2.1"));

        node.peerage().identified(connection, "agent/1.0", List.of("/gossip/1", "/unknown"));

        long[] speakers = new long[1];
        assertThat(node.manager().facts().connectedPeers(GOSSIP, speakers)).isOne();
        assertThat(node.manager().facts().connectedPeers(PING, speakers)).isZero();
    }

    @Test
    void shouldPullTheScoresOfConnectedPeersOnTheOwnersThread() throws Exception {
        Node node =
                Node.with(
                        builder -> builder.scores(ScoreConfig.DEFAULT),
                        peerage -> peerage.scores(FeedTest::scoreOf));
        node.network().inbound(FakeConnection.inbound(1, "192.0.2.1"));
        node.network().inbound(FakeConnection.inbound(2, "192.0.2.2"));
        node.network().inbound(FakeConnection.inbound(3, "192.0.2.3"));

        var agent = node.peerage().agent();
        for (int i = 0; i <= node.manager().connectionSlots() / 64; i++) {
            agent.doWork();
        }

        assertThat(node.manager().reputation().total(node.peer(1))).isPositive();
        assertThat(node.manager().reputation().total(node.peer(2))).isNegative();
        assertThat(node.manager().reputation().total(node.peer(3))).isZero();
        // The third's source throws.
        assertThat(node.peerage().failures()).isOne();
        assertThat(node.manager().connected().first(ConnectedFilter.ALL)).isPositive();
    }

    private static double scoreOf(PeerId id) {
        if (Arrays.equals(id.getBytes(), Multiaddrs.peer(3).getBytes())) {
            throw new IllegalStateException("source");
        }
        return Arrays.equals(id.getBytes(), Multiaddrs.peer(1).getBytes()) ? 5 : -5;
    }

    @Test
    void shouldTellTheManagersOwnScoreToGossip() {
        Node node =
                Node.with(builder -> builder.scores(ScoreConfig.DEFAULT), UnaryOperator.identity());
        node.network().inbound(FakeConnection.inbound(1, "192.0.2.1"));
        node.manager().reputation().record(node.peer(1), PeerAction.MODERATE);

        var score = node.peerage().appSpecificScore();

        assertThat(score.applyAsDouble(Multiaddrs.peer(1))).isEqualTo(-5.0);
        assertThat(score.applyAsDouble(Multiaddrs.peer(2))).isZero();
        assertThat(score.applyAsDouble(new PeerId(new byte[50]))).isZero();
    }
}
