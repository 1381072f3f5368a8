/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.FactsConfig;
import io.peerage.config.Protection;
import io.peerage.config.ProtectionKind;
import io.peerage.config.PruneConfig;
import io.peerage.config.PrunePolicy;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.event.CommandSink;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.Direction;
import io.peerage.model.PeerFlag;
import io.peerage.testing.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bans, scores, facts and pruning while connections come and go on other threads (features A7, B10, B11, E6, F1, F2, G2). */
class ConcurrentKeepingTest {
    private static final int PRODUCERS = 3;
    private static final int OPERATIONS = 20_000;
    private static final int TICKS = 500;
    private static final int PEERS = 120;
    private static final int INBOUND = 40;
    private static final int LOW = 20;
    private static final int HIGH = 30;

    /** A node, and threads that connect to it, tell of peers, and want some gone. */
    private static final class World implements CommandSink {
        final Queue<Long> toClose = new ConcurrentLinkedQueue<>();
        final Set<Long> commanded = ConcurrentHashMap.newKeySet();
        final List<String> wrong = new ArrayList<>();
        final AtomicInteger ticks = new AtomicInteger();
        final AtomicLong now = new AtomicLong();
        final PeerManager manager =
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .maxPeers(4 * PEERS)
                        .maxConnections(2 * INBOUND)
                        .maxInbound(INBOUND)
                        .maxPerPeer(3)
                        .clock(now::get)
                        .scores(ScoreConfig.DEFAULT.halvedBy(Duration.ofSeconds(10)))
                        .tags(new TagConfig(List.of(TagKind.plain("worth")), List.of("mesh")))
                        .facts(FactsConfig.of("/ping"))
                        .pruning(
                                PruneConfig.DEFAULT
                                        .by(
                                                PrunePolicy.DEFAULT
                                                        .withProtections(
                                                                List.of(
                                                                        Protection.all(
                                                                                ProtectionKind
                                                                                        .PROTECTED)))
                                                        .withGrace(Duration.ZERO))
                                        .watermarks(LOW, HIGH)
                                        .silence(Duration.ZERO)
                                        .evicting(true))
                        .commandSink(this)
                        .errorHandler(error -> wrong.add(error.toString()))
                        .build();

        @Override
        public void close(long connection, CloseReason reason) {
            if (!commanded.add(connection)) {
                wrong.add("commanded twice: " + connection);
            }
            toClose.add(connection);
        }

        void act(SplittableRandom random, List<Long> held) {
            byte[] id = {3, (byte) random.nextInt(PEERS)};
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> connect(random, id, held);
                case 4, 5 -> closeOne(random, held);
                case 6 -> tell(random, held);
                case 7 -> manager.reputation().add(manager.register(id), -random.nextInt(9_000));
                case 8 -> manager.reputation().tag(manager.register(id), 0, random.nextInt(5) - 2);
                case 9 ->
                        manager.reputation()
                                .protect(manager.register(id), 0, random.nextInt(8) == 0);
                case 10 -> change(random, manager.register(id));
                default -> {
                    Long commandedOne = toClose.poll();
                    if (commandedOne != null) {
                        manager.close(commandedOne);
                    }
                }
            }
        }

        private void connect(SplittableRandom random, byte[] id, List<Long> held) {
            long ticket =
                    manager.admitInbound(0, 0xffffL << 32 | 0x0a000000L | random.nextInt(1 << 20));
            if (ticket > 0 && manager.establishInbound(ticket, id) > 0) {
                held.add(ticket);
            }
        }

        private void closeOne(SplittableRandom random, List<Long> held) {
            if (!held.isEmpty()) {
                manager.close(held.remove(random.nextInt(held.size())));
            }
        }

        private void tell(SplittableRandom random, List<Long> held) {
            if (held.isEmpty()) {
                return;
            }
            long connection = held.get(random.nextInt(held.size()));
            manager.facts().protocol(connection, 0, true);
            manager.facts().streamOpened(connection, 0, Direction.INBOUND);
            manager.facts().usefulMessage(connection);
            manager.facts().ping(connection, random.nextInt(1_000_000));
        }

        private void change(SplittableRandom random, long peer) {
            switch (random.nextInt(5)) {
                case 0 -> manager.bans().ban(peer, BanReason.OTHER);
                case 1 -> manager.bans().discourage(peer, BanReason.OTHER);
                case 2 -> manager.release(peer);
                case 3 -> manager.pruning().trimTo(random.nextInt(INBOUND));
                default -> manager.bans().lift(peer);
            }
        }

        void tick() {
            now.addAndGet(20_000_000L);
            manager.tick();
            ticks.incrementAndGet();
            if (manager.inbound() > INBOUND) {
                wrong.add("inbound " + manager.inbound());
            }
        }
    }

    private static Race.Runner producer(
            World world, SplittableRandom random, AtomicInteger running) {
        return () -> {
            List<Long> held = new ArrayList<>();
            try {
                for (int i = 0; i < OPERATIONS || world.ticks.get() < TICKS; i++) {
                    world.act(random, held);
                }
                for (long connection : held) {
                    world.manager.close(connection);
                }
            } finally {
                running.decrementAndGet();
            }
        };
    }

    @Test
    void nobodyIsClosedTwiceNothingIsLeftAndTheBooksAgree() {
        AtomicLong pruned = new AtomicLong();
        Race.rounds(
                3,
                (race, random) -> {
                    World world = new World();
                    AtomicInteger running = new AtomicInteger(PRODUCERS);
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int i = 0; i < PRODUCERS; i++) {
                        runners.add(producer(world, random.split(), running));
                    }
                    runners.add(
                            () -> {
                                while (running.get() > 0) {
                                    world.tick();
                                    Thread.onSpinWait();
                                }
                            });
                    race.run(runners);
                    PeerManager manager = world.manager;
                    world.toClose.forEach(manager::close);
                    // Who is still banned for the score is lifted with the others.
                    for (int i = 0; i < PEERS; i++) {
                        long peer = manager.register(new byte[] {3, (byte) i});
                        manager.reputation().protect(peer, 0, false);
                        manager.bans().lift(peer);
                    }
                    world.tick();
                    world.tick();
                    assertThat(world.wrong).isEmpty();
                    assertThat(manager.inbound()).isZero();
                    assertThat(manager.facts().streams(0, Direction.INBOUND)).isZero();
                    assertThat(manager.verify()).isEmpty();
                    pruned.addAndGet(manager.counter(Counter.CONNECTIONS_PRUNED));
                    for (int i = 0; i < PEERS; i++) {
                        long peer = manager.lookup(new byte[] {3, (byte) i});
                        assertThat(manager.hasFlag(peer, PeerFlag.PROTECTED)).isFalse();
                    }
                });
        // In one round where the threads took turns on a busy machine all may have been banned
        // before.
        assertThat(pruned.get()).isPositive();
    }
}
