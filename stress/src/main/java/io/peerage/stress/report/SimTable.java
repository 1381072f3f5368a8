/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.sim.Comparison;
import io.peerage.stress.sim.Comparison.Cell;
import io.peerage.stress.sim.NodeProfile;
import io.peerage.stress.sim.SimResult;
import io.peerage.stress.sim.SimSeries.Column;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A comparison as a Markdown table: means over the seeds. <b>Threading</b>: pure functions, any thread. */
public final class SimTable {
    private static final String HEAD =
            """
            | nodes | preset | to target | in 10 min | wasted dials | degree | least degree | most partitions | shards covered | delivered | eclipse: inbound | outbound | delivered |
            | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """;

    private SimTable() {}

    /** The whole table. */
    public static String of(Comparison comparison) {
        StringBuilder table = new StringBuilder(HEAD);
        for (Cell cell : comparison.cells()) {
            List<SimResult> honest = cell.honest();
            List<SimResult> eclipse = cell.eclipse();
            table.append(
                    Text.format(
                            "| %d | `%s` | %.0f s | %.0f %% | %.0f %% | %.1f | %.1f | %.1f | %.0f %% | %.1f %% | %.0f %% | %.0f %% | %.0f %% |%n",
                            cell.nodes(),
                            NodeProfile.label(cell.preset()),
                            mean(honest, SimResult::targetSeconds),
                            100 * mean(honest, SimResult::inTime),
                            100 * mean(honest, SimResult::wasted),
                            mean(honest, result -> result.mean(Column.MEAN_DEGREE)),
                            mean(honest, result -> result.least(Column.MIN_DEGREE)),
                            mean(honest, result -> result.most(Column.PARTITIONS)),
                            100 * mean(honest, result -> result.mean(Column.SHARD_COVERAGE)),
                            100 * mean(honest, result -> result.mean(Column.DELIVERED)),
                            100 * mean(eclipse, result -> result.mean(Column.VICTIM_INBOUND)),
                            100 * mean(eclipse, result -> result.mean(Column.VICTIM_OUTBOUND)),
                            100 * mean(eclipse, result -> result.mean(Column.DELIVERED))));
        }
        return table.toString();
    }

    private static double mean(List<SimResult> results, ToDoubleFunction<SimResult> figure) {
        return results.stream().mapToDouble(figure).average().orElse(0);
    }
}
