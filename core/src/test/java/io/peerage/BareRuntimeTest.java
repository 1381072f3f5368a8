/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.testing.Docs;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** A program that is a named module, whose module path has nothing that is optional. */
    @Test
    void aModuleCanRequireTheCoreWithoutMicrometer(@TempDir Path folder)
            throws IOException, InterruptedException, URISyntaxException {
        Path core = Files.createDirectories(folder.resolve("core"));
        copy(
                Path.of(
                        PeerManager.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI()),
                core);
        Path source = Docs.root().resolve("core/src/main/java/module-info.java");
        compile(
                "--patch-module",
                "io.peerage.core=" + core,
                "-p",
                jars("agrona", "jspecify", "micrometer"),
                "-d",
                core.toString(),
                source.toString());
        Path program = Files.createDirectories(folder.resolve("program"));
        Files.writeString(
                program.resolve("module-info.java"),
                "module program { requires io.peerage.core; }");
        Files.writeString(
                Files.createDirectories(program.resolve("program")).resolve("Main.java"),
                "package program; public class Main { public static void main(String[] a) {"
                        + " io.peerage.PeerManager.builder().build().tick();"
                        + " System.out.print(\"ticked\"); } }");
        String path = core + File.pathSeparator + jars("agrona", "jspecify");
        Path out = folder.resolve("out");
        compile(
                "-p",
                path,
                "-d",
                out.toString(),
                program.resolve("module-info.java").toString(),
                program.resolve("program/Main.java").toString());
        assertThat(java("-p", out + File.pathSeparator + path, "-m", "program/program.Main"))
                .isEqualTo("ticked");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static void compile(String... arguments) {
        StringWriter told = new StringWriter();
        int failures =
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(new PrintWriter(told), new PrintWriter(told), arguments);
        assertThat(failures).as(told.toString()).isZero();
    }

    private static String jars(String... names) {
        return entries()
                .filter(entry -> entry.endsWith(".jar"))
                .filter(
                        entry ->
                                Arrays.stream(names)
                                        .anyMatch(
                                                Path.of(entry).getFileName().toString()::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<String> entries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    }

    private static String run(String... flags) throws IOException, InterruptedException {
        String classes =
                entries()
                        .filter(
                                entry ->
                                        !entry.endsWith(".jar")
                                                || entry.contains("agrona")
                                                || entry.contains("jspecify"))
                        .collect(Collectors.joining(File.pathSeparator));
        return java(
                Stream.concat(
                                Arrays.stream(flags),
                                Stream.of("-cp", classes, Program.class.getName()))
                        .toArray(String[]::new));
    }

    private static String java(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString()),
                                Arrays.stream(arguments))
                        .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
