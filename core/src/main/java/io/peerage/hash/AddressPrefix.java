/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.hash;

import io.peerage.concurrent.PureFunction;

/**
 * The network prefix of an IP address that is held in two words.
 *
 * <p>An address is its 128 bits, high word first; IPv4 is IPv4-mapped ({@code ::ffff:a.b.c.d}), and both words 0 mean that
 * there is no address (onion, I2P, relayed).
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1). <b>Ranges</b>: IPv4 prefixes of 1 to
 * 32 bits, IPv6 prefixes of 1 to 64. <b>Origin</b>: netgroups are Bitcoin Core's; features D2.
 */
@PureFunction
public final class AddressPrefix {
    private static final long MAPPED = 0xffffL;
    private static final int V4_NETGROUP = 16;
    private static final int V6_NETGROUP = 32;

    private AddressPrefix() {}

    /** Whether there is no address. */
    public static boolean isNone(long hi, long lo) {
        return (hi | lo) == 0;
    }

    /** Whether the address is IPv4. */
    public static boolean isV4(long hi, long lo) {
        return hi == 0 && lo >>> 32 == MAPPED;
    }

    /** Whether the address is of this machine itself: 127.0.0.0/8 or ::1. */
    public static boolean isLoopback(long hi, long lo) {
        return isV4(hi, lo) ? (lo >>> 24 & 0xff) == 127 : hi == 0 && lo == 1;
    }

    /** The leading bits of an address, right-aligned. */
    public static long leading(long hi, long lo, int bits) {
        return isV4(hi, lo) ? (lo & 0xffff_ffffL) >>> 32 - bits : hi >>> 64 - bits;
    }

    /** What tells prefixes of different families and widths apart that have the same leading bits. */
    public static long kind(boolean v4, int bits) {
        return (v4 ? 4L : 6L) << 8 | bits;
    }

    /**
     * The netgroup of an address, within which one operator is likely to hold many addresses: IPv4 /16, IPv6 /32; 0 if
     * there is no address, else never 0, and never alike for the two families.
     */
    public static long netgroup(long hi, long lo) {
        if (isNone(hi, lo)) {
            return 0;
        }
        boolean v4 = isV4(hi, lo);
        int bits = v4 ? V4_NETGROUP : V6_NETGROUP;
        return kind(v4, bits) << 32 | leading(hi, lo, bits);
    }
}
