/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of what a long command tells: while it runs, and in a page at the end. <b>Threading</b>: one thread. */
final class ReportOptions {
    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Writes one self-contained page with plots.")
    private @Nullable Path file;

    @Option(names = "--no-progress", description = "Says nothing before the end.")
    private boolean quiet;

    boolean isQuiet() {
        return quiet;
    }

    void check(OutputFiles files) {
        files.check("--report", file);
    }

    void write(OutputFiles files, Supplier<String> content) {
        files.write(file, content);
    }
}
