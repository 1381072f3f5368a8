/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.example;

import io.libp2p.core.Connection;
import io.libp2p.core.Host;
import io.libp2p.core.PeerId;
import io.libp2p.core.dsl.HostBuilder;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.mux.StreamMuxerProtocol;
import io.libp2p.protocol.Ping;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** Hosts that connect to a node, close and come again. */
final class Crowd implements AutoCloseable {
    private final List<Host> hosts = new ArrayList<>();
    private final PeerId target;
    private final Multiaddr address;

    Crowd(int size, PeerId target, Multiaddr address) {
        this.target = target;
        this.address = address;
        for (int i = 0; i < size; i++) {
            Host host =
                    new HostBuilder()
                            .muxer(StreamMuxerProtocol::getYamux)
                            .protocol(new Ping())
                            .build();
            host.start().join();
            hosts.add(host);
        }
    }

    /** Each host connects if it isn't, and hangs up now and then if it is. */
    void move() {
        for (Host host : hosts) {
            List<Connection> connections = host.getNetwork().getConnections();
            if (connections.isEmpty()) {
                var unused = host.getNetwork().connect(target, address);
            } else if (ThreadLocalRandom.current().nextInt(4) == 0) {
                var unused = connections.get(0).close();
            }
        }
    }

    @Override
    public void close() {
        hosts.stream().map(Host::stop).toList().forEach(CompletableFuture::join);
    }
}
