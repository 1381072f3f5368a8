/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static io.peerage.testing.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.Node;
import io.peerage.testing.Race;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Registering, releasing and recycling while others look (architecture, contracts 1 and 2, vocabulary). */
class ConcurrentPeersTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 300;
    private static final int IDS = 12;

    @Test
    void allRacersGetOneHandleAnId() {
        Race.rounds(
                ROUNDS,
                (race, random) -> {
                    Node node = new Node(b -> b.maxPeers(IDS));
                    long[][] handles = new long[THREADS][IDS];
                    List<Race.Runner> runners = new ArrayList<>();
                    for (long[] own : handles) {
                        int first = random.nextInt(IDS);
                        runners.add(
                                () -> {
                                    for (int i = 0; i < IDS; i++) {
                                        int which = (first + i) % IDS;
                                        own[which] = register(node, which);
                                    }
                                });
                    }
                    race.run(runners);
                    for (long[] own : handles) {
                        assertThat(own).isEqualTo(handles[0]);
                    }
                    assertThat(handles[0]).doesNotHaveDuplicates();
                    assertThat(node.manager().registeredPeers()).isEqualTo(IDS);
                    assertThat(node.manager().verify()).isEmpty();
                });
    }

    /** Racers for one id may hold the table's last slots for a moment; a table that is not full takes it in the end. */
    private static long register(Node node, int which) {
        long handle = node.peer(which);
        while (handle == Result.PEER_TABLE_FULL.code()) {
            Thread.onSpinWait();
            handle = node.peer(which);
        }
        return handle;
    }

    /** Indexes change their tenants all the time; what readers get of a handle is always of its own peer. */
    @Test
    void aHandleNeverNamesAnotherPeer() {
        Race.rounds(
                ROUNDS,
                (race, random) -> {
                    Node node = new Node(b -> b.maxPeers(3).maxPerPeer(2));
                    AtomicBoolean running = new AtomicBoolean(true);
                    List<Race.Runner> runners = new ArrayList<>();
                    SplittableRandom churner = random.split();
                    runners.add(
                            () -> {
                                try {
                                    churn(node, churner);
                                } finally {
                                    running.set(false);
                                }
                            });
                    for (int i = 1; i < THREADS; i++) {
                        SplittableRandom own = random.split();
                        runners.add(() -> look(node, own, running));
                    }
                    race.run(runners);
                    node.manager().tick();
                    assertThat(node.manager().verify()).isEmpty();
                    assertThat(node.manager().connectedPeers()).isZero();
                });
    }

    private static void churn(Node node, SplittableRandom random) {
        PeerManager manager = node.manager();
        for (int i = 0; i < 300; i++) {
            long peer = node.peer(random.nextInt(IDS));
            if (peer > 0) {
                manager.release(peer);
            }
            if (random.nextInt(3) == 0) {
                manager.tick();
            }
        }
    }

    private static void look(Node node, SplittableRandom random, AtomicBoolean running) {
        PeerManager manager = node.manager();
        byte[] copy = new byte[64];
        while (running.get()) {
            int which = random.nextInt(IDS);
            byte[] expected = id(which);
            long peer = random.nextBoolean() ? manager.lookup(expected) : node.peer(which);
            if (peer < 0) {
                continue;
            }
            for (int i = 0; i < 3; i++) {
                int length = manager.copyId(peer, copy, 0);
                if (length > 0) {
                    assertThat(Arrays.copyOf(copy, length)).isEqualTo(expected);
                }
                if (random.nextInt(4) == 0) {
                    connect(node, peer, expected);
                }
            }
        }
    }

    private static void connect(Node node, long peer, byte[] expected) {
        PeerManager manager = node.manager();
        long ticket = node.inbound();
        int outcome = manager.establishInbound(ticket, peer);
        if (Outcome.isRefused(outcome)) {
            assertThat(Outcome.result(outcome)).isIn(Result.UNKNOWN_PEER, Result.PEER_LIMIT);
            return;
        }
        // Connected, it can't be recycled: all that is asked of it is its own.
        byte[] copy = new byte[expected.length];
        assertThat(manager.copyId(peer, copy, 0)).isEqualTo(expected.length);
        assertThat(copy).isEqualTo(expected);
        assertThat(manager.lookup(expected)).isEqualTo(peer);
        assertThat(manager.isConnected(peer)).isTrue();
        assertThat(manager.peerOf(ticket)).isEqualTo(peer);
        assertThat(Outcome.isRefused(manager.close(ticket))).isFalse();
    }

    /** What is set through a handle is set on its peer or on nobody: every second tenant of the index stays untouched. */
    @Test
    void aChangeNeverReachesTheNextTenant() {
        Race.rounds(
                ROUNDS / 3,
                (race, random) -> {
                    Node node = new Node(b -> b.maxPeers(1));
                    AtomicLong marked = new AtomicLong(node.peer(1));
                    race.run(
                            List.of(
                                    () -> markAll(node, marked),
                                    () -> {
                                        try {
                                            alternate(node, marked);
                                        } finally {
                                            marked.set(0);
                                        }
                                    }));
                    assertThat(node.manager().verify()).isEmpty();
                });
    }

    private static void markAll(Node node, AtomicLong marked) {
        for (long peer = marked.get(); peer != 0; peer = marked.get()) {
            node.manager().groups().set(peer, 9, true);
            node.manager().setFlag(peer, PeerFlag.TRUSTED, true);
        }
    }

    private static void alternate(Node node, AtomicLong marked) {
        PeerManager manager = node.manager();
        for (int i = 0; i < 2_000; i++) {
            manager.release(marked.get());
            manager.tick();
            long untouched = node.peer(2);
            assertThat(manager.groups().contains(untouched, 9)).isFalse();
            assertThat(manager.hasFlag(untouched, PeerFlag.TRUSTED)).isFalse();
            assertThat(manager.isConnected(marked.get())).isFalse();
            manager.release(untouched);
            manager.tick();
            marked.set(node.peer(1));
        }
    }
}
