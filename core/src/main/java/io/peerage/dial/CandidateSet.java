/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.OwnerThread;
import io.peerage.model.CandidateKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The peers that may be dialed right now, dense by kind, so that a random one of a kind costs one read.
 *
 * <pre>
 *   peers:     | PERSISTENT | ANCHOR | TRIED ........ | NEW ............... | SEED | unused |
 *   start:     0            s1       s2               s3                    s4     s5
 * </pre>
 *
 * <p>One array holds all kinds behind one another; a peer that comes or goes moves one peer of each kind behind its own
 * across that kind's border. A peer's kind is told by where its place lies between the borders. Adding and removing
 * change the order within kinds.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(number of kinds) to add and remove, O(1) else, no allocation;
 * eight bytes a peer. <b>Ranges</b>: peers 0 to capacity − 1. <b>Errors</b>: a peer or a position outside its range throws
 * {@link IndexOutOfBoundsException}. <b>Origin</b>: features D2; Dijkstra's Dutch national flag.
 */
@OwnerThread
public final class CandidateSet {
    private static final CandidateKind[] KINDS = CandidateKind.values();

    private final int[] peers;
    // One more than the place, so that the 0 of a fresh array means that the peer is no candidate.
    private final int[] places;
    private final int[] start = new int[KINDS.length + 1];

    /** An empty set of peers below the capacity. */
    public CandidateSet(int capacity) {
        this.peers = new int[capacity];
        this.places = new int[capacity];
    }

    /** The bytes of memory that the set takes. */
    public long bytes() {
        return 4L * (peers.length + places.length + start.length);
    }

    /** Adds a peer, or moves it to another kind; false if it is of this kind already. */
    public boolean add(int peer, CandidateKind kind) {
        int place = places[peer] - 1;
        int to = kind.ordinal();
        int last = KINDS.length - 1;
        if (place < 0) {
            put(peer, holeToFront(start[last + 1]++, last, to));
            return true;
        }
        int from = ordinalAt(place);
        if (from != to) {
            put(peer, from > to ? holeToFront(place, from, to) : holeToBack(place, from, to));
        }
        return from != to;
    }

    /** Takes a peer out; false if it is no candidate. */
    public boolean remove(int peer) {
        int place = places[peer] - 1;
        if (place < 0) {
            return false;
        }
        holeToBack(place, ordinalAt(place), KINDS.length);
        places[peer] = 0;
        return true;
    }

    /** Whether a peer is a candidate. */
    public boolean contains(int peer) {
        return places[peer] != 0;
    }

    /** The kind of a peer; null if it is no candidate. */
    public @Nullable CandidateKind kindOf(int peer) {
        int place = places[peer] - 1;
        return place < 0 ? null : KINDS[ordinalAt(place)];
    }

    /** How many candidates there are. */
    public int size() {
        return start[KINDS.length];
    }

    /** How many candidates of a kind there are. */
    public int size(CandidateKind kind) {
        return start[kind.ordinal() + 1] - start[kind.ordinal()];
    }

    /** The candidate of a kind at a position, 0 to size − 1; what stands where changes with every peer that comes or goes. */
    public int at(CandidateKind kind, int position) {
        return peers[start[kind.ordinal()] + Objects.checkIndex(position, size(kind))];
    }

    /** The place of the first candidate of a kind; a place keeps its peer while others come and go, save those that move. */
    int firstPlace(CandidateKind kind) {
        return start[kind.ordinal()];
    }

    // The hole that a peer has left, or that was made behind all, passes through the kinds before
    // its own: each closes it with its first peer, whose place the kind before takes over.
    private int holeToFront(int hole, int from, int to) {
        int at = hole;
        for (int kind = from; kind > to; kind--) {
            int first = start[kind]++;
            if (first != at) {
                put(peers[first], at);
            }
            at = first;
        }
        return at;
    }

    private int holeToBack(int hole, int from, int to) {
        int at = hole;
        for (int kind = from; kind < to; kind++) {
            int last = --start[kind + 1];
            if (last != at) {
                put(peers[last], at);
            }
            at = last;
        }
        return at;
    }

    private void put(int peer, int place) {
        peers[place] = peer;
        places[peer] = place + 1;
    }

    private int ordinalAt(int place) {
        int kind = 0;
        while (place >= start[kind + 1]) {
            kind++;
        }
        return kind;
    }
}
