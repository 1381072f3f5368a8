/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static io.peerage.PresetNodes.SECOND;
import static io.peerage.PresetNodes.connect;
import static io.peerage.PresetNodes.inbound;
import static io.peerage.PresetNodes.network;
import static io.peerage.PresetNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerAction;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.Network;
import io.peerage.testing.Node;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A manager by Lighthouse's preset does what is documented, in virtual time (features, presets). */
class LighthousePresetTest {
    @Test
    void prunesWhatIsAboveItsTargetAndKeepsThirtyPercentOutbound() {
        Network network = network(Preset.LIGHTHOUSE);
        // One after the other, since no more than five handshakes run at once.
        for (int i = 0; i < 90; i++) {
            connect(network, i, true);
        }
        network.offerNew(1_000, 100);
        network.run(Duration.ofMinutes(5), SECOND);
        PeerManager manager = network.manager();
        assertThat(manager.outbound()).isEqualTo(30);
        assertThat(manager.connectedPeers()).isEqualTo(100);
        assertThat(network.closes).containsOnly(CloseReason.PRUNED);
    }

    @Test
    void takes90InAnd130InAll() {
        Node node = node(Preset.LIGHTHOUSE);
        assertThat(inbound(node, 0, 100, "")).isEqualTo(90);
        for (int i = 100; i < 140; i++) {
            node.connectOutbound(node.peer(i));
        }
        assertThat(Node.refusal(node.dial(node.peer(200)))).isEqualTo(Result.TOTAL_LIMIT);
        Node pending = node(Preset.LIGHTHOUSE);
        for (int i = 0; i < 5; i++) {
            assertThat(pending.inbound()).isPositive();
        }
        assertThat(Node.refusal(pending.inbound())).isEqualTo(Result.PENDING_INBOUND_LIMIT);
    }

    @Test
    void disconnectsAtMinus20AndBansAtMinus50() {
        Node node = node(Preset.LIGHTHOUSE);
        long peer = node.peer(1);
        node.connectInbound(peer);
        PeerManager manager = node.manager();
        manager.reputation().record(peer, PeerAction.SEVERE);
        manager.reputation().record(peer, PeerAction.MODERATE);
        manager.tick();
        assertThat(manager.counter(Counter.CLOSE_COMMANDS)).isZero();
        manager.reputation().record(peer, PeerAction.MODERATE);
        manager.tick();
        assertThat(manager.counter(Counter.CLOSE_COMMANDS)).isEqualTo(1);
        assertThat(manager.hasFlag(peer, PeerFlag.BANNED)).isFalse();
        for (int i = 0; i < 3; i++) {
            manager.reputation().record(peer, PeerAction.SEVERE);
        }
        manager.tick();
        assertThat(manager.hasFlag(peer, PeerFlag.BANNED)).isTrue();
        node.clock().advance(Duration.ofHours(12).minusSeconds(1));
        manager.tick();
        assertThat(manager.hasFlag(peer, PeerFlag.BANNED)).isTrue();
        node.clock().advance(Duration.ofSeconds(2));
        manager.tick();
        assertThat(manager.hasFlag(peer, PeerFlag.BANNED)).isFalse();
    }

    @Test
    void bansAnAddressBehindWhichMoreThanFivePeersAreBanned() {
        Node node = node(Preset.LIGHTHOUSE);
        assertThat(inbound(node, 0, 7, "10.0.0.1")).isEqualTo(7);
        IpAddress address = IpAddress.parse("10.0.0.1");
        for (int i = 0; i < 6; i++) {
            assertThat(node.close(node.inbound("10.0.0.1"))).isEqualTo(Result.ABANDONED);
            node.manager()
                    .bans()
                    .ban(node.peer(i), address.hi(), address.lo(), BanReason.MISBEHAVIOUR);
            node.manager().tick();
        }
        assertThat(Node.refusal(node.inbound("10.0.0.1"))).isEqualTo(Result.PREFIX_BANNED);
        assertThat(node.inbound("10.0.0.2")).isPositive();
    }
}
