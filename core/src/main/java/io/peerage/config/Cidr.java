/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import io.peerage.model.IpAddress;
import java.util.Objects;

/**
 * A block of IP addresses: all that share their first bits with one.
 *
 * @param hi the high word of the first address
 * @param lo the low word of the first address; IPv4 in its mapped form
 * @param bits the number of leading bits of the 128-bit form that count, 0 to 128 (IPv4: 96 more than written)
 *     <p><b>Threading</b>: immutable, any thread; {@link #contains} is wait-free, O(1). <b>Errors</b>: {@link
 *     IllegalArgumentException} names a text that is no block. <b>Origin</b>: features B5, B8.
 */
public record Cidr(long hi, long lo, int bits) {
    private static final int V4_BITS = 96;

    /**
     * Checks the width, and clears the bits that don't count.
     *
     * @param hi the high word of the first address
     * @param lo the low word of the first address
     * @param bits the number of leading bits of the 128-bit form that count
     */
    public Cidr {
        if (bits < 0 || bits > 128) {
            throw new IllegalArgumentException(
                    "prefix length " + bits + " must be 0 to 128; count the leading bits");
        }
        hi &= maskHi(bits);
        lo &= maskLo(bits);
    }

    /**
     * {@return the block written as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; a single address without a slash}
     *
     * @param text the text
     */
    public static Cidr parse(String text) {
        Objects.requireNonNull(text, "text is null; write the block as 10.0.0.0/8");
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        int most = address.isV4() ? 32 : 128;
        int bits = slash < 0 ? most : width(text, text.substring(slash + 1), most);
        return new Cidr(address.hi(), address.lo(), address.isV4() ? bits + V4_BITS : bits);
    }

    private static int width(String text, String digits, int most) {
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > most) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "': prefix length '"
                            + digits
                            + "' must be 0 to "
                            + most
                            + "; write it as 10.0.0.0/8");
        }
        return Integer.parseInt(digits);
    }

    /**
     * {@return whether the address is in the block; no address is in none}
     *
     * @param addressHi the address's high word
     * @param addressLo the low word
     */
    public boolean contains(long addressHi, long addressLo) {
        return (addressHi | addressLo) != 0
                && (addressHi & maskHi(bits)) == hi
                && (addressLo & maskLo(bits)) == lo;
    }

    /** {@return the block as {@link #parse} reads it} */
    public String text() {
        IpAddress first = new IpAddress(hi, lo);
        String address = first.isNone() ? "::" : first.toString();
        return address + "/" + (first.isV4() ? bits - V4_BITS : bits);
    }

    private static long maskHi(int bits) {
        return bits == 0 ? 0 : -1L << Math.max(0, 64 - bits);
    }

    private static long maskLo(int bits) {
        return bits <= 64 ? 0 : -1L << 128 - bits;
    }
}
