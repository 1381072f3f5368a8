/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.owner;

import io.peerage.concurrent.DirtyQueue;
import io.peerage.concurrent.OwnerThread;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;

/**
 * Turns what happened to dirty peers since the last tick into notifications, and recycles peers that were given up.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(dirty peers). <b>Order</b>: a peer's state is taken, and its
 * mark cleared, before user code hears of it; what happens from then on marks it again.
 */
@OwnerThread
public final class LifecycleDispatcher {
    private static final int BATCH = 64;

    private final int[] batch = new int[BATCH];

    // Written so that the loads which it sums up are not optimised away.
    @SuppressWarnings("UnusedVariable")
    private long warm;

    private final PeerTable peers;
    private final PeerStates states;
    private final UserCode user;

    /** Dispatches the changes of these peers. */
    public LifecycleDispatcher(PeerTable peers, PeerStates states, UserCode user) {
        this.peers = peers;
        this.states = states;
        this.user = user;
    }

    /** Dispatches all that is pending; how many peers that were. */
    public int run(long now) {
        DirtyQueue dirty = states.dirty();
        int drained = 0;
        for (int stripe = 0; stripe < dirty.stripes(); stripe++) {
            int peer = dirty.takeAll(stripe);
            while (peer >= 0) {
                int count = 0;
                while (peer >= 0 && count < BATCH) {
                    batch[count++] = peer;
                    // Loads of the next links and of these words overlap; they would not across the
                    // drains.
                    warm += peers.columns().word(peer);
                    peer = dirty.next(peer);
                }
                for (int i = 0; i < count; i++) {
                    drain(batch[i], now);
                }
                drained += count;
            }
        }
        return drained;
    }

    private void drain(int peer, long now) {
        long before = states.drain(peer, now);
        long handle = peers.handles().handle(peer, PeerWord.generation(before));
        dispatch(
                handle,
                PeerWord.isReported(before),
                PeerWord.isConnected(before),
                PeerWord.rises(before));
        peers.recycle(peer);
    }

    /*
     * A rise that is not told by a notification of its own is a flap:
     *
     *   told     now      rises   notifications
     *   no       yes      n       connected (n - 1 flaps)
     *   no       no       n       connected (n - 1 flaps), disconnected
     *   yes      no       n       disconnected (n flaps)
     *   yes      yes      n       disconnected, connected (n - 1 flaps)
     */
    private void dispatch(long peer, boolean told, boolean connected, int rises) {
        if (told && (rises > 0 || !connected)) {
            user.disconnected(peer, connected ? 0 : rises);
        }
        if (rises > 0 && (connected || !told)) {
            user.connected(peer, rises - 1);
            if (!connected) {
                user.disconnected(peer, 0);
            }
        }
    }
}
