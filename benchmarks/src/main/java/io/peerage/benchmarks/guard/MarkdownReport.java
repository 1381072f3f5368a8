/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run as Markdown: the table, what more threads cost, and the plots. Stateless. */
final class MarkdownReport {
    static final String BEGIN = "<!-- benchmarks/run: begin -->\n";
    static final String END = "<!-- benchmarks/run: end -->\n";

    private MarkdownReport() {}

    /** All of it; plots are linked to in this folder, if they were drawn. */
    static String of(Facts facts, List<Row> rows, @Nullable Path plots) {
        return String.format(
                        Locale.ROOT,
                        "`benchmarks/run --%s`, %s, %d processors (%s), %d:%02d minutes; %d of %d rows failed.%n%n",
                        facts.mode(),
                        facts.java(),
                        facts.processors(),
                        facts.architecture(),
                        facts.seconds() / 60,
                        facts.seconds() % 60,
                        facts.failed(),
                        facts.rows())
                + Table.markdown(rows)
                + scaling(rows)
                + (plots == null ? "" : images(rows, plots));
    }

    /** The same in the place of what is between the marks of a document; the document itself, if it has none. */
    static String within(String document, String report) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END, Math.max(0, begin));
        return begin < 0 || end < 0
                ? report
                : document.substring(0, begin + BEGIN.length())
                        + "\n"
                        + report
                        + "\n"
                        + document.substring(end);
    }

    private static String scaling(List<Row> rows) {
        Map<String, Row> single = new TreeMap<>();
        rows.stream().filter(row -> row.threads() == 1).forEach(row -> single.put(place(row), row));
        String lines =
                rows.stream()
                        .filter(row -> row.threads() > 1 && single.containsKey(place(row)))
                        .map(row -> scaled(row, single.get(place(row)).oursNanos()))
                        .collect(Collectors.joining());
        return lines.isEmpty()
                ? ""
                : """

                  What more threads cost: nanoseconds an operation of one of them, by one thread's alone.

                  | operation | size | threads | ours ns | by 1 thread | × |
                  | --- | ---: | ---: | ---: | ---: | ---: |
                  """
                        + lines;
    }

    private static String place(Row row) {
        return row.name() + " " + row.peers();
    }

    private static String scaled(Row row, double alone) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %d | %s | %s | %.2f |%n",
                row.name(),
                row.peers(),
                row.threads(),
                Table.number(row.oursNanos()),
                Table.number(alone),
                row.oursNanos() / alone);
    }

    // A single point is no plot.
    private static String images(List<Row> rows, Path plots) {
        String folder = plots.toString().replace('\\', '/');
        String images =
                rows.stream()
                        .map(Row::name)
                        .distinct()
                        .filter(
                                name ->
                                        rows.stream()
                                                        .filter(row -> row.name().equals(name))
                                                        .mapToInt(Row::peers)
                                                        .distinct()
                                                        .count()
                                                > 1)
                        .map(name -> "![" + name + "](" + folder + "/" + name + ".svg)\n")
                        .collect(Collectors.joining("\n"));
        return images.isEmpty() ? "" : "\n" + images;
    }
}
