/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command, with figures that nobody measured. */
class BenchmarkCommandTest {
    private static final long LITTLE_MEMORY = 8L << 30;
    private static final long MUCH_MEMORY = 64L << 30;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Effort> efforts = new ArrayList<>();
    private long memory = LITTLE_MEMORY;
    private double oursNanos = 1;
    private double oursBytes;

    private int run(String... args) {
        Measurer measurer =
                measurement ->
                        measurement.benchmark().matches(".*\\.(ours.*|adapter)")
                                ? new Figure(oursNanos, oursBytes)
                                : new Figure(1_000, 100);
        BenchmarkCommand command =
                new BenchmarkCommand(
                        effort -> {
                            efforts.add(effort);
                            return measurer;
                        },
                        memory);
        return BenchmarkCommand.execute(
                command, args, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    @Test
    void quickIsTheDefaultAndPassesWhatIsQuick() {
        assertThat(run("--filter", "inbound-cycle|is-connected")).isZero();

        assertThat(efforts).containsExactly(Effort.QUICK);
        assertThat(out.toString())
                .startsWith("operation ")
                .contains("inbound-cycle ", "is-connected-by-handle ", "passed: 0 of ")
                .doesNotContain("NO", "walk-connected");
        assertThat(err.toString())
                .contains("[1/", "0:0")
                .contains("inbound-cycle, size 1,000, threads 1");
    }

    @Test
    void whatIsUnderItsFloorFails() {
        oursNanos = 2_000;

        assertThat(run("--filter", "^open-close-by-handle$")).isEqualTo(1);
        assertThat(out.toString()).contains("NO", "FAILED: 1 of 1");
    }

    @Test
    void whatAllocatesFails() {
        oursBytes = 24;

        assertThat(run("--filter", "^open-close-by-handle$")).isEqualTo(1);
    }

    @Test
    void fullMeasuresWhatTheMemoryAllows() {
        assertThat(run("--full", "--filter", "^inbound-cycle$")).isZero();
        assertThat(efforts).containsExactly(Effort.FULL);
        assertThat(out.toString()).contains(" 1,000,000").doesNotContain(" 10,000,000");
        assertThat(err.toString()).contains("sizes of 10,000,000 are left out");

        memory = MUCH_MEMORY;
        assertThat(run("--full", "--filter", "^inbound-cycle$")).isZero();
        assertThat(out.toString()).contains(" 10,000,000");
    }

    @Test
    void theJsonHasARowForEach(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("rows.json");

        assertThat(run("--filter", "^inbound-cycle$", "--json", file.toString())).isZero();

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.path("run").path("mode").asText()).isEqualTo("quick");
        assertThat(json.path("run").path("failed").asInt(-1)).isZero();
        JsonNode rows = json.path("rows");
        assertThat(rows).hasSize(json.path("run").path("rows").asInt());
        for (JsonNode row : rows) {
            assertThat(row.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "name",
                            "peers",
                            "threads",
                            "oursNanos",
                            "yardstick",
                            "yardstickNanos",
                            "ratio",
                            "limitNanos",
                            "bytesPerOp",
                            "floor",
                            "pass");
        }
        JsonNode cycle = rows.get(0);
        assertThat(cycle.path("name").asText()).isEqualTo("inbound-cycle");
        assertThat(cycle.path("peers").asInt()).isEqualTo(1_000);
        assertThat(cycle.path("threads").asInt()).isEqualTo(1);
        assertThat(cycle.path("oursNanos").asDouble()).isEqualTo(1);
        assertThat(cycle.path("yardstickNanos").asDouble()).isEqualTo(1_000);
        assertThat(cycle.path("ratio").asDouble()).isEqualTo(1_000);
        assertThat(cycle.path("pass").isBoolean()).isTrue();
    }

    @Test
    void theMarkdownIsATable(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("rows.md");

        assertThat(run("--filter", "^walk-connected$", "--markdown", file.toString())).isZero();

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).startsWith("`benchmarks/run --quick`, ");
        assertThat(lines.get(2)).startsWith("| operation | size |");
        assertThat(lines.get(3)).matches("(\\| -+:? )+\\|");
        assertThat(lines.get(4)).startsWith("| walk-connected | 100,000 | 1 |").endsWith("| yes |");
        assertThat(lines).hasSize(5);
    }

    @Test
    void theMarkdownTellsWhatThreadsCostAndShowsPlots(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("docs/rows.md");
        Files.createDirectories(file.getParent());
        Path plots = directory.resolve("docs/plots");

        assertThat(
                        run(
                                "--filter",
                                "^inbound-cycle$|^walk",
                                "--markdown",
                                file.toString(),
                                "--plots",
                                plots.toString()))
                .isZero();

        assertThat(Files.readString(file))
                .contains("| inbound-cycle | 100,000 | 2 | 1.0 | 1.0 | 1.00 |\n")
                .contains("![inbound-cycle](plots/inbound-cycle.svg)\n")
                .doesNotContain("![walk-connected]");
    }

