/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.model.CandidateKind;

/**
 * What the planner sees of the node: the truth at the moment of asking, or a made-up one in tests and simulations.
 *
 * <p>Nothing of it changes while a plan is made, save that other threads may connect, dial or ban peers: what then became
 * of a pick is for admission to say.
 *
 * <p><b>Threading</b>: asked by the owner thread. <b>Complexity</b>: every answer O(1), no allocation. <b>Origin</b>: features D1
 * to D5.
 */
public interface DialView {
    /** The established outbound connections; those of persistent peers and feelers are not among them. */
    int outbound();

    /** The dials under way that will count as {@link #outbound} when they succeed. */
    int dialing();

    /** All dials under way. */
    int dialsUnderWay();

    /** The peers that are known, whatever their state. */
    int known();

    /** The connected peers of a group, and the dials under way to others of it. */
    int connectedIn(int group);

    /** The candidates; they may lag behind {@link #mayDial}. */
    CandidateSet candidates();

    /** Whom to try for a candidate of this kind that was drawn evenly: that one, unless the node knows better. */
    default int draw(CandidateKind kind, int evenly) {
        return evenly;
    }

    /** Somebody whom a feeler should visit rather than any new peer; −1 for nobody. */
    default int drawFeeler() {
        return -1;
    }

    /** Whether a peer may be dialed: known, not this node, not connected, being dialed, backing off, given up or banned. */
    boolean mayDial(int peer);

    /** The netgroup of the address at which a peer would be dialed; 0 if it has none. */
    long netgroup(int peer);

    /** Whether there is an outbound connection or dial to a peer of this netgroup. */
    boolean isNetgroupUsed(long netgroup);

    /** The groups 0 to 63 (half 0) or 64 to 127 (half 1) that a peer is in, as bits from the lowest. */
    long groups(int peer, int half);
}
