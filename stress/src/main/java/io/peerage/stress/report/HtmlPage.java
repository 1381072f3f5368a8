/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import java.util.List;

/** A page that needs nothing beside itself. <b>Threading</b>: one thread. */
final class HtmlPage {
    private static final String STYLE =
            """
            body { font: 15px/1.5 system-ui, sans-serif; color: #24292e; max-width: 900px; margin: 2em auto; padding: 0 1em; }
            h1 { font-size: 1.5em; margin-bottom: .2em; }
            h2 { font-size: 1.1em; margin: 2em 0 .4em; border-bottom: 1px solid #e3e6e8; }
            p.plan { color: #57606a; margin-top: 0; }
            .verdict { padding: .7em 1em; border-radius: 6px; font-weight: 600; }
            .clean { background: #e3f4e8; color: #175c2c; }
            .violated { background: #fbe4e2; color: #8c1d13; }
            table { border-collapse: collapse; }
            td, th { padding: .2em 1.2em .2em 0; text-align: right; font-variant-numeric: tabular-nums; }
            td:first-child, th:first-child { text-align: left; white-space: pre; }
            tr:nth-child(even) td { background: #f6f8fa; }
            svg { max-width: 100%; height: auto; }
            """;

    private final StringBuilder text = new StringBuilder();

    HtmlPage(String title) {
        text.append(
                        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
    }

    /** What it is about, and how it went. */
    void head(String title, String plan, boolean clean, String verdict, List<String> complaints) {
        text.append("<h1>")
                .append(escaped(title))
                .append("</h1>\n<p class=\"plan\">")
                .append(escaped(plan))
                .append("</p>\n<p class=\"verdict ")
                .append(clean ? "clean" : "violated")
                .append("\">")
                .append(escaped(verdict))
                .append("</p>\n");
        for (String complaint : complaints) {
            text.append("<p>").append(escaped(complaint)).append("</p>\n");
        }
    }

    /** A section for each of the plots, which are all that the page has. */
    void plots(List<Plot> plots) {
        Drawing drawing = new Drawing();
        plots.forEach(plot -> section(plot.title(), drawing.svg(plot.chart())));
    }

    /** A section of markup. */
    void section(String title, String content) {
        text.append("<h2>").append(escaped(title)).append("</h2>\n").append(content).append('\n');
    }

    /** Rows of text as a table; one without a title is a head. */
    static String table(List<String[]> rows) {
        StringBuilder table = new StringBuilder("<table>\n");
        for (String[] row : rows) {
            String cell = row[0].isEmpty() ? "th" : "td";
            table.append("<tr>");
            for (String value : row) {
                table.append('<').append(cell).append('>').append(escaped(value));
                table.append("</").append(cell).append('>');
            }
            table.append("</tr>\n");
        }
        return table.append("</table>\n").toString();
    }

    /** The whole page. */
    String end() {
        return text.append("</body>\n</html>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
