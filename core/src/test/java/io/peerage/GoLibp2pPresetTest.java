/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static io.peerage.PresetNodes.SECOND;
import static io.peerage.PresetNodes.connect;
import static io.peerage.PresetNodes.inbound;
import static io.peerage.PresetNodes.network;
import static io.peerage.PresetNodes.node;
import static io.peerage.PresetNodes.waits;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.config.RateLimit;
import io.peerage.model.CloseReason;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.testing.Network;
import io.peerage.testing.Node;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A manager by go-libp2p's preset, and by Kubo's where that differs, does what is documented, in virtual time (features, presets). */
class GoLibp2pPresetTest {
    @Test
    void waitsFiveSecondsAndTheSquareOfEarlierFailuresUpToFiveMinutes() {
        Node node = node(Preset.GO_LIBP2P);
        assertThat(waits(node, node.peer(1), 20))
                .containsExactly(
                        5L, 6L, 9L, 14L, 21L, 30L, 41L, 54L, 69L, 86L, 105L, 126L, 149L, 174L, 201L,
                        230L, 261L, 294L, 300L, 300L);
    }

    @Test
    void takesEightConnectionsOfAPeerAndOfAnAddress() {
        Node node = node(Preset.GO_LIBP2P);
        assertThat(inbound(node, 0, 12, "10.0.0.1")).isEqualTo(8);
        assertThat(inbound(node, 20, 12, "2001:db8::1")).isEqualTo(8);
        assertThat(inbound(node, 40, 1, "2001:db8:0:ff::1")).isZero();
        assertThat(inbound(node, 41, 1, "2001:db8:0:100::1")).isEqualTo(1);
        for (int i = 0; i < 8; i++) {
            node.connectInbound(node.peer(100));
        }
        assertThat(node.show(node.inbound(), node.peer(100))).isEqualTo(Result.PEER_LIMIT);
    }

    @Test
    void takesSixteenAttemptsOfAnAddressAtOnceAndOneMoreEachFiveSeconds() {
        Node node = node(Preset.GO_LIBP2P);
        for (int i = 0; i < 16; i++) {
            assertThat(node.close(node.inbound("10.0.0.1"))).isEqualTo(Result.ABANDONED);
        }
        assertThat(Node.refusal(node.inbound("10.0.0.1"))).isEqualTo(Result.RATE_LIMIT);
        node.clock().advance(Duration.ofSeconds(5).plusMillis(1));
        assertThat(node.inbound("10.0.0.1")).isPositive();
        assertThat(Node.refusal(node.inbound("10.0.0.1"))).isEqualTo(Result.RATE_LIMIT);
    }

    @Test
    void dialsNobodyByItself() {
        Node node = node(Preset.GO_LIBP2P);
        assertThat(
                        Outcome.result(
                                node.manager()
                                        .dialing()
                                        .offer(node.peer(1), new byte[] {10, 0, 0, 1})))
                .isEqualTo(Result.DIALING_OFF);
    }

    /** The watermarks of go-libp2p and of Kubo. */
    @ParameterizedTest
    @CsvSource({"GO_LIBP2P, 160, 192, 60", "KUBO, 32, 96, 20"})
    void trimsFromAboveHighToLowOnceTheGraceIsOver(Preset preset, int low, int high, int grace) {
        Network network = network(preset, builder -> builder.rateLimit(RateLimit.NONE));
        PeerManager manager = network.manager();
        int inbound = Math.min(high, 120);
        for (int i = 0; i < high; i++) {
            connect(network, i, i < inbound);
        }
        network.run(Duration.ofSeconds(grace + 60L), SECOND);
        assertThat(manager.connectedPeers()).as("at high").isEqualTo(high);

        connect(network, high, false);
        network.run(SECOND, SECOND);
        assertThat(manager.connectedPeers()).isEqualTo(low);
        assertThat(network.closes).hasSize(high + 1 - low).containsOnly(CloseReason.PRUNED);
        assertThat(manager.isConnected(network.peer(high))).as("in grace").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"GO_LIBP2P, 160, 192, 60", "KUBO, 32, 96, 20"})
    void trimsNobodyInGraceHoweverManyThereAre(Preset preset, int low, int high, int grace) {
        Network network = network(preset, builder -> builder.rateLimit(RateLimit.NONE));
        for (int i = 0; i <= high; i++) {
            connect(network, i, i < 120);
        }
        network.run(Duration.ofSeconds(grace - 1L), SECOND);
        assertThat(network.closes).isEmpty();
        // The next trim waits for the silence of ten seconds.
        network.run(Duration.ofSeconds(11), SECOND);
        assertThat(network.manager().connectedPeers()).isEqualTo(low);
    }
}
