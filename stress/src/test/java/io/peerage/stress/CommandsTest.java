/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.testing.DocCommand;
import io.peerage.testing.DocFence;
import io.peerage.testing.Docs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The documents' commands of this module are ones that it takes, and those that can be scaled down do what they say. */
class CommandsTest {
    private static final String JAR = "stress/target/peerage-stress.jar";
    private static final String FOLDER = "stress/";

    // What makes a command short: an option that the command has gets this value.
    private static final Map<String, Map<String, String>> SMALL =
            Map.of(
                    "storm", Map.of("--peers", "2000", "--duration", "200ms"),
                    "simulate", Map.of("--nodes", "40", "--hours", "0.5"),
                    "crawl", Map.of("--hosts", "5000", "--connections", "100", "--duration", "2m"));

    // Judged by tests of their own, over a time that means something.
    private static final Set<String> LEFT_OUT = Set.of("--baseline", "--soak");
    private static final Set<String> TOO_LONG =
            Set.of("--compare", "--snapshots", "--undefended", "--help");

    @TempDir private Path folder;

    @BeforeAll
    static void noDisplay() {
        System.setProperty("java.awt.headless", "true");
    }

    static Stream<DocCommand> commands() {
        return DocCommand.all().stream().filter(command -> !words(command).isEmpty());
    }

    /** What the command's main class gets; empty if the command isn't this module's. */
    private static List<String> words(DocCommand command) {
        List<String> words = new ArrayList<>(command.arguments());
        if (command.program().startsWith(FOLDER)) {
            words.add(0, command.program().substring(FOLDER.length()));
        } else if (words.indexOf(JAR) == 1) {
            words.subList(0, 2).clear();
        } else {
            words.clear();
        }
        // N and S stand for what the reader wants.
        words.replaceAll(word -> word.matches("[A-Z]") ? "7" : word);
        return words;
    }

    private static void parse(List<String> words) {
        // A name alone may be the text speaking of a command that needs a file.
        if (words.size() == 1) {
            assertThat(Storm.line().getSubcommands()).containsKey(words.get(0));
            return;
        }
        Storm.line().parseArgs(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsTaken(DocCommand command) {
        parse(words(command));
    }

    @Test
    void thereAreCommands() {
        assertThat(commands().map(DocCommand::document))
                .contains("README.md", "CONTRIBUTING.md", "docs/storm.md", "docs/simulation.md");
        assertThat(commands().map(DocCommand::program))
                .contains("stress/crawl", "stress/replay", "stress/serve", "java");
    }

    @Test
    void anOptionThatIsNotThereIsFound() {
        DocCommand wrong =
                DocCommand.in(new DocFence("docs/some.md", 7, "sh", "stress/storm --pears 7"))
                        .get(0);
        assertThatThrownBy(() -> parse(words(wrong)))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--pears");
    }

    @Test
    void everyLauncherHasItsCommand() throws IOException {
        Set<String> launchers = new HashSet<>();
        try (Stream<Path> files = Files.list(Docs.root().resolve("stress"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.isExecutable(file)) {
                    launchers.add(file.getFileName().toString());
                }
            }
        }
        launchers.remove("run");
        assertThat(launchers).isEqualTo(Storm.line().getSubcommands().keySet());
        for (String launcher : launchers) {
            assertThat(Docs.root().resolve("stress").resolve(launcher))
                    .content()
                    .contains("/run\" " + launcher + " \"$@\"");
        }
    }

    @Test
    void examplesInTheHelpAreTaken() {
        for (CommandLine command : Storm.line().getSubcommands().values()) {
            String[] examples = command.getCommandSpec().usageMessage().footer();
            int ours = 0;
            for (String example : examples) {
                List<String> words = Arrays.asList(example.strip().split(" +"));
                if (words.get(0).equals(command.getCommandName())) {
                    parse(words);
                    ours++;
                }
            }
            assertThat(ours).as(command.getCommandName()).isPositive();
        }
    }

    /** In the order of the documents: what one command writes, the next may read. */
    @Test
    void smallOnesRun() throws IOException {
        Files.writeString(folder.resolve("nodes.txt"), "192.0.2.1:8333\n[2001:db8::1]:8333\n");
        Set<List<String>> done = new HashSet<>();
        List<String> failed = new ArrayList<>();
        for (DocCommand command : commands().toList()) {
            List<String> small = small(words(command));
            List<String> options = small.stream().filter(word -> !word.matches("\\d.*")).toList();
            if (!small.isEmpty() && done.add(options)) {
                StringWriter out = new StringWriter();
                PrintWriter to = new PrintWriter(out, true);
                int exit = Storm.execute(small.toArray(String[]::new), to, to);
                if (exit != Storm.CLEAN) {
                    failed.add(command + " gave " + exit + ": " + out);
                }
            }
        }
        assertThat(failed).isEmpty();
        assertThat(done).hasSizeGreaterThan(7);
        assertThat(folder.resolve("storm.journal")).isNotEmptyFile();
        assertThat(folder.resolve("storm.html")).isNotEmptyFile();
        assertThat(folder.resolve("run.json")).isNotEmptyFile();
    }

    private List<String> small(List<String> words) {
        List<String> small = new ArrayList<>(words);
        Map<String, String> values = SMALL.get(words.get(0));
        if (words.stream().anyMatch(TOO_LONG::contains)) {
            return List.of();
        }
        if (words.get(0).equals("replay") && words.size() == 2) {
            values = Map.of();
        }
        if (values == null) {
            return List.of();
        }
        small.removeIf(LEFT_OUT::contains);
        small.replaceAll(
                word ->
                        word.matches("[\\w-]+\\.(json|html|txt|journal)")
                                ? folder.resolve(word).toString()
                                : word);
        values.forEach(
                (option, value) -> {
                    int at = small.indexOf(option);
                    if (at >= 0) {
                        small.set(at + 1, value);
                    } else {
                        small.addAll(List.of(option, value));
                    }
                });
        return small;
    }
}
