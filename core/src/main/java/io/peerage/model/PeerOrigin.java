/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * How a peer of the address book was learnt of first.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features H6.
 */
public enum PeerOrigin {
    /** A discovery protocol, such as a distributed hash table. */
    DISCOVERY,
    /** Another peer told of it. */
    PEER_EXCHANGE,
    /** A name server. */
    DNS,
    /** The application's configuration. */
    STATIC,
    /** It connected by itself. */
    INBOUND
}
