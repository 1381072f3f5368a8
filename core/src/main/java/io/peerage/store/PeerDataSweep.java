/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.model.Counter;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.time.Deadlines;
import io.peerage.timer.DeadlineTree;
import io.peerage.timer.ExpirySink;

/**
 * Clears the data of peers that have been gone for as long as its key says, or were given up, and tells of each value.
 *
 * <p><b>In a tick</b>: {@link #drained} for each peer that the owner drains, after it told of the disconnect and before it
 * recycles, and then {@link #run}; so a listener of the disconnect still finds what is cleared at once.
 *
 * <p><b>When</b>: by the first tick after the key's time, counted from the tick that saw the disconnect; never before. A peer that is
 * connected when that tick looks keeps everything, and starts anew with its next disconnect. What is put while its peer
 * isn't connected goes by the peer's last disconnect too, or, if nothing else was kept, by the tick that saw it put. {@link
 * PeerDataEntry} has what happens when the peer comes back while the tick clears.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(keys) a peer that is drained, and a peer whose time has come;
 * nothing is allocated. <b>Memory</b>: 17 bytes a peer. <b>Origin</b>: features J1.
 */
@OwnerThread
public final class PeerDataSweep {
    private static final int BATCH = 1 << 30;
    private static final long NOTHING_LEFT = Long.MAX_VALUE;

    private final PeerDataTable table;
    private final PeerTable peers;
    private final HandleSpace handles;
    private final StripedCounters counters;
    private final DataClearedSink sink;
    private final DeadlineTree timers;
    private final long[] goneSince;
    private final int keys;
    private final ExpirySink expiry = this::expired;
    private long now;

    /** Clears what is in a table. */
    public PeerDataSweep(
            PeerDataTable table,
            PeerTable peers,
            StripedCounters counters,
            long now,
            DataClearedSink sink) {
        this.table = table;
        this.peers = peers;
        this.handles = peers.handles();
        this.counters = counters;
        this.sink = sink;
        int timed = table.keys() == 0 ? 0 : peers.capacity();
        this.timers = new DeadlineTree(Math.max(1, timed), now);
        this.goneSince = new long[timed];
        this.keys = table.keys();
    }

    /** The bytes of memory that it takes beside the table. */
    public long bytes() {
        return timers.bytes() + 16 + 8L * goneSince.length;
    }

    /** The number of peers that are gone and have data left. */
    public int waiting() {
        return timers.size();
    }

    /**
     * The owner has drained a peer, and will recycle it next if it was given up.
     *
     * @param before what {@code PeerStates.drain} returned
     */
    public void drained(int peer, long before, long time) {
        if (keys == 0) {
            return;
        }
        if (PeerWord.isRetired(before)) {
            released(peer, PeerWord.generation(before));
            return;
        }
        if (PeerWord.isConnected(before)) {
            timers.cancel(peer);
            return;
        }
        long shortest = shortest(peer, PeerWord.generation(before));
        if (shortest == NOTHING_LEFT) {
            timers.cancel(peer);
            return;
        }
        if (PeerWord.hasFallen(before) || !timers.isScheduled(peer)) {
            goneSince[peer] = time;
        }
        timers.schedule(peer, Deadlines.after(goneSince[peer], shortest));
    }

    /** Clears all data whose time has come; of how many peers. */
    public int run(long time) {
        this.now = time;
        return timers.advance(time, BATCH, expiry);
    }

    private void expired(int peer, long deadline) {
        long word = peers.columns().wordVolatile(peer);
        int generation = PeerWord.generation(word);
        long next = NOTHING_LEFT;
        for (int number = 0; number < keys; number++) {
            PeerDataEntry entry = table.entry(peer, generation, number);
            if (entry == null) {
                continue;
            }
            long kept = table.key(number).keptNanos();
            if (!Deadlines.isDue(Deadlines.after(goneSince[peer], kept), now)) {
                next = Math.min(next, kept);
            } else if (!clearIfGone(peer, number, entry)) {
                // It came or went since the drain. The next tick drains it and knows more; until
                // then, the timer keeps it from being forgotten.
                timers.schedule(peer, Deadlines.after(now, 1));
                return;
            }
        }
        if (next != NOTHING_LEFT) {
            timers.schedule(peer, Deadlines.after(goneSince[peer], next));
        }
    }

    /** False, and nothing is cleared, if the peer is back or was meanwhile. */
    private boolean clearIfGone(int peer, int number, PeerDataEntry entry) {
        if (!entry.question()) {
            return true;
        }
        long word = peers.columns().wordVolatile(peer);
        if (PeerWord.isConnected(word) || PeerWord.isDirty(word)) {
            entry.keep();
            return false;
        }
        if (!entry.clear()) {
            return !entry.isKept();
        }
        tell(peer, number, entry);
        return true;
    }

    private void released(int peer, int generation) {
        timers.cancel(peer);
        for (int number = 0; number < keys; number++) {
            PeerDataEntry entry = table.entry(peer, generation, number);
            if (entry != null && entry.clearAnyway()) {
                tell(peer, number, entry);
            }
        }
    }

    private void tell(int peer, int number, PeerDataEntry entry) {
        table.left(peer, number, entry);
        counters.addOwned(Counter.PEER_DATA_CLEARED.ordinal(), 1);
        sink.cleared(handles.handle(peer, entry.generation), table.key(number), entry.value);
    }

    private long shortest(int peer, int generation) {
        long shortest = NOTHING_LEFT;
        for (int number = 0; number < keys; number++) {
            if (table.entry(peer, generation, number) != null) {
                shortest = Math.min(shortest, table.key(number).keptNanos());
            }
        }
        return shortest;
    }
}
