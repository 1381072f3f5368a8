/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.stress.example.Crawl;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code crawl}: an example of a crawler. */
@Command(
        name = "crawl",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "An example: crawls a simulated world of hosts, four in ten of which live, and keeps connections to thousands of"
                        + " them. The same options give the same figures.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:as many connections as wanted were reached",
            "1:they were not",
            "2:bad usage, told in one line"
        })
final class CrawlCommand implements Callable<Integer> {
    private static final int MOST_HOSTS = 10_000_000;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Hosts of the world, 100 to 10,000,000. Default: ${DEFAULT-VALUE}.")
    private int hosts;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "10000",
            description =
                    "Connections to keep, at most a fifth of the hosts. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Dials at once, 1 to 4,096. Default: ${DEFAULT-VALUE}.")
    private int parallel;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "3m",
            converter = DurationConverter.class,
            description = "Simulated time. Default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ofMinutes(3);

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides the world. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() {
        check("--hosts", hosts, 100, MOST_HOSTS);
        check("--connections", connections, 1, hosts / 5);
        check("--parallel", parallel, 1, 4_096);
        CommandSpec command = Objects.requireNonNull(spec, "picocli sets the spec");
        boolean reached =
                new Crawl(hosts, connections, parallel, seed)
                        .run(duration, command.commandLine().getOut());
        return reached ? Storm.CLEAN : Storm.VIOLATED;
    }

    private void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            CommandSpec command = Objects.requireNonNull(spec, "picocli sets the spec");
            throw new ParameterException(
                    command.commandLine(),
                    name + " is " + value + ", allowed are " + least + " to " + most);
        }
    }
}
