/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A plot an operation, as SVG: what it costs against the size, both axes logarithmic; ours, the quickest yardstick, the limit.
 *
 * <p><b>Threading</b>: one thread; AWT must be headless.
 */
final class Plots {
    private static final Pattern DIGITS = Pattern.compile("(\\d\\.\\d\\d)\\d+");
    private static final int WIDTH = 860;
    private static final int HEIGHT = 460;
    private static final Color OURS = new Color(0x1f6f8b);
    private static final Color YARDSTICK = new Color(0xd9822b);
    private static final Color LIMIT = new Color(0x777777);
    private static final Color GRID = new Color(0xe3e6e8);
    private static final BasicStroke[] STROKES = {
        new BasicStroke(2), dashed(8, 4), dashed(3, 3), dashed(12, 3)
    };

    private Plots() {}

    private static BasicStroke dashed(float line, float gap) {
        return new BasicStroke(
                2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {line, gap}, 0);
    }

    /** The plots by the names of their files. */
    static Map<String, byte[]> of(List<Row> rows) {
        Map<String, List<Row>> operations = new LinkedHashMap<>();
        rows.forEach(
                row -> operations.computeIfAbsent(row.name(), n -> new ArrayList<>()).add(row));
        Map<String, byte[]> plots = new LinkedHashMap<>();
        operations.forEach((name, of) -> plots.put(name + ".svg", svg(chart(name, of))));
        return plots;
    }

    private static XYChart chart(String name, List<Row> rows) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(name)
                        .xAxisTitle("size")
                        .yAxisTitle("nanoseconds an operation")
                        .build();
        style(chart.getStyler());
        Set<Integer> threads = new TreeSet<>();
        rows.forEach(row -> threads.add(row.threads()));
        int number = 0;
        for (int count : threads) {
            List<Row> some = rows.stream().filter(row -> row.threads() == count).toList();
            String by = count == 1 ? ", 1 thread" : ", " + count + " threads";
            BasicStroke stroke = STROKES[number++ % STROKES.length];
            add(chart, "Peerage" + by, some, Row::oursNanos, OURS, stroke);
            add(chart, "yardstick" + by, some, Row::yardstickNanos, YARDSTICK, stroke);
            add(chart, "limit" + by, some, Row::limitNanos, LIMIT, stroke);
        }
        bound(chart.getStyler(), rows);
        return chart;
    }

    private static void add(
            XYChart chart,
            String name,
            List<Row> rows,
            Function<Row, @Nullable Double> value,
            Color color,
            BasicStroke stroke) {
        Map<Integer, Double> points = new TreeMap<>();
        for (Row row : rows) {
            Double y = value.apply(row);
            // A logarithm has no place for anything else.
            if (y != null && y > 0) {
                points.put(row.peers(), y);
            }
        }
        if (!points.isEmpty()) {
            XYSeries series =
                    chart.addSeries(
                            name,
                            points.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                            points.values().stream().mapToDouble(Double::doubleValue).toArray());
            series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color);
            series.setLineColor(color).setLineStyle(stroke);
        }
    }

    private static void style(XYStyler styler) {
        styler.setXAxisLogarithmic(true);
        styler.setYAxisLogarithmic(true);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setMarkerSize(6);
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        styler.setAxisTitleFont(font);
        styler.setAxisTickLabelsFont(font);
        styler.setLegendFont(font);
    }

    // Whole powers of ten around all points, so that a single one has an axis, too.
    private static void bound(XYStyler styler, List<Row> rows) {
        List<Double> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(row.oursNanos());
            all.add(row.yardstickNanos() == null ? row.oursNanos() : row.yardstickNanos());
            all.add(row.limitNanos() == null ? row.oursNanos() : row.limitNanos());
        }
        double[] costs = all.stream().mapToDouble(Double::doubleValue).filter(d -> d > 0).toArray();
        double[] sizes = rows.stream().mapToDouble(Row::peers).toArray();
        styler.setXAxisMin(below(sizes)).setXAxisMax(above(sizes));
        styler.setYAxisMin(below(costs)).setYAxisMax(above(costs));
    }

    private static double below(double[] values) {
        double least = Arrays.stream(values).min().orElse(1);
        return Math.pow(10, Math.floor(Math.log10(least)));
    }

    private static double above(double[] values) {
        double most = Arrays.stream(values).max().orElse(1);
        return Math.pow(10, Math.floor(Math.log10(most)) + 1);
    }

    private static byte[] svg(XYChart chart) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException("a chart can't be written to memory", e);
        }
        // Hundredths of a pixel are exact enough, and make files a third as large.
        return DIGITS.matcher(bytes.toString(StandardCharsets.UTF_8))
                .replaceAll("$1")
                .replaceAll("(?m)^ +", "")
                .getBytes(StandardCharsets.UTF_8);
    }
}
