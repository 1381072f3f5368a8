/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.race.Figures;
import io.peerage.stress.race.Watcher;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A storm's plots as SVG elements. <b>Threading</b>: one thread; AWT must be headless. */
final class Charts {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 340;
    private static final Color[] COLORS = {new Color(0x1f6f8b), new Color(0xd9822b)};
    private static final Color GRID = new Color(0xe3e6e8);

    private final StormResult result;
    private int drawn;

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
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .xAxisTitle("seconds")
                        .yAxisTitle(title)
                        .build();
        style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        boolean any = false;
        for (Figures figures : all()) {
            double[] x = figures.samples().stream().mapToDouble(Watcher.Sample::seconds).toArray();
            double[] y = figures.samples().stream().mapToDouble(value).toArray();
            if (x.length > 0) {
                any = true;
                chart.addSeries(figures.contender(), x, y)
                        .setMarker(SeriesMarkers.NONE)
                        .setLineStyle(new BasicStroke(2));
            }
        }
        return any ? svg(chart) : "<p>too short a storm for a plot over time</p>";
    }

    /** Latencies by percentile. */
    String latency() {
        CategoryChart chart = bars("nanoseconds");
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
        return svg(chart);
    }

    /** Refusals by reason. */
    String refusals() {
        List<String> reasons = new ArrayList<>(TextReport.reasons(result));
        if (reasons.isEmpty()) {
            return "<p>nothing was refused</p>";
        }
        CategoryChart chart = bars("calls refused");
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
        return svg(chart);
    }

    /** Bytes a peer and a connection. */
    String memory() {
        CategoryChart chart = bars("bytes");
        add(
                chart,
                List.of("a peer", "a connection"),
                figures -> List.of(figures.bytesPerPeer(), figures.bytesPerConnection()));
        return svg(chart);
    }

    private static CategoryChart bars(String title) {
        CategoryChart chart =
                new CategoryChartBuilder().width(WIDTH).height(HEIGHT).yAxisTitle(title).build();
        CategoryStyler styler = chart.getStyler();
        style(styler);
        styler.setAvailableSpaceFill(0.6);
        return chart;
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

    private static void style(AxesChartStyler styler) {
        styler.setSeriesColors(COLORS);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendBorderColor(Color.WHITE);
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        styler.setAxisTitleFont(font);
        styler.setAxisTickLabelsFont(font);
        styler.setLegendFont(font);
    }

    private String svg(Chart<?, ?> chart) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException("a chart can't be written to memory", e);
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        // Several drawings share one page, and so one space of ids.
        String prefix = "c" + drawn++ + "-";
        return text.substring(text.indexOf("<svg"))
                .replace("id=\"", "id=\"" + prefix)
                .replace("url(#", "url(#" + prefix)
                .replace("href=\"#", "href=\"#" + prefix);
    }
}
