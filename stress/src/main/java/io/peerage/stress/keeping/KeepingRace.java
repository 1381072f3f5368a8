/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.PeerManagerBuilder;
import io.peerage.model.Result;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.Latency;
import io.peerage.stress.oracle.LifecycleAuditor;
import io.peerage.stress.oracle.StormLimits;
import io.peerage.stress.oracle.Violations;
import io.peerage.stress.population.Random64;
import io.peerage.stress.race.Figures;
import io.peerage.stress.race.Heap;
import io.peerage.stress.race.Live;
import io.peerage.stress.race.Plan;
import io.peerage.stress.race.Samples;
import io.peerage.stress.race.StormClock;
import io.peerage.stress.race.Watcher;
import io.peerage.stress.race.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * One storm on all that keeps and refuses, in rounds: producers, owner and a writer of snapshots run, stand still, and everything is
 * compared.
 *
 * <p><b>Threading</b>: {@link #run} starts the threads and returns when they have ended. <b>Time</b>: while all stand still the clock
 * is put forward by up to {@value #MOST_SKIPPED_MILLIS} ms.
 */
public final class KeepingRace {
    private static final long ROUND_NANOS = 100_000_000L;
    private static final long LONG_ROUND_NANOS = 1_000_000_000L;
    private static final int MANY_PEERS = 20_000;
    private static final long LOOK_NANOS = 100_000_000L;
    private static final int MOST_SKIPPED_MILLIS = 1_500;
    private static final int AWAY_EACH = 5;
    private static final int TRIM_EACH = 3;
    private static final int SKIP_EACH = 2;
    private static final int STEPS_A_LEASE = 4;

    private final Plan plan;
    private final Watcher watcher;
    private final Enough enough;
    private final Violations violations = new Violations(EnumSet.allOf(Contract.class));
    private final Live live;
    private final StormClock clock;
    private final Accounts all;
    private final LifecycleAuditor lifecycle;
    private final Ear ear;
    private final List<Producer> producers = new ArrayList<>();
    private final List<ProducerLoop> loops = new ArrayList<>();
    private final Gate gate;
    private final RestAudit audit;
    private final Random64 random;
    private final Samples samples = new Samples();
    private final long roundNanos;
    private long rounds;
    private double seconds;
    private boolean measuring;
    private long lastEvents;

    private KeepingRace(
            Plan plan,
            World world,
            Watcher watcher,
            UnaryOperator<PeerManagerBuilder> planted,
            Enough enough) {
        this.plan = plan;
        this.enough = enough;
        this.watcher = watcher;
        this.random = Random64.of(plan.seed(), 0x6ee9);
        this.live = new Live(plan.producers());
        StormLimits limits = world.limits();
        // A dial waits for a step to end before one begins that takes it over.
        this.clock = new StormClock(live, limits.lease().toNanos() / STEPS_A_LEASE);
        this.all =
                new Accounts(
                        new Setting(limits),
                        plan.producers(),
                        world.peers(),
                        world.addresses(),
                        violations,
                        clock);
        this.lifecycle = new LifecycleAuditor(limits.connections(), violations);
        this.ear = new Ear(all, lifecycle);
        all.manager(all.setting.build(clock, ear, planted));
        this.gate = new Gate(plan.producers() + 2);
        this.audit = new RestAudit(all, ear, lifecycle, producers);
        this.roundNanos = world.peers().residents() > MANY_PEERS ? LONG_ROUND_NANOS : ROUND_NANOS;
    }

    /** Runs a storm; what it showed. */
    public static Figures run(Plan plan, World world, Watcher watcher) {
        return run(plan, world, watcher, UnaryOperator.identity(), (events, found) -> true);
    }

    /** Runs a storm on a manager that may not keep to what the accounts were told, for longer than planned unless it is enough. */
    static Figures run(
            Plan plan,
            World world,
            Watcher watcher,
            UnaryOperator<PeerManagerBuilder> planted,
            Enough enough) {
        return new KeepingRace(plan, world, watcher, planted, enough).run();
    }

    /** Whether so many events, and what they have shown, are enough. */
    @FunctionalInterface
    interface Enough {
        boolean is(long events, Violations found);
    }

    private Figures run() {
        register();
        for (int i = 0; i < plan.producers(); i++) {
            long seed = Random64.mix(plan.seed() * 1_000_003 + i);
            Producer producer = new Producer(all, i, ear.mailbox(i), seed);
            producers.add(producer);
            loops.add(new ProducerLoop(all, producer, i, gate, live));
        }
        OwnerLoop owner = new OwnerLoop(all, clock, gate);
        SnapshotLoop snapshots = new SnapshotLoop(all, gate, temporary());
        List<Thread> threads = new ArrayList<>();
        loops.forEach(loop -> threads.add(start(loop, "storm-producer")));
        threads.add(start(owner, "storm-owner"));
        threads.add(start(snapshots, "storm-snapshots"));
        gate.ready();
        rounds(owner, plan.warmUp().toNanos());
        Counts before = audit.counts();
        Figures.Lifecycle toldBefore = told();
        loops.forEach(ProducerLoop::reset);
        long eventsBefore = live.events();
        measuring = true;
        seconds = 0;
        rounds(owner, plan.duration().toNanos());
        Figures.Lifecycle told = told();
        long events = live.events() - eventsBefore;
        Counts after = audit.counts();
        int peers = all.manager().connectedPeers();
        int connections = all.manager().inbound() + all.manager().outbound();
        gate.end();
        threads.forEach(KeepingRace::join);
        finish(snapshots);
        return figures(events, before, after, toldBefore, told, peers, connections);
    }

    private void register() {
        for (int peer = 0; peer < all.peers.residents(); peer++) {
            long handle =
                    all.manager()
                            .register(
                                    all.peers.ids(),
                                    all.peers.offset(peer),
                                    all.peers.length(peer));
            all.know(peer, handle);
        }
    }

    private static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("storm");
            folder.toFile().deleteOnExit();
            return folder.resolve("snapshot");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void rounds(OwnerLoop owner, long nanos) {
        for (long left = nanos; left > 0 || isLacking(); left -= roundNanos) {
            owner.away(rounds % AWAY_EACH == AWAY_EACH - 1 ? roundNanos / 2 : 0);
            gate.go();
            watch(left > 0 ? Math.min(left, roundNanos) : roundNanos);
            gate.stop();
            atRest();
            rounds++;
        }
    }

    private boolean isLacking() {
        return measuring && !enough.is(live.events(), violations);
    }

    private void watch(long nanos) {
        long start = System.nanoTime();
        for (long left = nanos; left > 0; left = start + nanos - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        seconds += elapsed;
        long events = live.events();
        Watcher.Sample sample =
                new Watcher.Sample(
                        "peerage",
                        measuring,
                        seconds,
                        (events - lastEvents) / elapsed,
                        all.manager().connectedPeers(),
                        live.refusals(),
                        violations.count(),
                        Heap.used());
        lastEvents = events;
        if (measuring) {
            samples.add(sample);
        }
        watcher.look(sample);
    }

    private void atRest() {
        all.rates.audit();
        long skipped = rounds % SKIP_EACH == 0 ? random.below(MOST_SKIPPED_MILLIS) : 0;
        clock.skip(2 * all.setting.limits().lease().toNanos() + skipped * 1_000_000L);
        all.rates.begin();
        audit.tickOut();
        audit.audit();
        if (rounds % TRIM_EACH == 0) {
            audit.trim(all.setting.low() * random.below(100) / 100);
        }
    }

    private void finish(SnapshotLoop snapshots) {
        producers.forEach(Producer::finish);
        clock.skip(2 * all.setting.limits().lease().toNanos());
        audit.tickOut();
        producers.forEach(Producer::finish);
        audit.tickOut();
        try {
            snapshots.check();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Figures.Lifecycle told() {
        return new Figures.Lifecycle(
                lifecycle.connects(), lifecycle.disconnects(), lifecycle.flaps());
    }

    private Figures figures(
            long events,
            Counts before,
            Counts after,
            Figures.Lifecycle toldBefore,
            Figures.Lifecycle told,
            int peers,
            int connections) {
        Latency latency = new Latency();
        loops.forEach(loop -> latency.add(loop.latency()));
        long bytes = loops.stream().mapToLong(ProducerLoop::bytes).sum();
        long cpu = loops.stream().mapToLong(ProducerLoop::cpuNanos).sum();
        return new Figures(
                "peerage",
                events,
                seconds,
                violations.count(),
                broken(),
                violations.descriptions(),
                (double) bytes / Math.max(1, events),
                (double) cpu / Math.max(1, events),
                new Figures.Latencies(
                        latency.percentile(50),
                        latency.percentile(99),
                        latency.percentile(99.9),
                        latency.percentile(99.99),
                        latency.max()),
                all.manager().footprint().bytesPerPeer(),
                all.manager().footprint().bytesPerConnection(),
                false,
                refused(before, after),
                new Figures.Lifecycle(
                        told.connected() - toldBefore.connected(),
                        told.disconnected() - toldBefore.disconnected(),
                        told.flaps() - toldBefore.flaps()),
                peers,
                connections,
                samples.list(),
                new Figures.Endurance(all.peers.residents(), after.released, 0, 0, List.of()));
    }

    private Map<Contract, Long> broken() {
        Map<Contract, Long> counts = new EnumMap<>(Contract.class);
        for (Contract contract : Contract.values()) {
            if (violations.count(contract) > 0) {
                counts.put(contract, violations.count(contract));
            }
        }
        return counts;
    }

    private static Map<String, Long> refused(Counts before, Counts after) {
        Map<String, Long> counts = new TreeMap<>();
        for (Result reason : Result.values()) {
            long count = reason.isRefusal() ? after.refused(reason) - before.refused(reason) : 0;
            if (count > 0) {
                counts.put(reason.name(), count);
            }
        }
        return counts;
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the storm was interrupted", e);
        }
    }
}
