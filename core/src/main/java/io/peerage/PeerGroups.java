/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.model.Result;
import io.peerage.peer.PeerTable;

/**
 * Which of 128 groups a peer is in: what a group is, a capability or a shard, is the application's.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: queries wait-free, changes lock-free. <b>Complexity</b>: O(1), no allocation.
 * <b>Errors</b>: {@link IllegalArgumentException} for a group out of range, and for a handle that is none of this manager's
 * peers. <b>Origin</b>: features D3, E5.
 */
public sealed class PeerGroups permits RecordedGroups {
    private final PeerTable peers;

    PeerGroups(PeerTable peers) {
        this.peers = peers;
    }

    /**
     * Puts the peer into a group or takes it out; the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}.
     *
     * @param peer the peer's handle
     * @param group 0 to 127
     * @param member whether it is in the group
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}
     */
    public int set(long peer, int group, boolean member) {
        Arguments.checkGroup(group);
        boolean done =
                peers.known(peer) >= 0
                        && peers.groups()
                                .put(
                                        peers.handles().index(peer),
                                        peers.handles().generation(peer),
                                        group,
                                        member);
        return (done ? Result.DONE : Result.UNKNOWN_PEER).code();
    }

    /**
     * {@return whether the peer is in a group, 0 to 127; false for an unknown peer}
     *
     * @param peer the peer's handle
     * @param group the group, 0 to 127
     */
    public boolean contains(long peer, int group) {
        Arguments.checkGroup(group);
        return peers.known(peer) >= 0
                && peers.groups()
                        .contains(
                                peers.handles().index(peer),
                                peers.handles().generation(peer),
                                group);
    }
}
