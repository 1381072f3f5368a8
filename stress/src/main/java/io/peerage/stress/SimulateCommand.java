/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.config.Preset;
import io.peerage.stress.report.ComparisonHtml;
import io.peerage.stress.report.ComparisonJson;
import io.peerage.stress.report.SimHtml;
import io.peerage.stress.report.SimJson;
import io.peerage.stress.report.SimPlots;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "  simulate --compare --nodes 1000 --hours 1.5 --json comparison.json"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final double LEAST_HOURS = 0.5;
    private static final double MOST_HOURS = 720;
    private static final int SECONDS_AN_HOUR = 3_600;
    private static final String COMPARED =
            "--compare runs every preset, honest and under an eclipse";

    @Mixin private final Usage usage = new Usage();

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
                    "Compares all presets instead: with --nodes, three tenths and a tenth as many, five seeds from --seed on, each honest"
                            + " and under an eclipse; prints a Markdown table.")
    private boolean compare;

    @Mixin private final JsonOption json = new JsonOption();
    @Mixin private final ReportOptions report = new ReportOptions();

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Writes the plots of the page as SVG files.")
    private @Nullable Path plots;

    @Override
    public Integer call() throws InterruptedException {
        usage.range(
                "--nodes",
                nodes,
                SimPlan.FEWEST_NODES,
                SimPlan.MOST_NODES,
                "; 300 shows most effects");
        // Written so that what is no number is a mistake too.
        if (!(hours >= LEAST_HOURS && hours <= MOST_HOURS)) {
            throw usage.bad(
                    "--hours is " + hours + ", allowed are 0.5 to 720; a day shows most effects");
        }
        if (compare) {
            checkComparison();
        }
        OutputFiles files = new OutputFiles(usage);
        json.check(files);
        report.check(files);
        files.makeDirectory("--plots", plots);
        try {
            return compare ? compare(usage.out(), files) : simulate(usage.out(), files);
        } catch (OutOfMemoryError e) {
            throw usage.tooMuch("--nodes", nodes);
        }
    }

    private void checkComparison() {
        // Ignored, they would have a comparison run for hours that is not the one that was meant.
        usage.refuse("--preset", COMPARED);
        usage.refuse("--scenario", COMPARED);
        if (undefended) {
            throw usage.bad("--compare compares presets as they are; leave out --undefended");
        }
        if (nodes < Comparison.FEWEST_NODES) {
            throw usage.bad(
                    "--nodes is "
                            + nodes
                            + ", --compare needs at least "
                            + Comparison.FEWEST_NODES
                            + ", a tenth of which is its smallest network");
        }
    }

    private int compare(PrintWriter out, OutputFiles files) throws InterruptedException {
        SimProgress progress = SimProgress.on(out, report.isQuiet());
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
        out.println(comparison.verdict());
        out.flush();
        json.write(files, () -> ComparisonJson.of(comparison));
        report.write(files, () -> ComparisonHtml.of(comparison));
        files.writeAll(plots, () -> SimPlots.files(comparison));
        return Storm.exitCode(comparison.violations());
    }

    private Duration duration() {
        return Duration.ofSeconds(Math.round(hours * SECONDS_AN_HOUR));
    }

    private int simulate(PrintWriter out, OutputFiles files) {
        SimPlan plan = new SimPlan(nodes, duration(), seed, preset, scenario, !undefended);
        SimProgress progress = SimProgress.on(out, report.isQuiet());
        SimResult result = new Network(plan).run(progress);
        progress.done();
        out.print(SimText.of(result));
        out.flush();
        json.write(files, () -> SimJson.of(result));
        report.write(files, () -> SimHtml.of(result));
        files.writeAll(plots, () -> SimPlots.files(result));
        return Storm.exitCode(result.violations());
    }
}
