/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code benchmarks/run}: see {@code docs/performance.md}.
 *
 * <p><b>Threading</b>: one thread. <b>Errors</b>: told in one line on the standard error, with exit code 2 for bad usage and 1 for benchmarks
 * that fail.
 */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        version = "peerage-benchmarks 0.1.0-SNAPSHOT",
        sortOptions = false,
        description =
                "Measures every operation beside its yardsticks and its physical limit, in one run, and judges the ratios.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every ratio is at its floor or above, and nothing allocates that must not",
            "1:a row failed",
            "2:bad usage, told in one line"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  benchmarks/run",
            "  benchmarks/run --full --json full.json --markdown full.md --plots plots",
            "  benchmarks/run --full --json full.json --resume",
            "  benchmarks/run --full --filter 'inbound-cycle|churn' --json churn.json"
        })
final class BenchmarkCommand implements Callable<Integer> {
    static final int PASSED = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    private static final int TEN_MILLION = 10_000_000;
    private static final long ENOUGH_FOR_TEN_MILLION = 22L << 30;

    private final Function<Effort, Measurer> measurers;
    private final long memory;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--quick",
            description = "Few sizes, each briefly: under 4 minutes. This is the default.")
    private boolean quick;

    @Option(names = "--full", description = "All sizes and numbers of threads: about 25 minutes.")
    private boolean full;

    @Option(
            names = "--thorough",
            description = "As --full, in two JVMs each and for longer: about two hours.")
    private boolean thorough;

    @Option(
            names = "--filter",
            paramLabel = "REGEX",
            defaultValue = "",
            description = "Only operations in whose names this is found, as 'cycle|churn'.")
    private String filter = "";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes the rows as JSON, after each of them.")
    private @Nullable Path json;

    @Option(
            names = "--resume",
            description =
                    "Goes on where an earlier run was stopped: what passed there is taken from the file of --json and not measured again.")
    private boolean resume;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description =
                    "Writes the table as Markdown. In a file that has the lines '<!-- benchmarks/run: begin -->' and '<!-- benchmarks/run: end -->', only what is between them is replaced.")
    private @Nullable Path markdown;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description =
                    "Writes a plot an operation as SVG, cost against size, into this directory, which is made if need be.")
    private @Nullable Path plots;

    BenchmarkCommand(Function<Effort, Measurer> measurers, long memory) {
        this.measurers = measurers;
        this.memory = memory;
    }

    /** Runs the command; its exit code. */
    static int execute(BenchmarkCommand command, String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(command);
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(false);
        line.setParameterExceptionHandler(
                (problem, given) -> {
                    err.println(
                            "benchmarks/run: "
                                    + problem.getMessage().lines().findFirst().orElse(""));
                    return BAD_USAGE;
                });
        line.setExecutionExceptionHandler(
                (problem, of, result) -> {
                    err.println("benchmarks/run: failed: " + problem.getMessage());
                    return FAILED;
                });
        return line.execute(args);
    }

    @Override
    public Integer call() {
        Effort effort = effort();
        checkFile("--json", json);
        checkFile("--markdown", markdown);
        makePlotsDirectory();
        CommandLine line = line();
        List<Session.Task> tasks = tasks(effort, line.getErr());
        JsonReport.Document before = before(effort);
        long secondsBefore = before == null ? 0 : before.run().seconds();
        List<Row> rowsBefore = before == null ? List.of() : before.rows();
        Progress progress =
                new Progress(line.getErr(), secondsBefore) {
                    @Override
                    public void has(List<Row> rows) {
                        write(json, JsonReport.of(Facts.of(effort, rows, 0, 0, seconds()), rows));
                    }
                };
        Session.Outcome outcome =
                new Session(measurers.apply(effort), new Judge(Floors.reviewed()), progress)
                        .run(tasks, rowsBefore);
        report(
                line,
                Facts.of(
                        effort,
                        outcome.rows(),
                        outcome.broken().size(),
                        outcome.measuredTwice(),
                        progress.seconds()),
                outcome);
        return outcome.passed() ? PASSED : FAILED;
    }

    private Effort effort() {
        if (quick && full || thorough && (quick || full)) {
            throw bad(
                    (quick ? "--quick" : "--full")
                            + " and "
                            + (thorough ? "--thorough" : "--full")
                            + " were both given; give one of them");
        }
        return thorough ? Effort.THOROUGH : full ? Effort.FULL : Effort.QUICK;
    }

    private JsonReport.@Nullable Document before(Effort effort) {
        if (!resume) {
            return null;
        }
        if (json == null) {
            throw bad("--resume was given without --json; name the file of the run that stopped");
        }
        try {
            JsonReport.Document before = JsonReport.read(json);
            if (!before.run().mode().equals(effort.toString())) {
                throw bad(
                        json
                                + " is of a run with --"
                                + before.run().mode()
                                + "; give that, or name another file");
            }
            return before;
        } catch (IOException e) {
            throw bad(
                    "--resume can't read "
                            + json
                            + ": "
                            + reason(e).lines().findFirst().orElse("")
                            + "; name the file that an earlier run wrote with --json");
        }
    }

    private List<Session.Task> tasks(Effort effort, PrintWriter err) {
        Pattern pattern = pattern();
        List<Session.Task> tasks = new ArrayList<>();
        boolean leftOut = false;
        for (Operation operation : Operations.all()) {
            if (pattern.matcher(operation.name()).find()) {
                for (Setting setting : effort.settings(operation)) {
                    if (setting.peers() >= TEN_MILLION && memory < ENOUGH_FOR_TEN_MILLION) {
                        leftOut = true;
                    } else {
                        tasks.add(new Session.Task(operation, setting));
                    }
                }
            }
        }
        if (tasks.isEmpty()) {
            throw bad(
                    "--filter '"
                            + filter
                            + "' finds no operation that --"
                            + effort
                            + " measures; there are "
                            + String.join(
                                    ", ",
                                    Operations.all().stream()
                                            .filter(o -> !effort.settings(o).isEmpty())
                                            .map(Operation::name)
                                            .toList()));
        }
        if (leftOut) {
            err.printf(
                    Locale.ROOT,
                    "benchmarks/run: sizes of 10,000,000 are left out, which need %d GiB of memory%n",
                    ENOUGH_FOR_TEN_MILLION >> 30);
        }
        return tasks;
    }

    private Pattern pattern() {
        try {
            return Pattern.compile(filter);
        } catch (PatternSyntaxException e) {
            throw bad(
                    "--filter '"
                            + filter
                            + "' is no regular expression: "
                            + e.getDescription()
                            + "; write one as 'cycle|churn'");
        }
    }

    private void report(CommandLine line, Facts facts, Session.Outcome outcome) {
        PrintWriter out = line.getOut();
        outcome.broken()
                .forEach(
                        (task, why) ->
                                line.getErr()
                                        .printf(
                                                Locale.ROOT,
                                                "benchmarks/run: failed: %s at %,d with %d threads has no row: %s%n",
                                                task.operation().name(),
                                                task.setting().peers(),
                                                task.setting().threads(),
                                                why));
        out.print(Table.text(outcome.rows()));
        out.printf(
                Locale.ROOT,
                "%n%s: %d of %d rows failed, %d were measured twice; %d s, %s, %d processors%n",
                facts.failed() == 0 ? "passed" : "FAILED",
                facts.failed(),
                facts.rows(),
                facts.measuredTwice(),
                facts.seconds(),
                facts.java(),
                facts.processors());
        out.flush();
        write(json, JsonReport.of(facts, outcome.rows()));
        writeMarkdown(facts, outcome.rows());
        if (plots != null) {
            for (Map.Entry<String, byte[]> plot : Plots.of(outcome.rows()).entrySet()) {
                write(plots.resolve(plot.getKey()), plot.getValue());
            }
        }
    }

    private void writeMarkdown(Facts facts, List<Row> rows) {
        if (markdown == null) {
            return;
        }
        Path folder = markdown.toAbsolutePath().normalize().getParent();
        Path images =
                plots == null || folder == null
                        ? plots
                        : folder.relativize(plots.toAbsolutePath().normalize());
        String report = MarkdownReport.of(facts, rows, images);
        try {
            String old =
                    Files.exists(markdown)
                            ? Files.readString(markdown, StandardCharsets.UTF_8)
                            : "";
            write(markdown, MarkdownReport.within(old, report));
        } catch (IOException e) {
            throw bad(markdown + " can't be read: " + reason(e));
        }
    }

    // Before the work, so that nobody waits for figures that then have nowhere to go.
    private void checkFile(String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        boolean existed = Files.exists(file);
        try {
            Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE).close();
            if (!existed) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw bad(
                    option
                            + " file "
                            + file
                            + " can't be written: "
                            + reason(e)
                            + "; name one in a directory that is there");
        }
    }

    private void makePlotsDirectory() {
        if (plots == null) {
            return;
        }
        try {
            Files.createDirectories(plots);
        } catch (IOException e) {
            throw bad(
                    "--plots directory "
                            + plots
                            + " can't be made: "
                            + reason(e)
                            + "; name a directory");
        }
    }

    private void write(@Nullable Path file, String text) {
        if (file != null) {
            write(file, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw bad(file + " can't be written: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "")
                + (e.getMessage() == null ? "" : " " + e.getMessage());
    }

    private CommandLine line() {
        return Objects.requireNonNull(spec, "picocli sets the spec").commandLine();
    }

    private ParameterException bad(String message) {
        return new ParameterException(line(), message);
    }
}
