/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures through JMH. One thread. <b>Errors</b>: {@link MeasurementException} for a benchmark that failed, with what JMH said. */
final class Harness implements Measurer {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    // Where other processes leave the compiler's threads no time, short warm-ups would end before
    // the compiler has begun.
    private static final String COMPILED_AT_ONCE = "-Xbatch";
    private static final int TOLD = 4_000;
    private final Effort.Pace pace;

    Harness(Effort.Pace pace) {
        this.pace = pace;
    }

    @Override
    public Figure measure(Measurement measurement) {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("^" + measurement.benchmark().replace(".", "\\.") + "$")
                        .threads(measurement.threads())
                        .mode(mode(measurement))
                        .forks(pace.forks())
                        .jvmArgsPrepend(COMPILED_AT_ONCE)
                        .warmupIterations(pace.warmUps())
                        .warmupTime(TimeValue.milliseconds(pace.warmUpMillis()))
                        .measurementIterations(pace.iterations())
                        .measurementTime(TimeValue.milliseconds(pace.millis()))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true);
        measurement.parameters().forEach(options::param);
        if (measurement.isHuge()) {
            options.jvmArgsAppend("-Xmx16g");
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream log = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            Collection<RunResult> results =
                    new Runner(
                                    options.build(),
                                    OutputFormatFactory.createFormatInstance(
                                            log, VerboseMode.NORMAL))
                            .run();
            if (results.size() != 1) {
                throw new MeasurementException(
                        measurement
                                + " has "
                                + results.size()
                                + " results; name a benchmark, and a value of each of its parameters");
            }
            return figure(results.iterator().next(), measurement);
        } catch (RunnerException e) {
            String all = said.toString(StandardCharsets.UTF_8);
            throw new MeasurementException(
                    measurement
                            + " failed; JMH said:\n"
                            + all.substring(Math.max(0, all.length() - TOLD)),
                    e);
        }
    }

    // An average over threads of the time that each takes would count the one that is the owner,
    // too, and works for all others, as much
    // as any of them, however few operations it has time for. What all get done together counts.
    static Mode mode(Measurement measurement) {
        return measurement.threads() > 1 && measurement.mode() == Mode.AverageTime
                ? Mode.Throughput
                : measurement.mode();
    }

    private static Figure figure(RunResult result, Measurement measurement) {
        double bytes = Double.NaN;
        // By key, since JMH's map has values of a raw type, which the build doesn't let pass.
        for (String key : result.getSecondaryResults().keySet()) {
            if (key.endsWith(ALLOCATED)) {
                bytes = median(result.getSecondaryResults().get(key));
            }
        }
        double unit = result.getParams().getTimeUnit().toNanos(1);
        double score = median(result.getPrimaryResult());
        return new Figure(nanos(score, mode(measurement), measurement.threads()) * unit, bytes);
    }

    /** What an operation of one thread takes, by what JMH says of the mode. */
    static double nanos(double score, Mode mode, int threads) {
        return mode == Mode.Throughput ? threads / score : score;
    }

    private static double median(Result<?> result) {
        return result.getStatistics().getPercentile(50);
    }
}
