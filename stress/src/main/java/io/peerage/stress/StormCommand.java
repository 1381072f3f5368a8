/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.Recording;
import io.peerage.model.IpAddress;
import io.peerage.stress.keeping.KeepingRace;
import io.peerage.stress.oracle.Contender;
import io.peerage.stress.oracle.Idiomatic;
import io.peerage.stress.oracle.Peerage;
import io.peerage.stress.oracle.Snapshotting;
import io.peerage.stress.population.AddressFile;
import io.peerage.stress.population.AddressFileException;
import io.peerage.stress.race.Figures;
import io.peerage.stress.race.Plan;
import io.peerage.stress.race.Race;
import io.peerage.stress.race.World;
import io.peerage.stress.report.HtmlReport;
import io.peerage.stress.report.JsonReport;
import io.peerage.stress.report.Progress;
import io.peerage.stress.report.SnapshotText;
import io.peerage.stress.report.StormResult;
import io.peerage.stress.report.TextReport;
import io.peerage.stress.scenario.ScenarioKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code storm}: several producers drive a manager, one owner ticks, the auditor checks; see {@code docs/storm.md}. */
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Drives a peer manager with a storm of connections and audits its contracts.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no contract was broken",
            "1:contracts were broken",
            "2:bad usage, told in one line"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  storm",
            "  storm --peers 1000000 --duration 1m --baseline",
            "  storm --scenario flash-crowd --seed 7 --json storm.json --report storm.html",
            "  storm --soak --scenario turnover --peers 1000000 --duration 10m",
            "  storm --addresses nodes.txt --threads 8 --no-progress"
        })
final class StormCommand implements Callable<Integer> {
    private static final int MOST_THREADS = 256;
    private static final int FEWEST_THREADS = 2;
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(5);
    private static final Duration REHEARSAL = Duration.ofMillis(1500);
    private static final int REHEARSAL_PEERS = 20_000;

    @Mixin private final Usage usage = new Usage();

