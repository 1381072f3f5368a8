/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * A plot an operation, as SVG: what it costs against the size, both axes logarithmic; ours, the quickest yardstick, the limit.
 *
 * <p>Written by hand, since libraries draw each letter as a curve: half a megabyte a plot, where a document shows forty.
 *
 * <p><b>Threading</b>: stateless, any thread.
 */
final class Plots {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 380;
    private static final int LEFT = 70;
    private static final int TOP = 40;
    private static final int RIGHT = 540;
    private static final int BOTTOM = 325;
    private static final int LEGEND = RIGHT + 22;
    private static final int LINE_HEIGHT = 20;
    private static final String OURS = "#1f6f8b";
    private static final String YARDSTICK = "#d9822b";
    private static final String LIMIT = "#777777";
    private static final String[] DASHES = {"", "8 4", "3 3", "12 3"};

    private Plots() {}

    /**
     * A line of a plot.
     *
     * @param name what the legend calls it
     * @param points costs by size
     * @param color its colour
     * @param dashes its dashes, empty for none
     */
    private record Series(String name, Map<Integer, Double> points, String color, String dashes) {}

    /**
     * A logarithmic axis.
     *
     * @param low the power of ten at which it begins
     * @param high the power of ten at which it ends
     * @param from where it begins
     * @param to where it ends
     */
    private record Axis(int low, int high, int from, int to) {
        // Whole powers of ten around all points, so that a single one has an axis, too.
        static Axis around(DoubleStream values, int from, int to) {
            double[] all = values.filter(value -> value > 0).toArray();
            double least = DoubleStream.of(all).min().orElse(1);
            double most = DoubleStream.of(all).max().orElse(1);
            int low = (int) Math.floor(Math.log10(least));
            int high = (int) Math.ceil(Math.log10(most));
            return new Axis(low, Math.max(high, low + 1), from, to);
        }

        double at(double value) {
            return from + (to - from) * (Math.log10(value) - low) / (high - low);
        }
    }

    /** The plots by the names of their files. */
    static Map<String, byte[]> of(List<Row> rows) {
        Map<String, List<Row>> operations = new LinkedHashMap<>();
        rows.forEach(
                row -> operations.computeIfAbsent(row.name(), n -> new ArrayList<>()).add(row));
        Map<String, byte[]> plots = new LinkedHashMap<>();
        operations.forEach(
                (name, of) ->
                        plots.put(name + ".svg", svg(name, of).getBytes(StandardCharsets.UTF_8)));
        return plots;
    }

    private static String svg(String name, List<Row> rows) {
        List<Series> all = series(rows);
        Axis sizes = Axis.around(rows.stream().mapToDouble(Row::peers), LEFT, RIGHT);
        Axis costs =
                Axis.around(
                        all.stream()
                                .flatMapToDouble(
                                        one ->
                                                one.points.values().stream()
                                                        .mapToDouble(Double::doubleValue)),
                        BOTTOM,
                        TOP);
        StringBuilder svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#333333\">",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT);
        line(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        text(
                svg,
                (LEFT + RIGHT) / 2.0,
                TOP - 16,
                "middle",
                "<tspan font-weight=\"bold\">" + name + "</tspan>");
        grid(svg, sizes, costs);
        int place = 0;
        for (Series one : all) {
            draw(svg, one, sizes, costs);
            legend(svg, one, TOP + LINE_HEIGHT * place++);
        }
        svg.append("</svg>\n");
        return svg.toString();
    }

    private static List<Series> series(List<Row> rows) {
        Set<Integer> threads = new TreeSet<>();
        rows.forEach(row -> threads.add(row.threads()));
        List<Series> all = new ArrayList<>();
        int number = 0;
        for (int count : threads) {
            List<Row> some = rows.stream().filter(row -> row.threads() == count).toList();
            String by = count == 1 ? ", 1 thread" : ", " + count + " threads";
            String dashes = DASHES[number++ % DASHES.length];
            all.add(new Series("Peerage" + by, points(some, Row::oursNanos), OURS, dashes));
            all.add(
                    new Series(
                            "yardstick" + by,
                            points(some, Row::yardstickNanos),
                            YARDSTICK,
                            dashes));
            all.add(new Series("limit" + by, points(some, Row::limitNanos), LIMIT, dashes));
        }
        all.removeIf(one -> one.points.isEmpty());
        return all;
    }

    private static Map<Integer, Double> points(
            List<Row> rows, Function<Row, @Nullable Double> value) {
        Map<Integer, Double> points = new TreeMap<>();
        for (Row row : rows) {
            Double cost = value.apply(row);
            // A logarithm has no place for anything else.
            if (cost != null && cost > 0) {
                points.put(row.peers(), cost);
            }
        }
        return points;
    }

    private static void grid(StringBuilder svg, Axis sizes, Axis costs) {
        for (int power = sizes.low; power <= sizes.high; power++) {
            double x = sizes.at(Math.pow(10, power));
            rule(svg, x, TOP, x, BOTTOM);
            text(svg, x, BOTTOM + 17, "middle", label(power));
        }
        for (int power = costs.low; power <= costs.high; power++) {
            double y = costs.at(Math.pow(10, power));
            rule(svg, LEFT, y, RIGHT, y);
            text(svg, LEFT - 7, y + 4, "end", label(power));
        }
        text(svg, (LEFT + RIGHT) / 2.0, BOTTOM + 40, "middle", "size");
        line(
                svg,
                "<text transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">nanoseconds an operation</text>",
                (TOP + BOTTOM) / 2);
    }

    private static String label(int power) {
        return power < 0
                ? String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power))
                : String.format(Locale.ROOT, "%,.0f", Math.pow(10, power));
    }

    private static void rule(StringBuilder svg, double x1, double y1, double x2, double y2) {
        line(
                svg,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#e3e6e8\"/>",
                x1,
                y1,
                x2,
                y2);
    }

    private static void draw(StringBuilder svg, Series one, Axis sizes, Axis costs) {
        StringBuilder path = new StringBuilder();
        one.points.forEach(
                (size, cost) ->
                        path.append(
                                String.format(
                                        Locale.ROOT,
                                        " %.1f,%.1f",
                                        sizes.at(size),
                                        costs.at(cost))));
        line(
                svg,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>",
                path.toString().strip(),
                one.color,
                one.dashes.isEmpty() ? "none" : one.dashes);
        one.points.forEach(
                (size, cost) ->
                        line(
                                svg,
                                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>",
                                sizes.at(size),
                                costs.at(cost),
                                one.color));
    }

    private static void legend(StringBuilder svg, Series one, int y) {
        line(
                svg,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>",
                LEGEND,
                y,
                LEGEND + 36,
                y,
                one.color,
                one.dashes.isEmpty() ? "none" : one.dashes);
        text(svg, LEGEND + 44, y + 4, "start", one.name);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        line(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    private static void line(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
