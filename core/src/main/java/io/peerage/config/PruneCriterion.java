/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

/**
 * One comparison of a prune order: of two connections it prunes one first. A list of them is compared from its first on.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Ranges</b>: each takes a number of bits of a key of
 * {@value PrunePolicy#KEY_BITS}; what doesn't fit into its bits counts as the highest that does. <b>Origin</b>: features E3
 * (all but the crowded ones and the streams), Bitcoin Core (crowded netgroup), Lighthouse (negative value, ungrouped,
 * crowded group), go-libp2p (fewest streams).
 */
public enum PruneCriterion {
    /** Discouraged before all others. */
    DISCOURAGED(1),
    /** Low values before high ones. */
    VALUE(32),
    /** Values below zero before all others, the lowest first; the others are equal. */
    NEGATIVE_VALUE(32),
    /** Members of no group before all others. */
    UNGROUPED(1),
    /** Members of fewer groups first. */
    FEWEST_GROUPS(8),
    /**
     * Those who come last in the most crowded group. In each group members stand in a row, those of most groups in front,
     * equals by chance; compared is the farthest place from the front. So all groups shrink to one size.
     */
    CROWDED_GROUP(21),
    /** Those without a stream before all others. */
    IDLE(1),
    /** Inbound before outbound. */
    INBOUND(1),
    /** Fewer streams first. */
    FEWEST_STREAMS(16),
    /**
     * Those who came last into the most crowded netgroup: members stand in a row by age, the oldest in front, discouraged ones in
     * a row of their own. Taking the farthest place is taking the youngest of whichever netgroup is the most populous then.
     */
    CROWDED_NETGROUP(21),
    /** Younger ones first, in units of 2^20 ns, about a millisecond. */
    YOUNGEST(40);

    private final int bits;

    PruneCriterion(int bits) {
        this.bits = bits;
    }

    /** {@return how many bits of the key it takes} */
    public int bits() {
        return bits;
    }
}
