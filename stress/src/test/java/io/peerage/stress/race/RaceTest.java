/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.event.LifecycleListener;
import io.peerage.stress.canary.DelegatingManager;
import io.peerage.stress.oracle.Contender;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.Idiomatic;
import io.peerage.stress.oracle.Peerage;
import io.peerage.stress.oracle.StormLimits;
import io.peerage.stress.scenario.ScenarioKind;
import io.peerage.yardstick.ConnectionManager;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RaceTest {
    private static final Watcher NOBODY = sample -> {};

    private static Figures run(ScenarioKind kind, Contender contender) {
        Plan plan = new Plan(kind, 3, 3, Duration.ofMillis(50), Duration.ofMillis(300));
        return Race.run(plan, World.of(2_000, List.of(), 3), contender, NOBODY);
    }

    @ParameterizedTest
    @EnumSource(ScenarioKind.class)
    void eachScenarioBreaksNothing(ScenarioKind kind) {
        Figures figures = run(kind, new Peerage());

        assertThat(figures.descriptions()).isEmpty();
        assertThat(figures.violations()).isZero();
        assertThat(figures.events()).isPositive();
        assertThat(figures.latency().p50()).isBetween(1L, figures.latency().max());
    }

    @Test
    void idiomaticManagerIsNotBlamedForWhatItDoesNotClaim() {
        Figures figures = run(ScenarioKind.MIX, new Idiomatic());

        assertThat(figures.descriptions()).isEmpty();
        assertThat(figures.bytesPerEvent()).isGreaterThan(1);
        assertThat(figures.memoryMeasured()).isTrue();
    }

    @Test
    void exceptionsAreViolationsAndEndTheStormInOrder() {
        Figures figures = run(ScenarioKind.STEADY, new Throwing());

        assertThat(figures.broken()).containsKey(Contract.NO_EXCEPTION);
        assertThat(figures.descriptions()).anyMatch(text -> text.contains("a planted fault"));
    }

    /** Its close throws. */
    private static final class Throwing implements Contender {
        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public Set<Contract> claims() {
            return EnumSet.of(Contract.NO_EXCEPTION);
        }

        @Override
        public ConnectionManager build(
                StormLimits limits, NanoClock clock, LifecycleListener listener) {
            return new DelegatingManager(new Peerage().build(limits, clock, listener)) {
                @Override
                public int close(long connection) {
                    throw new IllegalStateException("a planted fault");
                }
            };
        }
    }
}
