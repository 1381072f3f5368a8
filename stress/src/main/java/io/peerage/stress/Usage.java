/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What every command needs of its command line: where to write, and how to say what is wrong. <b>Threading</b>: one thread. */
@Command
final class Usage {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "picocli sets the spec");
    }

    PrintWriter out() {
        return spec().commandLine().getOut();
    }

    /** What the command line asks for can't be done; to be thrown. */
    ParameterException bad(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    /** Checks that a value is within its range. */
    void range(String option, int value, int least, int most, String hint) {
        if (value < least || value > most) {
            throw bad(option + " is " + value + ", allowed are " + least + " to " + most + hint);
        }
    }

    void range(String option, int value, int least, int most) {
        range(option, value, least, most, "");
    }

    /** Checks that an option which would be ignored wasn't given. */
    void refuse(String option, String why) {
        ParseResult given = spec().commandLine().getParseResult();
        if (given.hasMatchedOption(option)) {
            String value = given.matchedOption(option).originalStringValues().get(0);
            throw bad(option + " is " + value + ", but " + why + "; leave it out");
        }
    }

    /** The heap was too small for this; to be thrown. */
    ParameterException tooMuch(String option, int value) {
        return bad(
                "the heap of "
                        + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB is too small for "
                        + option
                        + " "
                        + value
                        + "; give fewer or java more memory");
    }
}
