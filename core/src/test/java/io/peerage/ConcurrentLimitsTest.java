/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Cidr;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Counter;
import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.testing.Node;
import io.peerage.testing.Race;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Threads that crowd a small node never have more than a limit allows, not for a moment (contract 3, features B1 to B5).
 *
 * <p>The auditor's counts rise after a place was given and fall before it is given back: they are never above the true
 * ones, so a count above a limit proves that the limit was exceeded.
 */
class ConcurrentLimitsTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 250;
    private static final int OPERATIONS = 150;
    private static final int PEERS = 3;
    private static final int ADDRESSES = 3;

    /** Counts what is surely held of one limit. */
    private static final class Audited {
        private final String name;
        private final int limit;
        private final AtomicInteger held = new AtomicInteger();

        Audited(String name, int limit) {
            this.name = name;
            this.limit = limit;
        }

        void got() {
            int now = held.incrementAndGet();
            if (now > limit) {
                throw new AssertionError(name + " is " + limit + ", held are " + now);
            }
        }

        void givesBack() {
            held.decrementAndGet();
        }
    }

    /** A ticket or connection of one thread, and what is counted for it. */
    private record Held(long handle, long peer, boolean established, List<Audited> counts) {
        void givesBack() {
            counts.forEach(Audited::givesBack);
        }
    }

    /** A small node and the auditor of its limits. */
    private static final class World {
        final int total;
        final Node node;
        final Audited all;
        final Audited[] direction;
        final Audited[] pending;
        final Audited[] ofPeer = new Audited[PEERS];
        final Audited[] ofAddress = new Audited[ADDRESSES];
        final Audited ofNetwork;
        final long[] peers = new long[PEERS];
        final Tally tally = new Tally();

        World(SplittableRandom random) {
            total = random.nextInt(1, 9);
            int in = random.nextInt(1, total + 1);
            int out = random.nextInt(1, total + 1);
            int pendingIn = random.nextInt(1, in + 1);
            int pendingOut = random.nextInt(1, out + 1);
            int perPeer = random.nextInt(1, 4);
            int narrow = random.nextInt(1, 4);
            int wide = random.nextInt(narrow, 7);
            node =
                    new Node(
                            b ->
                                    b.maxPeers(PEERS)
                                            .maxConnections(total)
                                            .maxInbound(in)
                                            .maxOutbound(out)
                                            .maxPendingInbound(pendingIn)
                                            .maxPendingOutbound(pendingOut)
                                            .maxPerPeer(perPeer)
                                            .maxTrusted(0)
                                            .prefixLimits(ladder(narrow, wide)));
            all = new Audited("total", total);
            direction = new Audited[] {new Audited("in", in), new Audited("out", out)};
            pending =
                    new Audited[] {
                        new Audited("pending in", pendingIn), new Audited("pending out", pendingOut)
                    };
            ofNetwork = new Audited("network", wide);
            for (int i = 0; i < PEERS; i++) {
                ofPeer[i] = new Audited("peer " + i, perPeer);
                peers[i] = node.peer(i);
            }
            for (int i = 0; i < ADDRESSES; i++) {
                ofAddress[i] = new Audited("address " + i, narrow);
            }
        }
    }

    private static PrefixLimits ladder(int narrow, int wide) {
        return new PrefixLimits(
                List.of(new PrefixLimit(32, narrow), new PrefixLimit(24, wide)),
                List.of(),
                List.of(),
                64);
    }

    @Test
    void contract3_noLimitIsExceededForAMoment() {
        Race.rounds(
                ROUNDS,
                (race, random) -> {
                    World world = new World(random);
                    AtomicInteger running = new AtomicInteger(THREADS);
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int i = 0; i < THREADS; i++) {
                        SplittableRandom own = random.split();
                        runners.add(
                                () -> {
                                    try {
                                        crowd(world, own);
                                    } finally {
                                        running.decrementAndGet();
                                    }
                                });
                    }
                    runners.add(() -> own(world, running));
                    race.run(runners);
                    atRest(world);
                });
    }

    private static void crowd(World world, SplittableRandom random) {
        List<Held> held = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            int choice = random.nextInt(10);
            if (choice < 3) {
                admitInbound(world, random, held);
            } else if (choice < 5) {
                admitOutbound(world, random, held);
            } else if (!held.isEmpty()) {
                Held one = held.remove(random.nextInt(held.size()));
                if (choice < 8 && !one.established) {
                    establish(world, random, one, held);
                } else {
                    end(world, one);
                }
            }
        }
        held.forEach(one -> end(world, one));
    }

    private static void admitInbound(World world, SplittableRandom random, List<Held> held) {
        int address = random.nextInt(ADDRESSES);
        long ticket = world.node.inbound("10.0.0." + address);
        if (ticket > 0) {
            held.add(audit(world, ticket, 0, address, -1));
        }
    }

    private static void admitOutbound(World world, SplittableRandom random, List<Held> held) {
        int address = random.nextInt(ADDRESSES);
        int peer = random.nextInt(PEERS);
        long ticket =
                world.node
                        .manager()
                        .admitOutbound(world.peers[peer], 0, 0xffffL << 32 | 10 << 24 | address);
        if (ticket > 0) {
            held.add(audit(world, ticket, 1, address, peer));
        }
    }

    private static Held audit(World world, long ticket, int way, int address, int peer) {
        List<Audited> counts = new ArrayList<>();
        counts.add(world.pending[way]);
        counts.add(world.all);
        counts.add(world.direction[way]);
        counts.add(world.ofAddress[address]);
        counts.add(world.ofNetwork);
        if (peer >= 0) {
            counts.add(world.ofPeer[peer]);
        }
        counts.forEach(Audited::got);
        return new Held(ticket, peer < 0 ? 0 : world.peers[peer], false, counts);
    }

    private static void establish(World world, SplittableRandom random, Held one, List<Held> held) {
        PeerManager manager = world.node.manager();
        boolean inbound = one.peer == 0;
        int shown = random.nextInt(PEERS);
        long peer = inbound ? world.peers[shown] : one.peer;
        // Whatever comes of it, the pending place, and after a refusal all others, are given back.
        one.givesBack();
        int outcome =
                world.tally.add(
                        peer,
                        inbound
                                ? manager.establishInbound(one.handle, peer)
                                : manager.establishOutbound(one.handle));
        if (Outcome.isRefused(outcome)) {
            return;
        }
        List<Audited> counts = new ArrayList<>(one.counts.subList(1, one.counts.size()));
        if (inbound) {
            counts.add(world.ofPeer[shown]);
        }
        counts.forEach(Audited::got);
        held.add(new Held(one.handle, peer, true, counts));
    }

    private static void end(World world, Held one) {
        one.givesBack();
        int outcome = world.node.manager().close(one.handle);
        assertThat(Outcome.isRefused(outcome)).isFalse();
        world.tally.add(one.peer, outcome);
    }

    /** Ticks, and reads what anybody may read, until the others have ended. */
    private static void own(World world, AtomicInteger running) {
        PeerManager manager = world.node.manager();
        while (running.get() > 0) {
            manager.tick();
            assertThat(manager.inbound()).isBetween(0, world.total);
            assertThat(manager.outbound()).isBetween(0, world.total);
            assertThat(manager.connectedPeers()).isNotNegative();
            Set<Long> walked = new HashSet<>();
            for (long p = manager.connected().first(ConnectedFilter.ALL);
                    p != 0;
                    p = manager.connected().next(p, ConnectedFilter.ALL)) {
                assertThat(walked.add(p)).as("walked twice").isTrue();
            }
            Thread.onSpinWait();
        }
    }

    private static void atRest(World world) {
        PeerManager manager = world.node.manager();
        manager.tick();
        assertThat(manager.verify()).isEmpty();
        assertThat(manager.inbound() + manager.outbound() + manager.connectedPeers()).isZero();
        assertThat(manager.pendingInbound() + manager.pendingOutbound()).isZero();
        assertThat(manager.counter(Counter.LISTENER_FAILURES)).isZero();
        world.tally.check(manager, world.node.log(), world.peers);
    }

    /** Peers are trusted and not while they connect: neither the places set aside nor the others are exceeded. */
    @Test
    void b8_conversionNeverExceedsEitherLimit() {
        Race.rounds(
                ROUNDS,
                (race, random) -> {
                    int trusted = random.nextInt(1, 4);
                    Node node =
                            new Node(
                                    b ->
                                            b.maxConnections(2)
                                                    .maxInbound(2)
                                                    .maxOutbound(0)
                                                    .maxPerPeer(63)
                                                    .maxTrusted(trusted)
                                                    .trustedNetworks(
                                                            List.of(Cidr.parse("172.16.0.0/12"))));
                    long peer = node.peer(1);
                    Audited places = new Audited("all places", 2 + trusted);
                    Tally tally = new Tally();
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int i = 0; i < THREADS; i++) {
                        SplittableRandom own = random.split();
                        runners.add(() -> convert(node, peer, places, tally, own));
                    }
                    race.run(runners);
                    node.manager().tick();
                    assertThat(node.manager().trusted()).isZero();
                    assertThat(node.manager().verify()).isEmpty();
                    tally.check(node.manager(), node.log(), peer);
                });
    }

    private static void convert(
            Node node, long peer, Audited places, Tally tally, SplittableRandom random) {
        PeerManager manager = node.manager();
        List<Long> open = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            manager.setFlag(peer, PeerFlag.TRUSTED, random.nextBoolean());
            long ticket = node.inbound(random.nextBoolean() ? "172.16.0.1" : "10.0.0.1");
            if (ticket > 0) {
                places.got();
                if (Outcome.isRefused(tally.add(peer, manager.establishInbound(ticket, peer)))) {
                    throw new AssertionError("no limit stands against this");
                }
                open.add(ticket);
            }
            if (!open.isEmpty() && random.nextBoolean()) {
                places.givesBack();
                tally.add(peer, manager.close(open.remove(0)));
            }
        }
        for (long connection : open) {
            places.givesBack();
            tally.add(peer, manager.close(connection));
        }
    }
}
