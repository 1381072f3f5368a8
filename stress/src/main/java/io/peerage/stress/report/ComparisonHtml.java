/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.sim.Comparison;
import io.peerage.stress.sim.Comparison.Cell;
import io.peerage.stress.sim.NodeProfile;
import io.peerage.stress.sim.SimFigure;
import io.peerage.stress.sim.SimPlan;
import io.peerage.stress.sim.SimScenario;
import io.peerage.stress.sim.SimSeries;
import io.peerage.stress.sim.SimSeries.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;

/**
 * One page with a comparison: presets over time in the largest network of the first seed, and the means of all.
 *
 * <p><b>Threading</b>: one thread; AWT must be headless.
 */
public final class ComparisonHtml {
    private static final double PERCENT = 100;

    private ComparisonHtml() {}

    /** The whole page. */
    public static String of(Comparison comparison) {
        List<Integer> sizes = comparison.sizes();
        List<Cell> largest = comparison.cells(sizes.get(sizes.size() - 1));
        SimPlan plan = largest.get(0).honest().get(0).plan();
        HtmlPage page = new HtmlPage("Peerage presets compared");
        page.head(
                "Presets compared",
                Text.format(
                        "%s nodes, %.1f h, %d seeds from %d on. Plots: %,d nodes, seed %d.",
                        sizes,
                        plan.duration().toSeconds() / 3_600.0,
                        largest.get(0).honest().size(),
                        plan.seed(),
                        plan.nodes(),
                        plan.seed()),
                comparison.violations() == 0,
                comparison.verdict(),
                List.of());
        Drawing drawing = new Drawing();
        plot(page, drawing, largest, SimScenario.HONEST, Column.MEAN_DEGREE, "links", 1);
        plot(page, drawing, largest, SimScenario.HONEST, Column.SHARD_COVERAGE, "%", PERCENT);
        plot(page, drawing, largest, SimScenario.HONEST, Column.DELIVERED, "%", PERCENT);
        plot(page, drawing, largest, SimScenario.ECLIPSE, Column.VICTIM_INBOUND, "%", PERCENT);
        plot(page, drawing, largest, SimScenario.ECLIPSE, Column.VICTIM_OUTBOUND, "%", PERCENT);
        plot(page, drawing, largest, SimScenario.ECLIPSE, Column.DELIVERED, "%", PERCENT);
        page.section("Means over the seeds", HtmlPage.table(rows(comparison)));
        return page.end();
    }

    private static void plot(
            HtmlPage page,
            Drawing drawing,
            List<Cell> cells,
            SimScenario scenario,
            Column column,
            String unit,
            double factor) {
        XYChart chart = Drawing.lines("simulated hours", unit);
        for (Cell cell : cells) {
            SimSeries series = cell.results(scenario).get(0).series();
            double[] values = Arrays.stream(series.values(column)).map(v -> v * factor).toArray();
            Drawing.add(
                    chart, NodeProfile.label(cell.preset()), series.values(Column.HOURS), values);
        }
        page.section(scenario.label() + ": " + column.title(), drawing.svg(chart));
    }

    private static List<String[]> rows(Comparison comparison) {
        List<String[]> rows = new ArrayList<>();
        for (SimFigure figure : SimFigure.values()) {
            List<String> head = new ArrayList<>(List.of("", figure.title()));
            comparison.sizes().forEach(size -> head.add(Text.format("%,d nodes", size)));
            rows.add(head.toArray(String[]::new));
            for (Cell cell : comparison.cells(comparison.sizes().get(0))) {
                List<String> row = new ArrayList<>(List.of(NodeProfile.label(cell.preset()), ""));
                comparison.cells().stream()
                        .filter(other -> other.preset() == cell.preset())
                        .forEach(other -> row.add(SimTable.text(figure, other.mean(figure))));
                rows.add(row.toArray(String[]::new));
            }
        }
        return rows;
    }
}
