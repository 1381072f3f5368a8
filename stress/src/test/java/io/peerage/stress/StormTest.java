/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.stress.report.Json;
import io.peerage.stress.scenario.ScenarioKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StormTest {
    private static final List<String> FIGURES =
            List.of(
                    "events",
                    "eventsPerSecond",
                    "violations",
                    "bytesPerEvent",
                    "latencyNanos",
                    "bytesPerPeer",
                    "bytesPerConnection",
                    "refused",
                    "lifecycle");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path folder;

    @BeforeAll
    static void noDisplay() {
        System.setProperty("java.awt.headless", "true");
    }

    private int run(String... args) {
        return Storm.execute(args, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private int storm(String... args) {
        return run(Stream.concat(Stream.of("storm"), Arrays.stream(args)).toArray(String[]::new));
    }

    private void assertComplaint(int exit, String... parts) {
        assertThat(exit).isEqualTo(Storm.BAD_USAGE);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(parts);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpListsEveryOptionAndExamples() {
        assertThat(storm("--help")).isZero();

        assertThat(out.toString())
                .contains(
                        "--peers", "--duration", "--threads", "--scenario", "--seed", "--addresses")
                .contains("--baseline", "--json", "--report", "--no-progress")
                .contains("Examples:", "Exit codes:", "100000", "20s", "Default: mix");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ScenarioKind.class)
    void helpNamesEveryScenario(ScenarioKind kind) {
        storm("--help");

        assertThat(out.toString().replaceAll("\\s+", " ")).contains(kind.label());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--peers 0",
                "--peers -5",
                "--peers 10000001",
                "--peers many",
                "--threads -1",
                "--threads 0",
                "--threads 257",
                "--duration 0s",
                "--duration abc",
                "--duration 20",
                "--duration -1s",
                "--duration 25h",
                "--duration 99999999999s",
                "--seed x",
                "--scenario calm",
                "--unknown",
                "--peers",
                "surplus",
                "--addresses no/such/file",
                "--json no/such/folder/file.json",
                "--report no/such/folder/file.html"
            })
    void badUsageIsOneLineAndTwo(String args) {
        String[] words = args.split(" ");

        assertComplaint(storm(words), words[words.length - 1]);
    }

    @Test
    void unknownScenarioNamesTheOnesThereAre() {
        assertComplaint(storm("--scenario", "calm"), ScenarioKind.labels());
    }

    @Test
    void withoutACommandItSaysWhatToRun() {
        assertComplaint(run(), "storm");
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("storm");
    }

    @Test
    void malformedAddressFileIsNamedWithLineAndText() throws IOException {
        Path file =
                Files.writeString(folder.resolve("nodes.txt"), "198.51.100.7:1\nnot an address\n");

        assertComplaint(
                storm("--addresses", file.toString()),
                file.toString(),
                "line 2",
                "'not an address'");
    }

    @Test
    void unwritableReportIsSaidBeforeTheStorm() {
        assertComplaint(
                storm("--json", folder.toString()),
                "--json",
                folder.toString(),
                "can't be written");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--snapshots", "--record"})
    void aFileThatCannotBeWrittenIsToldBeforeTheStorm(String option) {
        Path nowhere = folder.resolve("no/such/folder/file");

        assertComplaint(
                storm(option, nowhere.toString()), option, nowhere.toString(), "can't be written");
    }

    @Test
    void refusedReportLeavesNoFileBehind() {
        Path json = folder.resolve("new.json");

        assertComplaint(
                storm("--json", json.toString(), "--report", folder.toString()), "--report");
        assertThat(json).doesNotExist();
    }

    @Test
    void stormWithBaselineReportsAllThatIsPromised() throws IOException {
        Path addresses =
                Files.writeString(
                        folder.resolve("nodes.txt"),
                        "198.51.100.7:1\n[2001:db8::1]:2\nx.onion:3\n");
        Path json = folder.resolve("storm.json");
        Path html = folder.resolve("storm.html");

        int exit =
                storm(
                        "--peers=500",
                        "--threads=2",
                        "--duration=300ms",
                        "--seed=5",
                        "--baseline",
                        "--no-progress",
                        "--addresses=" + addresses,
                        "--json=" + json,
                        "--report=" + html);

        assertThat(out.toString())
                .contains("CLEAN: no violation in")
                .contains("times the baseline");
        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertJson(Json.object(Files.readString(json)));
        assertSelfContained(Files.readString(html));
    }

    @Test
    void stormWithSnapshotsComparesAndLeavesTheLast() throws IOException {
        Path file = folder.resolve("storm.snapshot");
        String[] arguments = {
            "--peers=500", "--threads=1", "--duration=300ms", "--no-progress", "--snapshots=" + file
        };

        assertThat(storm(arguments)).isZero();

        assertThat(out.toString()).contains("CLEAN: no violation in", "snapshots of", "p99.9");
        assertThat(err.toString()).isEmpty();
        PeerManager restored = PeerManager.builder().restoreFrom(file).build();
        assertThat(restored.restored().isUndamaged()).isTrue();
        out.getBuffer().setLength(0);
        assertComplaint(storm(arguments), "--snapshots", "exists already");
    }

    private static void assertJson(Map<String, Object> json) {
        assertThat(json)
                .containsEntry("scenario", "mix")
                .containsEntry("seed", 5.0)
                .containsEntry("peers", 500.0)
                .containsEntry("threads", 2.0)
                .containsEntry("durationSeconds", 0.3)
                .containsEntry("java", Runtime.version().toString())
                .containsEntry("violations", 0.0)
                .containsKeys(FIGURES.toArray(String[]::new))
                .containsKeys("baseline", "ratio");
        assertThat(member(json, "baseline")).containsKeys(FIGURES.toArray(String[]::new));
        assertThat(member(json, "latencyNanos"))
                .containsOnlyKeys("p50", "p99", "p999", "p9999", "max");
        assertThat(member(json, "lifecycle"))
                .containsOnlyKeys("connected", "disconnected", "flaps");
        assertThat(member(json, "refused")).isNotEmpty();
        assertThat((double) json.get("events")).isPositive();
        double ours = (double) json.get("eventsPerSecond");
        double theirs = (double) member(json, "baseline").get("eventsPerSecond");
        assertThat((double) json.get("ratio"))
                .isCloseTo(ours / theirs, org.assertj.core.data.Percentage.withPercentage(1));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> member(Map<String, Object> json, String name) {
        return (Map<String, Object>) json.get(name);
    }

    private static void assertSelfContained(String page) {
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("</html>")
                .contains("CLEAN")
                .contains("idiomatic");
        assertThat(page.split("<svg", -1)).hasSizeGreaterThanOrEqualTo(7);
        assertThat(page).doesNotContain("<script", "<link", "@import", "src=");
        String withoutNamespaces = page.replaceAll("xmlns(:\\w+)?=\"[^\"]*\"", "");
        assertThat(withoutNamespaces).doesNotContain("http:", "https:");
        assertThat(withoutNamespaces.replaceAll("href=\"(#|data:)", "")).doesNotContain("href=");
    }

    @Test
    void brokenContractsEndWithOne() {
        assertThat(Storm.exitCode(0)).isEqualTo(Storm.CLEAN);
        assertThat(Storm.exitCode(1)).isEqualTo(Storm.VIOLATED);
    }
}
