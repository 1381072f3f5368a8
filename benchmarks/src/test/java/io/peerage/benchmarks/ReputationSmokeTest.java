/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark of reputation for a moment; what they throw fails the run. */
class ReputationSmokeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyBenchmarkRuns(int threads) throws RunnerException {
        assertThat(
                        new Runner(
                                        new OptionsBuilder()
                                                .include("ReputationBenchmark")
                                                .param("peers", "1000")
                                                .threads(threads)
                                                .forks(0)
                                                .warmupIterations(0)
                                                .measurementIterations(1)
                                                .measurementTime(TimeValue.milliseconds(20))
                                                .shouldFailOnError(true)
                                                .verbosity(VerboseMode.SILENT)
                                                .build())
                                .run())
                .hasSize(11);
    }
}