    @Test
    void aDocumentWithMarksKeepsWhatIsAroundThem(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("document.md");
        String before = "# Title\n\n" + MarkdownReport.BEGIN;
        String after = MarkdownReport.END + "\nThe end.\n";
        Files.writeString(file, before + "old\n" + after);

        assertThat(run("--filter", "^walk-connected$", "--markdown", file.toString())).isZero();
        String once = Files.readString(file);
        assertThat(run("--filter", "^walk-connected$", "--markdown", file.toString())).isZero();

        assertThat(once)
                .startsWith(before + "\n`benchmarks/run --quick`")
                .endsWith("| yes |\n\n" + after)
                .doesNotContain("old");
        assertThat(Files.readString(file)).hasSameSizeAs(once);
    }

    /** A run of which a benchmark fails leaves the other rows; another that goes on from it measures that one. */
    @Test
    void aRunThatHasNotAllRowsIsResumed(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("rows.json");
        String[] args = {"--filter", "^(walk|score)", "--json", file.toString()};
        List<String> measured = new ArrayList<>();
        assertThat(execute(args, measured, "anyScore")).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(file.toFile()).path("rows")).hasSize(2);

        measured.clear();
        String[] more = {args[0], args[1], args[2], args[3], "--resume"};
        assertThat(execute(more, measured, "nothing")).isZero();

        assertThat(measured).noneMatch(name -> name.contains("Walk")).contains("anyScore");
        assertThat(new ObjectMapper().readTree(file.toFile()).path("rows"))
                .extracting(row -> row.path("name").asText())
                .containsExactly("walk-connected", "score-change", "score-read");

        assertThat(execute(new String[] {"--full", "--resume", args[2], args[3]}, measured, ""))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is of a run with --quick");
    }

    private int execute(String[] args, List<String> measured, String failing) {
        Measurer measurer =
                measurement -> {
                    String name = measurement.benchmark();
                    if (!failing.isEmpty() && name.endsWith("." + failing)) {
                        throw new MeasurementException("out of luck");
                    }
                    measured.add(name.contains("Walk") ? name : name.replaceAll(".*\\.", ""));
                    return new Figure(name.contains("yardstick") ? 1_000 : 1, 0);
                };
        return BenchmarkCommand.execute(
                new BenchmarkCommand(effort -> measurer, memory),
                args,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    @Test
    void thePlotsAreDrawn(@TempDir Path directory) throws IOException {
        Path plots = directory.resolve("new/plots");

        assertThat(run("--filter", "inbound-cycle|walk", "--plots", plots.toString())).isZero();

        try (var files = Files.list(plots)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "inbound-cycle.svg",
                            "inbound-cycle-no-timer.svg",
                            "walk-connected.svg");
        }
        assertThat(Files.readString(plots.resolve("inbound-cycle.svg")))
                .startsWith("<svg")
                .contains("<polyline", "<circle", "Peerage, 2 threads", "100,000", "</svg>")
                .hasSizeLessThan(10_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--quick --full; --quick and --full were both given; give one of them",
                "--quick --thorough; --quick and --thorough were both given",
                "--full --thorough; --full and --thorough were both given",
                "--resume; --resume was given without --json",
                "--resume --json no-such.json; --resume can't read no-such.json: FileNotFound",
                "--resume --json pom.xml; --resume can't read pom.xml: ",
                "--filter (; --filter '(' is no regular expression: Unclosed group",
                "--filter nothing-such; --filter 'nothing-such' finds no operation",
                "--json no/such/directory/f.json; --json file no/such/directory/f.json can't be written",
                "--markdown no/such/directory/f.md; --markdown file no/such/directory/f.md can't be written",
                "--plots pom.xml; --plots directory pom.xml can't be made",
                "--fast; Unknown option: '--fast'",
                "--json; Missing required parameter for option '--json'"
            })
    void badUsageIsToldInOneLine(String args, String complaint) {
        assertThat(run(args.strip().split(" "))).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("benchmarks/run: ").contains(complaint.strip());
        assertThat(out.toString()).isEmpty();
        assertThat(efforts).isEmpty();
    }

    @Test
    void aBenchmarkThatFailsIsTold() {
        BenchmarkCommand command =
                new BenchmarkCommand(
                        effort ->
                                measurement -> {
                                    throw new MeasurementException("out of luck");
                                },
                        memory);

        int code =
                BenchmarkCommand.execute(
                        command,
                        new String[] {"--filter", "walk"},
                        new PrintWriter(out, true),
                        new PrintWriter(err, true));

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .contains("benchmarks/run: failed: walk-connected at", "has no row: out of luck");
        assertThat(out.toString()).contains("FAILED: 1 of 1 rows failed");
    }

    @Test
    void helpTellsOptionsAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("--quick", "--full", "--thorough", "--filter", "--json", "--resume")
                .contains("--markdown", "--plots")
                .contains("Exit codes:");
    }
}
