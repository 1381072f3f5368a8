/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
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
    private static final int TWICE = 2;

    private static final int LIMITS = 5;
    private static final int SESSIONS = 1 + 2 * TWICE + 2 + 2 * TWICE;
    private static final int QUERIES = 2 + 2 * TWICE + 3 + 1 + TWICE;
    private static final int ADMISSIONS = 1 + TWICE;
    private static final int REFUSALS = 2 * 2;
    private static final int CHURN = 1 + TWICE;
    private static final int DRAINS = 1 + TWICE;
    private static final int COPY_ON_WRITE = 2 * TWICE;
    private static final int BANS = 7 + 3;
    private static final int ADAPTER = 3 + TWICE;
    private static final int BATCHES = 3;
    private static final int DISCONNECTS = 2 + TWICE;

    private static final int BENCHMARKS =
            LIMITS
                    + SESSIONS
                    + QUERIES
                    + ADMISSIONS
                    + REFUSALS
                    + CHURN
                    + COPY_ON_WRITE
                    + BANS
                    + ADAPTER
                    + BATCHES;

    @ParameterizedTest
    @CsvSource({"1, system", "2, system", "2, cached"})
    void everyBenchmarkRuns(int threads, String clock) throws RunnerException {
        assertThat(run("LifecycleDrain|MassDisconnect", ".*", threads, clock)).hasSize(BENCHMARKS);
    }

    @Test
    void theOwnersDrainRunsOnItsThread() throws RunnerException {
        assertThat(run("Physical", "LifecycleDrain", 1, "system")).hasSize(DRAINS);
    }

    @Test
    void aMassDisconnectIsOneThreads() throws RunnerException {
        assertThat(run("Physical", "MassDisconnect", 1, "system")).hasSize(DISCONNECTS);
    }

    private static Collection<RunResult> run(
            String exclude, String include, int threads, String clock) throws RunnerException {
        return new Runner(
                        new OptionsBuilder()
                                .include("\\.hotpath\\." + include)
                                .exclude(exclude)
                                .param("peers", "1000")
                                .param("clock", clock)
                                .param("idBytes", "64")
                                .param("sessions", "50")
                                .param("bans", "1000")
                                .param("blocks", "100")
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
