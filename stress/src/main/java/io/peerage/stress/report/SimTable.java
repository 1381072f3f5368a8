/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.config.Preset;
import io.peerage.stress.sim.Comparison;
import io.peerage.stress.sim.Comparison.Cell;
import io.peerage.stress.sim.NodeProfile;
import io.peerage.stress.sim.SimFigure;
import io.peerage.stress.sim.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A comparison as two Markdown tables: the means over the seeds, and where our preset stands. <b>Threading</b>: pure functions, any
 * thread.
 */
public final class SimTable {
    private SimTable() {}

    /** Both tables. */
    public static String of(Comparison comparison) {
        return figures(comparison)
                + Text.format("%n")
                + standings(comparison, Preset.PEERAGE)
                + Text.format("%n");
    }

    private static String figures(Comparison comparison) {
        List<String> head = new ArrayList<>(List.of("nodes", "preset"));
        List<String> rule = new ArrayList<>(List.of("---:", "---"));
        for (SimFigure figure : SimFigure.values()) {
            head.add(figure.title());
            rule.add("---:");
        }
        StringBuilder table = new StringBuilder(row(head)).append(row(rule));
        for (Cell cell : comparison.cells()) {
            List<String> values = new ArrayList<>();
            values.add(Text.format("%,d", cell.nodes()));
            values.add("`" + NodeProfile.label(cell.preset()) + "`");
            Arrays.stream(SimFigure.values())
                    .map(figure -> text(figure, cell.mean(figure)))
                    .forEach(values::add);
            table.append(row(values));
        }
        return table.toString();
    }

    private static String standings(Comparison comparison, Preset preset) {
        List<String> head = new ArrayList<>(List.of("`" + NodeProfile.label(preset) + "`"));
        List<String> rule = new ArrayList<>(List.of("---"));
        for (int size : comparison.sizes()) {
            head.add(Text.format("%,d nodes", size));
            rule.add("---");
        }
        StringBuilder table = new StringBuilder(row(head)).append(row(rule));
        for (SimFigure figure : SimFigure.values()) {
            if (figure.better() == SimFigure.Better.NEITHER) {
                continue;
            }
            List<String> values = new ArrayList<>(List.of(figure.title()));
            for (int size : comparison.sizes()) {
                values.add(text(Standing.of(preset, comparison.cells(size), figure)));
            }
            table.append(row(values));
        }
        return table.toString();
    }

    private static String row(List<String> values) {
        return values.stream().collect(Collectors.joining(" | ", "| ", Text.format(" |%n")));
    }

    private static String text(Standing standing) {
        if (standing.place() == 1) {
            return standing.isTied() ? "tied" : "first";
        }
        return standing.better().stream()
                .map(preset -> "`" + NodeProfile.label(preset) + "`")
                .collect(Collectors.joining(", ", "behind ", ""));
    }

    /** A figure's value as it is written in tables. */
    static String text(SimFigure figure, double value) {
        if (figure.isShare()) {
            return Text.format("%.1f %%", 100 * value);
        }
        return Text.format(figure.isTime() ? "%.1f s" : "%.1f", value);
    }
}
