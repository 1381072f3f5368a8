/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.model.ConnectedFilter;
import io.peerage.peer.PeerStates;

/**
 * Walks over connected peers, from one handle to the next: each peer at most once; who is connected all the while is met, who
 * comes or goes meanwhile may be.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free. <b>Complexity</b>: a whole walk is O(highest peer index / 64 +
 * connected peers); no allocation. <b>Errors</b>: {@link NullPointerException} for no filter, {@link
 * IllegalArgumentException} for a group out of range. <b>Origin</b>: features A4.
 */
public final class ConnectedWalk {
    private static final int ANY_GROUP = -1;
    private static final String NO_FILTER = "filter is null; pass ALL for every connected peer";

    private final PeerStates states;

    ConnectedWalk(PeerStates states) {
        this.states = states;
    }

    /**
     * {@return the first connected peer that the filter lets through, or 0}
     *
     * @param filter which peers count
     */
    public long first(ConnectedFilter filter) {
        return states.first(Arguments.given(filter, NO_FILTER), ANY_GROUP);
    }

    /**
     * {@return the connected peer that follows another in the walk, or 0 at its end; the other need not be connected any more}
     *
     * @param peer the other, as the walk gave it
     * @param filter which peers count
     */
    public long next(long peer, ConnectedFilter filter) {
        return states.next(peer, Arguments.given(filter, NO_FILTER), ANY_GROUP);
    }

    /**
     * {@return the first connected peer of a group, 0 to 127, that the filter lets through, or 0}
     *
     * @param filter which peers count
     * @param group the group, 0 to 127
     */
    public long first(ConnectedFilter filter, int group) {
        Arguments.checkGroup(group);
        return states.first(Arguments.given(filter, NO_FILTER), group);
    }

    /**
     * {@return the connected peer of a group that follows another in the walk, or 0 at its end}
     *
     * @param peer the other, as the walk gave it
     * @param filter which peers count
     * @param group the group, 0 to 127
     */
    public long next(long peer, ConnectedFilter filter, int group) {
        Arguments.checkGroup(group);
        return states.next(peer, Arguments.given(filter, NO_FILTER), group);
    }
}
