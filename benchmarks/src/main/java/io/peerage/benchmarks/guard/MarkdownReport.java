/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.util.List;

/** A run as Markdown. Stateless. */
final class MarkdownReport {
    private MarkdownReport() {}

    static String of(Facts facts, List<Row> rows) {
        return "Mode "
                + facts.mode()
                + ", "
                + facts.java()
                + ", "
                + facts.processors()
                + " processors ("
                + facts.architecture()
                + "), "
                + facts.seconds()
                + " s; "
                + facts.failed()
                + " of "
                + facts.rows()
                + " rows failed.\n\n"
                + Table.markdown(rows);
    }
}
