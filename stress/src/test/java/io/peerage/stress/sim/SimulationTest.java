/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Result;
import io.peerage.stress.oracle.Peerage;
import io.peerage.stress.oracle.Tally;
import io.peerage.stress.scenario.ScenarioKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
    private static final int STEPS = 60_000;
    private static final int RESIDENTS = 2_000;

    @ParameterizedTest
    @EnumSource(value = ScenarioKind.class, names = "KEEPING", mode = EnumSource.Mode.EXCLUDE)
    void eachScenarioBreaksNothing(ScenarioKind kind) {
        Simulation simulation = new Simulation(kind, RESIDENTS, 7, new Peerage());

        assertThat(simulation.run(STEPS).descriptions()).isEmpty();
        assertThat(simulation.events()).isGreaterThan(STEPS);
        assertThat(simulation.tally().established()).isPositive();
    }

    @Test
    void sameSeedGivesSameStorm() {
        assertThat(outline(3)).isEqualTo(outline(3)).isNotEqualTo(outline(4));
    }

    private static List<Long> outline(long seed) {
        Simulation simulation = new Simulation(ScenarioKind.MIX, RESIDENTS, seed, new Peerage());
        simulation.run(STEPS);
        Tally tally = simulation.tally();
        List<Long> outline =
                new ArrayList<>(
                        List.of(simulation.events(), tally.admitted(), tally.established()));
        for (Result reason : Result.values()) {
            outline.add(tally.refused(reason));
        }
        return outline;
    }

    @Test
    void allTogetherRunIntoEveryKindOfLimit() {
        Set<Result> met = EnumSet.noneOf(Result.class);
        for (ScenarioKind kind : ScenarioKind.values()) {
            if (kind.keeps()) {
                continue;
            }
            Simulation simulation = new Simulation(kind, RESIDENTS, 11, new Peerage());
            simulation.run(STEPS);
            for (Result reason : Result.values()) {
                if (simulation.tally().refused(reason) > 0) {
                    met.add(reason);
                }
            }
        }

        assertThat(met)
                .contains(
                        Result.TOTAL_LIMIT,
                        Result.INBOUND_LIMIT,
                        Result.OUTBOUND_LIMIT,
                        Result.PENDING_INBOUND_LIMIT,
                        Result.PEER_LIMIT,
                        Result.PREFIX_LIMIT,
                        Result.PEER_TABLE_FULL,
                        Result.UNKNOWN_PEER,
                        Result.ALREADY_CLOSED,
                        Result.ALREADY_ESTABLISHED,
                        Result.TICKET_EXPIRED);
    }
}
