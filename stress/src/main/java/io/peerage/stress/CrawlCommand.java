/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.stress.example.Crawl;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
        },
        footerHeading = "%nExamples:%n",
        footer = {"  crawl", "  crawl --hosts 1000000 --connections 50000 --parallel 10000"})
final class CrawlCommand implements Callable<Integer> {
    private static final int MOST_HOSTS = 10_000_000;

    @Mixin private final Usage usage = new Usage();

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
        usage.range("--hosts", hosts, 100, MOST_HOSTS);
        usage.range("--connections", connections, 1, hosts / 5);
        usage.range("--parallel", parallel, 1, 4_096);
        boolean reached = new Crawl(hosts, connections, parallel, seed).run(duration, usage.out());
        return reached ? Storm.CLEAN : Storm.VIOLATED;
    }
}
