/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An IP address as the two words that the hot path takes.
 *
 * @param hi the first eight bytes of the IPv6 form; 0 for IPv4
 * @param lo the last eight bytes; for IPv4 the mapped form {@code 0000ffff aabbccdd}
 *     <p>Both 0 mean that there is no address (onion, I2P, relayed). Hot-path callers keep the two words and need no
 *     object.
 *     <p><b>Threading</b>: immutable, any thread; parsing never asks a name service. <b>Errors</b>: {@link
 *     IllegalArgumentException} names a text or a length that is no address.
 */
public record IpAddress(long hi, long lo) {
    /** No IP address. */
    public static final IpAddress NONE = new IpAddress(0, 0);

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final long MAPPED = 0xffffL << 32;

    /**
     * {@return the address in four (IPv4), sixteen (IPv6) or no bytes}
     *
     * @param bytes four, sixteen or no bytes
     */
    public static IpAddress of(byte[] bytes) {
        return new IpAddress(hi(bytes), lo(bytes));
    }

    /**
     * {@return the high word of the address in four, sixteen or no bytes}
     *
     * @param bytes four, sixteen or no bytes
     */
    public static long hi(byte[] bytes) {
        checkLength(bytes);
        return bytes.length == 16 ? word(bytes, 0, 8) : 0;
    }

    /**
     * {@return the low word of the address in four, sixteen or no bytes}
     *
     * @param bytes four, sixteen or no bytes
     */
    public static long lo(byte[] bytes) {
        checkLength(bytes);
        return switch (bytes.length) {
            case 0 -> 0;
            case 4 -> MAPPED | word(bytes, 0, 4);
            default -> word(bytes, 8, 8);
        };
    }

    /**
     * {@return the address in its usual notation, without brackets, port or zone}
     *
     * @param text the text
     */
    public static IpAddress parse(String text) {
        Objects.requireNonNull(text, "text is null; write the address as 203.0.113.7");
        boolean v6 = text.indexOf(':') >= 0;
        // What is not in the form of an address must not reach InetAddress, which would look it up;
        // a
        // zone means something on one machine only.
        if (v6 ? text.indexOf('%') >= 0 : !V4.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no IP address; write it as 203.0.113.7 or as 2001:db8::7");
        }
        try {
            // In brackets the text is taken as an address or not at all, never as a name to look
            // up.
            return of(InetAddress.getByName(v6 ? "[" + text + "]" : text).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no IP address; write it as 203.0.113.7 or as 2001:db8::7",
                    e);
        }
    }

    /** {@return whether there is no address} */
    public boolean isNone() {
        return (hi | lo) == 0;
    }

    /** {@return whether this is an IPv4 address} */
    public boolean isV4() {
        return hi == 0 && lo >>> 32 == 0xffff;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (hi >>> 56 - 8 * i);
            bytes[8 + i] = (byte) (lo >>> 56 - 8 * i);
        }
        return isV4() ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    }

    @Override
    public String toString() {
        if (isNone()) {
            return "none";
        }
        try {
            return InetAddress.getByAddress(bytes()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError("four and sixteen bytes are always an address", e);
        }
    }

    private static void checkLength(byte[] bytes) {
        Objects.requireNonNull(bytes, "address is null; pass no bytes if there is none");
        if (bytes.length != 0 && bytes.length != 4 && bytes.length != 16) {
            throw new IllegalArgumentException(
                    "an address of "
                            + bytes.length
                            + " bytes is neither IPv4 (4) nor IPv6 (16) nor none (0); pass the raw address bytes");
        }
    }

    private static long word(byte[] bytes, int offset, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word = word << 8 | bytes[offset + i] & 0xff;
        }
        return word;
    }
}
