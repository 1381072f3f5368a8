/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import io.peerage.testing.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The owner keeps its target while other threads change everything, and catches up after it was gone (features D1, C6). */
class ConcurrentDialingTest {
    private static final int PRODUCERS = 3;
    private static final int OPERATIONS = 40_000;
    private static final int TICKS = 2_000;
    private static final int PEERS = 300;
    private static final int TARGET = 30;
    private static final int OUTBOUND = 45;
    private static final int PENDING = 14;
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration TICK = Duration.ofMillis(20);

    private static final List<DialOutcome> FAILURES =
            List.of(
                    DialOutcome.TIMEOUT,
                    DialOutcome.REFUSED,
                    DialOutcome.HANDSHAKE,
                    DialOutcome.WRONG_ID,
                    DialOutcome.CANCELLED);

    /** A node, everybody around it, and what of it is still open. */
    private static final class World implements CommandSink, LifecycleListener {
        final FakeClock clock = new FakeClock(Long.MAX_VALUE - 3_000_000_000L);
        final Queue<Long> dials = new ConcurrentLinkedQueue<>();
        final Queue<Long> open = new ConcurrentLinkedQueue<>();
        final Set<Long> connected = new HashSet<>();
        final List<String> wrong = new ArrayList<>();
        final SplittableRandom owners;
        final PeerManager manager;
        final AtomicInteger ticks = new AtomicInteger();
        boolean calm;

        World(SplittableRandom random) {
            this.owners = random.split();
            this.manager =
                    PeerManager.builder()
                            .rateLimit(RateLimit.NONE)
                            .maxPeers(4 * PEERS)
                            .maxConnections(90)
                            .maxInbound(90 - OUTBOUND)
                            .maxPendingOutbound(PENDING)
                            .prefixLimits(PrefixLimits.NONE)
                            .outboundLease(LEASE)
                            .inboundLease(LEASE)
                            .backOff(
                                    BackOffConfig.exponential(Duration.ofMillis(50), 200)
                                            .attempts(5)
                                            .probation(Duration.ofSeconds(1)))
                            .localId(Ids.id(PEERS))
                            .clock(clock)
                            .hashKey(random.nextLong(), 5)
                            .dialing(
                                    DialConfig.DEFAULT
                                            .withOutboundTarget(TARGET)
                                            .withGroupMinimum(3, 5)
                                            .withNeedAddressesBelow(50)
                                            .withTimes(
                                                    DialTimes.DEFAULT
                                                            .withInterval(Duration.ofSeconds(1))
                                                            .withShortest(Duration.ofMillis(100))
                                                            .withFirstRun(Duration.ZERO)
                                                            .withFeelers(Duration.ofMillis(300))
                                                            .withChurn(
                                                                    Duration.ofMillis(300),
                                                                    Duration.ofMillis(900))))
                            .listener(this)
                            .commandSink(this)
                            .errorHandler(
                                    error -> {
                                        throw new IllegalStateException("handler", error);
                                    })
                            .build();
        }

        long peer(int number) {
            return manager.register(Ids.id(number));
        }

        void tick() {
            clock.advance(TICK);
            manager.tick();
            ticks.incrementAndGet();
            checkLimits();
        }

        void checkLimits() {
            assertThat(manager.outbound()).isLessThanOrEqualTo(OUTBOUND);
            assertThat(manager.pendingOutbound()).isBetween(0, PENDING);
        }

        @Override
        public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
            int chance = calm ? 0 : owners.nextInt(8);
            if (chance < 2) {
                establish(ticket);
            } else {
                dials.add(ticket);
            }
            if (chance == 7) {
                throw new IllegalStateException("dialer");
            }
        }

        void establish(long ticket) {
            if (!Outcome.isRefused(manager.establishOutbound(ticket))) {
                open.add(ticket);
            }
        }

        @Override
        public void close(long connection, CloseReason reason) {
            manager.close(connection);
        }

        @Override
        public void needAddresses(long connectedPeer) {
            if (!calm && owners.nextInt(4) == 0) {
                throw new IllegalStateException("discovery");
            }
        }

        @Override
        public void onConnected(long peer, int flaps) {
            if (!connected.add(peer)) {
                wrong.add("connected twice");
            }
            if (!calm && owners.nextInt(10) == 0) {
                throw new IllegalStateException("listener");
            }
        }

        @Override
        public void onDisconnected(long peer, int flaps) {
            if (!connected.remove(peer)) {
                wrong.add("disconnected twice");
            }
            if (!calm && owners.nextInt(10) == 0) {
                manager.tick();
                throw new IllegalStateException("listener");
            }
        }

