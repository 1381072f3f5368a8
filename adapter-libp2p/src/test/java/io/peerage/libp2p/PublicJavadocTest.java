/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.testing.Docs;
import io.peerage.testing.Javadocs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter's public types are documented to the last parameter, and say from which threads they may be used. */
class PublicJavadocTest {
    private static final Path SOURCES = Docs.root().resolve("adapter-libp2p/src/main/java");
    private static final List<String> PACKAGES =
            List.of("io.peerage.libp2p", "io.peerage.libp2p.address", "io.peerage.libp2p.outbound");

    @TempDir private Path folder;

    @Test
    void nothingIsMissing() {
        assertThat(Javadocs.problems(SOURCES, PACKAGES, folder)).isEmpty();
    }

    @Test
    void everyTypeSaysFromWhichThreadsItMayBeUsed() {
        assertThat(Javadocs.withoutThreading(SOURCES, PACKAGES)).isEmpty();
    }
}
