/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static io.peerage.PresetNodes.SECOND;
import static io.peerage.PresetNodes.inbound;
import static io.peerage.PresetNodes.network;
import static io.peerage.PresetNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.model.BanReason;
import io.peerage.model.Connectedness;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.Network;
import io.peerage.testing.Node;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A manager by CometBFT's preset does what is documented, in virtual time (features, presets). */
class CometBftPresetTest {
    @Test
    void waitsTwoToTheNSecondsAndUpToOneMoreSixteenTimes() {
        Node node = node(Preset.COMETBFT);
        long peer = node.peer(1);
        for (int n = 1; n <= 16; n++) {
            node.failDials(peer, 1);
            assertThat(node.manager().dialing().backOffNanos(peer))
                    .isBetween(
                            Duration.ofSeconds(1L << n).toNanos(),
                            Duration.ofSeconds((1L << n) + 1).toNanos() + 65_536);
        }
        node.failDials(peer, 1);
        assertThat(node.manager().connectedness(peer)).isEqualTo(Connectedness.UNREACHABLE);
        node.clock().advance(Duration.ofDays(1).minusSeconds(1));
        assertThat(Node.refusal(node.dial(peer))).isEqualTo(Result.UNREACHABLE);
        node.clock().advance(Duration.ofSeconds(2));
        assertThat(node.dial(peer)).isPositive();
    }

    @Test
    void takes40InAnd10OutAndNoSecondConnectionOfAPeerOrAnAddress() {
        Node node = node(Preset.COMETBFT);
        assertThat(inbound(node, 0, 60, "")).isEqualTo(40);
        assertThat(Node.refusal(node.inbound())).isEqualTo(Result.INBOUND_LIMIT);
        for (int i = 60; i < 70; i++) {
            node.connectOutbound(node.peer(i));
        }
        assertThat(Node.refusal(node.dial(node.peer(70)))).isEqualTo(Result.OUTBOUND_LIMIT);

        Node other = node(Preset.COMETBFT);
        assertThat(inbound(other, 0, 3, "10.0.0.1")).isEqualTo(1);
        assertThat(Node.refusal(other.dial(other.peer(0)))).isEqualTo(Result.PEER_LIMIT);
    }

    @Test
    void keepsTenOutboundAndReplacesOneThatIsLostAtOnce() {
        Network network = network(Preset.COMETBFT);
        network.offerNew(0, 200);
        network.run(Duration.ofSeconds(30), SECOND);
        assertThat(network.manager().outbound()).isEqualTo(10);
        long at = network.clock().nanoTime();
        network.drop(network.dials.get(0).peer());
        network.run(SECOND, SECOND);
        assertThat(network.dials.stream().filter(dial -> dial.at() - at > 0)).hasSize(1);
        assertThat(network.manager().outbound()).isEqualTo(10);
    }

    @Test
    void waitsForPersistentPeersAMinuteAtMost() {
        Node node = node(Preset.COMETBFT);
        long peer = node.peer(1);
        node.manager().setFlag(peer, PeerFlag.PERSISTENT, true);
        node.failDials(peer, 30);
        assertThat(node.manager().dialing().backOffNanos(peer))
                .isBetween(1L, Duration.ofSeconds(60).toNanos());
    }

    @Test
    void bansForADayHoweverOften() {
        Node node = node(Preset.COMETBFT);
        long peer = node.peer(1);
        for (int i = 0; i < 3; i++) {
            node.manager().bans().ban(peer, BanReason.MISBEHAVIOUR);
            node.manager().tick();
            node.clock().advance(Duration.ofDays(1).minusSeconds(1));
            node.manager().tick();
            assertThat(node.manager().hasFlag(peer, PeerFlag.BANNED)).isTrue();
            node.clock().advance(Duration.ofSeconds(2));
            node.manager().tick();
            assertThat(node.manager().hasFlag(peer, PeerFlag.BANNED)).isFalse();
        }
    }
}
