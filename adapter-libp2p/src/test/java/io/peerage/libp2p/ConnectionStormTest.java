/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.Connection;
import io.peerage.libp2p.testing.FakeConnection;
import io.peerage.libp2p.testing.FakeDial;
import io.peerage.libp2p.testing.Multiaddrs;
import io.peerage.libp2p.testing.Node;
import io.peerage.model.Counter;
import io.peerage.testing.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Event loops, closers and the owner at once, with every bad habit of the library: nothing may be left. */
@Tag("double")
class ConnectionStormTest {
    private static final int ROUNDS = 60;
    private static final int EVENTS = 120;
    private static final int PEERS = 12;
    private static final int LIMIT = 10;

    @Test
    void shouldLeaveNothingBehind() {
        Race.rounds(ROUNDS, ConnectionStormTest::round);
    }

    private static void round(Race race, SplittableRandom random) throws Exception {
        Node node =
                Node.dialing(
                        builder ->
                                builder.maxConnections(LIMIT)
                                        .maxInbound(6)
                                        .maxOutbound(6)
                                        .maxPerPeer(1 + random.nextInt(2)));
        node.network().handlers().add(ConnectionStormTest::badNeighbour);
        Queue<FakeConnection> open = new ConcurrentLinkedQueue<>();
        List<Race.Runner> runners = new ArrayList<>();
        runners.add(listens(node, random.split(), open));
        runners.add(listens(node, random.split(), open));
        runners.add(dials(node, random.split(), open));
        runners.add(closes(random.split(), open));
        runners.add(owns(node, random.split()));
        race.run(runners);

        open.forEach(FakeConnection::die);
        node.network().dials().forEach(ConnectionStormTest::end);
        node.pass(Duration.ofMinutes(1));
        node.pass(Duration.ofMinutes(1));
        node.network().dials().forEach(ConnectionStormTest::end);
        open.forEach(connection -> assertThat(connection.isClosed()).isTrue());
        node.assertEmpty();
        assertThat(node.manager().counter(Counter.SINK_FAILURES)).isZero();
        assertThat(node.manager().counter(Counter.LISTENER_FAILURES)).isZero();
    }

    private static void badNeighbour(Connection connection) {
        // Random numbers are not shared between threads.
        int habit = System.identityHashCode(connection) & 15;
        if (habit == 0) {
            throw new IllegalStateException("neighbour");
        }
        if (habit == 1) {
            var unused = connection.close();
        }
    }

    private static Race.Runner listens(
            Node node, SplittableRandom random, Queue<FakeConnection> open) {
        return () -> {
            for (int i = 0; i < EVENTS; i++) {
                int peer = random.nextInt(PEERS);
                FakeConnection connection =
                        FakeConnection.inbound(peer, "192.0.2." + random.nextInt(3));
                if (random.nextInt(20) == 0) {
                    connection.whoseAddressThrows();
                }
                if (random.nextInt(20) == 0) {
                    connection.whoseCloseThrows();
                }
                open.add(connection);
                node.network().accept(connection);
                if (random.nextInt(8) == 0) {
                    continue;
                }
                if (random.nextInt(8) == 0) {
                    connection.die();
                    node.network().shakeEvenIfClosed(connection);
                } else {
                    node.network().shake(connection);
                }
                assertThat(node.manager().inbound() + node.manager().outbound())
                        .isLessThanOrEqualTo(LIMIT);
            }
        };
    }

    private static Race.Runner dials(
            Node node, SplittableRandom random, Queue<FakeConnection> open) {
        return () -> {
            for (int i = 0; i < EVENTS; i++) {
                int peer = 1 + random.nextInt(PEERS);
                if (random.nextInt(3) == 0) {
                    open.add(
                            node.network()
                                    .dialedByApplication(
                                            Multiaddrs.peer(peer), Multiaddrs.tcp("198.51.100.7")));
                } else {
                    var unused =
                            node.peerage()
                                    .connect(
                                            Multiaddrs.peer(peer),
                                            Multiaddrs.tcp("198.51.100.7"),
                                            Multiaddrs.tcp("198.51.100.7", 4002));
                }
                List<FakeDial> dials = node.network().dials();
                if (!dials.isEmpty()) {
                    FakeDial dial = dials.get(random.nextInt(dials.size()));
                    finish(dial, random, open);
                }
            }
        };
    }

    private static void finish(FakeDial dial, SplittableRandom random, Queue<FakeConnection> open) {
        if (!dial.begin()) {
            return;
        }
        open.addAll(dial.channels());
        switch (random.nextInt(5)) {
            case 0 -> dial.fail(new IllegalStateException("handshake"));
            case 1 -> dial.reachStranger(Multiaddrs.peer(random.nextInt(PEERS)));
            case 2 -> {
                dial.reach(1);
                dial.reach(0);
            }
            default -> dial.reach(random.nextInt(2));
        }
    }

    private static void end(FakeDial dial) {
        dial.channels().forEach(FakeConnection::die);
        dial.fail(new IllegalStateException("closed"));
        dial.fail(new IllegalStateException("closed"));
    }

    private static Race.Runner closes(SplittableRandom random, Queue<FakeConnection> open) {
        return () -> {
            for (int i = 0; i < EVENTS; i++) {
                FakeConnection connection = open.peek();
                if (connection != null && random.nextInt(3) > 0) {
                    connection.die();
                    open.remove(connection);
                }
                Thread.onSpinWait();
            }
        };
    }

    private static Race.Runner owns(Node node, SplittableRandom random) {
        return () -> {
            for (int i = 0; i < EVENTS; i++) {
                node.pass(Duration.ofMillis(random.nextInt(2_000)));
            }
        };
    }
}
