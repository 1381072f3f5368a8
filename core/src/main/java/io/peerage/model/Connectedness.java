/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Where a peer stands; one word, one truth. Flags such as protected and persistent stand beside it.
 *
 * <p>When several hold, the first in this order is told: banned, connected, dialing, unreachable, backing off,
 * candidate. <b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features A5 (CometBFT, nwaku,
 * Lighthouse); the transition table is in {@code docs/connectedness.md}.
 */
public enum Connectedness {
    /** No such peer: the handle is stale. */
    UNKNOWN,
    /** Known, and nothing stands against dialing it. */
    CANDIDATE,
    /** A dial is in flight and no connection is established. */
    DIALING,
    /** At least one connection is established. */
    CONNECTED,
    /** A failed dial keeps it from being dialed for a while. */
    BACKING_OFF,
    /** Dialing it was given up. */
    UNREACHABLE,
    /** Neither admitted nor dialed. */
    BANNED
}
