/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {
    @Test
    void theRatioIsThatOfTheQuickestYardstick() {
        Row row = row("2", "0.5", 100, 0);

        assertThat(row.yardstick()).isEqualTo("swift");
        assertThat(row.yardstickNanos()).isEqualTo(300);
        assertThat(row.ratio()).isEqualTo(3);
    }

    @Test
    void aRatioAtItsFloorPasses() {
        assertThat(row("3", "0.5", 100, 0).pass()).isTrue();
    }

    @Test
    void aRatioUnderItsFloorFails() {
        assertThat(row("3", "0.5", 101, 0).pass()).isFalse();
    }

    @Test
    void whatAllocatesFailsHoweverQuickItIs() {
        assertThat(row("3", "0.5", 1, 16).pass()).isFalse();
        assertThat(row("3", "-", 1, 16).pass()).isTrue();
    }

    @Test
    void withoutAFloorAnyRatioPasses() {
        Row row = row("-", "0.5", 10_000, 0);

        assertThat(row.floor()).isNull();
        assertThat(row.pass()).isTrue();
    }

    @Test
    void whatIsNoNumberFails() {
        assertThat(row("3", "0.5", Double.NaN, 0).pass()).isFalse();
        assertThat(row("3", "0.5", 1, Double.NaN).pass()).isFalse();
    }

    @Test
    void aFloorWithoutAYardstickFails() {
        Operation alone = Operation.of("asked", Synthetic.OURS);

        Row row =
                new Judge(Synthetic.floors("3", "0.5"))
                        .row(alone, Synthetic.SETTING, Synthetic.figures(1, 0));

        assertThat(row.ratio()).isNull();
        assertThat(row.yardstick()).isNull();
        assertThat(row.limitNanos()).isNull();
        assertThat(row.distance()).isNull();
        assertThat(row.pass()).isFalse();
    }

    @Test
    void theLimitIsTheSumOfItsCosts() {
        Row row = row("3", "0.5", 100, 0);

        assertThat(row.limitNanos()).isEqualTo(20);
        assertThat(row.distance()).isEqualTo(5);
    }

    @Test
    void whatGoesThroughAllIsToldForEach() {
        Row row =
                new Judge(Synthetic.floors("3", "0.5"))
                        .row(
                                Synthetic.OPERATION.dividedBySize(),
                                Synthetic.SETTING,
                                Synthetic.figures(100, 40));

        assertThat(row.oursNanos()).isEqualTo(1);
        assertThat(row.yardstickNanos()).isEqualTo(3);
        assertThat(row.limitNanos()).isEqualTo(0.2);
        assertThat(row.bytesPerOp()).isEqualTo(0.4);
        assertThat(row.ratio()).isEqualTo(3);
    }

    @Test
    void aFigureThatIsMissingIsNamed() {
        assertThatThrownBy(
                        () ->
                                new Judge(Synthetic.floors("3", "0.5"))
                                        .row(Synthetic.OPERATION, Synthetic.SETTING, Map.of()))
                .hasMessageContaining("oursByHandle")
                .hasMessageContaining("was not measured");
    }

    private static Row row(String floor, String most, double nanos, double bytes) {
        return new Judge(Synthetic.floors(floor, most))
                .row(Synthetic.OPERATION, Synthetic.SETTING, Synthetic.figures(nanos, bytes));
    }
}
