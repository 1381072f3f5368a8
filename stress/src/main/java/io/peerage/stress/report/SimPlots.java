/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.sim.Comparison;
import io.peerage.stress.sim.Comparison.Cell;
import io.peerage.stress.sim.NodeProfile;
import io.peerage.stress.sim.SimResult;
import io.peerage.stress.sim.SimScenario;
import io.peerage.stress.sim.SimSeries;
import io.peerage.stress.sim.SimSeries.Column;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;

/**
 * The plots of simulations, all over simulated time: as sections of a page, and as files.
 *
 * <p><b>Threading</b>: one thread; AWT must be headless.
 */
public final class SimPlots {
    private static final double PERCENT = 100;

    private SimPlots() {}

    /** The plots of one simulation as SVG files, by name. */
    public static Map<String, String> files(SimResult result) {
        return files(of(result));
    }

    /** The plots of a comparison as SVG files, by name. */
    public static Map<String, String> files(Comparison comparison) {
        return files(of(largest(comparison)));
    }

    static List<Plot> of(SimResult result) {
        SimSeries series = result.series();
        return List.of(
                plot(
                        "Links of a node to honest nodes",
                        series,
                        "links",
                        1,
                        Column.MEAN_DEGREE,
                        Column.MIN_DEGREE),
                plot(
                        "Messages and shards",
                        series,
                        "%",
                        PERCENT,
                        Column.DELIVERED,
                        Column.SHARD_COVERAGE),
                plot("Partitions", series, "parts", 1, Column.PARTITIONS),
                plot(
                        "Attackers' share of slots",
                        series,
                        "%",
                        PERCENT,
                        Column.ATTACKER_SHARE,
                        Column.VICTIM_INBOUND,
                        Column.VICTIM_OUTBOUND),
                plot("Nodes online", series, "nodes", 1, Column.ONLINE));
    }

    /** Presets over time, each in the run of its first seed. */
    static List<Plot> of(List<Cell> cells) {
        return List.of(
                plot(cells, SimScenario.HONEST, Column.MEAN_DEGREE, "links", 1),
                plot(cells, SimScenario.HONEST, Column.SHARD_COVERAGE, "%", PERCENT),
                plot(cells, SimScenario.HONEST, Column.DELIVERED, "%", PERCENT),
                plot(cells, SimScenario.ECLIPSE, Column.VICTIM_INBOUND, "%", PERCENT),
                plot(cells, SimScenario.ECLIPSE, Column.VICTIM_OUTBOUND, "%", PERCENT),
                plot(cells, SimScenario.ECLIPSE, Column.DELIVERED, "%", PERCENT));
    }

    static List<Cell> largest(Comparison comparison) {
        List<Integer> sizes = comparison.sizes();
        return comparison.cells(sizes.get(sizes.size() - 1));
    }

    private static Plot plot(
            String title, SimSeries series, String unit, double factor, Column... columns) {
        XYChart chart = Drawing.lines("simulated hours", unit);
        for (Column column : columns) {
            add(chart, column.title(), series, column, factor);
        }
        return new Plot(title, chart);
    }

    private static Plot plot(
            List<Cell> cells, SimScenario scenario, Column column, String unit, double factor) {
        XYChart chart = Drawing.lines("simulated hours", unit);
        for (Cell cell : cells) {
            SimSeries series = cell.results(scenario).get(0).series();
            add(chart, NodeProfile.label(cell.preset()), series, column, factor);
        }
        return new Plot(scenario.label() + ": " + column.title(), chart);
    }

    private static void add(
            XYChart chart, String name, SimSeries series, Column column, double factor) {
        double[] values = Arrays.stream(series.values(column)).map(v -> v * factor).toArray();
        Drawing.add(chart, name, series.values(Column.HOURS), values);
    }

    private static Map<String, String> files(List<Plot> plots) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Plot plot : plots) {
            files.put(plot.fileName(), Drawing.file(plot.chart()));
        }
        return files;
    }
}
