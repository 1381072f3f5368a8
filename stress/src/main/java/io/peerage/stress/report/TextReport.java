/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.race.Figures;
import io.peerage.stress.race.Plan;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The table at the end of a storm, and the verdict. <b>Threading</b>: pure functions, any thread. */
public final class TextReport {
    private TextReport() {}

    /** The whole text, ending with the verdict line. */
    public static String of(StormResult result) {
        StringBuilder text = new StringBuilder();
        Plan plan = result.plan();
        text.append(
                Text.format(
                        "%nstorm %s: %,d peers, %d producers, %.1f s, seed %d, %s, Java %s%n%n",
                        plan.scenario().label(),
                        result.peers(),
                        plan.producers(),
                        result.ours().seconds(),
                        plan.seed(),
                        result.addresses() == 0
                                ? "synthetic addresses"
                                : Text.format("%,d addresses", result.addresses()),
                        Runtime.version()));
        for (Row row : Row.of(result)) {
            text.append(Text.format("%-26s %18s %18s%n", row.title(), row.ours(), row.baseline()));
        }
        text.append(Text.format("%n"));
        for (String description : result.ours().descriptions()) {
            text.append("  ").append(description).append(Text.format("%n"));
        }
        text.append(result.verdict()).append(Text.format("%n"));
        return text.toString();
    }

    /** All reasons for which either refused. */
    static Set<String> reasons(StormResult result) {
        Set<String> reasons = new TreeSet<>(result.ours().refused().keySet());
        if (result.baseline() != null) {
            reasons.addAll(result.baseline().refused().keySet());
        }
        return reasons;
    }

    /** A figure of one or of both. */
    static Row row(String title, StormResult result, Function<Figures, String> figure) {
        Figures baseline = result.baseline();
        return new Row(
                title, figure.apply(result.ours()), baseline == null ? "" : figure.apply(baseline));
    }
}
