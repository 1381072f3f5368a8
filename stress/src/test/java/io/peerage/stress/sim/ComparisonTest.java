/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.stress.report.ComparisonHtml;
import io.peerage.stress.report.ComparisonJson;
import io.peerage.stress.report.Json;
import io.peerage.stress.report.SimJson;
import io.peerage.stress.report.SimPlots;
import io.peerage.stress.report.SimTable;
import io.peerage.stress.sim.Comparison.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<SimPlan> DONE = new ArrayList<>();
    private static Comparison comparison;

    @BeforeAll
    static void run() throws InterruptedException {
        System.setProperty("java.awt.headless", "true");
        comparison =
                Comparison.run(
                        List.of(Preset.COMETBFT, Preset.PEERAGE), 100, HOUR, 3, 1, DONE::add);
    }

    @Test
    void comparesPresetsInTheWorldsThatTheyWouldHaveAlone() {
        assertThat(comparison.violations()).isZero();
        assertThat(comparison.cells())
                .extracting(Cell::nodes)
                .containsExactly(10, 10, 30, 30, 100, 100);
        assertThat(DONE).hasSize(12);
        Cell cell = comparison.cells(30).get(1);
        assertThat(cell.preset()).isEqualTo(Preset.PEERAGE);
        SimPlan plan = new SimPlan(30, HOUR, 3, Preset.PEERAGE, SimScenario.ECLIPSE, true);
        assertThat(SimJson.of(cell.results(SimScenario.ECLIPSE).get(0)))
                .isEqualTo(SimJson.of(new Network(plan).run(SimWatcher.NOBODY)));
    }

    @Test
    void theTableHasARowACellAndSaysWhereOurPresetStands() {
        List<String> lines = SimTable.of(comparison).lines().toList();

        assertThat(lines.subList(2, 8))
                .allMatch(row -> row.split("\\|").length == 3 + SimFigure.values().length)
                .anyMatch(row -> row.startsWith("| 30 | `cometbft` |"));
        // With two presets each row of each size is first, tied, or behind the other.
        assertThat(lines.subList(11, lines.size()))
                .filteredOn(row -> !row.isEmpty())
                .hasSizeGreaterThan(12)
                .allMatch(
                        row -> row.matches("\\|[^|]+(\\| (first|tied|behind `cometbft`) ){3}\\|"));
    }

    @Test
    void theFileHasEveryFigureOfEverySeed() {
        Map<String, Object> file = Json.object(ComparisonJson.of(comparison));

        assertThat(file)
                .containsEntry("seconds", 3600.0)
                .containsEntry("seed", 3.0)
                .containsKeys("nodes10", "nodes30", "nodes100");
        assertThat(file.get("nodes30")).asString().contains("cometbft", "toTarget", "delivered");
    }

    @Test
    void plotsHaveALineOfItsOwnColourForEachPreset() {
        Map<String, String> files = SimPlots.files(comparison);

        assertThat(files)
                .hasSize(6)
                .containsKeys("honest-links-mean.svg", "eclipse-of-the-victims-inbound.svg");
        assertThat(files.get("honest-links-mean.svg"))
                .contains("stroke:rgb(31,111,139)", "stroke:rgb(217,130,43)");
        assertThat(SimPlots.files(comparison)).isEqualTo(files);
    }

    @Test
    void thePageNeedsNothingBesideItself() {
        String page = ComparisonHtml.of(comparison);

        assertThat(page).startsWith("<!DOCTYPE html>").contains("cometbft", "peerage", "CLEAN");
        assertThat(page.split("<svg", -1)).hasSize(7);
        assertThat(page).doesNotContain("<script", "<link", "@import", "src=");
    }
}
