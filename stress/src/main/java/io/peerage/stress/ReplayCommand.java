/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.Replay;
import io.peerage.model.ReplayReport;
import io.peerage.stress.report.ReplayText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What a recording wrote.")
    private Path file = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the outcome as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "picocli sets the spec");
        OutputFiles files = new OutputFiles(command.commandLine());
        files.check("--json", json);
        ReplayReport report = replay(command);
        command.commandLine().getOut().print(ReplayText.of(report));
        command.commandLine().getOut().flush();
        files.write(json, () -> ReplayText.json(report));
        return report.identical() ? Storm.CLEAN : Storm.VIOLATED;
    }

    private ReplayReport replay(CommandSpec command) {
        try {
            return Replay.of(file);
        } catch (IOException e) {
            throw new ParameterException(
                    command.commandLine(), file + " can't be replayed: " + OutputFiles.reason(e));
        }
    }
}
