/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import static io.peerage.stress.oracle.Ledger.IN;
import static io.peerage.stress.oracle.Ledger.OUT;
import static io.peerage.stress.oracle.Ledger.PENDING_IN;
import static io.peerage.stress.oracle.Ledger.PENDING_OUT;

import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.stress.population.AddressPool;
import io.peerage.stress.population.PeerPool;
import io.peerage.stress.population.Random64;
import io.peerage.yardstick.ConnectionManager;

/**
 * One producer's way to the manager: makes each call, keeps the books, times one call in {@value Latency#SAMPLE}.
 *
 * <p>A <b>held</b> ticket or connection is in the books and nobody else ends it. A <b>loose</b> one has been taken out of the
 * books ({@code letGo…}) before other threads get to know its handle, and may be ended by anyone; how it ended is settled in
 * sum, at rest.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1), no allocation while contracts hold. <b>Units</b>: each admit,
 * dial, establish, abandon or close is one event; registering, releasing and asking are none.
 */
public final class Caller {
    private final ConnectionManager subject;
    private final PeerPool peers;
    private final AddressPool addresses;
    private final Ledger ledger;
    private final Ledger.Line line;
    private final int perPeer;
    private final Violations violations;
    private final Tally tally = new Tally();
    private final Latency latency = new Latency();
    private long events;
    private long refusals;
    private long warm;

    Caller(
            ConnectionManager subject,
            PeerPool peers,
            AddressPool addresses,
            Ledger ledger,
            int producer,
            StormLimits limits,
            Violations violations) {
        this.subject = subject;
        this.peers = peers;
        this.addresses = addresses;
        this.ledger = ledger;
        this.line = ledger.line(producer);
        this.perPeer = limits.perPeer();
        this.violations = violations;
    }

    /** Calls made. */
    public long events() {
        return events;
    }

    /** Calls refused. */
    public long refusals() {
        return refusals;
    }

    /** What the calls returned. */
    public Tally tally() {
        return tally;
    }

    /** Copies what the calls returned so far. */
    public void snapshot(Tally target) {
        target.set(tally);
    }

    /** How long the calls took. */
    public Latency latency() {
        return latency;
    }

    // Held

    /** An inbound handshake from an address begins: a held ticket, or a refusal. */
    public long admitInbound(int address) {
        long start = begin();
        long ticket = subject.admitInbound(addresses.hi(address), addresses.lo(address));
        end(start);
        return admitted(ticket, IN, PENDING_IN);
    }

    /** A dial to a peer begins: a held ticket, or a refusal. A peer that the manager has forgotten becomes known. */
    public long admitOutbound(int peer, int address) {
        long handle = peers.handle(peer);
        if (handle <= 0) {
            handle = register(peer);
        }
        if (handle < 0) {
            return handle;
        }
        long ticket = dial(handle, peer, address);
        if (ticket == Result.UNKNOWN_PEER.code()) {
            peers.handle(peer, 0);
        }
        return ticket;
    }

    /** As {@link #admitOutbound}, for a peer whose id is another producer's to renew: it doesn't become known. */
    public long admitOutboundIfKnown(int peer, int address) {
        long handle = peers.handle(peer);
        return handle > 0 ? dial(handle, peer, address) : Result.UNKNOWN_PEER.code();
    }

    private long dial(long handle, int peer, int address) {
        long start = begin();
        long ticket = subject.admitOutbound(handle, addresses.hi(address), addresses.lo(address));
        end(start);
        if (ticket > 0) {
            ledger.dialing(peer);
        }
        return admitted(ticket, OUT, PENDING_OUT);
    }

    private long admitted(long ticket, int kind, int pendingKind) {
        if (ticket > 0) {
            tally.admitted++;
            line.opened(kind);
            line.opened(pendingKind);
            ledger.checkTotals();
        } else {
            refused(ticket);
        }
        return ticket;
    }

