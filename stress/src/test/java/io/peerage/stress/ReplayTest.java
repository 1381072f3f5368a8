/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.stress.report.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// features L3
class ReplayTest {
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

    private Path recordedStorm() {
        Path journal = folder.resolve("storm.journal");
        int exit =
                run(
                        "storm",
                        "--peers=500",
                        "--duration=300ms",
                        "--threads=3",
                        "--no-progress",
                        "--record=" + journal);
        assertThat(exit).as(out + "" + err).isEqualTo(Storm.CLEAN);
        return journal;
    }

    @Test
    void aRecordedStormIsReplayedToTheSameDecisions() throws IOException {
        Path journal = recordedStorm();
        Path json = folder.resolve("replay.json");
        int exit = run("replay", journal.toString(), "--json=" + json);
        assertThat(exit).as(err.toString()).isEqualTo(Storm.CLEAN);
        assertThat(out.toString()).contains("IDENTICAL");
        Map<String, Object> told = Json.object(Files.readString(json));
        assertThat(told).containsEntry("identical", true).containsEntry("complete", true);
        assertThat(((Number) told.get("calls")).longValue()).isGreaterThan(1_000);
    }

    @Test
    void whoTampersIsFoundOut() throws IOException {
        Path journal = recordedStorm();
        byte[] bytes = Files.readAllBytes(journal);
        // The end: tag, hash of eight bytes, counts. A bit of the hash.
        bytes[bytes.length - 10] ^= 1;
        Files.write(journal, bytes);
        int exit = run("replay", journal.toString());
        assertThat(exit).isNotEqualTo(Storm.CLEAN);
    }

    @Test
    void whatIsNoJournalIsToldInOneLine() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "not a journal at all");
        assertThat(run("replay", text.toString())).isEqualTo(Storm.BAD_USAGE);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("no journal");
    }

    @Test
    void whatIsMissingIsToldInOneLine() {
        assertThat(run("replay", folder.resolve("none").toString())).isEqualTo(Storm.BAD_USAGE);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("none").contains("NoSuchFile");
    }

    @Test
    void anExistingFileIsNotRecordedOver() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "mine");
        assertThat(run("storm", "--record=" + taken)).isEqualTo(Storm.BAD_USAGE);
        assertThat(err.toString()).contains("exists already");
        assertThat(taken).hasContent("mine");
    }
}
