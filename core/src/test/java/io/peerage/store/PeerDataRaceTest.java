/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.PeerDataKey;
import io.peerage.testing.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Threads that put, remove, connect, disconnect, release and register race with the owner that clears. */
class PeerDataRaceTest {
    private static final PeerDataKey<Value> BRIEF =
            PeerDataKey.of("brief", Value.class, Duration.ZERO);
    private static final PeerDataKey<Value> KEPT =
            PeerDataKey.of("kept", Value.class, Duration.ofSeconds(1));

    // Later than any round gets to, in seconds.
    private static final double LATER = 1e8;

    /** What became of one value, and whom it was put for. */
    private static final class Value {
        final long peer;
        final AtomicInteger gone = new AtomicInteger();

        Value(long peer) {
            this.peer = peer;
        }
    }

    /** What is put once, and never over another, leaves once: told by the owner, or by the hand of whoever removed it. */
    @Test
    void whatWasPutLeavesOnce() {
        Race.rounds(
                300,
                (race, random) -> {
                    DataWorld world = new DataWorld(3, BRIEF, KEPT);
                    List<List<Value>> put = new ArrayList<>();
                    AtomicInteger running = new AtomicInteger(2);
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int thread = 0; thread < 2; thread++) {
                        List<Value> mine = new ArrayList<>();
                        put.add(mine);
                        SplittableRandom own = random.split();
                        runners.add(
                                () -> {
                                    for (int i = 0; i < 300; i++) {
                                        session(world, own, mine);
                                    }
                                    running.decrementAndGet();
                                });
                    }
                    runners.add(
                            () -> {
                                double time = 0;
                                while (running.get() > 0) {
                                    time += 0.25;
                                    world.tick(time);
                                }
                            });
                    race.run(runners);
                    world.tick(LATER);
                    world.tick(2 * LATER);
                    assertThat(world.data.countValues()).isZero();
                    assertThat(world.sweep.waiting()).isZero();
                    Map<Object, Integer> told = new HashMap<>();
                    for (DataWorld.Told one : world.told) {
                        told.merge(one.value(), 1, Integer::sum);
                        assertThat(((Value) one.value()).peer).isEqualTo(one.peer());
                    }
                    int left = 0;
                    for (Value value : put.stream().flatMap(List::stream).toList()) {
                        assertThat(told.getOrDefault(value, 0) + value.gone.get()).isEqualTo(1);
                        left += told.getOrDefault(value, 0);
                    }
                    assertThat(left).isEqualTo(world.told.size());
                });
    }

    private static void session(DataWorld world, SplittableRandom random, List<Value> mine) {
        long peer = world.register(random.nextInt(3));
        if (peer < 0) {
            return;
        }
        boolean connected = random.nextInt(4) > 0 && world.connect(peer);
        for (PeerDataKey<Value> key : List.of(BRIEF, KEPT)) {
            Value value = new Value(peer);
            Value kept = world.data.getOrPut(peer, key, value);
            if (kept == value) {
                mine.add(value);
            } else if (kept != null) {
                assertThat(kept.peer).isEqualTo(peer);
            }
            if (random.nextInt(4) == 0) {
                Value removed = world.data.remove(peer, key);
                if (removed != null) {
                    assertThat(removed.peer).isEqualTo(peer);
                    removed.gone.incrementAndGet();
                }
            }
        }
        if (connected) {
            world.disconnect(peer);
        }
        if (random.nextInt(2) == 0) {
            world.release(peer);
        }
    }

    /** Puts that replace each other: whatever remains is cleared, nothing is told twice, and nothing stays. */
    @Test
    void nothingThatReplacesStays() {
        Race.rounds(
                300,
                (race, random) -> {
                    DataWorld world = new DataWorld(2, BRIEF);
                    AtomicInteger running = new AtomicInteger(2);
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int thread = 0; thread < 2; thread++) {
                        SplittableRandom own = random.split();
                        runners.add(
                                () -> {
                                    for (int i = 0; i < 300; i++) {
                                        long peer = world.register(own.nextInt(3));
                                        if (peer > 0) {
                                            world.data.put(peer, BRIEF, new Value(peer));
                                            world.release(peer);
                                        }
                                    }
                                    running.decrementAndGet();
                                });
                    }
                    runners.add(
                            () -> {
                                while (running.get() > 0) {
                                    world.tick(0);
                                }
                            });
                    race.run(runners);
                    world.tick(1);
                    world.tick(2);
                    assertThat(world.data.countValues()).isZero();
                    assertThat(world.told).doesNotHaveDuplicates();
                });
    }

    /** A peer that is connected, seen from the thread that connected it, keeps what it puts, whatever the owner is clearing. */
    @Test
    void whatAConnectedPeerPutsStays() {
        Race.rounds(
                400,
                (race, random) -> {
                    DataWorld world = new DataWorld(1, BRIEF, KEPT);
                    long peer = world.register(1);
                    AtomicInteger running = new AtomicInteger(1);
                    race.run(
                            List.of(
                                    () -> {
                                        for (int i = 0; i < 300; i++) {
                                            world.connect(peer);
                                            Value value = new Value(peer);
                                            world.data.put(peer, BRIEF, value);
                                            world.data.put(peer, KEPT, value);
                                            assertThat(world.data.get(peer, BRIEF)).isSameAs(value);
                                            assertThat(world.data.get(peer, KEPT)).isSameAs(value);
                                            world.disconnect(peer);
                                        }
                                        running.decrementAndGet();
                                    },
                                    () -> {
                                        double time = 0;
                                        while (running.get() > 0) {
                                            time += 0.5;
                                            world.tick(time);
                                        }
                                    }));
                });
    }

    /** Whoever looks while one value takes the place of another finds one of the two, and whoever removes gets one. */
    @Test
    void whatIsOnlyReplacedIsAlwaysThere() {
        Race.rounds(
                300,
                (race, random) -> {
                    DataWorld world = new DataWorld(1, KEPT);
                    long peer = world.register(0);
                    world.data.put(peer, KEPT, new Value(peer));
                    race.run(
                            List.of(
                                    () -> {
                                        for (int i = 0; i < 1_000; i++) {
                                            world.data.put(peer, KEPT, new Value(peer));
                                        }
                                    },
                                    () -> {
                                        for (int i = 0; i < 1_000; i++) {
                                            assertThat(world.data.get(peer, KEPT)).isNotNull();
                                        }
                                        assertThat(world.data.remove(peer, KEPT)).isNotNull();
                                    }));
                });
    }
}