    @Option(
            names = "--peers",
            paramLabel = "N",
            defaultValue = "100000",
            description =
                    "Peers that are known from the start, 1 to 10,000,000. Default: ${DEFAULT-VALUE}.")
    private int peers;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "20s",
            converter = DurationConverter.class,
            description =
                    "How long the measured part lasts, as 20s, 500ms or 2m; a warm-up of a quarter of it, at most 5s, comes"
                            + " before. Default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Producer threads, 1 to 256. Default: one a processor, at least 2.")
    private @Nullable Integer threads;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "mix",
            converter = ScenarioConverter.class,
            description =
                    "steady, flash-crowd, mass-disconnect, flapping, sybil, turnover, duplicate-and-reordered-closes, mix or keeping."
                            + " Default: ${DEFAULT-VALUE}.")
    private ScenarioKind scenario = ScenarioKind.MIX;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Decides everything that is random but the threads' timing. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--addresses",
            paramLabel = "FILE",
            description =
                    "The peers' addresses, one host:port a line: IPv4, [IPv6], .onion, .i2p; # starts a comment. Default:"
                            + " synthetic ones.")
    private @Nullable Path addresses;

    @Option(
            names = "--baseline",
            description = "Also runs the same storm on the idiomatic manager and compares.")
    private boolean baseline;

    @Option(
            names = "--soak",
            description =
                    "Memory must stay constant too: collects garbage at the end of each quarter of the measured part, and fails when"
                            + " the heap has grown since the second or a producer or the owner allocates.")
    private boolean soak;

    @Mixin private final JsonOption json = new JsonOption();
    @Mixin private final ReportOptions report = new ReportOptions();

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description =
                    "Records the manager into a new file, to be replayed with stress/replay; its calls take turns then, so that the"
                            + " figures are the recorder's.")
    private @Nullable Path record;

    @Option(
            names = "--snapshots",
            paramLabel = "FILE",
            description =
                    "Storms twice more, the second time while a thread writes one snapshot after the other to a new file, and compares.")
    private @Nullable Path snapshots;

    @Override
    public Integer call() {
        usage.range("--peers", peers, 1, World.MOST_PEERS);
        int producers =
                threads != null
                        ? threads
                        : Math.max(FEWEST_THREADS, Runtime.getRuntime().availableProcessors());
        usage.range("--threads", producers, 1, MOST_THREADS);
        checkKeeping();
        List<IpAddress> given = readAddresses();
        OutputFiles files = new OutputFiles(usage);
        json.check(files);
        report.check(files);
        if (record != null && Files.exists(record)) {
            throw usage.bad("--record file " + record + " exists already; name another one");
        }
        if (snapshots != null && Files.exists(snapshots)) {
            throw usage.bad("--snapshots file " + snapshots + " exists already; name another one");
        }
        files.check("--record", record);
        files.check("--snapshots", snapshots);
        try {
            return storm(usage.out(), files, producers, given);
        } catch (OutOfMemoryError e) {
            throw usage.tooMuch("--peers", peers);
        }
    }

    private void checkKeeping() {
        String other =
                baseline
                        ? "--baseline"
                        : soak
                                ? "--soak"
                                : record != null
                                        ? "--record"
                                        : snapshots != null ? "--snapshots" : null;
        if (scenario.keeps() && other != null) {
            throw usage.bad(
                    other + " goes with storms of connections, not with --scenario " + scenario);
        }
    }

    private int storm(PrintWriter out, OutputFiles files, int producers, List<IpAddress> given) {
        Duration quarter = duration.dividedBy(4);
        Duration warmUp = quarter.compareTo(LONGEST_WARM_UP) < 0 ? quarter : LONGEST_WARM_UP;
        Plan plan = new Plan(scenario, seed, producers, warmUp, duration, soak);
        Progress progress = Progress.on(out, report.isQuiet());
        World world = World.of(peers, given, seed);
        Contender ours = new Peerage();
        Contender other = new Idiomatic();
        Figures compared = null;
        if (baseline) {
            rehearse(plan, ours);
            rehearse(plan, other);
            compared = Race.run(plan, world, other, progress);
        }
        Figures figures = run(plan, world, ours, progress);
        progress.done();
        StormResult result = new StormResult(plan, peers, given.size(), figures, compared);
        out.print(TextReport.of(result));
        out.flush();
        json.write(files, () -> JsonReport.of(result));
        report.write(files, () -> HtmlReport.of(result));
        return Storm.exitCode(
                figures.violations()
                        + (snapshots == null ? 0 : snapshotting(snapshots, plan, world, out)));
    }

    private Figures run(Plan plan, World world, Contender ours, Progress progress) {
        if (scenario.keeps()) {
            return KeepingRace.run(plan, world, progress);
        }
        return record == null
                ? Race.run(plan, world, ours, progress)
                : recorded(record, plan, world, progress);
    }

    /** Returns how many contracts were broken. */
    private static long snapshotting(Path file, Plan plan, World world, PrintWriter out) {
        Snapshotting contender = new Snapshotting(file, true);
        Figures without = Race.run(plan, world, new Snapshotting(file, false), sample -> {});
        Figures with = Race.run(plan, world, contender, sample -> {});
        out.print(SnapshotText.of(without, with, contender.written(), contender.bytes()));
        out.flush();
        return without.violations() + with.violations();
    }

    private Figures recorded(Path file, Plan plan, World world, Progress progress) {
        try (Recording recording = Recording.to(file)) {
            return Race.run(plan, world, new Peerage(recording), progress);
        } catch (IOException e) {
            throw usage.bad(
                    "--record file " + file + " can't be written: " + OutputFiles.reason(e));
        }
    }

    // Both managers in small, unmeasured: the compiler then has seen both before either is
    // measured, and favours none.
    private void rehearse(Plan plan, Contender contender) {
        World small = World.of(Math.min(peers, REHEARSAL_PEERS), List.of(), seed);
        Plan brief = new Plan(plan.scenario(), seed, plan.producers(), Duration.ZERO, REHEARSAL);
        Race.run(brief, small, contender, sample -> {});
    }

    private List<IpAddress> readAddresses() {
        if (addresses == null) {
            return List.of();
        }
        try {
            return AddressFile.read(addresses);
        } catch (AddressFileException e) {
            throw usage.bad(e.getMessage());
        }
    }
}
