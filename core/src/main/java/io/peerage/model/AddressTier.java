/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * How long an address that never worked is kept; an address that worked is kept until something better wants its place.
 *
 * <p>The time counts from when the address was last heard of, or from the peer's last disconnect if that was later; while the
 * peer is connected it doesn't run. The order is that of lasting; an address that is heard of again has the longer of both
 * tiers. <b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features H2 (go-libp2p's TTLs, counted from the
 * disconnect).
 */
public enum AddressTier {
    /** A passing remark; 2 minutes unless configured otherwise. */
    TEMPORARY,
    /** What the peer said of itself while it was connected; 15 minutes. */
    RECENT,
    /** What others said of the peer; an hour. */
    HEARD,
    /** Configured by hand; never forgotten for its age, nor for another address. */
    PERMANENT
}
