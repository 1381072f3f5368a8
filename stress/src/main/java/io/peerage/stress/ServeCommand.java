/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.PeerManager;
import io.peerage.stress.example.EchoServer;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve}: an example of a server. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "An example: a server on plain Netty that sends back what it gets, under a peer manager. The first 8 bytes of a"
                        + " connection are the peer's id. Runs until it is interrupted.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  serve --port 4001 --connections 2",
            "  (printf 'peer-001hello\\n'; cat) | nc localhost 4001      in other terminals, more than twice"
        })
final class ServeCommand implements Callable<Integer> {
    private static final int MOST_PORT = 65_535;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "4001",
            description = "Where to listen, 0 for any port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "Connections at most, all of which may be inbound. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec, "picocli sets the spec");
        if (port < 0 || port > MOST_PORT) {
            throw new ParameterException(
                    command.commandLine(), "--port is " + port + ", allowed are 0 to " + MOST_PORT);
        }
        if (connections < 1 || connections > 1_000_000) {
            throw new ParameterException(
                    command.commandLine(),
                    "--connections is " + connections + ", allowed are 1 to 1,000,000");
        }
        PrintWriter out = command.commandLine().getOut();
        try (EchoServer server =
                new EchoServer(
                        port,
                        PeerManager.builder()
                                .maxConnections(connections)
                                .maxInbound(connections)
                                .maxOutbound(0))) {
            out.println("listening on port " + server.port() + "; interrupt to end");
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> out.print(server.manager().explain().dump())));
            server.await();
        }
        return Storm.CLEAN;
    }
}
