/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.Peerage;
import io.peerage.stress.oracle.Violations;
import io.peerage.stress.scenario.ScenarioKind;
import io.peerage.stress.sim.Simulation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An auditor that has never caught anybody proves nothing. */
class CanaryTest {
    private static final int STEPS = 120_000;

    @ParameterizedTest
    @EnumSource
    void auditorCatches(Canary canary) {
        Violations violations =
                new Simulation(canary.scenario(), Canary.Sizes.RESIDENTS, 5, canary).run(STEPS);

        assertThat(violations.count(canary.broken())).as(canary.name()).isPositive();
        assertThat(violations.descriptions()).isNotEmpty();
    }

    @Test
    void auditorLetsTheSoundOnePass() {
        Violations violations =
                new Simulation(ScenarioKind.MIX, Canary.Sizes.RESIDENTS, 5, new Peerage())
                        .run(STEPS);

        assertThat(violations.descriptions()).isEmpty();
        assertThat(violations.count()).isZero();
    }

    @Test
    void auditorLetsTheSoundOnePassWhilePeersComeAndGoForGood() {
        Simulation storm =
                new Simulation(ScenarioKind.TURNOVER, Canary.Sizes.RESIDENTS, 5, new Peerage());

        assertThat(storm.run(STEPS).descriptions()).isEmpty();
        assertThat(storm.tally().replaced()).isGreaterThan(5L * Canary.Sizes.RESIDENTS);
    }

    @Test
    void everyContractThatOneThreadCanBreakHasACanary() {
        Set<Contract> covered =
                Arrays.stream(Canary.values()).map(Canary::broken).collect(Collectors.toSet());

        // A second dial needs a second thread (see LedgerTest), an exception and memory a whole
        // storm (see RaceTest), what comes after them a storm of its own (docs/storm.md).
        assertThat(covered)
                .containsAll(
                        EnumSet.range(Contract.NODE_LIMITS, Contract.SELF_CHECK).stream()
                                .filter(contract -> contract != Contract.SINGLE_DIAL)
                                .toList());
    }
}
