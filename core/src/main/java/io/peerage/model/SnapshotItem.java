/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * What a snapshot holds.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features K1.
 */
public enum SnapshotItem {
    /** Peers of which anything beside their id is known. */
    PEERS,
    /** Addresses of the address book. */
    ADDRESSES,
    /** Public keys. */
    KEYS,
    /** Signed peer records. */
    RECORDS,
    /** Waits after failed dials, and how many dials have failed. */
    BACK_OFFS,
    /** Own scores of peers that are registered. */
    SCORES,
    /** Peers that are in groups. */
    GROUPS,
    /** Peers that are always wanted. */
    PERSISTENT,
    /** Bans of peers. */
    BANNED_PEERS,
    /** Peers that are discouraged. */
    DISCOURAGED_PEERS,
    /** Bans of network prefixes, those left out that follow from bans of peers. */
    BANNED_PREFIXES,
    /** Network prefixes that are discouraged. */
    DISCOURAGED_PREFIXES,
    /** Peers and prefixes that were banned and are no longer, with the number of their bans. */
    FORMER_OFFENDERS,
    /** Bad scores of peers that were released. */
    BAD_SCORES,
    /** The best outbound peers, to be dialed first after a restart. */
    ANCHORS
}