    /** The handshake of a held ticket shows this peer; whether there is a held connection now. */
    public boolean establishInbound(long ticket, int peer, int address) {
        letGoTicket(true, peer);
        return established(callEstablishInbound(ticket, peer), peer, address, IN);
    }

    /** The dial of a held ticket has reached its peer; whether there is a held connection now. */
    public boolean establishOutbound(long ticket, int peer, int address) {
        letGoTicket(false, peer);
        return established(callEstablishOutbound(ticket), peer, address, OUT);
    }

    private boolean established(int outcome, int peer, int address, int kind) {
        if (outcome < 0) {
            refused(outcome);
            refusedEstablish(outcome, true);
            return false;
        }
        boolean first = Outcome.isFirst(outcome);
        tally.established++;
        tally.first += first ? 1 : 0;
        line.opened(kind);
        ledger.opened(peer, address, first);
        checkOpening(outcome, first);
        if (Outcome.isClosedMeanwhile(outcome)) {
            violations.found(Contract.ENDS_ONCE, "a connection that nobody closed was closed");
        }
        return true;
    }

    private void checkOpening(int outcome, boolean first) {
        int connections = Outcome.connections(outcome);
        boolean plausible = first ? connections == 1 : connections > 1 && connections <= perPeer;
        if (!plausible && !Outcome.isClosedMeanwhile(outcome)) {
            violations.found(
                    Contract.TRANSITIONS,
                    first ? "connections after FIRST" : "connections after ANOTHER",
                    connections,
                    first ? 1 : 2);
        }
    }

    private void refusedEstablish(int outcome, boolean held) {
        switch (Outcome.result(outcome)) {
            case PEER_LIMIT, PEER_TABLE_FULL, UNKNOWN_PEER, BANNED -> {
                tally.refusedEnding++;
                tally.refusedLoose += held ? 0 : 1;
            }
            case TICKET_EXPIRED, ALREADY_ESTABLISHED -> {
                if (held) {
                    violations.found(
                            Contract.ENDS_ONCE, "a held ticket is " + Outcome.result(outcome));
                }
            }
            default ->
                    violations.found(
                            Contract.ENDS_ONCE, "establish says " + Outcome.result(outcome));
        }
    }

    /** The handshake or dial of a held ticket has failed. */
    public void abandon(long ticket, boolean inward, int peer) {
        letGoTicket(inward, peer);
        int outcome = callAbandon(ticket);
        if (outcome < 0 || Outcome.result(outcome) != Result.ABANDONED) {
            violations.found(
                    Contract.ENDS_ONCE, "abandoning a held ticket says " + Outcome.result(outcome));
        } else {
            tally.abandoned++;
        }
    }

    /** A held ticket is forgotten, to expire. */
    public void forget(boolean inward, int peer) {
        letGoTicket(inward, peer);
        tally.leftToExpire++;
    }

    /** A held connection closes. */
    public void close(long connection, int peer, int address, boolean inward) {
        letGoConnection(peer, address, inward);
        int outcome = callClose(connection);
        if (!closed(outcome, peer)) {
            violations.found(
                    Contract.ENDS_ONCE,
                    "closing a held connection says " + Outcome.result(outcome));
        }
    }

    private boolean closed(int outcome, int peer) {
        Result result = Outcome.result(outcome);
        if (result != Result.LAST_CONNECTION && result != Result.STILL_CONNECTED) {
            return false;
        }
        boolean last = result == Result.LAST_CONNECTION;
        int left = Outcome.connections(outcome);
        if (last ? left != 0 : left < 1 || left >= perPeer) {
            violations.found(
                    Contract.TRANSITIONS, "connections after " + result, left, last ? 0 : 1);
        }
        tally.closed++;
        if (last) {
            tally.last++;
            ledger.balance(peer, -1);
        }
        return true;
    }

    // Loose

    /** Takes a held ticket out of the books. */
    public void letGoTicket(boolean inward, int peer) {
        line.closing(inward ? PENDING_IN : PENDING_OUT);
        line.closing(inward ? IN : OUT);
        if (!inward) {
            ledger.dialEnding(peer);
        }
    }

