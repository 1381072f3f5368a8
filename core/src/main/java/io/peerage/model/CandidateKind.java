/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Why a peer that isn't connected is a candidate for a dial, in the order in which candidates are preferred.
 *
 * <p>A peer is of one kind at a time. <b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features C4, D2, D5
 * and D7 (CometBFT's new and old buckets, Bitcoin Core's anchors).
 */
public enum CandidateKind {
    /** Always wanted, whatever the targets say. */
    PERSISTENT,
    /** One of the best outbound peers before a clean restart. */
    ANCHOR,
    /** Its address once worked. */
    TRIED,
    /** Its address was only heard of. */
    NEW,
    /** Asked for addresses when there is nobody else to ask. */
    SEED
}
