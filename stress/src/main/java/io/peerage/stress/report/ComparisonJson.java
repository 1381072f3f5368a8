/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.sim.Comparison;
import io.peerage.stress.sim.Comparison.Cell;
import io.peerage.stress.sim.NodeProfile;
import io.peerage.stress.sim.SimFigure;
import io.peerage.stress.sim.SimPlan;

/**
 * A comparison's figures as JSON, one value a seed, none of them the real clock's. <b>Threading</b>: pure functions, any thread.
 */
public final class ComparisonJson {
    private ComparisonJson() {}

    /** The whole text. */
    public static String of(Comparison comparison) {
        SimPlan first = comparison.cells().get(0).honest().get(0).plan();
        JsonWriter json = new JsonWriter();
        json.number("seconds", first.duration().toSeconds())
                .number("seed", first.seed())
                .number("violations", comparison.violations());
        for (int size : comparison.sizes()) {
            json.open("nodes" + size);
            for (Cell cell : comparison.cells(size)) {
                json.open(NodeProfile.label(cell.preset()));
                for (SimFigure figure : SimFigure.values()) {
                    json.numbers(SimJson.camelCase(figure), cell.values(figure));
                }
                json.close();
            }
            json.close();
        }
        return json.string("verdict", comparison.verdict()).end();
    }
}
