/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every benchmark for a moment. They check themselves at their end: nothing refused, books in order; what they throw
 * fails the run. How long anything takes is nobody's business here.
 */
class HotPathSmokeTest {
    /** Those of the yardstick run once with a timer a ticket and once without. */
    private static final int YARDSTICK_METHODS = 6;

    private static final int ADAPTER_METHODS = 3;

    private static final int BENCHMARKS = 4 + 4 + 3 + 4 + ADAPTER_METHODS + YARDSTICK_METHODS;

    @ParameterizedTest
    @CsvSource({"1, system", "2, system", "2, cached"})
    void everyBenchmarkRuns(int threads, String clock) throws RunnerException {
        assertThat(run("\\.hotpath\\.", threads, clock)).hasSize(BENCHMARKS);
    }

    @Test
    void theTableHasOursBesideTheYardstick() throws RunnerException {
        List<String> lines = HotPathTable.of(run("IsConnectedBenchmark", 1, "system"));

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("IsConnected.oursByHandle").doesNotContain(" - ");
        assertThat(lines.get(2)).startsWith("IsConnected.oursById").doesNotContain(" - ");
    }

    private static Collection<RunResult> run(String include, int threads, String clock)
            throws RunnerException {
        return new Runner(
                        new OptionsBuilder()
                                .include(include)
                                .param("peers", "1000")
                                .param("clock", clock)
                                .threads(threads)
                                .forks(0)
                                .warmupIterations(0)
                                .measurementIterations(1)
                                .measurementTime(TimeValue.milliseconds(20))
                                .addProfiler(GCProfiler.class)
                                .shouldFailOnError(true)
                                .verbosity(VerboseMode.SILENT)
                                .build())
                .run();
    }
}
