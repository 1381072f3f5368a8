/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.docs;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.testing.DocCommand;
import io.peerage.testing.DocFence;
import io.peerage.testing.Docs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of every block in the documents, and of every command in one, it is known who checks it; a new kind is noticed. */
class BlockKindsTest {
    private static final Map<String, String> CHECKED_BY =
            Map.of(
                    "java", "DocumentsTest, here and in the adapter",
                    "sh", "the tests of commands below",
                    "console", "the same, for what follows a $",
                    "xml", "MavenCommandsTest",
                    "mermaid", "DocumentsTest",
                    "markdown", "decisionsFollowTheirTemplate",
                    "text", "onlyPicturesAndFormulasGoUnchecked");

    private static final Map<String, String> PROGRAMS =
            Map.ofEntries(
                    Map.entry("mvn", "MavenCommandsTest"),
                    Map.entry("stress/crawl", "CommandsTest of stress"),
                    Map.entry("stress/replay", "CommandsTest of stress"),
                    Map.entry("stress/serve", "CommandsTest of stress"),
                    Map.entry("stress/simulate", "CommandsTest of stress"),
                    Map.entry("stress/storm", "CommandsTest of stress"),
                    Map.entry("benchmarks/run", "CommandsTest of benchmarks"),
                    Map.entry("java", "javaRunsWhatThereIs, and CommandsTest of both"),
                    Map.entry(".ci/run", "pathsLeadSomewhere"),
                    Map.entry("unzip", "theRecordingProfileIsInTheJar"),
                    Map.entry("jfr", "the JDK's own"),
                    Map.entry("cd", "pathsLeadSomewhere"),
                    Map.entry("sha256sum", "the system's own"));

    private static final List<String> JARS =
            List.of(
                    "benchmarks/target/peerage-benchmarks.jar",
                    "stress/target/peerage-stress.jar",
                    "jcstress.jar");

    @Test
    void everyKindIsChecked() {
        assertThat(DocFence.all())
                .hasSizeGreaterThan(50)
                .allSatisfy(
                        fence ->
                                assertThat(CHECKED_BY.keySet())
                                        .as(
                                                "%s is a block of kind '%s', which no test checks",
                                                fence, fence.kind())
                                        .contains(fence.kind()));
    }

    @Test
    void everyProgramIsChecked() {
        assertThat(DocCommand.all())
                .hasSizeGreaterThan(60)
                .allSatisfy(
                        command ->
                                assertThat(PROGRAMS.keySet())
                                        .as("%s begins with a program that no test checks", command)
                                        .contains(command.program()));
    }

    @Test
    void onlyPicturesAndFormulasGoUnchecked() {
        assertThat(DocFence.all("text"))
                .extracting(DocFence::document)
                .containsExactlyInAnyOrder(
                        "docs/architecture.md", "docs/dialing.md", "docs/snapshot-format.md");
    }

    @Test
    void diagramsAreTheGuides() {
        assertThat(DocFence.all("mermaid"))
                .extracting(DocFence::document)
                .containsOnly("docs/guide.md");
    }

    @Test
    void consolesHaveCommands() {
        assertThat(DocFence.all("console"))
                .isNotEmpty()
                .allSatisfy(fence -> assertThat(DocCommand.in(fence)).isNotEmpty());
    }

    /** What a command names below one of the project's folders is there, unless the build makes it. */
    @Test
    void pathsLeadSomewhere() {
        Pattern ours = Pattern.compile("(\\.ci|adapter-libp2p|benchmarks|core|docs|stress)/.*");
        assertThat(DocCommand.all())
                .allSatisfy(
                        command ->
                                assertThat(command.words())
                                        .filteredOn(word -> ours.matcher(word).matches())
                                        .filteredOn(word -> !word.contains("/target"))
                                        .as(command.toString())
                                        .allSatisfy(
                                                word ->
                                                        assertThat(Docs.root().resolve(word))
                                                                .exists()));
    }

    @Test
    void launchersCanBeRun() {
        assertThat(PROGRAMS.keySet().stream().filter(program -> program.contains("/")))
                .hasSize(7)
                .allSatisfy(
                        program ->
                                assertThat(Docs.root().resolve(program))
                                        .isRegularFile()
                                        .isExecutable());
    }

    @Test
    void javaRunsWhatThereIs() throws IOException {
        TreeSet<String> jcstress = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Docs.root().resolve("stress/jcstress/src"))) {
            files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .forEach(jcstress::add);
        }
        for (DocCommand command : DocCommand.all("java")) {
            List<String> arguments = command.arguments();
            int jar = Math.max(arguments.indexOf("-jar"), arguments.indexOf("-cp")) + 1;
            if (jar == 0) {
                // An option of the virtual machine's, for a program of the reader's.
                assertThat(command.toString()).contains("-XX:StartFlightRecording:settings=");
                continue;
            }
            assertThat(JARS).as(command.toString()).contains(arguments.get(jar));
            int test = arguments.indexOf("-t");
            if (arguments.get(jar).equals("jcstress.jar") && test >= 0) {
                assertThat(jcstress).as(command.toString()).contains(arguments.get(test + 1));
            }
        }
    }

    @Test
    void theRecordingProfileIsInTheJar() {
        assertThat(DocCommand.all("unzip"))
                .extracting(DocCommand::arguments)
                .containsOnly(List.of("-p", "peerage-core.jar", "META-INF/peerage.jfc"));
        assertThat(getClass().getResource("/META-INF/peerage.jfc")).isNotNull();
    }

    private static List<String> headings(String text) {
        return text.lines().filter(line -> line.startsWith("## ")).toList();
    }

    /** A record may say more than its template, and has nothing to follow from where nothing does. */
    @Test
    void decisionsFollowTheirTemplate() throws IOException {
        List<DocFence> templates = DocFence.all("markdown");
        assertThat(templates)
                .extracting(DocFence::document)
                .containsExactly("docs/decisions/README.md");
        List<String> wanted =
                headings(templates.get(0).text()).stream()
                        .filter(not("## What follows"::equals))
                        .toList();
        assertThat(wanted).hasSize(4);
        String index = Files.readString(Docs.root().resolve("docs/decisions/README.md"));
        Map<String, Path> records =
                Docs.files().stream()
                        .filter(file -> file.getFileName().toString().matches("\\d{4}-.*"))
                        .collect(
                                Collectors.toMap(
                                        file -> file.getFileName().toString(), file -> file));
        assertThat(records).hasSizeGreaterThan(20);
        for (Map.Entry<String, Path> record : records.entrySet()) {
            String text = Files.readString(record.getValue());
            assertThat(headings(text)).as(record.getKey()).containsSubsequence(wanted);
            assertThat(index)
                    .contains(
                            "| ["
                                    + record.getKey().substring(0, 4)
                                    + "]("
                                    + record.getKey()
                                    + ") | ");
        }
    }
}
