/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.testing.Docs;
import io.peerage.testing.Javadocs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the module exports is documented to the last parameter, and says from which threads it may be used. */
class PublicJavadocTest {
    private static final Path SOURCES = Docs.root().resolve("core/src/main/java");

    @TempDir private Path folder;

    private static List<String> exported() throws IOException {
        return Pattern.compile("(?m)^ +exports ([\\w.]+);")
                .matcher(Files.readString(SOURCES.resolve("module-info.java")))
                .results()
                .map(export -> export.group(1))
                .toList();
    }

    @Test
    void nothingIsMissing() throws IOException {
        assertThat(exported()).contains("io.peerage", "io.peerage.config").hasSizeGreaterThan(4);
        assertThat(Javadocs.problems(SOURCES, exported(), folder)).isEmpty();
    }

    @Test
    void everyTypeSaysFromWhichThreadsItMayBeUsed() throws IOException {
        assertThat(Javadocs.withoutThreading(SOURCES, exported())).isEmpty();
    }

    @Test
    void whatIsMissingIsFound() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("some/where"));
        Files.writeString(
                sources.resolve("Bare.java"),
                """
                package some.where;

                /** A type. */
                public final class Bare {
                    private Bare() {}

                    /** Adds one. */
                    public static int next(int number) {
                        return number + 1;
                    }
                }
                """);
        assertThat(Javadocs.problems(folder, List.of("some.where"), folder))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("@param for number"))
                .anySatisfy(problem -> assertThat(problem).contains("@return"));
        assertThat(Javadocs.withoutThreading(folder, List.of("some.where")))
                .containsExactly("Bare");
    }
}
