/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.model.RestoreReport;
import io.peerage.model.SnapshotItem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed again and again while it writes; {@code -Dpeerage.test.kills=400} for more. The file is whole each time, and never
 * older than what was told to be written.
 */
class SnapshotKillTest {
    private static final int KILLS = Integer.getInteger("peerage.test.kills", 25);
    private static final int MOST_LINES = 12;
    private static final int MOST_MICROS = 20_000;

    @TempDir private Path folder;

    @Test
    void whoeverIsKilledLeavesAWholeFile() throws IOException, InterruptedException {
        Path file = folder.resolve("peers.snapshot");
        SplittableRandom random = new SplittableRandom();
        int written = 0;
        int midway = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            written = Math.max(written, killedAfter(file, random));
            try (Stream<Path> files = Files.list(folder)) {
                midway += files.count() > 1 ? 1 : 0;
            }
            PeerManager next = SnapshotLoop.manager(file);
            RestoreReport report = next.restored();
            assertThat(report.isUndamaged()).as("after kill %s: %s", kill, report).isTrue();
            assertThat(report.kept(SnapshotItem.PEERS)).isGreaterThanOrEqualTo(written);
            assertThat(report.dropped()).isZero();
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).as("what the killed one left").containsExactly(file);
            }
        }
        System.out.println(
                KILLS + " kills, " + midway + " of them between creating a file and renaming it");
        assertThat(midway).as("kills in the middle of a write").isPositive();
    }

    /** Returns how many peers the last file had that the process told of before it was killed. */
    private static int killedAfter(Path file, SplittableRandom random)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SnapshotLoop.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int told = 0;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (int i = 1 + random.nextInt(MOST_LINES); i > 0; i--) {
                String line = lines.readLine();
                assertThat(line).as("a line of the process").isNotNull();
                told = Integer.parseInt(line);
            }
            assertThat(process.waitFor(random.nextInt(MOST_MICROS), TimeUnit.MICROSECONDS))
                    .as("the process ended by itself")
                    .isFalse();
            process.destroyForcibly();
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        return told;
    }
}
