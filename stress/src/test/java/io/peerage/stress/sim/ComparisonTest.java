/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.stress.report.SimJson;
import io.peerage.stress.report.SimTable;
import io.peerage.stress.sim.Comparison.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void comparesPresetsInTheWorldsThatTheyWouldHaveAlone() throws InterruptedException {
        List<SimPlan> done = new ArrayList<>();
        Comparison comparison =
                Comparison.run(List.of(Preset.COMETBFT, Preset.PEERAGE), 40, HOUR, 3, 1, done::add);

        assertThat(comparison.violations()).isZero();
        assertThat(comparison.cells())
                .extracting(Cell::nodes)
                .containsExactly(10, 10, 20, 20, 40, 40);
        assertThat(done).hasSize(12);
        Cell last = comparison.cells().get(5);
        assertThat(last.preset()).isEqualTo(Preset.PEERAGE);
        SimPlan plan = new SimPlan(40, HOUR, 3, Preset.PEERAGE, SimScenario.ECLIPSE, true);
        assertThat(SimJson.of(last.eclipse().get(0)))
                .isEqualTo(SimJson.of(new Network(plan).run(SimWatcher.NOBODY)));
        assertThat(SimTable.of(comparison).lines().skip(2))
                .hasSize(6)
                .allMatch(row -> row.split("\\|").length == 14)
                .anyMatch(row -> row.startsWith("| 20 | `cometbft` |"));
    }
}
