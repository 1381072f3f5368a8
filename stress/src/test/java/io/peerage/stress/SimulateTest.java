/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.stress.report.Json;
import io.peerage.stress.sim.NodeProfile;
import io.peerage.stress.sim.SimScenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimulateTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path folder;

    @BeforeAll
    static void noDisplay() {
        System.setProperty("java.awt.headless", "true");
    }

    private int simulate(String... args) {
        return Storm.execute(
                Stream.concat(Stream.of("simulate"), Arrays.stream(args)).toArray(String[]::new),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    @Test
    void helpListsEveryOptionAndExamples() {
        assertThat(simulate("--help")).isZero();

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("--nodes", "--hours", "--seed", "--preset", "--scenario")
                .contains("--json", "--report", "--plots", "--no-progress")
                .contains("Examples:", "Exit codes:", "Default: peerage", "Default: honest");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SimScenario.class)
    void helpNamesEveryScenario(SimScenario scenario) {
        simulate("--help");

        assertThat(out.toString().replaceAll("\\s+", " ")).contains(scenario.label());
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void helpNamesEveryPreset(Preset preset) {
        simulate("--help");

        assertThat(out.toString().replaceAll("\\s+", " ")).contains(NodeProfile.label(preset));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nodes 9 | 10 to 20000",
                "--nodes 20001 | 10 to 20000",
                "--nodes many | many",
                "--hours 0.4 | 0.5 to 720",
                "--hours 721 | 0.5 to 720",
                "--hours NaN | 0.5 to 720",
                "--hours long | long",
                "--seed x | x",
                "--preset mine | peerage",
                "--scenario calm | honest",
                "--json no/such/folder/file.json | --json file",
                "--report no/such/folder/file.html | --report file",
                "--plots /dev/null/plots | --plots directory",
                "--unknown | --unknown",
                "--compare --undefended | leave out --undefended",
                "--compare --nodes 99 | at least 100",
                "--compare --nodes 100 --scenario sybil | --scenario is sybil, but --compare",
                "--compare --nodes 100 --preset kubo | --preset is kubo, but --compare",
                "surplus | surplus"
            })
    void badUsageIsOneLineAndTwo(String args, String told) {
        String[] words = args.split(" ");

        assertThat(simulate(words)).isEqualTo(Storm.BAD_USAGE);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(told);
        assertThat(err.toString()).contains(words[words.length - 1]);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void plotsAreFilesOfTheirOwn() throws IOException {
        Path plots = folder.resolve("some/plots");
        assertThat(simulate("--nodes=10", "--hours=0.5", "--no-progress", "--plots=" + plots))
                .isZero();

        try (Stream<Path> files = Files.list(plots)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "links-of-a-node-to-honest-nodes.svg",
                            "messages-and-shards.svg",
                            "partitions.svg",
                            "attackers-share-of-slots.svg",
                            "nodes-online.svg");
        }
        assertThat(Files.readString(plots.resolve("nodes-online.svg")))
                .startsWith("<?xml")
                .contains("<svg", "<line");
    }

    @Test
    void theReportNeedsNothingBesideItself() throws IOException {
        Path html = folder.resolve("run.html");
        assertThat(
                        simulate(
                                "--nodes=30",
                                "--hours=1",
                                "--preset=cometbft",
                                "--scenario=sybil",
                                "--undefended",
                                "--no-progress",
                                "--report=" + html))
                .isZero();
        String page = Files.readString(html);

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("cometbft, sybil, undefended: 30 nodes, 1.0 h, seed 1", "CLEAN");
        assertThat(page.split("<svg", -1)).hasSizeGreaterThanOrEqualTo(6);
        assertThat(page).doesNotContain("<script", "<link", "@import", "src=");
        String withoutNamespaces = page.replaceAll("xmlns(:\\w+)?=\"[^\"]*\"", "");
        assertThat(withoutNamespaces).doesNotContain("http:", "https:");
    }

    @Test
    void progressIsToldUnlessItIsNotWanted() {
        simulate("--nodes=10", "--hours=0.5", "--no-progress");

        assertThat(out.toString())
                .startsWith(System.lineSeparator() + "simulation peerage, honest");
    }

    @Test
    void oneSeedGivesOneFile() throws IOException {
        assertThat(file("--seed=5")).isEqualTo(file("--seed=5")).isNotEqualTo(file("--seed=6"));
    }

    private String file(String seed) throws IOException {
        Path json = folder.resolve("run.json");
        assertThat(simulate("--nodes=40", "--hours=1", seed, "--no-progress", "--json=" + json))
                .isZero();
        String text = Files.readString(json);
        assertThat(Json.object(text))
                .containsEntry("nodes", 40.0)
                .containsEntry("seconds", 3600.0)
                .containsEntry("violations", 0.0)
                .containsKeys("targetSecondsMedian", "dialsWasted", "minDegree", "series");
        assertThat(out.toString()).contains("CLEAN: no violation in");
        return text;
    }
}
