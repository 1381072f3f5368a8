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
     * @param broken the tasks of which there is no row, and why, in their order
     * @param measuredTwice how many tasks failed at first and were measured again
     * @param figures all that was measured
     */
    record Outcome(
            List<Row> rows,
            Map<Task, String> broken,
            int measuredTwice,
            Map<Measurement, Figure> figures) {
        boolean passed() {
            return broken.isEmpty() && rows.stream().allMatch(Row::pass);
        }
    }

    Outcome run(List<Task> tasks) {
        return run(tasks, List.of());
    }

    /** As {@link #run(List)}, where rows of an earlier run that passed are not measured again. */
    Outcome run(List<Task> tasks, List<Row> earlier) {
        Map<Task, Row> rows = new LinkedHashMap<>();
        // Kept aside, so that one benchmark that fails after an hour doesn't take the others'
        // figures with it.
        Map<Task, String> broken = new LinkedHashMap<>();
        int number = 0;
        for (Task task : tasks) {
            number++;
            Row known = known(task, earlier);
            if (known != null) {
                rows.put(task, known);
                continue;
            }
            tell(task, number, tasks.size(), false);
            measure(task, rows, broken);
            watcher.has(List.copyOf(rows.values()));
        }
        List<Task> failed = new ArrayList<>(tasks);
        failed.removeIf(task -> !broken.containsKey(task) && rows.get(task).pass());
        boolean again = failed.size() <= MOST_AGAIN;
        if (again) {
            for (Task task : failed) {
                Set<Measurement> stale = task.operation.measurementsAt(task.setting);
                figures.keySet().removeAll(stale);
                tell(task, failed.indexOf(task) + 1, failed.size(), true);
                measure(task, rows, broken);
            }
        }
        return new Outcome(
                tasks.stream().filter(rows::containsKey).map(rows::get).toList(),
                broken,
                again ? failed.size() : 0,
                Map.copyOf(figures));
    }

    private void measure(Task task, Map<Task, Row> rows, Map<Task, String> broken) {
        try {
            rows.put(task, measure(task));
            broken.remove(task);
        } catch (MeasurementException e) {
            rows.remove(task);
            broken.put(task, String.valueOf(e.getMessage()));
        }
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
