/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Counter;
import io.peerage.model.Result;
import io.peerage.testing.Node;
import org.junit.jupiter.api.Test;

/** Nothing but the owner's own work waits for the owner (contract 2). */
class OwnerStoppedTest {
    private static final int ROUNDS = 5_000;

    private final Node node = new Node(b -> b.maxConnections(8).maxPerPeer(1).maxPeers(4));
    private final PeerManager manager = node.manager();

    @Test
    void admissionCountingAndQueriesGoOnAndOneTickCatchesUp() {
        long peer = node.peer(1);
        long other = node.peer(2);
        for (int i = 0; i < ROUNDS; i++) {
            long connection = node.connectInbound(peer);
            assertThat(manager.isConnected(peer)).isTrue();
            assertThat(manager.connectedPeers()).isEqualTo(1);
            assertThat(node.close(connection)).isEqualTo(Result.LAST_CONNECTION);
        }
        node.connectOutbound(other);
        long forgotten = node.inbound();
        node.clock().advance(Node.LEASE);
        assertThat(node.log().peers()).isEmpty();

        assertThat(manager.tick()).isEqualTo(3);
        assertThat(node.log().of(peer)).containsExactly("connected 254", "disconnected 0");
        assertThat(node.log().of(other)).containsExactly("connected 0");
        assertThat(node.log().expired()).containsExactly(forgotten);
        assertThat(manager.counter(Counter.FLAPS_SATURATED)).isEqualTo(ROUNDS - 255);
        assertThat(manager.tick()).isZero();
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void releasedPeersAwaitTheOwnerAndCanComeBackWithoutIt() {
        for (int i = 1; i <= 4; i++) {
            manager.release(node.peer(i));
        }
        assertThat(node.peer(5)).isEqualTo(Result.PEER_TABLE_FULL.code());
        assertThat(node.connectInbound(node.peer(3))).isPositive();
        manager.tick();
        assertThat(manager.registeredPeers()).isEqualTo(1);
        assertThat(manager.isConnected(node.peer(3))).isTrue();
        assertThat(manager.verify()).isEmpty();
    }
}