    /** Takes a held connection out of the books. */
    public void letGoConnection(int peer, int address, boolean inward) {
        line.closing(inward ? IN : OUT);
        ledger.closing(peer, address);
    }

    /** Establishes a loose ticket, which somebody else closes. */
    public void establishLoose(long ticket, boolean inward, int peer) {
        int outcome = inward ? callEstablishInbound(ticket, peer) : callEstablishOutbound(ticket);
        if (outcome < 0) {
            refused(outcome);
            refusedEstablish(outcome, false);
            return;
        }
        boolean first = Outcome.isFirst(outcome);
        boolean last = Outcome.isLast(outcome);
        tally.established++;
        tally.first += first ? 1 : 0;
        tally.last += last ? 1 : 0;
        checkOpening(outcome, first);
        if (first != last) {
            ledger.balance(peer, first ? 1 : -1);
        }
        tally.closedMeanwhile += Outcome.isClosedMeanwhile(outcome) ? 1 : 0;
    }

    /** Closes a loose ticket or connection, as others may too. */
    public void closeLoose(long handle, int peer) {
        int outcome = callClose(handle);
        if (outcome < 0) {
            refused(outcome);
            if (outcome != Result.ALREADY_CLOSED.code()) {
                violations.found(
                        Contract.ENDS_ONCE, "a racing close says " + Outcome.result(outcome));
            }
        } else if (Outcome.result(outcome) == Result.ABANDONED) {
            tally.abandoned++;
        } else if (Outcome.result(outcome) == Result.CLOSE_HANDED_OVER) {
            tally.handedOver++;
        } else if (!closed(outcome, peer)) {
            violations.found(Contract.ENDS_ONCE, "a racing close says " + Outcome.result(outcome));
        }
    }

    /** Establishes a loose inbound ticket that nobody else ends, though it may have expired: a held connection, or none. */
    public boolean adopt(long ticket, int peer, int address) {
        int outcome = callEstablishInbound(ticket, peer);
        if (outcome == Result.TICKET_EXPIRED.code()) {
            refused(outcome);
            tally.leftToExpire++;
            return false;
        }
        return established(outcome, peer, address, IN);
    }

    // Ended

    /** Closes what has ended: it must be recognised. */
    public void closeEnded(long handle) {
        expectRefusal(callClose(handle), Result.ALREADY_CLOSED, "closing again");
    }

    /** Abandons what has ended: it must be recognised. */
    public void abandonEnded(long handle) {
        expectRefusal(callAbandon(handle), Result.ALREADY_CLOSED, "abandoning what has ended");
    }

    /** Establishes a ticket that has ended: it must be recognised. */
    public void establishEnded(long ticket, boolean inward, int peer) {
        int outcome = inward ? callEstablishInbound(ticket, peer) : callEstablishOutbound(ticket);
        expectRefusal(outcome, Result.TICKET_EXPIRED, "establishing what has ended");
    }

    /** Abandons a held connection: it must be refused. */
    public void abandonEstablished(long connection) {
        expectRefusal(
                callAbandon(connection), Result.ALREADY_ESTABLISHED, "abandoning a connection");
    }

    /** Establishes a held connection again: it must be refused. */
    public void establishAgain(long connection, boolean inward, int peer) {
        int outcome =
                inward ? callEstablishInbound(connection, peer) : callEstablishOutbound(connection);
        expectRefusal(outcome, Result.ALREADY_ESTABLISHED, "establishing again");
    }

    private void expectRefusal(int outcome, Result expected, String what) {
        if (outcome < 0) {
            refused(outcome);
        }
        if (outcome != expected.code()) {
            violations.found(
                    Contract.ENDS_ONCE,
                    what + " says " + Outcome.result(outcome) + " instead of " + expected);
        }
    }

    // Peers and questions

    /** Makes a peer known and notes its handle, or returns a refusal. */
    public long register(int peer) {
        long handle = subject.register(peers.ids(), peers.offset(peer), peers.length(peer));
        peers.handle(peer, handle < 0 ? 0 : handle);
        return handle;
    }

