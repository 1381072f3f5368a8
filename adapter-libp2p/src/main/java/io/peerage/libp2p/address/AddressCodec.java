/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.address;

import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.multiformats.MultiaddrComponent;
import io.libp2p.core.multiformats.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multiaddrs as bytes and back, in their standard binary form: the core's book keeps addresses as opaque bytes.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Complexity</b>: O(bytes). <b>Errors</b>: what can't be written or read, whoever made it, is
 * null, never an exception. <b>Origin</b>: the multiaddr specification and its table of protocols.
 */
public final class AddressCodec {
    private static final int PREFIXED = -1;
    private static final int UNKNOWN = -2;
    private static final int LONGEST_NUMBER = 5;
    private static final Protocol[] PROTOCOLS = Protocol.values();

    private AddressCodec() {}

    /**
     * {@return the bytes of an address; null if they are more than so many, or a part of it is of no known form}
     *
     * @param address the address
     * @param most the longest that is encoded, in bytes
     */
    public static byte @Nullable [] encode(Multiaddr address, int most) {
        byte[] bytes = new byte[most];
        int at = 0;
        List<MultiaddrComponent> components = address.getComponents();
        for (int i = 0; i < components.size() && at >= 0; i++) {
            at = put(components.get(i), bytes, at);
        }
        return at <= 0 ? null : Arrays.copyOf(bytes, at);
    }

    // Where the next component goes; −1 if this one can't be written.
    private static int put(MultiaddrComponent component, byte[] bytes, int from) {
        Protocol protocol = component.getProtocol();
        byte[] value = component.getValue();
        int size = size(protocol);
        int length = value == null ? 0 : value.length;
        if (size == UNKNOWN || size >= 0 && size != length) {
            return -1;
        }
        int at = putNumber(code(protocol), bytes, from);
        if (size == PREFIXED && at >= 0) {
            at = putNumber(length, bytes, at);
        }
        if (at < 0 || length > bytes.length - at) {
            return -1;
        }
        if (value != null) {
            System.arraycopy(value, 0, bytes, at, length);
        }
        return at + length;
    }

    private static int putNumber(int number, byte[] bytes, int from) {
        int left = number;
        int at = from;
        while (at < bytes.length) {
            bytes[at++] = (byte) (left < 0x80 ? left : left | 0x80);
            left >>>= 7;
            if (left == 0) {
                return at;
            }
        }
        return -1;
    }

    /**
     * {@return the address that bytes stand for; null if they stand for none}
     *
     * @param bytes the array that they are in
     * @param offset where they begin
     * @param length how many there are
     */
    public static @Nullable Multiaddr decode(byte[] bytes, int offset, int length) {
        int end = offset + length;
        List<MultiaddrComponent> components = new ArrayList<>();
        Cursor at = new Cursor(offset);
        while (at.position < end) {
            MultiaddrComponent component = get(bytes, at, end);
            if (component == null || components.size() == DialAddresses.MOST_COMPONENTS) {
                return null;
            }
            components.add(component);
        }
        return components.isEmpty() ? null : new Multiaddr(components);
    }

    private static @Nullable MultiaddrComponent get(byte[] bytes, Cursor at, int end) {
        Protocol protocol = protocol(at.number(bytes, end));
        if (protocol == null) {
            return null;
        }
        int size = size(protocol);
        int length = size == PREFIXED ? at.number(bytes, end) : size;
        if (length < 0 || length > end - at.position) {
            return null;
        }
        byte[] value =
                size == 0 ? null : Arrays.copyOfRange(bytes, at.position, at.position + length);
        at.position += length;
        try {
            return new MultiaddrComponent(protocol, value);
        } catch (RuntimeException e) {
            // The library looks into values: names that are no text, ids that are too short.
            return null;
        }
    }

    private static @Nullable Protocol protocol(int code) {
        for (Protocol protocol : PROTOCOLS) {
            // Two names of one thing, of which the newer is written.
            if (protocol != Protocol.IPFS && size(protocol) != UNKNOWN && code(protocol) == code) {
                return protocol;
            }
        }
        return null;
    }

    /** Where reading has come to. One thread. */
    private static final class Cursor {
        private int position;

        Cursor(int position) {
            this.position = position;
        }

        /** The number here; −1 if there is none. */
        int number(byte[] bytes, int end) {
            long number = 0;
            for (int i = 0; i < LONGEST_NUMBER && position < end; i++) {
                int part = bytes[position++];
                number |= (part & 0x7fL) << 7 * i;
                if (part >= 0) {
                    return number <= Integer.MAX_VALUE ? (int) number : -1;
                }
            }
            return -1;
        }
    }

    // What the table of multiaddr protocols gives.
    private static int code(Protocol protocol) {
        return switch (protocol) {
            case IP4 -> 4;
            case TCP -> 6;
            case WEBRTC -> 28;
            case DCCP -> 33;
            case IP6 -> 41;
            case IP6ZONE -> 42;
            case DNS -> 53;
            case DNS4 -> 54;
            case DNS6 -> 55;
            case DNSADDR -> 56;
            case SCTP -> 132;
            case UDP -> 273;
            case WEBRTC_DIRECT -> 280;
            case P2PCIRCUIT -> 290;
            case UTP -> 301;
            case UDT -> 302;
            case UNIX -> 400;
            case IPFS, P2P -> 421;
            case HTTPS -> 443;
            case ONION -> 444;
            case QUIC -> 460;
            case QUICV1 -> 461;
            case WEBTRANSPORT -> 465;
            case CERTHASH -> 466;
            case WS -> 477;
            case WSS -> 478;
            case HTTP -> 480;
            default -> 0;
        };
    }

    // How many bytes a value has: so many, or as many as are written before it.
    private static int size(Protocol protocol) {
        return switch (protocol) {
            case IP4 -> 4;
            case TCP, UDP, DCCP, SCTP -> 2;
            case IP6 -> 16;
            case ONION -> 12;
            case IP6ZONE, DNS, DNS4, DNS6, DNSADDR, UNIX, IPFS, P2P, CERTHASH -> PREFIXED;
            case WEBRTC_DIRECT,
                    WEBRTC,
                    UTP,
                    UDT,
                    HTTPS,
                    QUIC,
                    QUICV1,
                    WEBTRANSPORT,
                    WS,
                    WSS,
                    P2PCIRCUIT,
                    HTTP ->
                    0;
            // What a later version of the library may know.
            default -> UNKNOWN;
        };
    }
}
