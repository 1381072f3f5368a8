/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.model.Connectedness;
import io.peerage.model.Result;
import io.peerage.testing.DocBlock;
import io.peerage.testing.Docs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block of Java in the documents compiles and runs; those on jvm-libp2p compile in the adapter. */
class DocumentsTest {
    private static final List<String> IMPORTS =
            List.of(
                    "io.micrometer.core.instrument.*",
                    "io.micrometer.prometheusmetrics.*",
                    "io.peerage.*",
                    "io.peerage.config.*",
                    "io.peerage.event.*",
                    "io.peerage.metrics.*",
                    "io.peerage.model.*",
                    "io.peerage.model.Counter",
                    "java.nio.file.*",
                    "java.time.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "org.agrona.concurrent.AgentRunner",
                    "org.agrona.concurrent.CachedNanoClock");

    @TempDir private Path folder;

    static Stream<DocBlock> blocks() {
        return DocBlock.all().stream().filter(block -> !block.mentions("PeerageHost"));
    }

    /** Runs a block; what it prints goes nowhere. */
    private void run(DocBlock block) throws Exception {
        PrintStream before = System.out;
        System.setOut(
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        try {
            runPrinting(block);
        } finally {
            System.setOut(before);
        }
    }

    private void runPrinting(DocBlock block) throws Exception {
        Object compiled = block.compiled(Context.class, IMPORTS).instance();
        if (compiled instanceof Context fragment) {
            fragment.folder = folder;
            fragment.run();
        } else {
            Method main = compiled.getClass().getMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
        }
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everyBlockRuns(DocBlock block) throws Exception {
        run(block);
    }

    @Test
    void thereAreBlocks() {
        assertThat(blocks().map(DocBlock::document))
                .contains("README.md", "docs/presets.md", "docs/observability.md");
    }

    @Test
    void aBlockThatDoesNotCompileIsToldWithItsPlace() {
        DocBlock block = new DocBlock("docs/some.md", 7, "PeerManager.builder().maxPears(1);");
        assertThatThrownBy(() -> run(block))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("docs/some.md:7", "maxPears");
    }

    @Test
    void aBlockThatFailsIsTold() {
        DocBlock block =
                new DocBlock("docs/some.md", 7, "PeerManager.builder().maxPeers(-1).build();");
        assertThatThrownBy(() -> run(block)).hasMessageContaining("maxPeers is -1");
    }

    @Test
    void membersAndWholeClassesAreBlocksToo() throws Exception {
        run(
                new DocBlock(
                        "docs/some.md",
                        7,
                        "static final int MOST = 3;\n\nrecord Pair(int a, int b) {}\n\nvar pair = new Pair(MOST, 2);\nassert pair.a() == 3;"));
        run(
                new DocBlock(
                        "docs/some.md",
                        7,
                        "import java.util.List;\n\npublic class Whole {\n  public static void main(String[] args) {\n    List.of(args);\n  }\n}"));
    }

    /** The diagram of the guide has the states that there are, and its table refusals that there are. */
    @Test
    void theGuideSpeaksOfWhatThereIs() throws IOException {
        String guide = Files.readString(Docs.root().resolve("docs/guide.md"));
        Set<String> states = new TreeSet<>();
        Matcher arrow = Pattern.compile("(?m)^ +([A-Z_]+) --> ([A-Z_]+)").matcher(guide);
        while (arrow.find()) {
            states.add(arrow.group(1));
            states.add(arrow.group(2));
        }
        assertThat(states)
                .isEqualTo(
                        Arrays.stream(Connectedness.values())
                                .map(Enum::name)
                                .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(Docs.table("guide.md", "limit"))
                .extracting(row -> Result.valueOf(row.get(3).replace("`", "")).isRefusal())
                .hasSize(9)
                .containsOnly(true);
    }
}
