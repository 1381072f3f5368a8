/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import static io.peerage.connection.ConnectionWord.CLOSE_ASKED;
import static io.peerage.connection.ConnectionWord.CLOSING;
import static io.peerage.connection.ConnectionWord.ESTABLISHED;
import static io.peerage.connection.ConnectionWord.HOLDS;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.DirtyQueue;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.ReadAhead;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.peer.PeerColumns;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import org.jspecify.annotations.Nullable;

/**
 * Closes many connections, each as {@link AdmissionControl#close} does, and sooner: a chunk at a time, whose lines of memory are read
 * ahead, and whose slots, permits and marks go into the shared words with one atomic operation instead of one each.
 *
 * <p>Each connection's own transition, its peer's and its prefixes' counts change one by one, at once. Slots and permits come back at the end of
 * the chunk: limits are kept at every moment, and never refuse more than a chunk's connections longer than they would.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free; a thread that is suspended holds up the connections of one chunk at
 * most, and the notifications of their peers. <b>Complexity</b>: O(1) a connection, no allocation. <b>Order</b>: slots before permits, so that a permit
 * always proves a free slot. <b>Origin</b>: features A2, B7.
 */
@AnyThread
public final class BatchClose {
    private final AdmissionControl admission;
    private final ConnectionTable connections;
    private final HandleSpace handles;
    private final PeerStates states;
    private final PeerColumns columns;
    private final int peers;
    private final DirtyQueue dirty;
    private final Places places;
    private final long ordinary;

    /** Closing what this admission has let in. */
    public BatchClose(AdmissionParts parts, AdmissionControl admission) {
        PeerTable table = parts.peers();
        this.admission = admission;
        this.connections = parts.connections();
        this.handles = connections.handles();
        this.states = parts.states();
        this.columns = table.columns();
        this.peers = table.capacity();
        this.dirty = states.dirty();
        this.places = parts.places();
        this.ordinary = places.ordinary();
    }

    /**
     * Closes the connections of the first {@code count} handles; how many calls of close would not have been refused. Their outcomes go to
     * the same places of {@code outcomes}, if there is one.
     *
     * @throws IllegalArgumentException for a handle of another manager or kind, before anything is closed
     */
    public int close(long[] batch, int count, int @Nullable [] outcomes) {
        for (int i = 0; i < count; i++) {
            handles.accepts(batch[i]);
        }
        int closed = 0;
        for (int from = 0; from < count; from += ReadAhead.CHUNK) {
            int to = Math.min(count, from + ReadAhead.CHUNK);
            readAhead(batch, from, to);
            closed += closeChunk(batch, from, to, outcomes);
        }
        return closed;
    }

    // Words that others are changing meanwhile may be read here: nothing but the cache depends on
    // them.
    private void readAhead(long[] batch, int from, int to) {
        long read = 0;
        for (int i = from; i < to; i++) {
            if (batch[i] > 0) {
                read ^= connections.readAhead(handles.index(batch[i]));
            }
        }
        for (int i = from; i < to; i++) {
            if (batch[i] > 0) {
                int slot = handles.index(batch[i]);
                int peer = connections.peer(slot);
                read ^= places.readAhead(slot);
                read ^= peer >= 0 && peer < peers ? columns.readAhead(peer) : 0;
            }
        }
        ReadAhead.done(read);
    }

    private int closeChunk(long[] batch, int from, int to, int @Nullable [] outcomes) {
        long freed = 0;
        long marked = 0;
        int inward = 0;
        int outward = 0;
        int notLast = 0;
        int closed = 0;
        for (int i = from; i < to; i++) {
            long handle = batch[i];
            int slot = handles.index(handle);
            long word = handle > 0 ? connections.word(slot) : 0;
            int outcome;
            if (isOrdinary(word, handle)
                    && connections.casWord(slot, word, ConnectionWord.withState(word, CLOSING))) {
                boolean inbound = ConnectionWord.isInbound(word);
                int peer = connections.peer(slot);
                long after = states.closeUnqueued(peer, inbound);
                marked = PeerStates.isToBeQueued(after) ? dirty.chain(marked, peer) : marked;
                freed = places.releaseOrdinary(slot, word, freed);
                boolean last = PeerWord.isEdge(after);
                inward += inbound ? 1 : 0;
                outward += inbound ? 0 : 1;
                notLast += last ? 0 : 1;
                outcome =
                        Outcome.of(
                                last ? Result.LAST_CONNECTION : Result.STILL_CONNECTED,
                                PeerWord.connections(after));
            } else {
                outcome = admission.close(handle);
            }
            closed += Outcome.isRefused(outcome) ? 0 : 1;
            if (outcomes != null) {
                outcomes[i] = outcome;
            }
        }
        places.releaseOrdinary(freed, inward, outward, notLast);
        dirty.pushAll(marked);
        return closed;
    }

    private boolean isOrdinary(long word, long handle) {
        return ConnectionWord.generation(word) == handles.generation(handle)
                && ConnectionWord.state(word) == ESTABLISHED
                && (word & (HOLDS | CLOSE_ASKED)) == ordinary;
    }
}
