/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.owner;

import io.peerage.admission.DialOutcomes;
import io.peerage.ban.BanMarks;
import io.peerage.concurrent.DirtyQueue;
import io.peerage.concurrent.OwnerThread;
import io.peerage.dial.DialLoop;
import io.peerage.model.PeerFlag;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.store.PeerDataSweep;
import io.peerage.time.Deadlines;
import org.jspecify.annotations.Nullable;

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
    private final DialOutcomes dials;
    private final BanMarks bans;
    private final @Nullable ScoreRound scores;
    private final PeerDataSweep data;
    private final @Nullable DialLoop loop;
    private final @Nullable BookRound book;
    private final UserCode user;

    /** Dispatches the changes of these peers. */
    public LifecycleDispatcher(
            PeerTable peers,
            PeerStates states,
            DialOutcomes dials,
            BanMarks bans,
            @Nullable ScoreRound scores,
            PeerDataSweep data,
            @Nullable DialLoop loop,
            @Nullable BookRound book,
            UserCode user) {
        this.peers = peers;
        this.states = states;
        this.dials = dials;
        this.bans = bans;
        this.scores = scores;
        this.data = data;
        this.loop = loop;
        this.book = book;
        this.user = user;
    }

    /** Dispatches all that is pending, and clears the data of peers that have been gone for long enough; how many peers that were. */
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
        return drained + data.run(now);
    }

    private void drain(int peer, long now) {
        long since = peers.columns().lastEdge(peer);
        long before = states.drain(peer, now);
        boolean persistent = PeerWord.has(before, PeerFlag.PERSISTENT);
        if (persistent || PeerWord.isBackedOff(before)) {
            noteBackOff(peer, before, persistent, Deadlines.sinceStamp(since, now), now);
        }
        if (PeerWord.rises(before) > 0) {
            bans.met(peer, before, now);
        }
        long handle = peers.handles().handle(peer, PeerWord.generation(before));
        dispatch(
                handle,
                PeerWord.isReported(before),
                PeerWord.isConnected(before),
                PeerWord.rises(before));
        if (scores != null) {
            scores.judge(peer, before, now);
        }
        // A listener of the disconnect still finds what is cleared at once.
        data.drained(peer, before, now);
        if (PeerWord.isRetired(before)) {
            dials.table().clear(peer);
            if (scores != null) {
                scores.released(peer, before, now);
            }
        }
        boolean recycled = peers.recycle(peer);
        if (recycled) {
            bans.recycled(peer);
        }
        if (loop != null) {
            // After the attempt: a peer that was registered again just before it may be dialed.
            loop.drained(peer, before, recycled, now);
        }
        if (book != null) {
            book.drained(peer, before, recycled, now);
        }
    }

    private void noteBackOff(int peer, long before, boolean persistent, long lasted, long now) {
        if (PeerWord.hasFallen(before) && (persistent || dials.isNoted(peer))) {
            dials.ended(peer, before, lasted, now);
        }
        if (persistent) {
            dials.wanted(peer, now);
        }
        boolean noted = dials.isNoted(peer);
        if (noted == PeerWord.isBackedOff(before)) {
            return;
        }
        if (noted) {
            states.noteBackOff(peer, true);
        } else {
            clearBackOff(peer);
        }
    }

    // A dial that fails meanwhile changes the back-off before the word, and is the peer's only one
    // until then: either it is seen
    // here, or it has another word. Looked at again for one that was superseded, which changes no
    // word.
    private void clearBackOff(int peer) {
        long word;
        do {
            word = states.word(peer);
        } while (!dials.isNoted(peer) && !states.clearBackOff(peer, word));
        if (dials.isNoted(peer)) {
            states.noteBackOff(peer, true);
        }
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
