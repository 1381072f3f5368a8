/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * What a reader of figures has to know of the run. Immutable, any thread. Members of the JSON report.
 *
 * @param mode quick or full
 * @param java the JVM
 * @param processors how many processors it may use
 * @param architecture their kind
 * @param rows how many rows were to be measured
 * @param failed how many of them failed, or gave no figure
 * @param measuredTwice how many failed at first and were measured again
 * @param seconds how long it took
 */
@JsonPropertyOrder({
    "mode",
    "java",
    "processors",
    "architecture",
    "rows",
    "failed",
    "measuredTwice",
    "seconds"
})
record Facts(
        String mode,
        String java,
        int processors,
        String architecture,
        int rows,
        long failed,
        int measuredTwice,
        long seconds) {
    static Facts of(Effort effort, List<Row> rows, int broken, int measuredTwice, long seconds) {
        return new Facts(
                effort.toString(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                rows.size() + broken,
                broken + rows.stream().filter(row -> !row.pass()).count(),
                measuredTwice,
                seconds);
    }
}
