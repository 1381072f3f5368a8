/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Measures every operation for a moment at its smallest size. What it says is nobody's business here, but that it says something. */
class OperationsSmokeTest {
    private static final Effort.Pace MOMENT = new Effort.Pace(0, 0, 10, 1, 10);

    @Test
    void everyOperationHasARow() {
        Harness harness = new Harness(MOMENT);
        Judge judge = new Judge(Floors.reviewed());
        Map<Measurement, Figure> figures = new HashMap<>();
        for (Operation operation : Operations.all()) {
            Setting smallest =
                    operation.full().stream()
                            .filter(setting -> setting.threads() == 1)
                            .min(Comparator.comparingInt(Setting::peers))
                            .orElseThrow();
            for (Measurement measurement : operation.measurementsAt(smallest)) {
                figures.computeIfAbsent(measurement, harness::measure);
            }

            Row row = judge.row(operation, smallest, figures);

            assertThat(row.oursNanos()).as(operation.name()).isPositive();
            assertThat(row.limitNanos()).as(operation.name()).isPositive();
            assertThat(row.bytesPerOp()).as(operation.name()).isNotNegative();
            if (!operation.yardsticks().isEmpty()) {
                assertThat(row.ratio()).as(operation.name()).isPositive();
            }
        }
    }

    @Test
    void everyOperationIsMeasuredInFull() {
        assertThat(Operations.all()).noneMatch(operation -> operation.full().isEmpty());
    }

    @Test
    void whatIsNoBenchmarkIsRefused() {
        assertThat(catchThrowable(() -> Contestant.of("none", List.class, "size")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("List has no benchmark size");
    }
}
