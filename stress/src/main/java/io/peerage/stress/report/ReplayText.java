/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.model.ReplayReport;

/** What is said of a replay, in words and as JSON. <b>Threading</b>: pure functions, any thread. */
public final class ReplayText {
    private static final double NANOS = 1e9;

    private ReplayText() {}

    /** In words. */
    public static String of(ReplayReport report) {
        String verdict =
                report.divergence() == null
                        ? "IDENTICAL: every decision was the same"
                        : "DIVERGED at " + report.divergence();
        String cut =
                report.complete() ? "" : "The recording was cut off; replayed as far as it goes.\n";
        return Text.format(
                "Replayed %,d calls and %,d callbacks of %.3f s; hash of all decisions %016x.%n%s%s%n",
                report.calls(),
                report.callbacks(),
                report.nanos() / NANOS,
                report.hash(),
                cut,
                verdict);
    }

    /** As JSON; a number of 64 bits is a text of 16 hexadecimal digits. */
    public static String json(ReplayReport report) {
        JsonWriter json =
                new JsonWriter()
                        .number("calls", report.calls())
                        .number("callbacks", report.callbacks())
                        .number("nanos", report.nanos())
                        .string("hash", Text.format("%016x", report.hash()))
                        .flag("complete", report.complete())
                        .flag("identical", report.identical());
        if (report.divergence() != null) {
            json.string("divergence", report.divergence());
        }
        return json.end();
    }
}
