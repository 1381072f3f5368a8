/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import static io.peerage.connection.ConnectionWord.CLOSED;
import static io.peerage.connection.ConnectionWord.CLOSE_ASKED;
import static io.peerage.connection.ConnectionWord.CLOSING;
import static io.peerage.connection.ConnectionWord.COMMITTING;
import static io.peerage.connection.ConnectionWord.ESTABLISHED;
import static io.peerage.connection.ConnectionWord.FREE;
import static io.peerage.connection.ConnectionWord.HOLDS;
import static io.peerage.connection.ConnectionWord.PENDING;
import static io.peerage.connection.ConnectionWord.QUEUED;
import static io.peerage.connection.ConnectionWord.SUPERSEDED;
import static io.peerage.connection.ConnectionWord.SUPERSEDED_MEANWHILE;

import io.peerage.ban.AddressGate;
import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The life of a connection: reserved as a ticket, established, closed; everything that it holds is given back exactly
 * once, by whoever moves its slot's word to the end.
 *
 * <p><b>What callers must do</b>: after an admission, call establish, abandon or close with the ticket; a ticket that
 * nobody ends is reclaimed after its lease. After a refused establish the ticket has ended; close the transport.
 * <b>What they then get</b>: no limit exceeded at any moment; exactly one FIRST and one LAST per rise and fall of a peer;
 * a second close recognised.
 *
 * <p><b>Threading</b>: any thread, except {@link #expire} and {@link #takeClosing}, owner thread. <b>Progress</b>:
 * lock-free; a thread that is suspended anywhere holds up the one connection it works on. <b>Complexity</b>: O(1), no
 * allocation. <b>Order</b>: node limits, prefixes, peer; given back peer first, then prefixes, slot, node limits, so that a
 * permit always proves a free slot. <b>Origin</b>: features A1, A2, A6, B1 to B8, B12.
 */
@AnyThread
public final class AdmissionControl {
    private final PeerTable peers;
    private final PeerStates states;
    private final ConnectionTable connections;
    private final HandleSpace handles;
    private final Places places;
    private final AddressGate gate;
    private final TrustRules trust;
    private final SimultaneousOpen simultaneousOpen;
    private final DialOutcomes dials;
    private final @Nullable DialReports reports;
    private final StripedCounters refusals;
    private final StripedCounters counters;
    private final NanoClock clock;
    private final int perPeer;

    /** Admission to these tables under these limits. */
    public AdmissionControl(AdmissionParts parts) {
        this.peers = parts.peers();
        this.states = parts.states();
        this.connections = parts.connections();
        this.handles = parts.connections().handles();
        this.places = parts.places();
        this.gate = parts.gate();
        this.trust = parts.trust();
        this.simultaneousOpen = new SimultaneousOpen(parts);
        this.dials = parts.dials();
        this.reports = parts.reports();
        this.refusals = parts.refusals();
        this.counters = parts.counters();
        this.clock = parts.clock();
        this.perPeer = parts.config().limits().perPeer();
    }

    /** Reserves a place for an inbound handshake: a ticket, or the negative code of a refusal. */
    public long admitInbound(long ipHi, long ipLo) {
        boolean trusted = trust.isTrustedNetwork(ipHi, ipLo);
        long bansMade = gate.bans().prefixBansMade();
        // The clock is read once, and not for whom a limit alone refuses.
        boolean timed = gate.needsTimeInbound();
        long now = timed ? clock.nanoTime() : 0;
        int barred = gate.inbound(ipHi, ipLo, trusted, now);
        if (barred < 0) {
            return refuse(barred);
        }
        long reservation = places.reserve(true, trusted, ipHi, ipLo);
        if (reservation < 0) {
            return refuse(reservation);
        }
        if (isBannedMeanwhile(bansMade, ipHi, ipLo)) {
            places.cancel(true, reservation);
            return refuse(Result.PREFIX_BANNED.code());
        }
        return places.ticket(true, reservation, 0, -1, timed ? now : clock.nanoTime());
    }

    // Asked once the prefixes count the reservation: a ban that comes after it finds that, and
    // waits
    // for what becomes of it.
    private boolean isBannedMeanwhile(long bansMade, long ipHi, long ipLo) {
        return gate.bans().prefixBansMade() != bansMade
                && gate.outbound(ipHi, ipLo, clock.nanoTime()) == Result.PREFIX_BANNED.code();
    }

    /** Reserves a place for a dial to a peer: a ticket, or the negative code of a refusal. */
    public long admitOutbound(long peer, long ipHi, long ipLo) {
        long word = peers.known(peer);
        if (word < 0) {
            return refuse(Result.UNKNOWN_PEER.code());
        }
        int index = peers.handles().index(peer);
        boolean trusted = trust.isTrusted(word) || trust.isTrustedNetwork(ipHi, ipLo);
        // Asked before anything is taken: a hopeless dial takes nothing from others, not for a
        // moment.
        long hopeless = PeerWord.beginDial(word, trusted ? PeerWord.MOST_CONNECTIONS : perPeer);
        if (hopeless < 0) {
            return refuse(hopeless);
        }
        // Whoever failed noted the back-off before giving the dial back: a peer that is free to
        // dial
        // shows it.
        int backOff = dials.refusal(index, word);
        if (backOff < 0) {
            return refuse(backOff);
        }
        long bansMade = gate.bans().prefixBansMade();
        boolean timed = gate.needsTimeOutbound();
        long now = timed ? clock.nanoTime() : 0;
        int barred = gate.outbound(ipHi, ipLo, now);
        if (barred < 0) {
            return refuse(barred);
        }
        long reservation = places.reserve(false, trusted, ipHi, ipLo);
        if (reservation < 0) {
            return refuse(reservation);
        }
        if (isBannedMeanwhile(bansMade, ipHi, ipLo)) {
            places.cancel(false, reservation);
            return refuse(Result.PREFIX_BANNED.code());
        }
        int most = trust.mostConnections(word, Places.held(reservation), perPeer);
        long after = states.beginDial(peer, most);
        if (after < 0) {
            places.cancel(false, reservation);
            return refuse(after);
        }
        // Asked again, now that nobody else can be dialing the peer: another dial may have begun
        // and
        // failed since the word was read.
        backOff = dials.refusal(index, after);
        if (backOff < 0) {
            states.endDial(index, PeerWord.epoch(after));
            places.cancel(false, reservation);
            return refuse(backOff);
        }
        // Noted before there is a ticket that could expire: until then the peer is this dial's, and
        // the note no later one's.
        peers.columns().newestDial(index, places.handle(reservation));
        if (reports != null) {
            reports.started(Places.slot(reservation), ipHi, ipLo);
        }
        return places.ticket(
                false, reservation, PeerWord.epoch(after), index, timed ? now : clock.nanoTime());
    }

    /** An inbound handshake has shown this peer; a negative handle is the refusal that ends the ticket. */
    public int establishInbound(long ticket, long peer) {
        // Asked first: it throws for a handle that is none of ours, and a ticket that was claimed
        // by
        // then would be lost.
        boolean named = peers.handles().accepts(peer);
        int claimed = claim(ticket, true);
        if (claimed < 0) {
            return refuse(claimed);
        }
        int slot = handles.index(ticket);
        long held = connections.word(slot) & HOLDS;
        long admitted = connections.admitted(slot);
        long after = named ? openInbound(peer, held, admitted) : refusalThatIsNoPeer(peer);
        if (after < 0) {
            return refuseEstablish(slot, held, after);
        }
        return commit(slot, true, held, peers.handles().index(peer), after);
    }

    /** A dial has reached its peer. */
    public int establishOutbound(long ticket) {
        int claimed = claim(ticket, false);
        if (claimed < 0) {
            return refuse(claimed);
        }
        int slot = handles.index(ticket);
        long word = connections.word(slot);
        int peer = connections.peer(slot);
        int epoch = ConnectionWord.epoch(word);
        long after = states.establishDial(peer, epoch, connections.admitted(slot));
        if (after < 0) {
            return refuseEstablish(slot, word & HOLDS, after);
        }
        return commit(slot, false, word & HOLDS, peer, after);
    }

    /** Moves a ticket from PENDING to COMMITTING: 0, or the code of a refusal. */
    private int claim(long ticket, boolean inbound) {
        if (!handles.accepts(ticket)) {
            return Result.UNKNOWN_CONNECTION.code();
        }
        int slot = handles.index(ticket);
        for (; ; ) {
            long word = connections.word(slot);
            int refusal = refusalOfAge(word, ticket, Result.TICKET_EXPIRED);
            if (refusal == 0) {
                refusal = refusalOfState(word, inbound);
            }
            if (refusal < 0) {
                return refusal;
            }
            if (connections.casWord(slot, word, ConnectionWord.withState(word, COMMITTING))) {
                return 0;
            }
        }
    }

    private int refusalOfAge(long word, long handle, Result ended) {
        int age = ConnectionWord.generation(word) - handles.generation(handle);
        if (age == 0) {
            return ConnectionWord.state(word) == FREE ? Result.UNKNOWN_CONNECTION.code() : 0;
        }
        return (age > 0 ? ended : Result.UNKNOWN_CONNECTION).code();
    }

    private static int refusalOfState(long word, boolean inbound) {
        return switch (ConnectionWord.state(word)) {
            case PENDING ->
                    ConnectionWord.isInbound(word) == inbound ? 0 : Result.WRONG_DIRECTION.code();
            case COMMITTING, ESTABLISHED -> Result.ALREADY_ESTABLISHED.code();
            case SUPERSEDED -> Result.SUPERSEDED.code();
            default -> Result.TICKET_EXPIRED.code();
        };
    }

    // What register and lookup refuse with; any other number is no peer either.
    private static long refusalThatIsNoPeer(long peer) {
        int full = Result.PEER_TABLE_FULL.code();
        return peer == full ? full : Result.UNKNOWN_PEER.code();
    }

    private long openInbound(long peer, long held, long admitted) {
        long word = peers.known(peer);
        if (word < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        long after = states.openInbound(peer, trust.mostConnections(word, held, perPeer), admitted);
        return after == Result.PEER_LIMIT.code() ? simultaneousOpen.contest(peer, admitted) : after;
    }

    /** The last step of establishing, where what other threads asked for meanwhile comes to light. */
    private int commit(int slot, boolean inbound, long reserved, int peer, long after) {
        boolean first = PeerWord.isEdge(after);
        Result event = first ? Result.FIRST_CONNECTION : Result.ANOTHER_CONNECTION;
        int outcome = Outcome.of(event, PeerWord.connections(after));
        boolean trusted = inbound && trust.isTrusted(after);
        long held = places.establish(slot, inbound, reserved, trusted, first);
        connections.peer(slot, peer);
        dials.established(peer, after, !inbound);
        if (reports != null && !inbound) {
            reports.worked(slot, peers.handles().handle(peer, PeerWord.generation(after)));
        }
        for (; ; ) {
            long word = connections.word(slot);
            if (ConnectionWord.has(word, CLOSE_ASKED | SUPERSEDED_MEANWHILE)) {
                if (connections.casWord(slot, word, ConnectionWord.withState(word, CLOSING))) {
                    return closeRaced(slot, word, held, outcome);
                }
            } else if (connections.casWord(
                    slot, word, ConnectionWord.withState(word & ~HOLDS | held, ESTABLISHED))) {
                return outcome;
            }
        }
    }

    private int closeRaced(int slot, long word, long held, int outcome) {
        boolean inbound = ConnectionWord.isInbound(word);
        if (ConnectionWord.has(word, SUPERSEDED_MEANWHILE)) {
            // The inbound connection took over the place in the peer's word, and counts for it.
            places.releaseConnection(slot, inbound, held, false);
            return Outcome.alsoClosed(outcome, false, Outcome.connections(outcome));
        }
        long after = states.close(connections.peer(slot), inbound);
        places.releaseConnection(slot, inbound, held, PeerWord.isEdge(after));
        return Outcome.alsoClosed(outcome, PeerWord.isEdge(after), PeerWord.connections(after));
    }

    private int refuseEstablish(int slot, long held, long refusal) {
        long word = endCommitting(slot);
        boolean inbound = ConnectionWord.isInbound(word);
        // A place that was taken over is no longer this dial's to give back.
        if (!inbound && !ConnectionWord.has(word, SUPERSEDED_MEANWHILE)) {
            states.endDial(connections.peer(slot), ConnectionWord.epoch(word));
        }
        places.releaseTicket(slot, inbound, held);
        counters.add(Counter.TICKETS_REFUSED.ordinal(), 1);
        return refuse((int) refusal);
    }

    /** Moves a slot that this thread is establishing to CLOSING, whatever flags others set; the word before. */
    private long endCommitting(int slot) {
        for (; ; ) {
            long word = connections.word(slot);
            if (connections.casWord(slot, word, ConnectionWord.withState(word, CLOSING))) {
                return word;
            }
        }
    }

    /** Gives a peer up, unless it is in use or this node itself. */
    public int release(long peer) {
        long retired = states.retire(peer);
        return retired < 0 ? (int) retired : Result.RELEASED.code();
    }

    /** Gives a ticket back. */
    public int abandon(long ticket) {
        return end(ticket, false, DialOutcome.CANCELLED);
    }

    /** Gives the ticket of a dial back that ended without a connection. */
    public int failDial(long ticket, DialOutcome outcome) {
        if (isInbound(ticket)) {
            return refuse(Result.WRONG_DIRECTION.code());
        }
        return end(ticket, false, outcome);
    }

    /** The peer of an established connection, or of a dial; the code of a refusal if there is none. */
    public long peerOf(long connection) {
        if (!handles.accepts(connection)) {
            return Result.UNKNOWN_CONNECTION.code();
        }
        int slot = handles.index(connection);
        int peer = connections.peer(slot);
        long peerWord = peer < 0 || peer >= peers.capacity() ? -1 : peers.columns().word(peer);
        // Read last: a slot that holds its peer now has held it all the time, and the peer its
        // index.
        long word = connections.word(slot);
        boolean current =
                ConnectionWord.generation(word) == handles.generation(connection)
                        && ConnectionWord.holdsPeer(word);
        return current && peerWord >= 0
                ? peers.handles().handle(peer, PeerWord.generation(peerWord))
                : Result.UNKNOWN_CONNECTION.code();
    }

    /** Whether a connection or ticket is current and inbound. */
    public boolean isInbound(long handle) {
        if (!handles.accepts(handle)) {
            return false;
        }
        long word = connections.word(handles.index(handle));
        return ConnectionWord.generation(word) == handles.generation(handle)
                && ConnectionWord.isInbound(word);
    }

    /** Ends a connection, or gives a ticket back. */
    public int close(long connection) {
        return end(connection, true, DialOutcome.CANCELLED);
    }

    private int end(long handle, boolean established, DialOutcome outcome) {
        if (!handles.accepts(handle)) {
            return refuse(Result.UNKNOWN_CONNECTION.code());
        }
        int slot = handles.index(handle);
        for (; ; ) {
            long word = connections.word(slot);
            int refusal = refusalOfAge(word, handle, Result.ALREADY_CLOSED);
            if (refusal < 0) {
                return refuse(refusal);
            }
            int state = ConnectionWord.state(word);
            if (!established && (state == COMMITTING || state == ESTABLISHED)) {
                return refuse(Result.ALREADY_ESTABLISHED.code());
            }
            if (state == CLOSING || state == CLOSED || ConnectionWord.has(word, CLOSE_ASKED)) {
                return refuse(Result.ALREADY_CLOSED.code());
            }
            if (connections.casWord(slot, word, ending(word, state))) {
                return ended(slot, word, state, outcome);
            }
        }
    }

    private static long ending(long word, int state) {
        if (state == COMMITTING) {
            return word | CLOSE_ASKED;
        }
        boolean ownersTurn = state == SUPERSEDED && ConnectionWord.has(word, QUEUED);
        return ConnectionWord.withState(word, ownersTurn ? CLOSED : CLOSING);
    }

    private int ended(int slot, long word, int state, DialOutcome outcome) {
        boolean inbound = ConnectionWord.isInbound(word);
        switch (state) {
            case PENDING -> {
                endTicket(slot, word, outcome);
                counters.add(Counter.TICKETS_ABANDONED.ordinal(), 1);
                return Outcome.of(Result.ABANDONED, 0);
            }
            case COMMITTING -> {
                return Outcome.of(Result.CLOSE_HANDED_OVER, 0);
            }
            case SUPERSEDED -> {
                if (!ConnectionWord.has(word, QUEUED)) {
                    places.releaseTicket(slot, inbound, word & HOLDS);
                }
                return refuse(Result.SUPERSEDED.code());
            }
            default -> {
                long after = states.close(connections.peer(slot), inbound);
                places.releaseConnection(slot, inbound, word & HOLDS, PeerWord.isEdge(after));
                Result event =
                        PeerWord.isEdge(after) ? Result.LAST_CONNECTION : Result.STILL_CONNECTED;
                return Outcome.of(event, PeerWord.connections(after));
            }
        }
    }

    private void endTicket(int slot, long word, DialOutcome outcome) {
        boolean inbound = ConnectionWord.isInbound(word);
        if (!inbound) {
            endDial(slot, connections.peer(slot), ConnectionWord.epoch(word), outcome);
        }
        places.releaseTicket(slot, inbound, word & HOLDS);
    }

    private void endDial(int slot, int peer, int epoch, DialOutcome outcome) {
        if (outcome == DialOutcome.SELF) {
            states.selfDialed(peer);
        }
        long word = states.word(peer);
        if (dials.failed(peer, word, outcome)) {
            if (reports != null && !dials.outage().isOutage()) {
                reports.failed(slot, peers.handles().handle(peer, PeerWord.generation(word)));
            }
            states.failDial(peer, epoch);
        } else {
            states.endDial(peer, epoch);
        }
    }

    /** Reclaims a ticket whose word the sweep has seen past its deadline; whether it still was one. */
    @OwnerThread
    public boolean expire(int slot, long word) {
        if (!connections.casWord(slot, word, ConnectionWord.withState(word, CLOSING))) {
            return false;
        }
        endTicket(slot, word, DialOutcome.TIMEOUT);
        counters.addOwned(Counter.TICKETS_EXPIRED.ordinal(), 1);
        return true;
    }

    /** Gives a ticket back for its maker, if its word is still this; whether it was. */
    @OwnerThread
    public boolean revoke(int slot, long word) {
        if (!connections.casWord(slot, word, ConnectionWord.withState(word, CLOSING))) {
            return false;
        }
        endTicket(slot, word, DialOutcome.CANCELLED);
        counters.addOwned(Counter.TICKETS_ABANDONED.ordinal(), 1);
        return true;
    }

    /** Takes a slot off the owner's queue; its handle if the application is to close it, else 0. */
    @OwnerThread
    public long takeClosing(int slot) {
        for (; ; ) {
            long word = connections.word(slot);
            if (connections.casWord(slot, word, word & ~QUEUED)) {
                int state = ConnectionWord.state(word);
                if (state == CLOSED) {
                    places.releaseTicket(slot, ConnectionWord.isInbound(word), word & HOLDS);
                }
                return state == SUPERSEDED
                        ? handles.handle(slot, ConnectionWord.generation(word))
                        : 0;
            }
        }
    }

    private long refuse(long code) {
        refusals.add((int) -code, 1);
        return code;
    }

    private int refuse(int code) {
        refusals.add(-code, 1);
        return code;
    }
}
