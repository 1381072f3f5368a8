/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.PeerManager;
import io.peerage.stress.example.EchoServer;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin private final Usage usage = new Usage();

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
        usage.range("--port", port, 0, MOST_PORT);
        if (connections < 1 || connections > 1_000_000) {
            throw usage.bad("--connections is " + connections + ", allowed are 1 to 1,000,000");
        }
        PrintWriter out = usage.out();
        try (EchoServer server =
                new EchoServer(
                        port,
                        PeerManager.builder()
                                .maxConnections(connections)
                                .maxInbound(connections)
                                .maxOutbound(0))) {
            out.println("listening on port " + server.port() + "; interrupt to end");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> tell(server, out)));
            server.await();
        }
        return Storm.CLEAN;
    }

    /** What the server knows of everybody, down to the last line: nobody flushes after a shutdown hook. */
    static void tell(EchoServer server, PrintWriter out) {
        out.print(server.manager().explain().dump());
        out.flush();
    }
}
