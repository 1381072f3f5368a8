/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.stress.sim.Comparison.Cell;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static SimResult result(double value) {
        SimPlan plan =
                new SimPlan(10, Duration.ofHours(1), 1, Preset.PEERAGE, SimScenario.HONEST, true);
        return new SimResult(
                plan,
                0,
                0,
                value,
                0,
                0,
                value / 100,
                0,
                0,
                0,
                0,
                0,
                Map.of(),
                0,
                0,
                Map.of(),
                0,
                0,
                new SimSeries(),
                0,
                List.of());
    }

    private static Cell cell(Preset preset, double... values) {
        List<SimResult> honest = Arrays.stream(values).mapToObj(StandingTest::result).toList();
        return new Cell(preset, 10, honest, honest);
    }

    private static Standing seconds(Cell... cells) {
        return Standing.of(Preset.PEERAGE, List.of(cells), SimFigure.TO_TARGET);
    }

    @Test
    void lessIsFirstWhereLessIsBetterAndMoreWhereMoreIs() {
        Cell[] cells = {
            cell(Preset.PEERAGE, 20, 20), cell(Preset.NWAKU, 40, 40), cell(Preset.KUBO, 60, 60)
        };

        assertThat(seconds(cells)).isEqualTo(new Standing(1, false, List.of()));
        assertThat(Standing.of(Preset.PEERAGE, List.of(cells), SimFigure.IN_TIME))
                .isEqualTo(new Standing(3, false, List.of(Preset.NWAKU, Preset.KUBO)));
        assertThat(Standing.of(Preset.KUBO, List.of(cells), SimFigure.IN_TIME).place())
                .isEqualTo(1);
    }

    @Test
    void whatMakesNoDifferenceIsATie() {
        assertThat(seconds(cell(Preset.PEERAGE, 21), cell(Preset.NWAKU, 20)))
                .isEqualTo(new Standing(1, true, List.of()));
        assertThat(seconds(cell(Preset.PEERAGE, 21.1), cell(Preset.NWAKU, 20)).better())
                .containsExactly(Preset.NWAKU);
    }

    @Test
    void whatSeedsDifferByIsATieWhicheverOfTheTwoDiffers() {
        assertThat(seconds(cell(Preset.PEERAGE, 20, 30), cell(Preset.NWAKU, 20, 20)).place())
                .isEqualTo(1);
        assertThat(seconds(cell(Preset.PEERAGE, 25, 25), cell(Preset.NWAKU, 15, 25)).place())
                .isEqualTo(1);
        assertThat(seconds(cell(Preset.PEERAGE, 27, 27), cell(Preset.NWAKU, 18, 22)).place())
                .isEqualTo(2);
    }

    @Test
    void aTieForAPlaceBehindIsToldToo() {
        Standing standing =
                seconds(
                        cell(Preset.NWAKU, 10),
                        cell(Preset.PEERAGE, 20),
                        cell(Preset.LIGHTHOUSE, 20.5));

        assertThat(standing.place()).isEqualTo(2);
        assertThat(standing.isTied()).isTrue();
    }
}
