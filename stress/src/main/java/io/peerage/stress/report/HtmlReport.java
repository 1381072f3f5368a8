/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.race.Plan;

/**
 * One page with the verdict, the plots and the table, which needs nothing beside itself.
 *
 * <p><b>Threading</b>: one thread; AWT must be headless.
 */
public final class HtmlReport {
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

    private HtmlReport() {}

    /** The whole page. */
    public static String of(StormResult result) {
        Charts charts = new Charts(result);
        StringBuilder page = new StringBuilder();
        page.append(
                        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Peerage storm: ")
                .append(result.plan().scenario().label())
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
        head(page, result);
        section(page, "Rate", charts.rate());
        section(page, "Latency of a call", charts.latency());
        section(page, "Refusals by reason", charts.refusals());
        section(page, "Connected peers", charts.connected());
        section(page, "Memory of a peer and of a connection", charts.memory());
        section(page, "Heap", charts.heap());
        section(page, "Figures", table(result));
        return page.append("</body>\n</html>\n").toString();
    }

    private static void head(StringBuilder page, StormResult result) {
        Plan plan = result.plan();
        page.append("<h1>Storm: ")
                .append(plan.scenario().label())
                .append("</h1>\n<p class=\"plan\">");
        page.append(
                Text.format(
                        "%s. %,d peers, %d producers, %.1f s, seed %d, %s, Java %s</p>%n",
                        plan.scenario().summary(),
                        result.peers(),
                        plan.producers(),
                        result.ours().seconds(),
                        plan.seed(),
                        result.addresses() == 0
                                ? "synthetic addresses"
                                : Text.format("%,d addresses from a file", result.addresses()),
                        Runtime.version()));
        page.append("<p class=\"verdict ")
                .append(result.ours().violations() == 0 ? "clean" : "violated")
                .append("\">")
                .append(escaped(result.verdict()))
                .append("</p>\n");
        for (String description : result.ours().descriptions()) {
            page.append("<p>").append(escaped(description)).append("</p>\n");
        }
    }

    private static void section(StringBuilder page, String title, String content) {
        page.append("<h2>").append(title).append("</h2>\n").append(content).append('\n');
    }

    private static String table(StormResult result) {
        StringBuilder table = new StringBuilder("<table>\n");
        for (Row row : Row.of(result)) {
            String cell = row.title().isEmpty() ? "th" : "td";
            table.append("<tr>");
            for (String text : new String[] {row.title(), row.ours(), row.baseline()}) {
                table.append('<').append(cell).append('>').append(escaped(text));
                table.append("</").append(cell).append('>');
            }
            table.append("</tr>\n");
        }
        return table.append("</table>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
