/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.sim.Comparison;
import io.peerage.stress.sim.Comparison.Cell;
import io.peerage.stress.sim.NodeProfile;
import io.peerage.stress.sim.SimFigure;
import io.peerage.stress.sim.SimPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * One page with a comparison: presets over time in the largest network of the first seed, and the means of all.
 *
 * <p><b>Threading</b>: one thread; AWT must be headless.
 */
public final class ComparisonHtml {
    private ComparisonHtml() {}

    /** The whole page. */
    public static String of(Comparison comparison) {
        List<Cell> largest = SimPlots.largest(comparison);
        SimPlan plan = largest.get(0).honest().get(0).plan();
        HtmlPage page = new HtmlPage("Peerage presets compared");
        page.head(
                "Presets compared",
                Text.format(
                        "%s nodes, %.1f h, %d seeds from %d on. Plots: %,d nodes, seed %d.",
                        comparison.sizes(),
                        plan.duration().toSeconds() / 3_600.0,
                        largest.get(0).honest().size(),
                        plan.seed(),
                        plan.nodes(),
                        plan.seed()),
                comparison.violations() == 0,
                comparison.verdict(),
                List.of());
        page.plots(SimPlots.of(largest));
        page.section("Means over the seeds", HtmlPage.table(rows(comparison)));
        return page.end();
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
