/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.sim.NodeProfile;
import io.peerage.stress.sim.SimPlan;
import io.peerage.stress.sim.SimResult;

/** The table at the end of a simulation, and the verdict. <b>Threading</b>: pure functions, any thread. */
public final class SimText {
    private static final double HOUR_SECONDS = 3_600;

    private SimText() {}

    /** The whole text, ending with the verdict line. */
    public static String of(SimResult result) {
        StringBuilder text = new StringBuilder();
        text.append(Text.format("%nsimulation %s%n%n", plan(result.plan())));
        for (SimRow row : SimRow.of(result)) {
            text.append(Text.format("%-30s %18s%n", row.title(), row.value()));
        }
        text.append(Text.format("%n"));
        for (String complaint : result.complaints()) {
            text.append("  ").append(complaint).append(Text.format("%n"));
        }
        return text.append(result.verdict()).append(Text.format("%n")).toString();
    }

    /** What a simulation was to be, in one line. */
    static String plan(SimPlan plan) {
        return Text.format(
                "%s, %s%s: %,d nodes, %.1f h, seed %d",
                NodeProfile.label(plan.preset()),
                plan.scenario().label(),
                plan.defended() ? "" : ", undefended",
                plan.nodes(),
                plan.duration().toSeconds() / HOUR_SECONDS,
                plan.seed());
    }
}
