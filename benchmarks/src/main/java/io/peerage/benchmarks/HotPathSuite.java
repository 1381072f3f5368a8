/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the hot path's benchmarks with one and with two threads, writes all results to one file and prints a table of them.
 *
 * <pre>
 *   java -cp benchmarks/target/peerage-benchmarks.jar io.peerage.benchmarks.HotPathSuite FILE [JMH options]
 * </pre>
 *
 * <p>Options are JMH's own: {@code -f 1 -wi 3 -i 5 -w 1s -r 1s} for a short run, {@code -p peers=1000}, {@code -p
 * clock=cached}, a pattern to choose benchmarks.
 */
public final class HotPathSuite {
    private static final int[] THREADS = {1, 2};

    private HotPathSuite() {}

    /** The command. */
    public static void main(String[] arguments)
            throws RunnerException, CommandLineOptionException, IOException {
        if (arguments.length == 0 || arguments[0].startsWith("-")) {
            System.err.println(
                    "usage: HotPathSuite FILE [JMH options]; FILE receives the results as JSON");
            System.exit(2);
        }
        Path file = Path.of(arguments[0]);
        CommandLineOptions options =
                new CommandLineOptions(Arrays.copyOfRange(arguments, 1, arguments.length));
        // Opened before the run, so that a path that can't be written fails at once.
        try (PrintStream json = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
            List<RunResult> results = run(options);
            ResultFormatFactory.getInstance(ResultFormatType.JSON, json).writeOut(results);
            System.out.println();
            HotPathTable.of(results).forEach(System.out::println);
        }
    }

    private static List<RunResult> run(CommandLineOptions options) throws RunnerException {
        List<RunResult> results = new ArrayList<>();
        for (int threads : THREADS) {
            OptionsBuilder builder = new OptionsBuilder();
            builder.parent(options);
            if (options.getIncludes().isEmpty()) {
                builder.include("\\.hotpath\\.");
            }
            builder.threads(threads).addProfiler(GCProfiler.class).shouldFailOnError(true);
            results.addAll(new Runner(builder.build()).run());
        }
        return results;
    }
}
