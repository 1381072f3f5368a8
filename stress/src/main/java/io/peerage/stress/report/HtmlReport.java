/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.race.Plan;
import java.util.List;

/**
 * One page with the verdict, the plots and the table, which needs nothing beside itself.
 *
 * <p><b>Threading</b>: one thread; AWT must be headless.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /** The whole page. */
    public static String of(StormResult result) {
        Charts charts = new Charts(result);
        HtmlPage page = new HtmlPage("Peerage storm: " + result.plan().scenario().label());
        head(page, result);
        page.section("Rate", charts.rate());
        page.section("Latency of a call", charts.latency());
        page.section("Refusals by reason", charts.refusals());
        page.section("Connected peers", charts.connected());
        page.section("Memory of a peer and of a connection", charts.memory());
        page.section("Heap", charts.heap());
        page.section("Figures", table(result));
        return page.end();
    }

    private static void head(HtmlPage page, StormResult result) {
        Plan plan = result.plan();
        String text =
                Text.format(
                        "%s. %,d peers, %d producers, %.1f s, seed %d, %s, Java %s",
                        plan.scenario().summary(),
                        result.peers(),
                        plan.producers(),
                        result.ours().seconds(),
                        plan.seed(),
                        result.addresses() == 0
                                ? "synthetic addresses"
                                : Text.format("%,d addresses from a file", result.addresses()),
                        Runtime.version());
        page.head(
                "Storm: " + plan.scenario().label(),
                text,
                result.ours().violations() == 0,
                result.verdict(),
                result.ours().descriptions());
    }

    private static String table(StormResult result) {
        List<String[]> rows =
                Row.of(result).stream()
                        .map(row -> new String[] {row.title(), row.ours(), row.baseline()})
                        .toList();
        return HtmlPage.table(rows);
    }
}
