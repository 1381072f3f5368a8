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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;
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
    @EnumSource(value = ScenarioKind.class, names = "KEEPING", mode = EnumSource.Mode.EXCLUDE)
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

    @Test
    void soakBreaksNothingAndTellsWhatItSaw() {
        Figures figures = soak(new Peerage());

        assertThat(figures.descriptions()).isEmpty();
        assertThat(figures.endurance().heap()).hasSize(4);
        assertThat(figures.endurance().givenUp()).isPositive();
        assertThat(figures.endurance().distinctIds()).isGreaterThan(figures.endurance().givenUp());
    }

    @Test
    void soakSeesAHeapThatGrows() {
        Figures figures = soak(new Spoilt(new ArrayList<>()));

        assertThat(figures.broken()).containsKey(Contract.CONSTANT_MEMORY);
        assertThat(figures.descriptions()).anyMatch(text -> text.contains("heap"));
    }

    @Test
    void soakSeesProducersThatAllocate() {
        Figures figures = soak(new Spoilt(null));

        assertThat(figures.broken()).containsKey(Contract.CONSTANT_MEMORY);
        assertThat(figures.descriptions())
                .anyMatch(text -> text.contains("allocated by a producer"));
    }

    private static Figures soak(Contender contender) {
        // So short a storm would have its threads' late classes in the measured part.
        Plan plan =
                new Plan(
                        ScenarioKind.TURNOVER,
                        3,
                        2,
                        Duration.ofMillis(400),
                        Duration.ofMillis(800),
                        true);
        return Race.run(plan, World.of(2_000, List.of(), 3), contender, NOBODY);
    }

    /** Its register allocates, and keeps what it allocated or doesn't. */
    private record Spoilt(@Nullable List<byte[]> kept) implements Contender {
        private static final int BYTES = 16_384;

        @Override
        public String name() {
            return "spoilt";
        }

        @Override
        public Set<Contract> claims() {
            return EnumSet.of(Contract.CONSTANT_MEMORY);
        }

        @Override
        public ConnectionManager build(
                StormLimits limits, NanoClock clock, LifecycleListener listener) {
            return new DelegatingManager(new Peerage().build(limits, clock, listener)) {
                @Override
                public long register(byte[] ids, int offset, int length) {
                    allocate();
                    return super.register(ids, offset, length);
                }
            };
        }

        private synchronized void allocate() {
            byte[] bytes = new byte[BYTES];
            if (kept != null) {
                kept.add(bytes);
            }
            sink = bytes;
        }
    }

    private static volatile byte[] sink = {};

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
