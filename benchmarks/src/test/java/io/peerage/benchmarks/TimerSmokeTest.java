/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark of timers for a moment. They check at their end that no timer was lost; what they throw fails the run. */
class TimerSmokeTest {
    @Test
    void everyBenchmarkOfChurnRuns() throws RunnerException {
        assertThat(run("TimerChurn", "buckets", "1024")).hasSize(6);
    }

    @Test
    void everyBenchmarkOfExpiryRuns() throws RunnerException {
        assertThat(run("TimerExpiry", "tickMillis", "1000")).hasSize(5);
    }

    private static Collection<RunResult> run(String include, String parameter, String value)
            throws RunnerException {
        return new Runner(
                        new OptionsBuilder()
                                .include(include)
                                .param("timers", "1000")
                                .param(parameter, value)
                                .forks(0)
                                .warmupIterations(0)
                                .measurementIterations(1)
                                .measurementTime(TimeValue.milliseconds(20))
                                .shouldFailOnError(true)
                                .verbosity(VerboseMode.SILENT)
                                .build())
                .run();
    }
}
