/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A runtime without Flight Recorder, and a class path without Micrometer: the core runs, and says nothing about it. */
class BareRuntimeTest {
    /** What runs there. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            PeerManager manager = PeerManager.builder().preset(Preset.PEERAGE).build();
            long ticket = manager.admitInbound(0, 0);
            manager.establishInbound(ticket, new byte[] {1});
            manager.tick();
            boolean recorder = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
            System.out.println(manager.connectedPeers() + " connected, recorder " + recorder);
        }
    }

    @Test
    void runsWithTheModulesOfASmallImage() throws IOException, InterruptedException {
        assertThat(run("--limit-modules", "java.base,jdk.unsupported"))
                .isEqualTo("1 connected, recorder false");
    }

    @Test
    void runsWithAllModules() throws IOException, InterruptedException {
        assertThat(run()).isEqualTo("1 connected, recorder true");
    }

    private static String run(String... flags) throws IOException, InterruptedException {
        String classes =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(
                                entry ->
                                        !entry.endsWith(".jar")
                                                || entry.contains("agrona")
                                                || entry.contains("jspecify"))
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> command =
                Stream.of(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString()),
                                Arrays.stream(flags),
                                Stream.of("-cp", classes, Program.class.getName()))
                        .flatMap(part -> part)
                        .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
