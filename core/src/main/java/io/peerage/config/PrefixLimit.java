/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

/**
 * At most this many connections from addresses that share their first bits.
 *
 * @param bits the width of the prefix: IPv4 1 to 32, IPv6 1 to 64
 * @param connections the connections that one prefix may have, 1 to {@value #MOST}; 0 disables the level
 *     <p><b>Threading</b>: immutable, any thread. <b>Origin</b>: features B5 (go-libp2p's conn_limiter).
 */
public record PrefixLimit(int bits, int connections) {
    /** The highest limit of a prefix. */
    public static final int MOST = 262_143;
}
