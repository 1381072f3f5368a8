/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.model.IpAddress;
import io.peerage.stress.oracle.Auditor;
import io.peerage.stress.oracle.Books;
import io.peerage.stress.oracle.Caller;
import io.peerage.stress.oracle.Contender;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.Tally;
import io.peerage.stress.oracle.Violations;
import io.peerage.stress.race.World;
import io.peerage.stress.scenario.Handover;
import io.peerage.stress.scenario.Scenario;
import io.peerage.stress.scenario.ScenarioKind;
import io.peerage.stress.scenario.Stage;
import io.peerage.yardstick.ConnectionManager;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** A storm on one thread and a virtual clock: the producers take turns, so that the same seed gives the same storm. */
public final class Simulation {
    private static final int PRODUCERS = 3;
    private static final int STEPS_A_TICK = 50;
    private static final long NANOS_A_TICK = 1_000_000;

    private final Books books;
    private final Violations violations = new Violations(EnumSet.allOf(Contract.class));
    private final World world;
    private final ConnectionManager subject;
    private final List<Caller> callers;
    private final List<Scenario> scenarios = new ArrayList<>();
    private long now;

    public Simulation(ScenarioKind kind, int residents, long seed, Contender contender) {
        world = World.of(residents, List.<IpAddress>of(), seed);
        books = new Books(world.peers(), world.addresses(), PRODUCERS, world.limits(), violations);
        subject = contender.build(world.limits(), () -> now, books.lifecycle());
        callers = books.callers(subject, PRODUCERS, world.limits());
        List<Handover> handovers = List.of(new Handover(), new Handover(), new Handover());
        for (int i = 0; i < PRODUCERS; i++) {
            scenarios.add(
                    kind.on(
                            new Stage(
                                    callers.get(i),
                                    world.peers(),
                                    world.addresses(),
                                    world.crowd(),
                                    world.limits(),
                                    i,
                                    PRODUCERS,
                                    handovers.get(i),
                                    handovers.get((i + 1) % PRODUCERS),
                                    () -> now,
                                    seed + i,
                                    1)));
        }
    }

    /** Runs a storm of so many steps and both audits. */
    public Violations run(int steps) {
        for (int peer = 0; peer < world.peers().residents(); peer++) {
            callers.get(0).register(peer);
        }
        for (int step = 0; step < steps; step++) {
            scenarios.get(step % PRODUCERS).step();
            if (step % STEPS_A_TICK == 0) {
                now += NANOS_A_TICK;
                subject.tick();
            }
        }
        Auditor auditor = books.auditor(subject);
        scenarios.forEach(Scenario::settle);
        letLeasesEnd();
        auditor.atRest(books.tally());
        scenarios.forEach(Scenario::finish);
        letLeasesEnd();
        auditor.atEnd(books.tally());
        return violations;
    }

    private void letLeasesEnd() {
        now += 2 * world.limits().lease().toNanos();
        while (subject.tick() > 0) {
            now++;
        }
    }

    public Tally tally() {
        return books.tally();
    }

    public long events() {
        return callers.stream().mapToLong(Caller::events).sum();
    }
}
