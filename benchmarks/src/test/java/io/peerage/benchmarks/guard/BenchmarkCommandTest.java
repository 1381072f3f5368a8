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
        assertThat(err.toString()).contains("[1/").contains("inbound-cycle, size 1,000, threads 1");
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

        assertThat(run("--filter", "^(inbound-cycle|adapter-cycle)$", "--json", file.toString()))
                .isZero();

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
        JsonNode adapter = rows.get(rows.size() - 1);
        assertThat(adapter.path("name").asText()).isEqualTo("adapter-cycle");
        assertThat(adapter.path("yardstick").isNull()).isTrue();
        assertThat(adapter.path("ratio").isNull()).isTrue();
        assertThat(adapter.path("floor").isNull()).isTrue();
    }

    @Test
    void theMarkdownIsATable(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("rows.md");

        assertThat(run("--filter", "^walk-connected$", "--markdown", file.toString())).isZero();

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).startsWith("Mode quick");
        assertThat(lines.get(2)).startsWith("| operation | size |");
        assertThat(lines.get(3)).matches("(\\| -+:? )+\\|");
        assertThat(lines.get(4)).startsWith("| walk-connected | 100,000 | 1 |").endsWith("| yes |");
        assertThat(lines).hasSize(5);
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
                .startsWith("<?xml")
                .contains("<svg", "<ellipse", "</svg>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--quick --full; --quick and --full were both given; give one of them",
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
        assertThat(err.toString()).contains("benchmarks/run: failed: out of luck");
    }

    @Test
    void helpTellsOptionsAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("--quick", "--full", "--filter", "--json", "--markdown", "--plots")
                .contains("Exit codes:");
    }
}
