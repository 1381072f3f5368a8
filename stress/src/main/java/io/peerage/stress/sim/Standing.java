/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.config.Preset;
import io.peerage.stress.sim.Comparison.Cell;
import java.util.List;

/**
 * Where a preset stands among others of the same size by one figure.
 *
 * <p>Two are tied when their means differ by no more than what makes no difference, or than either varies from seed to seed.
 *
 * @param place the place of the preset; how many are better beyond a tie, and one
 * @param isTied whether others are as good
 * @param better who is better
 *     <p><b>Threading</b>: immutable, any thread.
 */
public record Standing(int place, boolean isTied, List<Preset> better) {
    /** Where a preset stands among the cells of one size. */
    public static Standing of(Preset preset, List<Cell> cells, SimFigure figure) {
        Cell own = cells.stream().filter(cell -> cell.preset() == preset).findFirst().orElseThrow();
        List<Preset> better =
                cells.stream()
                        .filter(cell -> lead(cell, own, figure) > tolerance(cell, own, figure))
                        .map(Cell::preset)
                        .toList();
        boolean tied =
                cells.stream()
                        .filter(cell -> cell != own)
                        .anyMatch(
                                cell ->
                                        Math.abs(lead(cell, own, figure))
                                                <= tolerance(cell, own, figure));
        return new Standing(better.size() + 1, tied, better);
    }

    private static double lead(Cell cell, Cell own, SimFigure figure) {
        double more = cell.mean(figure) - own.mean(figure);
        return figure.better() == SimFigure.Better.LESS ? -more : more;
    }

    private static double tolerance(Cell cell, Cell own, SimFigure figure) {
        return Math.max(figure.grain(), Math.max(cell.spread(figure), own.spread(figure)));
    }
}
