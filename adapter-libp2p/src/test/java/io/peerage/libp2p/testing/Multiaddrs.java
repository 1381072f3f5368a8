/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.testing;

import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.multiformats.MultiaddrComponent;
import io.libp2p.core.multiformats.Protocol;
import io.peerage.testing.Ids;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Addresses and ids, made from components, which the signatures can do as well as the library.
 *
 * <p><b>Threading</b>: pure functions, any thread.
 */
public final class Multiaddrs {
    /** This node. */
    public static final PeerId LOCAL = peer(0);

    private Multiaddrs() {}

    /** The id of a peer, greater than that of this node for numbers above 0. */
    public static PeerId peer(int number) {
        return new PeerId(Ids.id(number));
    }

    /** An IP, v4 or v6, and a port. */
    public static Multiaddr tcp(String ip) {
        return tcp(ip, 4001);
    }

    /** An IP, v4 or v6, and a port. */
    public static Multiaddr tcp(String ip, int port) {
        return of(ip(ip), port(port));
    }

    /** A name and a port. */
    public static Multiaddr dns(String name) {
        return of(text(Protocol.DNS4, name), port(4001));
    }

    /** A peer behind a relay. */
    public static Multiaddr relayed(String relayIp, PeerId relay, PeerId target) {
        return of(
                ip(relayIp),
                port(4001),
                new MultiaddrComponent(Protocol.P2P, relay.getBytes()),
                new MultiaddrComponent(Protocol.P2PCIRCUIT, null),
                new MultiaddrComponent(Protocol.P2P, target.getBytes()));
    }

    /** An IP, a port, and whose it is. */
    public static Multiaddr named(String ip, PeerId peer) {
        return of(ip(ip), port(4001), new MultiaddrComponent(Protocol.P2P, peer.getBytes()));
    }

    /** Any components. */
    public static Multiaddr of(MultiaddrComponent... components) {
        return new Multiaddr(List.of(components));
    }

    /** The component of an IP. */
    public static MultiaddrComponent ip(String ip) {
        try {
            byte[] bytes = InetAddress.getByName(ip).getAddress();
            return new MultiaddrComponent(bytes.length == 4 ? Protocol.IP4 : Protocol.IP6, bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(ip, e);
        }
    }

    /** The component of a TCP port. */
    public static MultiaddrComponent port(int port) {
        return new MultiaddrComponent(
                Protocol.TCP, new byte[] {(byte) (port >>> Byte.SIZE), (byte) port});
    }

    /** A component that is a text. */
    public static MultiaddrComponent text(Protocol protocol, String value) {
        return new MultiaddrComponent(protocol, value.getBytes(StandardCharsets.UTF_8));
    }
}