        /** One thing that any thread may do. */
        void act(SplittableRandom random) {
            long peer = peer(random.nextInt(PEERS));
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> {
                    CandidateKind[] kinds = CandidateKind.values();
                    long address = 0xffffL << 32 | random.nextInt(1 << 24);
                    manager.dialing().offer(peer, 0, address, kinds[random.nextInt(kinds.length)]);
                }
                case 3, 4, 5, 6, 7, 8 -> answer(random);
                case 9, 10, 11 -> {
                    Long connection = open.poll();
                    if (connection != null) {
                        manager.close(connection);
                    }
                }
                case 12 -> {
                    long ticket = manager.admitInbound(0, 0);
                    if (ticket > 0 && !Outcome.isRefused(manager.establishInbound(ticket, peer))) {
                        open.add(ticket);
                    }
                }
                case 13 -> {
                    long ticket = manager.admitOutbound(peer, 0, 0);
                    if (ticket > 0) {
                        dials.add(ticket);
                    }
                }
                case 14 -> {
                    if (random.nextInt(4) == 0) {
                        manager.bans().ban(peer, BanReason.BY_HAND);
                    } else {
                        manager.bans().lift(peer);
                    }
                }
                case 15 -> manager.setFlag(peer, PeerFlag.PERSISTENT, random.nextInt(8) == 0);
                case 16 -> manager.release(peer);
                case 17 -> manager.dialing().forgive(peer);
                case 18 -> manager.groups().set(peer, 3, random.nextBoolean());
                default -> {
                    manager.dialing().canDial(peer);
                    manager.dialing().backOffNanos(peer);
                    manager.dialing().failuresOf(peer);
                    manager.connectedness(peer);
                    checkLimits();
                }
            }
        }

        private void answer(SplittableRandom random) {
            Long ticket = dials.poll();
            if (ticket == null) {
                return;
            }
            int chance = random.nextInt(12);
            if (chance < 7) {
                establish(ticket);
            } else if (chance < 11) {
                manager.dialing().failed(ticket, FAILURES.get(random.nextInt(FAILURES.size())));
            }
            // Else nobody hears of it, and its lease runs out.
        }

        /** Everybody may be dialed and answers, whatever happened before. */
        void calmDown() {
            calm = true;
            for (int i = 0; i < PEERS; i++) {
                long peer = peer(i);
                manager.bans().lift(peer);
                manager.setFlag(peer, PeerFlag.PERSISTENT, false);
                manager.dialing().offer(peer, new byte[] {10, (byte) i, (byte) (i >> 8), 1});
            }
            endAll();
        }

        void endAll() {
            for (Long ticket = dials.poll(); ticket != null; ticket = dials.poll()) {
                manager.abandon(ticket);
            }
            for (Long ticket = open.poll(); ticket != null; ticket = open.poll()) {
                manager.close(ticket);
            }
        }

        void run(Duration time) {
            for (long left = time.toNanos(); left > 0; left -= TICK.toNanos()) {
                tick();
            }
        }
    }

    private static Race.Runner owner(World world, AtomicInteger running) {
        return () -> {
            while (running.get() > 0) {
                world.tick();
            }
        };
    }

    /** Goes on until enough has been done, and the owner has seen enough of it. */
    private static Race.Runner producer(
            World world,
            SplittableRandom random,
            AtomicInteger running,
            int operations,
            int ticks) {
        return () -> {
            try {
                for (int i = 0; i < operations || world.ticks.get() < ticks; i++) {
                    world.act(random);
                }
            } finally {
                running.decrementAndGet();
            }
        };
    }

    private static void assertHealed(World world) {
        assertThat(world.manager.verify()).isEmpty();
        assertThat(world.wrong).isEmpty();

        world.calmDown();
        world.run(LEASE.plusSeconds(2));
        world.endAll();
        world.run(Duration.ofSeconds(20));
        // A feeler comes and goes, and churn makes room for somebody else.
        assertThat(world.manager.outbound()).isBetween(TARGET - 1, TARGET + 1);
        assertThat(world.manager.pendingOutbound()).isZero();
        assertThat(world.manager.verify()).isEmpty();

        for (int i = 0; i < PEERS; i++) {
            world.manager.bans().ban(world.peer(i), BanReason.BY_HAND);
        }
        world.endAll();
        world.run(LEASE);
        assertThat(world.manager.outbound()).isZero();
        assertThat(world.manager.inbound()).isZero();
        assertThat(world.manager.connectedPeers()).isZero();
        assertThat(world.manager.pendingOutbound()).isZero();
        assertThat(world.manager.pendingInbound()).isZero();
        assertThat(world.manager.verify()).isEmpty();
        assertThat(world.connected).isEmpty();
        assertThat(world.wrong).isEmpty();
    }

    @Test
    void theTargetIsKeptWhateverOthersDo() {
        Race.rounds(
                3,
                (race, random) -> {
                    World world = new World(random);
                    AtomicInteger running = new AtomicInteger(PRODUCERS);
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int i = 0; i < PRODUCERS; i++) {
                        runners.add(producer(world, random.split(), running, OPERATIONS, TICKS));
                    }
                    runners.add(owner(world, running));
                    race.run(runners);
                    assertThat(world.manager.counter(Counter.DIAL_COMMANDS)).isPositive();
                    assertThat(world.manager.counter(Counter.SINK_FAILURES)).isPositive();
                    assertHealed(world);
                });
    }

    /** Nothing but the owner's own work waits for the owner; it catches up with all of it. */
    @Test
    void aStoppedOwnerIsSeenAndHarmsNobody() {
        Race.rounds(
                3,
                (race, random) -> {
                    World world = new World(random);
                    world.calmDown();
                    world.run(Duration.ofSeconds(2));
                    world.calm = false;
                    AtomicInteger running = new AtomicInteger(PRODUCERS);
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int i = 0; i < PRODUCERS; i++) {
                        runners.add(producer(world, random.split(), running, OPERATIONS / 4, 0));
                    }
                    race.run(runners);
                    PeerManager manager = world.manager;
                    assertThat(manager.nanosSinceTick()).isZero();
                    world.clock.advance(Duration.ofHours(1));
                    assertThat(manager.nanosSinceTick()).isEqualTo(Duration.ofHours(1).toNanos());
                    assertThat(manager.refused(Result.HAND_OFF_FULL)).isZero();
                    assertThat(manager.counter(Counter.CANDIDATES_REFUSED)).isPositive();
                    world.tick();
                    assertThat(manager.nanosSinceTick()).isZero();
                    assertHealed(world);
                });
    }
}
