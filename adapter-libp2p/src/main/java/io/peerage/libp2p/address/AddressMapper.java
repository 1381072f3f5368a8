/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.address;

import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.multiformats.MultiaddrComponent;
import io.libp2p.core.multiformats.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps a multiaddr to the 128 bits of the remote's IP address, as the core's prefix limits and bans
 * take it: two longs, the high and the low half in network order.
 *
 * <table>
 *   <caption>What comes out</caption>
 *   <tr><th>address</th><th>{@code hi}</th><th>{@code lo}</th></tr>
 *   <tr><td>{@code /ip4/a.b.c.d/…}</td><td>0</td><td>{@code 0x0000ffff_aabbccdd}</td></tr>
 *   <tr><td>{@code /ip6/…}, {@code /ip6zone/z/ip6/…}</td><td>bits 0–63</td><td>bits 64–127</td></tr>
 *   <tr><td>names ({@code /dns…}), onion, unix</td><td>0</td><td>0</td></tr>
 *   <tr><td>relayed ({@code …/p2p-circuit…})</td><td>0</td><td>0</td></tr>
 * </table>
 *
 * <p>IPv4 takes the IPv4-mapped form, so that a peer gets the same bits whether a dual-stack socket
 * reports it as {@code /ip4/1.2.3.4} or as {@code /ip6/::ffff:1.2.3.4}, and no second allowance by
 * switching between them. A relayed address has none, because its IP is the relay's: counting it
 * would ban or limit every peer behind a relay for what one of them did. The zone of a link-local
 * address is local to this host and not part of the bits.
 *
 * <p><b>None</b> is (0, 0), and (0, 0) is always none: the unspecified address {@code ::} is nobody's
 * remote address and counts as none, as do components of the wrong length. IPv4's {@code 0.0.0.0} is
 * not (0, 0), the mapped form sets bits.
 *
 * <p><b>Threading</b>: pure functions of their argument, any thread; a multiaddr is immutable.
 * <b>Progress</b>: wait-free. <b>Complexity and memory</b>: linear in the number of components
 * (usually two to four), nothing allocated. <b>Refusals and errors</b>: an address that has no IP
 * is an ordinary answer, never an exception.
 */
public final class AddressMapper {
    private static final int IP4_BYTES = 4;
    private static final int IP6_BYTES = 16;
    private static final long IP4_MAPPED = 0x0000_ffff_0000_0000L;

    private static final byte[] NONE = {};

    private AddressMapper() {}

    /**
     * Tells whether prefix limits and bans by IP can apply to this address.
     *
     * @param address the remote address of a connection or of a dial
     * @return false exactly if {@link #ipHi} and {@link #ipLo} are both 0
     */
    public static boolean hasIp(Multiaddr address) {
        return (ipHi(address) | ipLo(address)) != 0;
    }

    /**
     * The first 64 bits of the IP address.
     *
     * @param address the remote address of a connection or of a dial
     * @return any value for IPv6; 0 for IPv4 and for none
     */
    public static long ipHi(Multiaddr address) {
        byte[] ip = ipBytes(address.getComponents());
        return ip != null && ip.length == IP6_BYTES ? bigEndian(ip, 0, Long.BYTES) : 0;
    }

    /**
     * The last 64 bits of the IP address.
     *
     * @param address the remote address of a connection or of a dial
     * @return any value for IPv6; {@code 0x0000ffff_00000000} to {@code 0x0000ffff_ffffffff} for
     *     IPv4; 0 for none
     */
    public static long ipLo(Multiaddr address) {
        byte[] ip = ipBytes(address.getComponents());
        if (ip == null) {
            return 0;
        }
        return ip.length == IP6_BYTES
                ? bigEndian(ip, Long.BYTES, Long.BYTES)
                : IP4_MAPPED | bigEndian(ip, 0, IP4_BYTES);
    }

    /**
     * The bytes of the IP address, as the multiaddr holds them: not a copy, to be read only.
     *
     * @param address the remote address of a connection or of a dial
     * @return 4 or 16 bytes, or none; those of {@code ::} count as none wherever the manager takes them
     */
    public static byte[] ip(Multiaddr address) {
        byte[] ip = ipBytes(address.getComponents());
        return ip == null ? NONE : ip;
    }

    /** The bytes of the remote's own IP, 4 or 16 of them, or null if the address has none. */
    private static byte @Nullable [] ipBytes(List<MultiaddrComponent> components) {
        byte[] ip = null;
        boolean hostSeen = false;
        // By index: an iterator would be an allocation per connection event.
        for (int i = 0; i < components.size(); i++) {
            MultiaddrComponent component = components.get(i);
            Protocol protocol = component.getProtocol();
            if (protocol == Protocol.P2PCIRCUIT) {
                return null;
            }
            // The host is what the address starts with; an IP further in belongs to someone else.
            if (!hostSeen && protocol != Protocol.IP6ZONE) {
                hostSeen = true;
                ip = ipBytes(protocol, component.getValue());
            }
        }
        return ip;
    }

    private static byte @Nullable [] ipBytes(Protocol protocol, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        boolean whole =
                (protocol == Protocol.IP4 && value.length == IP4_BYTES)
                        || (protocol == Protocol.IP6 && value.length == IP6_BYTES);
        return whole ? value : null;
    }

    private static long bigEndian(byte[] bytes, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = bits << Byte.SIZE | (bytes[i] & 0xff);
        }
        return bits;
    }
}
