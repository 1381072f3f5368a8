/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.BitColumn;
import io.peerage.concurrent.DirtyQueue;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Counter;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.time.Deadlines;

/**
 * Applies {@link PeerWord}'s transitions to peers, and does what follows from a transition: times, the set of connected
 * peers, the mark for the owner.
 *
 * <p><b>Threading</b>: any thread, except the drain, owner thread. <b>Progress</b>: transitions lock-free (a CAS that
 * another transition of the same peer can make retry), queries wait-free. <b>Complexity</b>: O(1); the walk over connected
 * peers skips 64 others at a time. <b>Returns</b>: a transition returns the word after it, marked as an edge for
 * exactly the one caller whose transition was the first or the last; a refusal is negative. <b>Origin</b>: architecture, contracts 4 and 5.
 */
@AnyThread
public final class PeerStates {
    private static final int OPEN_INBOUND = 0;
    private static final int ESTABLISH_DIAL = 1;
    private static final int SUPERSEDE = 2;
    private static final int CLOSE_INBOUND = 3;
    private static final int CLOSE_OUTBOUND = 4;
    private static final int BEGIN_DIAL = 5;
    private static final int END_DIAL = 6;
    private static final int RETIRE = 7;
    private static final int FAIL_DIAL = 8;
    private static final int FORGIVE = 9;
    private static final int SELF = 10;

    // Never stored: the highest bit of a word is always 0.
    private static final long TO_BE_QUEUED = Long.MIN_VALUE;

    private final PeerTable table;
    private final PeerColumns columns;
    private final HandleSpace handles;
    private final BitColumn walk;
    private final DirtyQueue dirty;
    private final StripedCounters counters;

    /** The states of a table's peers. */
    public PeerStates(PeerTable table, StripedCounters counters, int stripes) {
        this.table = table;
        this.columns = table.columns();
        this.handles = table.handles();
        this.walk = new BitColumn(table.capacity());
        this.dirty = new DirtyQueue(stripes, columns.links(), PeerColumns.LINE, PeerColumns.LINK);
        this.counters = counters;
    }

    /** The bytes of memory that the states take beside the table. */
    public long bytes() {
        return walk.bytes();
    }

    /** The peers that await a drain. */
    public DirtyQueue dirty() {
        return dirty;
    }

    /** An inbound connection of the peer that a handle names takes a place. */
    public long openInbound(long peer, int mostConnections, long at) {
        return byHandle(peer, OPEN_INBOUND, mostConnections, at);
    }

    /** A dial to the peer that a handle names takes a place. */
    public long beginDial(long peer, int mostConnections) {
        return byHandle(peer, BEGIN_DIAL, mostConnections, 0);
    }

    /** The peer that a handle names is given up. */
    public long retire(long peer) {
        return byHandle(peer, RETIRE, 0, 0);
    }

    /** A dial that still has its place gives it back. */
    public void endDial(int peer, int epoch) {
        apply(peer, END_DIAL, epoch, 0);
    }

    /** A dial that still has its place gives it back, and a back-off is noted. */
    public void failDial(int peer, int epoch) {
        apply(peer, FAIL_DIAL, epoch, 0);
    }

    /** The back-off of the peer that a handle names is forgotten. */
    public long forgive(long peer) {
        return byHandle(peer, FORGIVE, 0, 0);
    }

    /** The peer that a handle names is this node. */
    public long self(long peer) {
        return byHandle(peer, SELF, 0, 0);
    }

    /** The peer whose dial the caller holds is this node. */
    public void selfDialed(int peer) {
        apply(peer, SELF, 0, 0);
    }

    /** A peer's word. */
    public long word(int peer) {
        return columns.word(peer);
    }

    /** Notes, or no longer, that there may be a back-off for a peer, which the owner is looking at. */
    @OwnerThread
    public void noteBackOff(int peer, boolean noted) {
        long before = columns.word(peer);
        while (!columns.casWord(peer, before, PeerWord.noteBackOff(before, noted))) {
            before = columns.word(peer);
        }
    }

    /** There is no back-off for a peer, which showed one in this word; false, and nothing done, if it has another word by now. */
    @OwnerThread
    public boolean clearBackOff(int peer, long word) {
        return columns.casWord(peer, word, PeerWord.noteBackOff(word, false));
    }

    /** A dial becomes an outbound connection. */
    public long establishDial(int peer, int epoch, long at) {
        return apply(peer, ESTABLISH_DIAL, epoch, at);
    }

    /** An inbound connection takes over the place of an outbound one or of a dial, which the caller has claimed. */
    public long supersedeOutbound(int peer, int epoch, long at) {
        return apply(peer, SUPERSEDE, epoch, at);
    }

    /** A counted connection closes. */
    public long close(int peer, boolean inbound) {
        return apply(peer, inbound ? CLOSE_INBOUND : CLOSE_OUTBOUND, 0, 0);
    }

    /**
     * As {@link #close}, but leaves it to the caller to queue the peer: it then adds the peer to a {@link DirtyQueue#chain} and
     * pushes that. Whether it has to, {@link #isToBeQueued} tells of what this returns.
     */
    public long closeUnqueued(int peer, boolean inbound) {
        for (; ; ) {
            long before = columns.word(peer);
            long after = inbound ? PeerWord.closeInbound(before) : PeerWord.closeOutbound(before);
            if (columns.casWord(peer, before, after)) {
                boolean marked = PeerWord.isDirty(after) && !PeerWord.isDirty(before);
                return PeerWord.marked(before, after) | (marked ? TO_BE_QUEUED : 0);
            }
        }
    }

    /** Whether {@link #closeUnqueued} has marked the peer for the owner. */
    public static boolean isToBeQueued(long after) {
        return (after & TO_BE_QUEUED) != 0;
    }

