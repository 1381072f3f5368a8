/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.race.Figures;
import io.peerage.stress.race.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;

/** A storm's plots as SVG elements. <b>Threading</b>: one thread; AWT must be headless. */
final class Charts {
    private final StormResult result;
    private final Drawing drawing = new Drawing();

    Charts(StormResult result) {
        this.result = result;
    }

    /** Events a second over time. */
    String rate() {
        return overTime("events a second, millions", sample -> sample.eventsPerSecond() / 1e6);
    }

    /** Heap in use over time. */
    String heap() {
        return overTime("heap in use, MiB", sample -> sample.heapBytes() / 1048576.0);
    }

    /** Connected peers over time. */
    String connected() {
        return overTime("connected peers, thousands", sample -> sample.connected() / 1e3);
    }

    private String overTime(String title, ToDoubleFunction<Watcher.Sample> value) {
        XYChart chart = Drawing.lines("seconds", title);
        boolean any = false;
        for (Figures figures : all()) {
            double[] x = figures.samples().stream().mapToDouble(Watcher.Sample::seconds).toArray();
            double[] y = figures.samples().stream().mapToDouble(value).toArray();
            if (x.length > 0) {
                any = true;
                Drawing.add(chart, figures.contender(), x, y);
            }
        }
        return any ? drawing.svg(chart) : "<p>too short a storm for a plot over time</p>";
    }

    /** Latencies by percentile. */
    String latency() {
        CategoryChart chart = Drawing.bars("nanoseconds");
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(1.0);
        List<String> names = List.of("p50", "p99", "p99.9", "p99.99", "max");
        add(
                chart,
                names,
                figures ->
                        List.of(
                                figures.latency().p50(),
                                figures.latency().p99(),
                                figures.latency().p999(),
                                figures.latency().p9999(),
                                figures.latency().max()));
        return drawing.svg(chart);
    }

    /** Refusals by reason. */
    String refusals() {
        List<String> reasons = new ArrayList<>(TextReport.reasons(result));
        if (reasons.isEmpty()) {
            return "<p>nothing was refused</p>";
        }
        CategoryChart chart = Drawing.bars("calls refused");
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(1.0);
        chart.getStyler().setXAxisLabelRotation(35);
        add(
                chart,
                reasons,
                figures ->
                        reasons.stream()
                                .map(reason -> figures.refused().getOrDefault(reason, 0L))
                                .toList());
        return drawing.svg(chart);
    }

    /** Bytes a peer and a connection. */
    String memory() {
        CategoryChart chart = Drawing.bars("bytes");
        add(
                chart,
                List.of("a peer", "a connection"),
                figures -> List.of(figures.bytesPerPeer(), figures.bytesPerConnection()));
        return drawing.svg(chart);
    }

    // A logarithmic axis has no place for zero.
    private void add(
            CategoryChart chart,
            List<String> names,
            Function<Figures, List<? extends Number>> values) {
        for (Figures figures : all()) {
            List<Double> heights = new ArrayList<>();
            for (Number value : values.apply(figures)) {
                heights.add(Math.max(1, value.doubleValue()));
            }
            chart.addSeries(figures.contender(), names, heights);
        }
    }

    private List<Figures> all() {
        Figures baseline = result.baseline();
        return baseline == null ? List.of(result.ours()) : List.of(result.ours(), baseline);
    }
}
