/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.model.Result;
import io.peerage.peer.PeerColumns;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.testing.Ids;
import io.peerage.testing.Node;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Handles around the moment when generations wrap: 2^27 for peers, 2^32 for connections. Nobody waits for so many tenants, so
 * the free slots are put a few generations before it.
 */
class GenerationsTest {
    private static final int BEFORE = 5;
    private static final int PEER_GENERATIONS = 1 << 27;
    private static final int PEERS = 3;

    private final Node node =
            new Node(
                    b ->
                            b.maxPeers(PEERS)
                                    .maxConnections(2)
                                    .maxInbound(2)
                                    .maxOutbound(1)
                                    .concurrency(1));
    private final PeerManager manager = node.manager();

    @BeforeEach
    void closeToTheWrap() throws ReflectiveOperationException {
        PeerColumns peers = part("peers", PeerTable.class).columns();
        for (int peer = 0; peer < PEERS; peer++) {
            assertThat(
                            peers.casWord(
                                    peer,
                                    peers.word(peer),
                                    PeerWord.free(PEER_GENERATIONS - BEFORE)))
                    .isTrue();
        }
        ConnectionTable connections = part("connections", ConnectionTable.class);
        long word = (long) -BEFORE << 32;
        for (int slot = 0; slot < connections.capacity(); slot++) {
            assertThat(connections.casWord(slot, connections.word(slot), word)).isTrue();
            assertThat(ConnectionWord.generation(connections.word(slot))).isEqualTo(-BEFORE);
        }
    }

    private <T> T part(String name, Class<T> type) throws ReflectiveOperationException {
        Field field = PeerManager.class.getDeclaredField(name);
        field.setAccessible(true);
        return type.cast(field.get(manager));
    }

    @Test
    void handlesOfPeersStayApart() {
        Set<Long> before = new LinkedHashSet<>();
        for (int turn = 0; turn < 4 * BEFORE; turn++) {
            List<Long> present = new ArrayList<>();
            for (int i = 0; i < PEERS; i++) {
                long peer = node.peer(turn * PEERS + i);
                assertThat(peer).isPositive();
                assertThat(before).doesNotContain(peer);
                present.add(peer);
                node.close(node.connectInbound(peer));
            }
            for (long stale : before) {
                assertThat(manager.release(stale)).isEqualTo(Result.UNKNOWN_PEER.code());
                assertThat(Node.refusal(node.dial(stale))).isEqualTo(Result.UNKNOWN_PEER);
                assertThat(manager.isConnected(stale)).isFalse();
                assertThat(manager.copyId(stale, new byte[64], 0))
                        .isEqualTo(Result.UNKNOWN_PEER.code());
            }
            for (int i = 0; i < PEERS; i++) {
                assertThat(manager.lookup(Ids.id(turn * PEERS + i))).isEqualTo(present.get(i));
            }
            manager.tick();
            for (long peer : present) {
                assertThat(node.log().of(peer)).containsExactly("connected 0", "disconnected 0");
                assertThat(manager.release(peer)).isEqualTo(Result.RELEASED.code());
            }
            manager.tick();
            before.addAll(present);
        }
        assertThat(manager.verify()).isEmpty();
        assertThat(manager.registeredPeers()).isZero();
    }

    @Test
    void handlesOfConnectionsAndTicketsStayApart() {
        long peer = node.peer(1);
        Set<Long> before = new LinkedHashSet<>();
        for (int turn = 0; turn < 12 * BEFORE; turn++) {
            node.clock().advance(manager.dialing().backOffNanos(peer));
            long ticket = turn % 3 == 0 ? node.dial(peer) : node.inbound();
            assertThat(ticket).isPositive();
            assertThat(before).doesNotContain(ticket);
            for (long stale : before) {
                assertThat(node.close(stale)).isEqualTo(Result.ALREADY_CLOSED);
                assertThat(node.show(stale, peer))
                        .isIn(Result.TICKET_EXPIRED, Result.WRONG_DIRECTION);
                assertThat(manager.isInbound(stale)).isFalse();
            }
            end(turn, ticket, peer);
            before.add(ticket);
        }
        assertThat(manager.inbound() + manager.outbound()).isZero();
        assertThat(manager.pendingInbound() + manager.pendingOutbound()).isZero();
        manager.tick();
        assertThat(manager.verify()).isEmpty();
    }

    private void end(int turn, long ticket, long peer) {
        if (turn % 3 == 0) {
            assertThat(manager.establishOutbound(ticket)).isPositive();
            assertThat(node.close(ticket)).isEqualTo(Result.LAST_CONNECTION);
        } else if (turn % 3 == 1) {
            assertThat(node.show(ticket, peer)).isEqualTo(Result.FIRST_CONNECTION);
            assertThat(node.close(ticket)).isEqualTo(Result.LAST_CONNECTION);
        } else {
            node.clock().advance(Node.LEASE);
            manager.tick();
            assertThat(node.log().expired()).contains(ticket);
        }
    }
}
