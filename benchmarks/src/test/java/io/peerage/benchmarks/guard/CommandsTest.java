/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.testing.DocCommand;
import io.peerage.testing.DocFence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The documents' commands of this module are ones that it takes, of benchmarks, parameters and classes that there are. */
class CommandsTest {
    private static final String JAR = "benchmarks/target/peerage-benchmarks.jar";

    static Stream<DocCommand> runs() {
        return DocCommand.all("benchmarks/run").stream();
    }

    static Stream<DocCommand> jars() {
        return DocCommand.all("java").stream().filter(command -> command.words().contains(JAR));
    }

    /** The command, of which nothing is run. */
    private static BenchmarkCommand nobody() {
        return new BenchmarkCommand(
                effort -> {
                    throw new AssertionError("nothing is measured here");
                },
                0);
    }

    private static ParseResult parse(List<String> words) {
        BenchmarkCommand command = nobody();
        ParseResult parsed = new CommandLine(command).parseArgs(words.toArray(String[]::new));
        String filter = parsed.matchedOptionValue("--filter", "");
        assertThat(Operations.all().stream().map(Operation::name))
                .as("operations that --filter finds")
                .anyMatch(Pattern.compile(filter).asPredicate());
        return parsed;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyRunIsTaken(DocCommand command) {
        parse(command.arguments());
    }

    @ParameterizedTest
    @MethodSource("jars")
    void everyRunOfTheJarIsTaken(DocCommand command) throws Exception {
        check(command);
    }

    /** A command that runs a main class, or JMH. */
    private static void check(DocCommand command) throws Exception {
        List<String> words = command.arguments();
        int jar = words.indexOf(JAR);
        if (words.get(jar - 1).equals("-cp")) {
            Class<?> main = Class.forName(words.get(jar + 1));
            assertThat(main.getMethod("main", String[].class)).isNotNull();
            return;
        }
        assertThat(words.subList(0, jar)).containsExactly("-jar");
        CommandLineOptions options =
                new CommandLineOptions(words.subList(jar + 1, words.size()).toArray(String[]::new));
        Set<String> parameters = new TreeSet<>();
        for (String include : options.getIncludes()) {
            SortedSet<BenchmarkListEntry> found = benchmarks(include);
            assertThat(found).as(include).isNotEmpty();
            for (BenchmarkListEntry benchmark : found) {
                if (benchmark.getParams().hasValue()) {
                    parameters.addAll(benchmark.getParams().get().keySet());
                }
            }
        }
        assertThat(parameters).containsAll(parameters(command));
    }

    private static SortedSet<BenchmarkListEntry> benchmarks(String include) {
        return BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
                        List.of(include),
                        List.of());
    }

    private static List<String> parameters(DocCommand command) {
        List<String> names = new ArrayList<>();
        List<String> words = command.arguments();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals("-p")) {
                names.add(words.get(i + 1).replaceFirst("=.*", ""));
            }
        }
        return names;
    }

    @Test
    void thereAreCommands() {
        assertThat(runs().map(DocCommand::document))
                .contains("README.md", "CONTRIBUTING.md", "docs/performance.md");
        assertThat(jars().map(DocCommand::document))
                .contains("docs/address-book.md", "docs/snapshot.md", "docs/pruning.md");
    }

    @Test
    void examplesInTheHelpAreTaken() {
        BenchmarkCommand command = nobody();
        String[] examples = new CommandLine(command).getCommandSpec().usageMessage().footer();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            List<DocCommand> commands =
                    DocCommand.in(new DocFence("the help", 1, "sh", example.strip()));
            assertThat(commands).extracting(DocCommand::program).containsExactly("benchmarks/run");
            parse(commands.get(0).arguments());
        }
    }

    @Test
    void whatIsNotThereIsFound() {
        assertThatThrownBy(() -> parse(List.of("--fool")))
                .isInstanceOf(UnmatchedArgumentException.class)
                .hasMessageContaining("--fool");
        assertThatThrownBy(() -> parse(List.of("--filter", "inbound-circle")))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-jar " + JAR + " Tumor",
                "-jar " + JAR + " Timer -p pears=7",
                "-jar " + JAR + " Timer -fi 3"
            })
    void whatJmhDoesNotHaveIsFound(String arguments) {
        DocCommand wrong =
                new DocCommand("docs/some.md", 7, Arrays.asList(("java " + arguments).split(" ")));
        assertThatThrownBy(() -> check(wrong))
                .isInstanceOfAny(AssertionError.class, CommandLineOptionException.class);
    }
}
