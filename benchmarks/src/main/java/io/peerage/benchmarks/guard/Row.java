/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * An operation at a setting, measured and judged. Immutable, any thread. Members of the JSON report; null for what there isn't.
 *
 * @param name the operation
 * @param peers the size
 * @param threads the number of threads
 * @param oursNanos nanoseconds an operation of ours
 * @param yardstick the quickest of the yardsticks
 * @param yardstickNanos nanoseconds an operation of it
 * @param ratio how many times as long the yardstick takes
 * @param limitNanos nanoseconds of what can't be avoided
 * @param bytesPerOp bytes that ours allocates
 * @param floor the least ratio that passes
 * @param pass whether the ratio reaches its floor, and nothing is allocated where nothing may be
 */
@JsonPropertyOrder({
    "name",
    "peers",
    "threads",
    "oursNanos",
    "yardstick",
    "yardstickNanos",
    "ratio",
    "limitNanos",
    "bytesPerOp",
    "floor",
    "pass"
})
record Row(
        String name,
        int peers,
        int threads,
        double oursNanos,
        @Nullable String yardstick,
        @Nullable Double yardstickNanos,
        @Nullable Double ratio,
        @Nullable Double limitNanos,
        double bytesPerOp,
        @Nullable Double floor,
        boolean pass) {
    /** How many times as long as its limit ours takes; null without a limit. */
    @JsonIgnore
    @Nullable Double distance() {
        return limitNanos == null ? null : oursNanos / limitNanos;
    }
}
