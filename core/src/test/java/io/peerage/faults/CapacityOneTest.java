/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.config.BanConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.FactsConfig;
import io.peerage.config.PruneConfig;
import io.peerage.config.PrunePolicy;
import io.peerage.config.ScoreConfig;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerDataKey;
import io.peerage.model.Result;
import io.peerage.testing.Ids;
import io.peerage.testing.Node;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A manager with room for one of everything works. */
class CapacityOneTest {
    private static final PeerDataKey<String> NOTE =
            PeerDataKey.of("note", String.class, Duration.ofSeconds(20));

    private final Node node =
            new Node(
                    b ->
                            b.maxPeers(1)
                                    .maxConnections(1)
                                    .maxInbound(1)
                                    .maxOutbound(1)
                                    .maxPendingInbound(1)
                                    .maxPendingOutbound(1)
                                    .maxPerPeer(1)
                                    .scores(ScoreConfig.DEFAULT)
                                    .facts(FactsConfig.of("ping"))
                                    .pruning(PruneConfig.DEFAULT.by(PrunePolicy.GO_LIBP2P))
                                    .dialing(
                                            DialConfig.DEFAULT
                                                    .withOutboundTarget(1)
                                                    .withParallelDials(1))
                                    .data(NOTE));
    private final PeerManager manager = node.manager();

    @Test
    void onePeerComesAndGoesAndAnotherTakesItsPlace() {
        long before = 0;
        for (int i = 1; i <= 100; i++) {
            long peer = node.peer(i);
            assertThat(peer).isPositive().isNotEqualTo(before);
            assertThat(manager.register(Ids.id(i + 1))).isEqualTo(Result.PEER_TABLE_FULL.code());
            long connection = i % 2 == 0 ? node.connectInbound(peer) : node.connectOutbound(peer);
            assertThat(node.inbound()).isNegative();
            assertThat(node.dial(peer)).isNegative();
            manager.data().put(peer, NOTE, "note");
            manager.tick();
            assertThat(node.log().isConnected(peer)).isTrue();
            assertThat(node.close(connection)).isEqualTo(Result.LAST_CONNECTION);
            assertThat(node.close(connection)).isEqualTo(Result.ALREADY_CLOSED);
            assertThat(manager.release(peer)).isEqualTo(Result.RELEASED.code());
            manager.tick();
            assertThat(manager.isConnected(before)).isFalse();
            assertThat(manager.release(peer)).isEqualTo(Result.UNKNOWN_PEER.code());
            before = peer;
        }
        assertThat(manager.counter(Counter.PEER_DATA_CLEARED)).isEqualTo(100);
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void oneTicketExpiresAndItsPlaceIsFree() {
        for (int i = 0; i < 10; i++) {
            assertThat(node.inbound()).isPositive();
            assertThat(node.inbound()).isNegative();
            node.clock().advance(Node.LEASE);
            manager.tick();
        }
        assertThat(node.log().expired()).hasSize(10);
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void oneCandidateIsDialed() {
        long peer = node.peer(1);
        long address = IpAddress.parse("198.51.100.1").lo();
        assertThat(manager.dialing().offer(peer, 0, address, CandidateKind.NEW)).isPositive();
        for (int i = 0; i < 60; i++) {
            node.clock().advance(Duration.ofSeconds(1));
            manager.tick();
        }
        // The sink doesn't dial, and says so: each command's ticket is given back.
        assertThat(manager.counter(Counter.DIAL_COMMANDS)).isPositive();
        assertThat(manager.dialing().ended(DialOutcome.CANCELLED))
                .isEqualTo(manager.counter(Counter.DIAL_COMMANDS));
        assertThat(manager.pendingOutbound()).isZero();
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void oneConnectionIsPruned() {
        long connection = node.connectInbound(node.peer(1));
        manager.pruning().trimTo(0);
        node.clock().advance(Duration.ofMinutes(5));
        manager.tick();
        manager.pruning().trimTo(0);
        manager.tick();
        assertThat(node.log().closes()).containsExactly(connection);
        assertThat(manager.counter(Counter.CONNECTIONS_PRUNED)).isEqualTo(1);
    }

    @Test
    void oneBanGivesWayToTheNext() {
        Node four = new Node(b -> b.maxPeers(4).bans(BanConfig.DEFAULT.sized(1, 1, 1)));
        for (int i = 1; i <= 4; i++) {
            assertThat(four.manager().bans().ban(four.peer(i), BanReason.BY_HAND)).isPositive();
            four.clock().advance(Duration.ofSeconds(1));
            four.manager().tick();
            assertThat(four.manager().bans().peers()).isEqualTo(1);
            assertThat(four.manager().bans().isBanned(four.peer(i))).isTrue();
        }
        assertThat(four.manager().counter(Counter.PEER_BANS_DROPPED)).isEqualTo(3);
        long ip = IpAddress.parse("198.51.100.1").lo();
        for (int i = 0; i < 3; i++) {
            long other = ip + i * 65_536L;
            assertThat(four.manager().bans().banPrefix(0, other, 24, BanReason.BY_HAND))
                    .isPositive();
            four.clock().advance(Duration.ofSeconds(1));
            four.manager().tick();
            assertThat(four.manager().bans().isAddressBanned(0, other)).isTrue();
            assertThat(four.manager().bans().prefixes()).isEqualTo(1);
        }
        assertThat(four.manager().counter(Counter.PREFIX_BANS_DROPPED)).isEqualTo(2);
        assertThat(four.manager().verify()).isEmpty();
    }
}
