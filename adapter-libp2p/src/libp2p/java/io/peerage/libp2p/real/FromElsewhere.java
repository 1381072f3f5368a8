/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.real;

import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.transport.ConnectionUpgrader;
import io.libp2p.transport.tcp.TcpTransport;
import io.netty.channel.Channel;

/** TCP whose remotes seem to be at one address of the internet, since limits on prefixes leave the loopback interface out. */
final class FromElsewhere extends TcpTransport {
    private static final Multiaddr ELSEWHERE = new Multiaddr("/ip4/203.0.113.7/tcp/4001");

    FromElsewhere(ConnectionUpgrader upgrader) {
        super(upgrader);
    }

    @Override
    public Multiaddr remoteAddress(Channel channel) {
        return ELSEWHERE;
    }
}
