/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * The limits that trusted peers and networks can be let past.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features B8.
 */
public enum LimitKind {
    /** The total of connections. */
    TOTAL,
    /** The inbound or outbound share, whichever the connection belongs to. */
    DIRECTION,
    /** Handshakes or dials under way. */
    PENDING,
    /** Connections of one peer (at most 63 still). */
    PEER,
    /** Connections of one network prefix. */
    PREFIX
}
