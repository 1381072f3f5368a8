/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static io.peerage.PresetNodes.SECOND;
import static io.peerage.PresetNodes.inbound;
import static io.peerage.PresetNodes.network;
import static io.peerage.PresetNodes.waits;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.model.CloseReason;
import io.peerage.model.Result;
import io.peerage.testing.Network;
import io.peerage.testing.Node;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A manager by our own preset does what is documented, in virtual time (features, presets). */
class PeeragePresetTest {
    @Test
    void keepsItsOutboundTargetAndItsInboundPlacesOpen() {
        Network network = network(Preset.PEERAGE);
        network.offerNew(0, 200);
        network.run(Duration.ofMinutes(2), SECOND);
        assertThat(network.manager().outbound()).isEqualTo(24);
        for (int i = 0; i < 120; i++) {
            network.connectInbound(1_000 + i);
        }
        network.run(Duration.ofSeconds(61), SECOND);
        assertThat(Node.refusal(network.manager().admitInbound(0, 0)))
                .isEqualTo(Result.INBOUND_LIMIT);
        network.run(SECOND, SECOND);
        assertThat(network.closes).contains(CloseReason.EVICTED);
        assertThat(network.manager().admitInbound(0, 0)).isPositive();
    }

    @Test
    void itsLimitsFollowFromWhatIsSetAfterwards() {
        Node node = new Node(builder -> builder.preset(Preset.PEERAGE).maxConnections(10));
        assertThat(inbound(node, 0, 20, "")).isEqualTo(6);
    }

    @Test
    void whatIsSetAfterwardsOverrides() {
        Node node =
                new Node(
                        builder ->
                                builder.preset(Preset.NWAKU)
                                        .maxPerPeer(3)
                                        .backOff(Preset.GO_LIBP2P.backOff()));
        assertThat(waits(node, node.peer(1), 2)).containsExactly(5L, 6L);
        for (int i = 0; i < 3; i++) {
            node.connectInbound(node.peer(2));
        }
        assertThat(node.show(node.inbound(), node.peer(2))).isEqualTo(Result.PEER_LIMIT);
    }

    @Test
    void whatIsSetBeforeIsReplaced() {
        Node node = new Node(builder -> builder.maxPerPeer(9).preset(Preset.NWAKU));
        node.connectInbound(node.peer(1));
        assertThat(node.show(node.inbound(), node.peer(1))).isEqualTo(Result.PEER_LIMIT);
    }
}
