/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import static io.peerage.connection.ConnectionWord.CLOSING;
import static io.peerage.connection.ConnectionWord.COMMITTING;
import static io.peerage.connection.ConnectionWord.ESTABLISHED;
import static io.peerage.connection.ConnectionWord.HOLDS;
import static io.peerage.connection.ConnectionWord.PENDING;
import static io.peerage.connection.ConnectionWord.QUEUED;
import static io.peerage.connection.ConnectionWord.SUPERSEDED;
import static io.peerage.connection.ConnectionWord.SUPERSEDED_MEANWHILE;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.model.Counter;
import io.peerage.model.Result;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;

/**
 * Lets an inbound connection that finds no place with its peer contest that of this node's own newest dial to it.
 *
 * <p>The loser is claimed first, in its slot's word, by at most one contest; then its place in the peer's word passes to
 * the newcomer in one step, so that the peer's limit holds throughout. A loser that is a ticket ends; one that is
 * established stops counting, and the owner asks the application to close it.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free. <b>Complexity</b>: O(id length). <b>Origin</b>: features A6.
 */
@AnyThread
final class SimultaneousOpen {
    private final TieBreak tieBreak;
    private final PeerTable peers;
    private final PeerStates states;
    private final ConnectionTable connections;
    private final HandleSpace handles;
    private final Places places;
    private final StripedCounters counters;

    SimultaneousOpen(AdmissionParts parts) {
        this.tieBreak = parts.tieBreak();
        this.peers = parts.peers();
        this.states = parts.states();
        this.connections = parts.connections();
        this.handles = parts.connections().handles();
        this.places = parts.places();
        this.counters = parts.counters();
    }

    /** Takes over the place of the newest dial to a peer: the peer's word after it, or the code of a refusal. */
    long contest(long peer, long admitted) {
        int index = peers.handles().index(peer);
        for (; ; ) {
            long rival = tieBreak.isKnown() ? peers.columns().newestDial(index) : 0;
            // In this order: a rival that was read while the peer was current, and that is alive
            // when it is claimed
            // below, is a dial to this very peer, and keeps its index from being recycled.
            if (rival == 0 || peers.known(peer) < 0) {
                return Result.PEER_LIMIT.code();
            }
            int slot = handles.index(rival);
            long word = connections.word(slot);
            if (!canLose(word, rival)) {
                return Result.PEER_LIMIT.code();
            }
            if (!tieBreak.inboundStays(index)) {
                return Result.TIE_BREAK_LOST.code();
            }
            if (connections.casWord(slot, word, lost(word))) {
                return takeOver(slot, word, index, admitted);
            }
        }
    }

    private boolean canLose(long word, long rival) {
        int state = ConnectionWord.state(word);
        return ConnectionWord.generation(word) == handles.generation(rival)
                && !ConnectionWord.has(word, SUPERSEDED_MEANWHILE)
                && (state == PENDING || state == COMMITTING || state == ESTABLISHED);
    }

    private static long lost(long word) {
        return switch (ConnectionWord.state(word)) {
            case PENDING -> ConnectionWord.withState(word, CLOSING);
            case COMMITTING -> word | SUPERSEDED_MEANWHILE;
            default -> ConnectionWord.withState(word, SUPERSEDED) | QUEUED;
        };
    }

    private long takeOver(int slot, long word, int peer, long admitted) {
        counters.add(Counter.CONNECTIONS_SUPERSEDED.ordinal(), 1);
        long after = states.supersedeOutbound(peer, ConnectionWord.epoch(word), admitted);
        switch (ConnectionWord.state(word)) {
            case PENDING -> places.releaseTicket(slot, false, word & HOLDS);
            case ESTABLISHED -> {
                places.supersede(false, word & HOLDS);
                connections.queue().push(slot);
            }
            default -> {
                // The thread that is establishing it sees the flag and gives everything back.
            }
        }
        return after;
    }
}
