/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.testing.DocBlock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block on jvm-libp2p in the documents compiles against its signatures, which are nothing that could run. */
class DocumentsTest {
    private static final List<String> IMPORTS =
            List.of(
                    "io.libp2p.core.*",
                    "io.libp2p.core.dsl.HostBuilder",
                    "io.peerage.*",
                    "io.peerage.config.*",
                    "io.peerage.libp2p.*",
                    "java.time.Duration");

    static Stream<DocBlock> blocks() {
        return DocBlock.all().stream().filter(block -> block.mentions("PeerageHost"));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everyBlockCompiles(DocBlock block) {
        assertThat(block.compiled(DocumentsContext.class, IMPORTS)).isNotNull();
    }

    @Test
    void thereAreBlocks() {
        assertThat(blocks().map(DocBlock::document)).contains("README.md", "docs/libp2p.md");
    }

    @Test
    void aBlockThatDoesNotCompileIsTold() {
        DocBlock block = new DocBlock("docs/some.md", 7, "PeerageHost.without(builder);");
        assertThatThrownBy(() -> block.compiled(DocumentsContext.class, IMPORTS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("docs/some.md:7", "without");
    }
}
