/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a row of figures, and judges it by its floor. <b>Threading</b>: immutable, any thread. */
final class Judge {
    private final Floors floors;

    Judge(Floors floors) {
        this.floors = floors;
    }

    /** A yardstick and what it came to. */
    private record Timed(String label, double nanos) {}

    /** The row of an operation, for which all measurements have to be there. */
    Row row(Operation operation, Setting setting, Map<Measurement, Figure> figures) {
        double parts = operation.parts(setting);
        Figure ours = figure(operation.ours(), setting, figures).dividedBy(parts);
        Timed quickest =
                operation.yardsticks().stream()
                        .map(
                                yardstick ->
                                        new Timed(
                                                yardstick.label(),
                                                figure(yardstick, setting, figures).nanos()
                                                        / parts))
                        .min(Comparator.comparingDouble(Timed::nanos))
                        .orElse(null);
        Double ratio = quickest == null ? null : quickest.nanos / ours.nanos();
        Floors.Floor floor = floors.of(operation, setting);
        return new Row(
                operation.name(),
                setting.peers(),
                setting.threads(),
                ours.nanos(),
                quickest == null ? null : quickest.label,
                quickest == null ? null : quickest.nanos,
                ratio,
                limit(operation.limit(), setting, figures, parts),
                ours.bytes(),
                floor.ratio(),
                passes(ratio, ours.bytes(), floor));
    }

    private static @Nullable Double limit(
            List<Operation.Cost> costs,
            Setting setting,
            Map<Measurement, Figure> figures,
            double parts) {
        if (costs.isEmpty()) {
            return null;
        }
        double sum = 0;
        for (Operation.Cost cost : costs) {
            double nanos = cost.times() * figure(cost.contestant(), setting, figures).nanos();
            sum += cost.isEach() ? nanos : nanos / parts;
        }
        return sum;
    }

    private static Figure figure(
            Contestant contestant, Setting setting, Map<Measurement, Figure> figures) {
        Measurement measurement = contestant.at(setting);
        return Objects.requireNonNull(
                figures.get(measurement), () -> measurement + " was not measured");
    }

    // Written so that a figure that isn't there, which is no number, never passes.
    private static boolean passes(@Nullable Double ratio, double bytes, Floors.Floor floor) {
        boolean isQuick = floor.ratio() == null || ratio != null && ratio >= floor.ratio();
        boolean isLean = floor.bytes() == null || bytes <= floor.bytes();
        return isQuick && isLean;
    }
}
