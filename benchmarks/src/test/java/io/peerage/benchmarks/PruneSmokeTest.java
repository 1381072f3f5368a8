/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark of pruning for a moment. They check their choices after each round; what they throw fails the run. */
class PruneSmokeTest {
    @Test
    void everyBenchmarkRuns() throws RunnerException {
        assertThat(
                        new Runner(
                                        new OptionsBuilder()
                                                .include("PruneBenchmark")
                                                .param("connections", "5000")
                                                .forks(0)
                                                .warmupIterations(0)
                                                .measurementIterations(1)
                                                .measurementTime(TimeValue.milliseconds(20))
                                                .shouldFailOnError(true)
                                                .verbosity(VerboseMode.SILENT)
                                                .build())
                                .run())
                .hasSize(5 + 4);
    }
}
