/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.config.Preset;
import io.peerage.stress.report.SimHtml;
import io.peerage.stress.report.SimJson;
import io.peerage.stress.report.SimProgress;
import io.peerage.stress.report.SimTable;
import io.peerage.stress.report.SimText;
import io.peerage.stress.sim.Comparison;
import io.peerage.stress.sim.Network;
import io.peerage.stress.sim.SimPlan;
import io.peerage.stress.sim.SimResult;
import io.peerage.stress.sim.SimScenario;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code simulate}: a network of managers in virtual time; see {@code docs/simulation.md}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Simulates a network of nodes, each with a peer manager, in virtual time. The same options give the same figures,"
                        + " bit by bit.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no limit was exceeded, all counts agree",
            "1:something was that must not be",
            "2:bad usage, told in one line"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  simulate",
            "  simulate --nodes 200 --hours 6 --seed 7 --json run.json",
            "  simulate --preset nwaku --scenario eclipse --report eclipse.html",
            "  simulate --compare --nodes 160 --hours 1"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final double LEAST_HOURS = 0.5;
    private static final double MOST_HOURS = 720;
    private static final int SECONDS_AN_HOUR = 3_600;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "300",
            description =
                    "Honest nodes, two in three of which are online at a time, 10 to 20,000. Default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(
            names = "--hours",
            paramLabel = "H",
            defaultValue = "6",
            description = "Simulated hours, 0.5 to 720. Default: ${DEFAULT-VALUE}.")
    private double hours;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides everything. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "peerage",
            converter = PresetConverter.class,
            description =
                    "How managers are set up: nwaku, cometbft, goLibp2p, kubo, lighthouse, bitcoinCore or peerage."
                            + " Default: ${DEFAULT-VALUE}.")
    private Preset preset = Preset.PEERAGE;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "honest",
            converter = SimScenarioConverter.class,
            description =
                    "Who attacks: honest, sybil, eclipse, poisoning, silent-sockets, flapping or defection."
                            + " Default: ${DEFAULT-VALUE}.")
    private SimScenario scenario = SimScenario.HONEST;

    @Option(
            names = "--undefended",
            description =
                    "Switches off what stands against the scenario's attack, to see what it is good for.")
    private boolean undefended;

    @Option(
            names = "--compare",
            description =
                    "Compares all presets instead: with --nodes, half and a quarter as many, five seeds from --seed on, each honest and"
                            + " under an eclipse; prints a Markdown table.")
    private boolean compare;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes the figures as JSON, without any of the real clock's.")
    private @Nullable Path json;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Writes one self-contained page with plots.")
    private @Nullable Path report;

    @Option(names = "--no-progress", description = "Says nothing before the end.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec, "picocli sets the spec");
        if (nodes < SimPlan.FEWEST_NODES || nodes > SimPlan.MOST_NODES) {
            throw bad(
                    "--nodes is "
                            + nodes
                            + ", allowed are "
                            + SimPlan.FEWEST_NODES
                            + " to "
                            + SimPlan.MOST_NODES
                            + "; 300 shows most effects");
        }
        if (compare) {
            refuse(command, "--preset");
            refuse(command, "--scenario");
        }
        // Written so that what is no number is a mistake too.
        if (!(hours >= LEAST_HOURS && hours <= MOST_HOURS)) {
            throw bad("--hours is " + hours + ", allowed are 0.5 to 720; a day shows most effects");
        }
        if (compare && (json != null || report != null || undefended)) {
            throw bad(
                    "--compare prints a table of all presets; leave out --json, --report and --undefended");
        }
        if (compare && nodes < Comparison.FEWEST_NODES) {
            throw bad(
                    "--nodes is "
                            + nodes
                            + ", --compare needs at least "
                            + Comparison.FEWEST_NODES
                            + ", a quarter of which is its smallest network");
        }
        OutputFiles files = new OutputFiles(command.commandLine());
        files.check("--json", json);
        files.check("--report", report);
        try {
            PrintWriter out = command.commandLine().getOut();
            return compare ? compare(out) : simulate(out, files);
        } catch (OutOfMemoryError e) {
            throw bad(
                    "the heap of "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB is too small for --nodes "
                            + nodes
                            + "; give fewer nodes or java more memory");
        }
    }

    private int compare(PrintWriter out) throws InterruptedException {
        SimProgress progress = SimProgress.on(out, quiet);
        Comparison comparison =
                Comparison.run(
                        List.of(Preset.values()),
                        nodes,
                        duration(),
                        seed,
                        Comparison.SEEDS,
                        progress::done);
        progress.done();
        out.print(SimTable.of(comparison));
        out.println(
                comparison.violations() == 0
                        ? "CLEAN: no violation"
                        : "FAILED: " + comparison.violations() + " violations");
        out.flush();
        return Storm.exitCode(comparison.violations());
    }

    private Duration duration() {
        return Duration.ofSeconds(Math.round(hours * SECONDS_AN_HOUR));
    }

    private int simulate(PrintWriter out, OutputFiles files) {
        SimPlan plan = new SimPlan(nodes, duration(), seed, preset, scenario, !undefended);
        SimProgress progress = SimProgress.on(out, quiet);
        SimResult result = new Network(plan).run(progress);
        progress.done();
        out.print(SimText.of(result));
        out.flush();
        files.write(json, () -> SimJson.of(result));
        files.write(report, () -> SimHtml.of(result));
        return Storm.exitCode(result.violations());
    }

    // Ignored, it would have a comparison run for hours that is not the one that was meant.
    private void refuse(CommandSpec command, String option) {
        ParseResult given = command.commandLine().getParseResult();
        if (given.hasMatchedOption(option)) {
            throw bad(
                    option
                            + " is "
                            + given.matchedOption(option).originalStringValues().get(0)
                            + ", but --compare runs every preset, honest and under an eclipse; leave it out");
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(
                Objects.requireNonNull(spec, "picocli sets the spec").commandLine(), message);
    }
}
