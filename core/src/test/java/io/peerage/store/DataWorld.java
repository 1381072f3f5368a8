/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.DirtyQueue;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.DataConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Counter;
import io.peerage.model.PeerDataKey;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.testing.Ids;
import java.util.ArrayList;
import java.util.List;

/**
 * Peers, their data, and an owner that does in a tick what concerns them. Times in seconds, from a start shortly before
 * the clock wraps around. The peers' own threading; ticks by one thread at a time.
 */
final class DataWorld {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = Long.MAX_VALUE - 30 * SECOND;

    private static final int STRIPES = 2;
    private static final int PLACES = 60;

    /** A value that was cleared. */
    record Told(long peer, PeerDataKey<?> key, Object value) {}

    final List<Told> told = new ArrayList<>();
    final StripedCounters counters = new StripedCounters(Counter.values().length, STRIPES);
    final PeerTable peers;
    final PeerStates states;
    final PeerDataTable data;
    final PeerDataSweep sweep;

    DataWorld(int capacity, PeerDataKey<?>... keys) {
        this.peers =
                new PeerTable(
                        capacity,
                        48,
                        counters,
                        STRIPES,
                        new HandleSpace("peer", 0, 1, capacity),
                        KeyedHash.known(1, 2));
        this.states = new PeerStates(peers, counters, STRIPES);
        this.data = new PeerDataTable(peers, states, new DataConfig(List.of(keys)));
        this.sweep =
                new PeerDataSweep(
                        data,
                        peers,
                        counters,
                        START,
                        (peer, key, value) -> told.add(new Told(peer, key, value)));
    }

    long register(int number) {
        byte[] id = Ids.id(number);
        return peers.register(id, 0, id.length);
    }

    boolean connect(long peer) {
        return states.openInbound(peer, PLACES, START) > 0;
    }

    void disconnect(long peer) {
        states.close(peers.handles().index(peer), true);
    }

    boolean release(long peer) {
        return states.retire(peer) > 0;
    }

    private static long at(double seconds) {
        return START + (long) (seconds * SECOND);
    }

    /** Only that part of a tick that looks for what is due. */
    void sweep(double seconds) {
        sweep.run(at(seconds));
    }

    /** A tick, this many seconds after the start. */
    void tick(double seconds) {
        long now = at(seconds);
        DirtyQueue dirty = states.dirty();
        for (int stripe = 0; stripe < dirty.stripes(); stripe++) {
            int peer = dirty.takeAll(stripe);
            while (peer >= 0) {
                int next = dirty.next(peer);
                long before = states.drain(peer, now);
                sweep.drained(peer, before, now);
                if (PeerWord.isRetired(before)) {
                    peers.recycle(peer);
                }
                peer = next;
            }
        }
        sweep.run(now);
    }

    long cleared() {
        return counters.sum(Counter.PEER_DATA_CLEARED.ordinal());
    }
}
