/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static io.peerage.PresetNodes.SECOND;
import static io.peerage.PresetNodes.inbound;
import static io.peerage.PresetNodes.network;
import static io.peerage.PresetNodes.node;
import static io.peerage.PresetNodes.waits;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.model.CandidateKind;
import io.peerage.model.Connectedness;
import io.peerage.model.DialOutcome;
import io.peerage.model.Result;
import io.peerage.testing.Network;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A manager by nwaku's preset does what is documented, in virtual time (features, presets). */
class NwakuPresetTest {
    @Test
    void waits120And480And1920And7680SecondsAndThenNoMore() {
        Node node = node(Preset.NWAKU);
        long peer = node.peer(1);
        assertThat(waits(node, peer, 4)).containsExactly(120L, 480L, 1_920L, 7_680L);
        node.failDials(peer, 1);
        assertThat(node.manager().connectedness(peer)).isEqualTo(Connectedness.UNREACHABLE);
        assertThat(Node.refusal(node.dial(peer))).isEqualTo(Result.UNREACHABLE);
    }

    @Test
    void dialsByItselfAtThoseTimes() {
        Network network = network(Preset.NWAKU);
        network.answer(peer -> DialOutcome.REFUSED);
        network.offer(1, CandidateKind.NEW);
        network.run(Duration.ofHours(6), SECOND);
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < network.dials.size(); i++) {
            gaps.add(
                    Duration.ofNanos(network.dials.get(i).at() - network.dials.get(i - 1).at())
                            .toSeconds());
        }
        // A dial is due when the wait is over, and made by the tick after that.
        assertThat(gaps).hasSize(4);
        assertThat(gaps.get(0)).isBetween(120L, 121L);
        assertThat(gaps.get(1)).isBetween(480L, 481L);
        assertThat(gaps.get(2)).isBetween(1_920L, 1_921L);
        assertThat(gaps.get(3)).isBetween(7_680L, 7_681L);
    }

    @Test
    void connectingForgetsTheFailures() {
        Node node = node(Preset.NWAKU);
        long peer = node.peer(1);
        node.failDials(peer, 3);
        node.clock().advance(Duration.ofMinutes(32).plusMillis(1));
        node.close(node.connectOutbound(peer));
        assertThat(waits(node, peer, 1)).containsExactly(120L);
    }

    @Test
    void keepsATargetOf30OutboundByTenDialsAtOnce() {
        Network network = network(Preset.NWAKU);
        network.answer(peer -> null);
        network.offerNew(0, 100);
        network.run(SECOND, SECOND);
        assertThat(network.manager().pendingOutbound()).isEqualTo(10);
        network.answer(peer -> DialOutcome.ESTABLISHED);
        network.run(Duration.ofMinutes(2), SECOND);
        assertThat(network.manager().outbound()).isEqualTo(30);
    }

    @Test
    void takesFivePeersOfAnAddressAndOneConnectionOfAPeer() {
        Node node = node(Preset.NWAKU);
        assertThat(inbound(node, 0, 8, "10.0.0.1")).isEqualTo(5);
        assertThat(Node.refusal(node.inbound("10.0.0.1"))).isEqualTo(Result.PREFIX_LIMIT);
        assertThat(node.show(node.inbound("10.0.0.2"), node.peer(0))).isEqualTo(Result.PEER_LIMIT);
    }

    @Test
    void has150ConnectionsOfWhichInboundLeavesAThirdOfRelayToOutbound() {
        Node node = node(Preset.NWAKU);
        assertThat(inbound(node, 0, 200, "")).isEqualTo(120);
        for (int i = 200; i < 230; i++) {
            node.connectOutbound(node.peer(i));
        }
        assertThat(Node.refusal(node.dial(node.peer(300)))).isEqualTo(Result.TOTAL_LIMIT);
    }
}
