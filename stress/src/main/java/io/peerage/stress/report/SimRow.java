/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.model.DialOutcome;
import io.peerage.stress.sim.SimResult;
import io.peerage.stress.sim.SimSeries.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A line of a simulation's table.
 *
 * @param title what it is about
 * @param value the figure
 *     <p><b>Threading</b>: immutable, any thread.
 */
record SimRow(String title, String value) {
    /** All lines. */
    static List<SimRow> of(SimResult result) {
        List<SimRow> rows = new ArrayList<>();
        rows.add(row("time to target, median", "%,.0f s", result.targetSeconds()));
        rows.add(row("time to target, p90", "%,.0f s", result.targetSecondsP90()));
        rows.add(row("time to 8 links, median", "%,.0f s", result.linkSeconds()));
        rows.add(row("sessions at target in 10 min", "%.1f %%", 100 * result.inTime()));
        rows.add(row("dials", "%,d", result.dials()));
        rows.add(row("  feelers", "%,d", result.feelers()));
        rows.add(row("  to seeds", "%,d", result.visits()));
        rows.add(row("dials wasted, these aside", "%.1f %%", 100 * result.wasted()));
        rows.add(row("  failed a node and hour", "%,.1f", result.failedAnHour()));
        for (DialOutcome outcome : DialOutcome.values()) {
            long count = result.outcomes().getOrDefault(outcome, 0L);
            if (count > 0) {
                rows.add(row("  " + outcome, "%,d", count));
            }
        }
        rows.add(row("nodes online, mean", "%,.0f", result.mean(Column.ONLINE)));
        rows.add(row("degree, mean", "%.1f", result.mean(Column.MEAN_DEGREE)));
        rows.add(row("degree, least", "%.0f", result.least(Column.MIN_DEGREE)));
        rows.add(
                row(
                        "nodes with fewer than 8 links",
                        "%.1f %%",
                        100 * result.mean(Column.FEW_LINKS)));
        rows.add(row("target held", "%.1f %%", 100 * result.mean(Column.TARGET_HELD)));
        rows.add(row("partitions, most", "%.0f", result.most(Column.PARTITIONS)));
        rows.add(row("largest part, least", "%.1f %%", 100 * result.least(Column.LARGEST_PART)));
        rows.add(row("shards covered", "%.1f %%", 100 * result.mean(Column.SHARD_COVERAGE)));
        rows.add(row("messages delivered", "%.2f %%", 100 * result.mean(Column.DELIVERED)));
        rows.add(row("messages delivered, least", "%.2f %%", 100 * result.least(Column.DELIVERED)));
        rows.add(row("attackers' share", "%.1f %%", 100 * result.mean(Column.ATTACKER_SHARE)));
        rows.add(row("  of victim's inbound", "%.1f %%", 100 * result.mean(Column.VICTIM_INBOUND)));
        rows.add(
                row(
                        "  of victim's outbound",
                        "%.1f %%",
                        100 * result.mean(Column.VICTIM_OUTBOUND)));
        rows.add(row("  of all of victim's", "%.1f %%", 100 * result.mean(Column.VICTIM_SLOTS)));
        rows.add(row("victim's honest links", "%.1f", result.mean(Column.VICTIM_HONEST)));
        rows.add(row("connections refused", "%,d", sum(result.refused())));
        result.refused().forEach((reason, count) -> rows.add(row("  " + reason, "%,d", count)));
        return rows;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static SimRow row(String title, String pattern, Object value) {
        return new SimRow(title, Text.format(pattern, value));
    }
}