    /** Gives a peer up, if it is known and not in use. */
    public void release(int peer) {
        long handle = peers.handle(peer);
        if (handle > 0) {
            giveUp(handle);
        }
    }

    private int giveUp(long handle) {
        int result = subject.release(handle);
        tally.givenUp += result == Result.RELEASED.code() ? 1 : 0;
        return result;
    }

    /**
     * Gives a peer up for good, unless it is in use, and makes another known that takes its number, with an id that nobody
     * has had. For peers whose ids this producer alone uses.
     *
     * @return the handle of the one that was given up, or 0
     */
    public long replace(int peer, Random64 random) {
        long handle = peers.handle(peer);
        if (handle <= 0) {
            handle = register(peer);
        }
        if (handle <= 0) {
            return 0;
        }
        int result = giveUp(handle);
        if (result == Result.UNKNOWN_PEER.code()) {
            violations.found(Contract.HANDLES, "a peer that nobody gave up is unknown");
            peers.handle(peer, 0);
        }
        if (result != Result.RELEASED.code()) {
            return 0;
        }
        tally.replaced++;
        peers.renew(peer, random);
        register(peer);
        return handle;
    }

    /** Uses the handle of a peer that was given up for good: it must name nobody. */
    public void useStale(long handle) {
        if (subject.isConnected(handle) || subject.connectionsOf(handle) != 0) {
            violations.found(Contract.HANDLES, "a peer that was given up is connected");
        }
        long start = begin();
        long ticket = subject.admitOutbound(handle, 0, 0);
        end(start);
        if (ticket > 0) {
            violations.found(Contract.HANDLES, "a peer that was given up may be dialed");
            subject.abandon(ticket);
        } else {
            refused(ticket);
        }
    }

    /** Gives up a peer whose handle was never learnt, unless it is in use. */
    public void releaseById(int peer) {
        long handle = subject.register(peers.ids(), peers.offset(peer), peers.length(peer));
        if (handle > 0) {
            giveUp(handle);
        }
    }

    /** Asks about a peer whatever can be asked; while others call, no answer is wrong, unless it is impossible. */
    public void ask(int peer) {
        long handle = peers.handle(peer);
        if (handle > 0) {
            boolean connected = subject.isConnected(handle);
            int connections = subject.connectionsOf(handle);
            // Both directions are counted apart, so that one may be counted before and one after a
            // change.
            if (connections < 0 || connections > 2 * perPeer) {
                violations.found(
                        Contract.HANDLE_QUERIES, "connections of a peer", connections, perPeer);
            }
            boolean byId = subject.isConnected(peers.ids(), peers.offset(peer), peers.length(peer));
            warm += (connected ? 1 : 0) + (byId ? 1 : 0) + subject.connectedPeers();
        }
    }

    /** Something of all that the books keep about a peer, read so that later reads find it near. */
    public void touch(int peer, int address) {
        warm += ledger.touch(peer, address);
    }

    // Calls

    private int callEstablishInbound(long ticket, int peer) {
        long start = begin();
        int outcome =
                subject.establishInbound(
                        ticket, peers.ids(), peers.offset(peer), peers.length(peer));
        end(start);
        return outcome;
    }

    private int callEstablishOutbound(long ticket) {
        long start = begin();
        int outcome = subject.establishOutbound(ticket);
        end(start);
        return outcome;
    }

    private int callAbandon(long ticket) {
        long start = begin();
        int outcome = subject.abandon(ticket);
        end(start);
        return outcome;
    }

    private int callClose(long handle) {
        long start = begin();
        int outcome = subject.close(handle);
        end(start);
        return outcome;
    }

    private long begin() {
        return Latency.isSampled(++events) ? System.nanoTime() : 0;
    }

    private void end(long start) {
        if (Latency.isSampled(events)) {
            latency.record(System.nanoTime() - start);
        }
    }

    private void refused(long code) {
        refusals++;
        tally.refused[(int) -code]++;
    }
}
