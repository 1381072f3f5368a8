/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Which connected peers an iteration visits. <b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>:
 * features A4.
 */
public enum ConnectedFilter {
    /** Every connected peer. */
    ALL,
    /** Peers with at least one inbound connection. */
    INBOUND,
    /** Peers with at least one outbound connection. */
    OUTBOUND
}
