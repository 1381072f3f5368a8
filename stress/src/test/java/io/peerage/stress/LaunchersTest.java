/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.testing.Docs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts that a user calls, in a copy of the project of which only they are there, with programs in the place of Maven and Java. */
class LaunchersTest {
    private static final String NEW = "openjdk version \"17.0.9\" 2023-10-17";
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir private Path folder;

    private Path project;
    private Path programs;
    private String out = "";
    private String err = "";

    @BeforeEach
    void copyTheScripts() throws IOException {
        project = Files.createDirectories(folder.resolve("a folder/pro'ject"));
        programs = Files.createDirectory(folder.resolve("bin"));
        for (String script :
                List.of(
                        ".launch",
                        "benchmarks/run",
                        "stress/run",
                        "stress/storm",
                        "stress/crawl")) {
            Path copy = project.resolve(script);
            Files.createDirectories(copy.getParent());
            Files.copy(Docs.root().resolve(script), copy);
            assertThat(copy.toFile().setExecutable(true)).isTrue();
        }
        Files.createDirectory(project.resolve(".mvn"));
        write("pom.xml");
        for (String module :
                List.of(
                        "core",
                        "adapter-libp2p",
                        "adapter-libp2p/signatures",
                        "benchmarks/yardstick",
                        "benchmarks",
                        "stress")) {
            write(module + "/pom.xml");
            write(module + "/src/main/java/Some.java");
        }
        for (String tool : List.of("bash", "dirname", "find", "readlink", "touch", "mkdir")) {
            program(tool, "exec " + find(tool) + " \"$@\"");
        }
        java(NEW);
        program(
                "mvn",
                "echo \"mvn $*\" >> '" + folder + "/calls'",
                "mkdir -p \"$4/target\"",
                "touch \"$4/target/peerage-$4.jar\"");
    }

    private static Path find(String tool) {
        for (String place : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(place, tool))) {
                return Path.of(place, tool);
            }
        }
        throw new AssertionError("there is no " + tool + " on the path");
    }

    private void write(String file) throws IOException {
        Path written = project.resolve(file);
        Files.createDirectories(written.getParent());
        Files.writeString(written, "");
        Files.setLastModifiedTime(written, FileTime.from(LONG_AGO));
    }

    private void java(String version) throws IOException {
        program(
                "java",
                "if [ \"$1\" = -version ]; then echo '" + version + "' >&2; exit 0; fi",
                "printf '%s\\n' \"$@\"",
                "exit 3");
    }

    private void program(String name, String... lines) throws IOException {
        Path program = programs.resolve(name);
        Files.writeString(program, "#!" + find("bash") + "\n" + String.join("\n", lines) + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private int run(Path from, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(from.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", programs.toString());
        environment.put("TMPDIR", folder.resolve("nowhere").toString());
        Path errors = folder.resolve("errors");
        Process process = builder.redirectError(errors.toFile()).start();
        out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        err = Files.readString(errors);
        return exit;
    }

    private List<String> builds() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : new ArrayList<>();
    }

    private String script(String name) {
        return project.resolve(name).toString();
    }

    @Test
    void itBuildsOnceAndHandsEverythingOn() throws Exception {
        assertThat(run(project, "stress/storm", "--report", "a b.html", "*")).isEqualTo(3);
        assertThat(out.lines())
                .containsExactly(
                        "-jar",
                        script("stress/target/peerage-stress.jar"),
                        "storm",
                        "--report",
                        "a b.html",
                        "*");
        assertThat(err).startsWith("stress/storm: building").hasLineCount(1);
        assertThat(run(project, "stress/storm")).isEqualTo(3);
        assertThat(err).isEmpty();
        assertThat(builds()).containsExactly("mvn -B -q -pl stress -am package -DskipTests");
    }

    @Test
    void benchmarksToo() throws Exception {
        assertThat(run(project, "benchmarks/run", "--quick")).isEqualTo(3);
        assertThat(out.lines())
                .containsExactly(
                        "-cp",
                        script("benchmarks/target/peerage-benchmarks.jar"),
                        "io.peerage.benchmarks.guard.BenchmarkMain",
                        "--quick");
        assertThat(builds()).containsExactly("mvn -B -q -pl benchmarks -am package -DskipTests");
    }

    @ParameterizedTest
    @CsvSource({
        "stress/crawl, core/src/main/java/Some.java, 2",
        "stress/crawl, benchmarks/yardstick/pom.xml, 2",
        "stress/crawl, pom.xml, 2",
        "stress/crawl, adapter-libp2p/src/main/java/Some.java, 1",
        "benchmarks/run, adapter-libp2p/src/main/java/Some.java, 2",
        "benchmarks/run, stress/src/main/java/Some.java, 1",
    })
    void aChangedSourceIsBuiltAgain(String launcher, String file, int times) throws Exception {
        run(project, launcher);
        Files.setLastModifiedTime(
                project.resolve(file), FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        assertThat(run(project, launcher)).isEqualTo(3);
        assertThat(builds()).hasSize(times);
    }

    @Test
    void itRunsFromAnywhereAndThroughLinks() throws Exception {
        Path link =
                Files.createSymbolicLink(
                        programs.resolve("storm"), Path.of(script("stress/storm")));
        assertThat(run(folder, script("stress/storm"), "--help")).isEqualTo(3);
        assertThat(run(folder, link.toString(), "--help")).isEqualTo(3);
        assertThat(out.lines())
                .containsExactly(
                        "-jar", script("stress/target/peerage-stress.jar"), "storm", "--help");
        assertThat(builds()).hasSize(1);
    }

    private void assertRefused(String... parts) {
        assertThat(err.lines()).hasSize(1);
        assertThat(err).contains(parts);
        assertThat(out).isEmpty();
    }

    @Test
    void withoutMavenItSaysSo() throws Exception {
        Files.delete(programs.resolve("mvn"));
        assertThat(run(project, "stress/storm")).isEqualTo(2);
        assertRefused("stress/storm: there is no mvn", "install Maven");
    }

    @Test
    void withoutJavaItSaysSo() throws Exception {
        Files.delete(programs.resolve("java"));
        assertThat(run(project, "benchmarks/run")).isEqualTo(2);
        assertRefused("benchmarks/run: there is no java", "17 or newer");
    }

    @ParameterizedTest
    @CsvSource({
        "openjdk version \"11.0.21\" 2023-10-17, 11",
        "java version \"1.8.0_392\", 8",
        "openjdk version \"16\", 16"
    })
    void oldJavaIsRefused(String version, int number) throws Exception {
        java(version);
        assertThat(run(project, "stress/crawl")).isEqualTo(2);
        assertRefused("stress/crawl: java is version " + number, "17 or newer");
        assertThat(builds()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"openjdk version \"25\" 2025-09-16", "openjdk version \"26-ea\" 2026-03-17"})
    void newerJavaIsTaken(String version) throws Exception {
        java(version);
        assertThat(run(project, "stress/crawl")).isEqualTo(3);
    }

    @Test
    void aJavaThatDoesNotRunIsTold() throws Exception {
        program("java", "echo 'Error: could not find libjava.so' >&2", "exit 1");
        assertThat(run(project, "stress/crawl")).isEqualTo(2);
        assertRefused("stress/crawl: java doesn't run: Error: could not find libjava.so");
    }

    @Test
    void aBuildThatFailsIsShown() throws Exception {
        program("mvn", "echo '[ERROR] no such symbol'", "exit 1");
        assertThat(run(project, "stress/storm")).isEqualTo(2);
        assertThat(err.lines())
                .hasSize(3)
                .contains("[ERROR] no such symbol", "stress/storm: the build failed");
    }
}
