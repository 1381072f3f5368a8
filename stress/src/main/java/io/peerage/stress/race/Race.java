/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import io.peerage.stress.oracle.Auditor;
import io.peerage.stress.oracle.Books;
import io.peerage.stress.oracle.Caller;
import io.peerage.stress.oracle.Contender;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.Violations;
import io.peerage.stress.population.Random64;
import io.peerage.stress.scenario.Handover;
import io.peerage.stress.scenario.Stage;
import io.peerage.yardstick.ConnectionManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.LockSupport;

/**
 * One storm on one manager: builds it, registers all residents, lets producers and owner loose, audits at rest, closes
 * everything, audits again.
 *
 * <p><b>Threading</b>: {@link #run} starts the producers and the owner and returns when they have ended. <b>Memory</b>: the
 * producers allocate nothing once they run.
 */
public final class Race {
    private static final int EVENTS_A_PLACE = 8;
    private static final Duration LONGEST_FILL = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = 100_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000L;

    private final Plan plan;
    private final World world;
    private final Contender contender;
    private final Violations violations;
    private final Books books;
    private final Live live;
    private final StormClock clock;
    private final Heap heap = new Heap();
    private final ConnectionManager subject;
    private final List<Producer> producers = new ArrayList<>();
    private final CyclicBarrier barrier;
    private volatile Phase phase = Phase.WARM_UP;

    private Race(Plan plan, World world, Contender contender) {
        this.plan = plan;
        this.world = world;
        this.contender = contender;
        this.violations = new Violations(contender.claims());
        this.books =
                new Books(
                        world.peers(),
                        world.addresses(),
                        plan.producers(),
                        world.limits(),
                        violations);
        this.live = new Live(plan.producers());
        this.clock = new StormClock(live, world.limits().lease().toNanos());
        heap.beforeManager();
        this.subject = contender.build(world.limits(), clock, books.lifecycle());
        this.barrier = new CyclicBarrier(plan.producers() + 1);
    }

    /** Runs a storm; what it showed. */
    public static Figures run(Plan plan, World world, Contender contender, Watcher watcher) {
        return new Race(plan, world, contender).run(watcher);
    }

    private Figures run(Watcher watcher) {
        List<Caller> callers = books.callers(subject, plan.producers(), world.limits());
        for (int peer = 0; peer < world.peers().residents(); peer++) {
            callers.get(0).register(peer);
        }
        for (int peer = world.peers().residents(); peer < world.peers().size(); peer++) {
            world.peers().handle(peer, 0);
        }
        heap.afterRegistering();
        makeProducers(callers);
        Owner owner = new Owner(subject, clock, books);
        Thread ownerThread = start(owner, "storm-owner");
        producers.forEach(producer -> start(producer, "storm-producer"));
        meet();
        Watch watch = new Watch(watcher);
        watch.during(plan.warmUp());
        watch.untilFilled();
        Meter meter = new Meter(books);
        Soak soak = new Soak(ownerThread);
        phase = Phase.MEASURE;
        watch.measuring();
        measure(watch, soak);
        long nanos = watch.activeNanos();
        phase = Phase.STOP;
        soak.end();
        meet();
        meter.stop();
        meet();
        owner.stop();
        join(ownerThread);
        Rest rest = audit();
        subject.close();
        if (plan.soak()) {
            soak.judge(producers, violations);
        }
        return meter.figures(
                contender.name(),
                nanos,
                producers,
                subject,
                world,
                heap,
                rest,
                watch.samples.list(),
                soak,
                violations);
    }

    private void measure(Watch watch, Soak soak) {
        if (!plan.soak()) {
            watch.during(plan.duration());
            return;
        }
        for (int quarter = 0; quarter < Soak.QUARTERS; quarter++) {
            watch.during(plan.duration().dividedBy(Soak.QUARTERS));
            soak.quarterEnds();
        }
    }

    private Rest audit() {
        Auditor auditor = books.auditor(subject);
        letLeasesEnd();
        heap.atRest();
        auditor.atRest(books.tally());
        Rest rest =
                new Rest(
                        subject.connectedPeers(),
                        subject.inbound() + subject.outbound(),
                        auditor.known());
        meet();
        meet();
        letLeasesEnd();
        auditor.atEnd(books.tally());
        return rest;
    }

    private void letLeasesEnd() {

        clock.skip(2 * world.limits().lease().toNanos());
        try {
            while (subject.tick() > 0) {
                Thread.onSpinWait();
            }
        } catch (RuntimeException | Error e) {
            violations.found(Contract.NO_EXCEPTION, "a tick threw " + e);
        }
    }

    private void makeProducers(List<Caller> callers) {
        Handover[] handovers = new Handover[plan.producers()];
        for (int i = 0; i < handovers.length; i++) {
            handovers[i] = new Handover();
        }
        for (int i = 0; i < plan.producers(); i++) {
            Stage stage =
                    new Stage(
                            callers.get(i),
                            world.peers(),
                            world.addresses(),
                            world.crowd(),
                            world.limits(),
                            i,
                            plan.producers(),
                            handovers[i],
                            handovers[(i + 1) % handovers.length],
                            clock,
                            Random64.mix(plan.seed() * 1_000_003 + i),
                            1);
            producers.add(
                    new Producer(
                            i,
                            callers.get(i),
                            plan.scenario().on(stage),
                            live,
                            () -> phase,
                            barrier,
                            violations));
        }
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void meet() {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException("the storm was interrupted", e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the storm was interrupted", e);
        }
    }

    /**
     * What was open when all came to rest.
     *
     * @param peers connected peers
     * @param connections established connections
     * @param known peers that were known
     */
    record Rest(int peers, int connections, int known) {}

    /** Looks at the storm now and then. */
    private final class Watch {
        private final Watcher watcher;
        private final Samples samples = new Samples();
        private boolean measuring;
        private long real = System.nanoTime();
        private long active;
        private long lastLook;
        private long lastEvents;

        Watch(Watcher watcher) {
            this.watcher = watcher;
        }

        void measuring() {
            measuring = true;
            activeNanos();
            active = 0;
            lastLook = 0;
            lastEvents = live.events();
        }

        // Time in which the whole process was stopped is no time of the storm's.
        long activeNanos() {
            long now = System.nanoTime();
            active += Math.min(now - real, LONGEST_PAUSE_NANOS);
            real = now;
            return active;
        }

        // A slower manager gets more time, not an emptier node.
        void untilFilled() {
            long enough = (long) EVENTS_A_PLACE * world.limits().connections();
            long until = activeNanos() + LONGEST_FILL.toNanos();
            while (live.events() < enough
                    && violations.count(Contract.NO_EXCEPTION) == 0
                    && activeNanos() < until) {
                during(Duration.ofNanos(LOOK_NANOS));
            }
        }

        void during(Duration time) {
            long until = activeNanos() + time.toNanos();
            for (long left = time.toNanos(); left > 0; left = until - activeNanos()) {
                LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
                if (activeNanos() - lastLook >= LOOK_NANOS) {
                    look();
                }
            }
        }

        private void look() {
            long now = activeNanos();
            long events = live.events();
            Watcher.Sample sample =
                    new Watcher.Sample(
                            contender.name(),
                            measuring,
                            now / 1e9,
                            (events - lastEvents) * 1e9 / (now - lastLook),
                            subject.connectedPeers(),
                            live.refusals(),
                            violations.count(),
                            Heap.used());
            lastLook = now;
            lastEvents = events;
            if (measuring) {
                samples.add(sample);
            }
            watcher.look(sample);
        }
    }
}
