/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.peer.GroupColumn;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;

/**
 * Whom to ask for a service: the peer that is pinned to it, else one of the best connected peers that offer it.
 *
 * <p>A service is a group, and so is a shard. A pinned peer is chosen whether or not it is connected, as long as it is known
 * and not banned; without a connection it is for the caller to dial.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: pinning and asking are wait-free. <b>Complexity</b>: to pin O(1), to select
 * O(1) for a pinned peer, else O(connected peers); no allocation. <b>Origin</b>: features D9 (nwaku's service slots and
 * selectPeer).
 */
@AnyThread
public final class ServiceSlots {
    private static final int NO_SHARD = -1;

    private final PeerTable peers;
    private final PeerStates states;
    private final KeyedRandom random;
    private final LongColumn pinned = LongColumn.of(GroupColumn.GROUPS);

    /** Slots with nobody pinned. */
    public ServiceSlots(PeerTable peers, PeerStates states, KeyedRandom random) {
        this.peers = peers;
        this.states = states;
        this.random = random;
    }

    /** Pins a peer to a service; the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}. */
    public int pin(int service, long peer) {
        if (peers.known(peer) < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        pinned.setVolatile(service, peer);
        return Result.DONE.code();
    }

    /** Pins nobody to a service any more. */
    public void unpin(int service) {
        pinned.setVolatile(service, 0);
    }

    /** The peer that is pinned to a service, 0 if there is none or it is gone. */
    public long pinned(int service) {
        long peer = pinned.getVolatile(service);
        return peer != 0 && peers.known(peer) >= 0 ? peer : 0;
    }

    /** A peer for a service in a shard, −1 for any; 0 if there is none. */
    public long select(int service, int shard) {
        long slot = pinned.getVolatile(service);
        if (slot != 0) {
            long word = peers.known(slot);
            if (word >= 0 && !PeerWord.has(word, PeerFlag.BANNED) && isIn(slot, shard)) {
                return slot;
            }
        }
        return anyConnected(service, shard);
    }

    // Each of those met so far is kept with the same chance, so none has to be remembered.
    private long anyConnected(int service, int shard) {
        long chosen = 0;
        int met = 0;
        for (long peer = states.first(ConnectedFilter.ALL, service);
                peer != 0;
                peer = states.next(peer, ConnectedFilter.ALL, service)) {
            long word = peers.known(peer);
            if (word >= 0 && !PeerWord.has(word, PeerFlag.BANNED) && isIn(peer, shard)) {
                met++;
                if (met == 1 || KeyedRandom.below(random.next(), met) == 0) {
                    chosen = peer;
                }
            }
        }
        return chosen;
    }

    private boolean isIn(long peer, int shard) {
        return shard == NO_SHARD
                || peers.groups()
                        .contains(
                                peers.handles().index(peer),
                                peers.handles().generation(peer),
                                shard);
    }
}
