/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line: storms of connections on a manager, with an auditor that judges it, and simulated networks.
 *
 * <p>Exit codes: 0 clean, 1 contracts broken, 2 bad usage, told in one line on the standard error.
 */
@Command(
        name = "peerage-stress",
        mixinStandardHelpOptions = true,
        version = "peerage-stress 0.1.0-SNAPSHOT",
        description =
                "Storms of connections on a peer manager, simulated networks of them, replays of recordings, and examples.",
        subcommands = {
            StormCommand.class,
            SimulateCommand.class,
            ReplayCommand.class,
            CrawlCommand.class,
            ServeCommand.class
        })
public final class Storm implements Runnable {
    static final int CLEAN = 0;
    static final int VIOLATED = 1;
    static final int BAD_USAGE = 2;

    @Spec private CommandSpec spec;

    Storm(CommandSpec spec) {
        this.spec = spec;
    }

    /** For picocli, which fills in the rest. */
    Storm() {
        this(CommandSpec.create());
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Before the first class of AWT is loaded: charts are drawn, never shown.
        System.setProperty("java.awt.headless", "true");
        System.exit(
                execute(
                        args,
                        new PrintWriter(System.out, true),
                        new PrintWriter(System.err, true)));
    }

    /** Runs the command; its exit code. */
    static int execute(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = line();
        line.setOut(out);
        line.setErr(err);
        line.setParameterExceptionHandler(
                (problem, given) -> complain(problem.getCommandLine(), problem.getMessage()));
        line.setExecutionExceptionHandler((problem, command, result) -> fail(command, problem));
        return line.execute(args);
    }

    /** All commands, not yet told what to do about mistakes. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new Storm());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(false);
        return line;
    }

    static int exitCode(long violations) {
        return violations == 0 ? CLEAN : VIOLATED;
    }

    private static int complain(CommandLine line, String message) {
        line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + firstLine(message));
        return BAD_USAGE;
    }

    private static int fail(CommandLine line, Exception problem) {
        line.getErr()
                .println(
                        line.getCommandSpec().qualifiedName()
                                + ": failed: "
                                + firstLine(problem.toString()));
        return VIOLATED;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to run: storm, simulate, replay, crawl or serve; --help lists the options");
    }
}
