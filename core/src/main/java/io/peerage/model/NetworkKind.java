/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * The network that a connection runs over. Those beside IPv4 and IPv6 are slower, and would lose every comparison of ping
 * times and ages if nothing were reserved for them. <b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>:
 * features E4; Bitcoin Core's networks.
 */
public enum NetworkKind {
    /** IPv4. */
    IPV4,
    /** IPv6. */
    IPV6,
    /** An onion service. */
    ONION,
    /** I2P. */
    I2P,
    /** CJDNS. */
    CJDNS,
    /** This host: loopback. */
    LOCAL
}
