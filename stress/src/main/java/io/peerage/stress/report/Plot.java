/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import java.util.Locale;
import org.knowm.xchart.XYChart;

/**
 * A chart with the title that stands above it.
 *
 * @param title what it shows
 * @param chart the lines
 */
record Plot(String title, XYChart chart) {
    /** The name of the file that it is written to: the title's letters and digits, joined by hyphens. */
    String fileName() {
        return title.toLowerCase(Locale.ROOT)
                        .replace("'", "")
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "")
                + ".svg";
    }
}
