/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows as a table, for terminals and for Markdown. Stateless. */
final class Table {
    private static final List<String> HEAD =
            List.of(
                    "operation",
                    "size",
                    "threads",
                    "ours ns",
                    "yardstick",
                    "its ns",
                    "ratio",
                    "limit ns",
                    "× limit",
                    "B/op",
                    "floor",
                    "pass");
    private static final int OPERATION = 0;
    private static final int YARDSTICK = 4;
    private static final double TENTHS_BELOW = 100;

    private Table() {}

    /** Lines of columns that stand under each other. */
    static String text(List<Row> rows) {
        List<List<String>> cells = cells(rows);
        int[] widths =
                IntStream.range(0, HEAD.size())
                        .map(
                                column ->
                                        cells.stream()
                                                .mapToInt(line -> line.get(column).length())
                                                .max()
                                                .orElse(0))
                        .toArray();
        return cells.stream()
                .map(
                        line ->
                                IntStream.range(0, widths.length)
                                                .mapToObj(i -> padded(line.get(i), widths[i], i))
                                                .collect(Collectors.joining("  "))
                                                .stripTrailing()
                                        + "\n")
                .collect(Collectors.joining());
    }

    private static String padded(String cell, int width, int column) {
        String blanks = " ".repeat(width - cell.length());
        return isText(column) ? cell + blanks : blanks + cell;
    }

    private static boolean isText(int column) {
        return column == OPERATION || column == YARDSTICK;
    }

    /** A table of Markdown. */
    static String markdown(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>(cells(rows));
        cells.add(
                1,
                IntStream.range(0, HEAD.size())
                        .mapToObj(column -> isText(column) ? "---" : "---:")
                        .toList());
        return cells.stream()
                .map(line -> "| " + String.join(" | ", line) + " |\n")
                .collect(Collectors.joining());
    }

    private static List<List<String>> cells(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEAD);
        for (Row row : rows) {
            cells.add(
                    List.of(
                            row.name(),
                            String.format(Locale.ROOT, "%,d", row.peers()),
                            Integer.toString(row.threads()),
                            number(row.oursNanos()),
                            row.yardstick() == null ? "-" : row.yardstick(),
                            number(row.yardstickNanos()),
                            number(row.ratio()),
                            number(row.limitNanos()),
                            number(row.distance()),
                            number(row.bytesPerOp()),
                            number(row.floor()),
                            row.pass() ? "yes" : "NO"));
        }
        return cells;
    }

    static String number(@Nullable Double number) {
        if (number == null || number.isNaN()) {
            return "-";
        }
        return String.format(
                Locale.ROOT, Math.abs(number) < TENTHS_BELOW ? "%.1f" : "%,.0f", number);
    }
}