    private long byHandle(long handle, int transition, int argument, long at) {
        if (!handles.accepts(handle)) {
            return Result.UNKNOWN_PEER.code();
        }
        int peer = handles.index(handle);
        int generation = handles.generation(handle);
        for (; ; ) {
            long before = columns.word(peer);
            if (!PeerWord.isKnownAs(before, generation)) {
                return Result.UNKNOWN_PEER.code();
            }
            long after = next(transition, before, argument);
            if (after < 0) {
                return after;
            }
            if (columns.casWord(peer, before, after)) {
                follow(peer, before, after, at);
                return PeerWord.marked(before, after);
            }
        }
    }

    // The caller holds a connection or a dial of this peer, so that the slot can't change its
    // tenant.
    private long apply(int peer, int transition, int argument, long at) {
        for (; ; ) {
            long before = columns.word(peer);
            long after = next(transition, before, argument);
            if (after < 0) {
                return after;
            }
            if (columns.casWord(peer, before, after)) {
                follow(peer, before, after, at);
                return PeerWord.marked(before, after);
            }
        }
    }

    private static long next(int transition, long word, int argument) {
        return switch (transition) {
            case OPEN_INBOUND -> PeerWord.openInbound(word, argument);
            case ESTABLISH_DIAL -> PeerWord.establishDial(word, argument);
            case SUPERSEDE -> PeerWord.supersedeOutbound(word, argument);
            case CLOSE_INBOUND -> PeerWord.closeInbound(word);
            case CLOSE_OUTBOUND -> PeerWord.closeOutbound(word);
            case BEGIN_DIAL -> PeerWord.beginDial(word, argument);
            case END_DIAL -> PeerWord.endDial(word, argument);
            case FAIL_DIAL -> PeerWord.failDial(word, argument);
            case FORGIVE -> PeerWord.forgive(word);
            case SELF -> PeerWord.self(word);
            default -> PeerWord.retire(word);
        };
    }

    private void follow(int peer, long before, long after, long at) {
        if (PeerWord.isConnected(after) && !PeerWord.isConnected(before)) {
            rise(peer, before, at);
        }
        if (PeerWord.isDirty(after) && !PeerWord.isDirty(before)) {
            dirty.push(peer);
        }
    }

    private void rise(int peer, long before, long at) {
        columns.edge(peer, Deadlines.stamp(at));
        // A fall leaves the peer in the walk, for the owner to take out: a peer that comes and goes
        // costs nothing here.
        if (!walk.contains(peer)) {
            walk.put(peer, true);
        }
        if (PeerWord.rises(before) == PeerWord.MOST_RISES) {
            counters.add(Counter.FLAPS_SATURATED.ordinal(), 1);
        }
    }

    /** Sets or clears a flag of the peer that a handle names; whether the handle is current. */
    public boolean flag(long peer, PeerFlag flag, boolean on) {
        for (; ; ) {
            long before = table.known(peer);
            if (before < 0) {
                return false;
            }
            long after = PeerWord.with(before, flag, on);
            if (columns.casWord(handles.index(peer), before, after)) {
                follow(handles.index(peer), before, after, 0);
                return true;
            }
        }
    }

    /** Has the owner look at a peer again; whether the handle is current. */
    public boolean touch(long peer) {
        for (; ; ) {
            long before = table.known(peer);
            if (before < 0) {
                return false;
            }
            long after = PeerWord.touched(before);
            if (columns.casWord(handles.index(peer), before, after)) {
                follow(handles.index(peer), before, after, 0);
                return true;
            }
        }
    }

    /** Clears the mark and the pending notifications of a peer, and notes when it fell; the word before. */
    @OwnerThread
    public long drain(int peer, long now) {
        for (; ; ) {
            long before = columns.word(peer);
            // Noted first: a word that shows no pending fall promises that its time is there.
            if (PeerWord.hasFallen(before)) {
                columns.edge(peer, Deadlines.stamp(now));
            }
            if (columns.casWord(peer, before, PeerWord.drain(before))) {
                if (!PeerWord.isConnected(before)) {
                    leaveWalk(peer);
                }
                return before;
            }
        }
    }

    // A rise changes the word and then looks into the set, this changes the set and then looks at
    // the word: whichever
    // comes second sees the other's change, so that no connected peer is left out.
    private void leaveWalk(int peer) {
        walk.put(peer, false);
        if (PeerWord.isConnected(columns.wordVolatile(peer))) {
            walk.put(peer, true);
        }
    }

    /** Whether a walk over connected peers looks at this one. */
    public boolean isWalked(int peer) {
        return walk.contains(peer);
    }

    /** The first connected peer that a filter lets through, or 0. */
    public long first(ConnectedFilter filter, int group) {
        return firstFrom(walk.firstSet(), filter, group);
    }

    /** The connected peer that follows another, which need not be connected any more, or 0. */
    public long next(long peer, ConnectedFilter filter, int group) {
        return handles.accepts(peer)
                ? firstFrom(walk.nextSet(handles.index(peer)), filter, group)
                : 0;
    }

    private long firstFrom(int start, ConnectedFilter filter, int group) {
        for (int peer = start; peer >= 0; peer = walk.nextSet(peer)) {
            long word = columns.word(peer);
            if (PeerWord.isKnown(word)
                    && passes(word, filter)
                    && (group < 0
                            || table.groups().contains(peer, PeerWord.generation(word), group))) {
                return handles.handle(peer, PeerWord.generation(word));
            }
        }
        return 0;
    }

    private static boolean passes(long word, ConnectedFilter filter) {
        return switch (filter) {
            case ALL -> PeerWord.isConnected(word);
            case INBOUND -> PeerWord.inbound(word) > 0;
            case OUTBOUND -> PeerWord.outbound(word) > 0;
        };
    }
}
