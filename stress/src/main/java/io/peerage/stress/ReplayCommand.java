/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.Replay;
import io.peerage.model.ReplayReport;
import io.peerage.stress.report.ReplayText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code replay}: makes the calls of a recording again and compares every decision; see {@code docs/recording.md}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Makes the calls of a recorded manager again, and compares every decision with the recorded one.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every decision was the same",
            "1:a decision was another, which is named",
            "2:bad usage, or no journal, told in one line"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  replay node.journal", "  replay node.journal --json replay.json"})
final class ReplayCommand implements Callable<Integer> {
    @Mixin private final Usage usage = new Usage();

    @Parameters(paramLabel = "FILE", description = "What a recording wrote.")
    private Path file = Path.of("");

    @Mixin private final JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        OutputFiles files = new OutputFiles(usage);
        json.check(files);
        ReplayReport report = replay();
        usage.out().print(ReplayText.of(report));
        usage.out().flush();
        json.write(files, () -> ReplayText.json(report));
        return report.identical() ? Storm.CLEAN : Storm.VIOLATED;
    }

    private ReplayReport replay() {
        try {
            return Replay.of(file);
        } catch (IOException e) {
            throw usage.bad(file + " can't be replayed: " + OutputFiles.reason(e));
        }
    }
}
