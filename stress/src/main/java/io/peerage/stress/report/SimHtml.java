/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.sim.SimResult;
import io.peerage.stress.sim.SimSeries;
import io.peerage.stress.sim.SimSeries.Column;
import java.util.Arrays;
import java.util.Locale;
import org.knowm.xchart.XYChart;

/**
 * One page with the verdict, the plots and the table of a simulation, which needs nothing beside itself.
 *
 * <p><b>Threading</b>: one thread; AWT must be headless.
 */
public final class SimHtml {
    private SimHtml() {}

    /** The whole page. */
    public static String of(SimResult result) {
        String title = "Simulation: " + result.plan().scenario().label();
        HtmlPage page = new HtmlPage("Peerage " + title.toLowerCase(Locale.ROOT));
        page.head(
                title,
                SimText.plan(result.plan()) + ". " + result.plan().scenario().summary() + ".",
                result.violations() == 0,
                result.verdict(),
                result.complaints());
        Drawing drawing = new Drawing();
        SimSeries series = result.series();
        page.section(
                "Links of a node to honest nodes",
                lines(drawing, series, "links", 1, Column.MEAN_DEGREE, Column.MIN_DEGREE));
        page.section(
                "Messages and shards",
                lines(drawing, series, "%", 100, Column.DELIVERED, Column.SHARD_COVERAGE));
        page.section("Partitions", lines(drawing, series, "parts", 1, Column.PARTITIONS));
        page.section(
                "Attackers' share of slots",
                lines(
                        drawing,
                        series,
                        "%",
                        100,
                        Column.ATTACKER_SHARE,
                        Column.VICTIM_INBOUND,
                        Column.VICTIM_OUTBOUND));
        page.section("Nodes online", lines(drawing, series, "nodes", 1, Column.ONLINE));
        page.section(
                "Figures",
                HtmlPage.table(
                        SimRow.of(result).stream()
                                .map(row -> new String[] {row.title(), row.value()})
                                .toList()));
        return page.end();
    }

    private static String lines(
            Drawing drawing, SimSeries series, String unit, double factor, Column... columns) {
        XYChart chart = Drawing.lines("simulated hours", unit);
        for (Column column : columns) {
            double[] values = Arrays.stream(series.values(column)).map(v -> v * factor).toArray();
            Drawing.add(chart, column.title(), series.values(Column.HOURS), values);
        }
        return drawing.svg(chart);
    }
}
