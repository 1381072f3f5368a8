/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.example;

import io.libp2p.core.Connection;
import io.libp2p.core.Host;
import io.libp2p.core.PeerId;
import io.libp2p.core.Stream;
import io.libp2p.core.dsl.HostBuilder;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.mux.StreamMuxerProtocol;
import io.libp2p.protocol.Ping;
import io.libp2p.protocol.PingController;
import io.peerage.PeerManager;
import io.peerage.PeerManagerAgent;
import io.peerage.config.DialConfig;
import io.peerage.libp2p.PeerageHost;
import io.peerage.model.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * A node that answers pings, pings whoever connects, keeps its limits, and shows how it is.
 *
 * <pre>
 *   PingNode [--port PORT] [--seconds SECONDS] [--crowd HOSTS] [MULTIADDR/p2p/ID ...]
 * </pre>
 *
 * <p>It dials the addresses that it is given. With {@code --crowd} so many hosts of its own process connect to it on the
 * loopback interface, close and come again, so that there is something to see.
 */
public final class PingNode {
    private static final int BAD_USAGE = 2;
    private static final String USAGE =
            """
            PingNode [--port PORT] [--seconds SECONDS] [--crowd HOSTS] [MULTIADDR/p2p/ID ...]
              --port     where to listen on the loopback interface; any free port by default
              --seconds  how long to run; for ever by default
              --crowd    how many hosts of this process connect, close and come again; none by default""";

    private final Options options;
    private final AtomicLong pings = new AtomicLong();
    private final AtomicLong lastMillis = new AtomicLong();

    private PingNode(Options options) {
        this.options = options;
    }

    /** Runs the node. */
    public static void main(String[] args) throws InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        try {
            new PingNode(Options.of(args)).run();
        } catch (IllegalArgumentException e) {
            System.err.println("PingNode: " + e.getMessage());
            System.exit(BAD_USAGE);
        }
    }

    private void run() throws InterruptedException {
        PeerageHost peerage =
                PeerageHost.with(
                        PeerManager.builder()
                                .maxConnections(50)
                                .maxInbound(30)
                                .dialing(DialConfig.DEFAULT.withOutboundTarget(10)));
        Host host =
                new HostBuilder()
                        .muxer(StreamMuxerProtocol::getYamux)
                        .protocol(new Ping())
                        .listen("/ip4/127.0.0.1/tcp/" + options.port())
                        .builderModifier(peerage.hooks())
                        .build();
        PeerManager manager = peerage.attach(host);

        host.addConnectionHandler(this::ping);
        try (AgentRunner owner =
                new AgentRunner(
                        new SleepingMillisIdleStrategy(1),
                        error -> System.err.println("owner: " + error),
                        null,
                        new PeerManagerAgent(manager))) {
            AgentRunner.startOnThread(owner);
            host.start().join();
            System.out.println("listening on " + host.listenAddresses());
            for (String address : options.peers()) {
                offer(peerage, new Multiaddr(address));
            }
            show(manager, peerage, crowd(host));
        } finally {
            host.stop().join();
        }
    }

    private static void offer(PeerageHost peerage, Multiaddr address) {
        PeerId id = address.getPeerId();
        if (id == null) {
            throw new IllegalArgumentException(
                    address + " names no peer; write it as /ip4/127.0.0.1/tcp/4001/p2p/ID");
        }
        peerage.offer(id, address);
    }

    private Crowd crowd(Host host) {
        return new Crowd(options.crowd(), host.getPeerId(), host.listenAddresses().get(0));
    }

    // Called on the connection's event loop: nothing here may wait.
    private void ping(Connection connection) {
        if (connection.closeFuture().isDone()) {
            return;
        }
        // A protocol of its own for each: closing one stream stops the timer of its protocol.
        var stream = connection.muxerSession().createStream(new Ping());
        var unused =
                stream.getController()
                        .thenCompose(PingController::ping)
                        .whenComplete(
                                (millis, failure) -> {
                                    if (failure == null) {
                                        pings.incrementAndGet();
                                        lastMillis.set(millis);
                                    }
                                    var unusedClose = stream.getStream().thenCompose(Stream::close);
                                });
    }

    private void show(PeerManager manager, PeerageHost peerage, Crowd crowd)
            throws InterruptedException {
        try (crowd) {
            for (int second = 0; second < options.seconds(); second++) {
                crowd.move();
                Thread.sleep(1_000);
                System.out.printf(
                        "\r%4d s | in %d out %d | handshakes %d dials %d | peers %d | %s | pings %d, last %d ms | failures %d ",
                        second + 1,
                        manager.inbound(),
                        manager.outbound(),
                        manager.pendingInbound(),
                        manager.pendingOutbound(),
                        manager.connectedPeers(),
                        refusals(manager),
                        pings.get(),
                        lastMillis.get(),
                        peerage.failures());
                System.out.flush();
            }
        } finally {
            System.out.println();
        }
    }

    private static String refusals(PeerManager manager) {
        List<String> found = new ArrayList<>();
        for (Result result : Result.values()) {
            long times = manager.refused(result);
            if (times > 0) {
                found.add(result + " " + times);
            }
        }
        return found.isEmpty() ? "none refused" : "refused " + String.join(", ", found);
    }
}
