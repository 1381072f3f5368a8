/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Who opened a connection. <b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features A1.
 */
public enum Direction {
    /** The remote peer dialed this node. */
    INBOUND,
    /** This node dialed the remote peer. */
    OUTBOUND
}
