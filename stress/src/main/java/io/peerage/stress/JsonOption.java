/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that has a command write its figures as JSON. <b>Threading</b>: one thread. */
final class JsonOption {
    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON.")
    private @Nullable Path file;

    void check(OutputFiles files) {
        files.check("--json", file);
    }

    void write(OutputFiles files, Supplier<String> content) {
        files.write(file, content);
    }
}
