/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.ServiceSlots;
import io.peerage.model.Result;

/**
 * Whom to ask for a service. Services and shards are groups, see {@link PeerGroups#set}.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free. <b>Complexity</b>: O(1) for a pinned peer, else O(connected
 * peers); no allocation. <b>Ranges</b>: groups 0 to 127. <b>Errors</b>: {@link IllegalArgumentException} for another group,
 * and as {@link PeerManager} for handles. <b>Origin</b>: features D9 (nwaku).
 */
public sealed class Services permits RecordedServices {
    private static final int NO_SHARD = -1;

    private final ServiceSlots slots;

    Services(ServiceSlots slots) {
        this.slots = slots;
    }

    /**
     * Prefers a peer for a service, whatever it is worth, as long as it is known and not banned.
     *
     * @param service the service: the number of a group
     * @param peer the peer's handle
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}
     */
    public int pin(int service, long peer) {
        Arguments.checkGroup(service);
        return slots.pin(service, peer);
    }

    /**
     * Prefers nobody for a service any more.
     *
     * @param service the service: the number of a group
     */
    public void unpin(int service) {
        Arguments.checkGroup(service);
        slots.unpin(service);
    }

    /**
     * {@return the peer that is preferred for a service; 0 if there is none, or it is no longer known}
     *
     * @param service the service: the number of a group
     */
    public long pinned(int service) {
        Arguments.checkGroup(service);
        return slots.pinned(service);
    }

    /**
     * {@return a peer for a service: the one that is pinned to it, connected or not, else a random one of the best connected peers in
     * its group; 0 if there is none}
     *
     * @param service the service: the number of a group
     */
    public long select(int service) {
        Arguments.checkGroup(service);
        return slots.select(service, NO_SHARD);
    }

    /**
     * As {@link #select(int)}, among peers that are in the group of a shard too.
     *
     * @param service the service: the number of a group
     * @param shard the group of the shard
     * @return the handle of a peer, or 0
     */
    public long select(int service, int shard) {
        Arguments.checkGroup(service);
        Arguments.checkGroup(shard);
        return slots.select(service, shard);
    }
}
