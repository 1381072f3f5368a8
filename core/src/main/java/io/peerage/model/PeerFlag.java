/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * What an application or a policy may say of a peer.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features A5, B8, C3, C4, E2, G2.
 */
public enum PeerFlag {
    /** Never pruned, never released. */
    PROTECTED,
    /** Always wanted, never pruned, never released. */
    PERSISTENT,
    /** Bypasses the limits that the configuration chooses, counted apart. */
    TRUSTED,
    /** Refused on establish and on dial, stays known. To be asked for only: bans are made and lifted by {@code Bans}. */
    BANNED
}
