/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures operations one after the other, and judges them.
 *
 * <p>What fails is measured once more, with its yardsticks, and that counts: chance on a busy machine hardly strikes twice, while what has become
 * slower stays so. If more fail than chance can explain, nothing is measured again.
 *
 * <p><b>Threading</b>: one thread.
 */
final class Session {
    private static final int MOST_AGAIN = 6;

    private final Measurer measurer;
    private final Judge judge;
    private final Watcher watcher;
    private final Map<Measurement, Figure> figures = new HashMap<>();

    Session(Measurer measurer, Judge judge, Watcher watcher) {
        this.measurer = measurer;
        this.judge = judge;
        this.watcher = watcher;
    }

    /** Hears how far it is. One thread. */
    @FunctionalInterface
    interface Watcher {
        /** A row is about to be measured, the one with this number of so many, or again. */
        void begins(String operation, Setting setting, int number, int all, boolean again);

        /** All rows that there are so far. */
        default void has(List<Row> rows) {}
    }

    /**
     * An operation at a setting.
     *
     * @param operation the operation
     * @param setting the setting
     */
    record Task(Operation operation, Setting setting) {}

    /**
     * What came out.
     *
     * @param rows a row a task, in their order
     * @param measuredTwice how many rows failed at first and were measured again
     * @param figures all that was measured
     */
    record Outcome(List<Row> rows, int measuredTwice, Map<Measurement, Figure> figures) {
        boolean passed() {
            return rows.stream().allMatch(Row::pass);
        }
    }

    Outcome run(List<Task> tasks) {
        return run(tasks, List.of());
    }

    /** As {@link #run(List)}, where rows of an earlier run that passed are not measured again. */
    Outcome run(List<Task> tasks, List<Row> earlier) {
        Map<Task, Row> rows = new LinkedHashMap<>();
        for (Task task : tasks) {
            Row known = known(task, earlier);
            if (known == null) {
                tell(task, rows.size() + 1, tasks.size(), false);
            }
            rows.put(task, known == null ? measure(task) : known);
            if (known == null) {
                watcher.has(List.copyOf(rows.values()));
            }
        }
        List<Task> failed = new ArrayList<>(rows.keySet());
        failed.removeIf(task -> rows.get(task).pass());
        boolean again = failed.size() <= MOST_AGAIN;
        if (again) {
            for (Task task : failed) {
                Set<Measurement> stale = task.operation.measurementsAt(task.setting);
                figures.keySet().removeAll(stale);
                tell(task, failed.indexOf(task) + 1, failed.size(), true);
                rows.put(task, measure(task));
            }
        }
        return new Outcome(
                List.copyOf(rows.values()), again ? failed.size() : 0, Map.copyOf(figures));
    }

    private static @Nullable Row known(Task task, List<Row> earlier) {
        return earlier.stream()
                .filter(
                        row ->
                                row.pass()
                                        && row.name().equals(task.operation.name())
                                        && row.peers() == task.setting.peers()
                                        && row.threads() == task.setting.threads())
                .findFirst()
                .orElse(null);
    }

    private void tell(Task task, int number, int all, boolean again) {
        watcher.begins(task.operation.name(), task.setting, number, all, again);
    }

    private Row measure(Task task) {
        for (Measurement measurement : task.operation.measurementsAt(task.setting)) {
            if (!figures.containsKey(measurement)) {
                figures.put(measurement, measurer.measure(measurement));
            }
        }
        return judge.row(task.operation, task.setting, figures);
    }
}
