/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Why a peer is to be dialed.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features C7, D1 to D7.
 */
public enum DialReason {
    /** It is always wanted; beyond the targets. */
    PERSISTENT,
    /** It was one of the best outbound peers before a clean restart. */
    ANCHOR,
    /** A group that it is in has fewer connected peers than it should. */
    GROUP,
    /** There are fewer outbound connections than there should be. */
    TARGET,
    /** There was nobody else to dial. */
    SEED,
    /** Its address is to be tried, and the connection closed again; beyond the targets. */
    FEELER,
    /** The application asked for it. */
    REQUESTED
}
