/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.sim.SimResult;
import java.util.Locale;

/**
 * One page with the verdict, the plots and the table of a simulation, which needs nothing beside itself.
 *
 * <p><b>Threading</b>: one thread; AWT must be headless.
 */
public final class SimHtml {
    private SimHtml() {}

    /** The whole page. */
    public static String of(SimResult result) {
        String title = "Simulation: " + result.plan().scenario().label();
        HtmlPage page = new HtmlPage("Peerage " + title.toLowerCase(Locale.ROOT));
        page.head(
                title,
                SimText.plan(result.plan()) + ". " + result.plan().scenario().summary() + ".",
                result.violations() == 0,
                result.verdict(),
                result.complaints());
        page.plots(SimPlots.of(result));
        page.section(
                "Figures",
                HtmlPage.table(
                        SimRow.of(result).stream()
                                .map(row -> new String[] {row.title(), row.value()})
                                .toList()));
        return page.end();
    }
}
