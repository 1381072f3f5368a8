/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.model.DialOutcome;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.Ledger;

/**
 * One producer's connections: comes in, dials by hand, takes over the owner's dials, closes, and judges each answer by what stood while
 * the call was made.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1), no allocation while contracts hold.
 */
final class Traffic {
    private final Accounts all;
    private final Producer by;
    private final Ledger.Line line;
    private final OpenLinks links;
    private final Mailbox mailbox;
    private int swept;

    Traffic(Accounts all, Producer by, int producer, Mailbox mailbox) {
        this.all = all;
        this.by = by;
        this.line = all.ledger.line(producer);
        this.links = new OpenLinks(all.slots.size());
        this.mailbox = mailbox;
    }

    OpenLinks links() {
        return links;
    }

    // Inbound

    /** A peer comes in from its address, or another one. */
    void arrive(int peer, int address, boolean fails) {
        long look = all.prefixes.look(all.prefixBans, address);
        all.rates.attempt(address);
        long at = all.clock.nanoTime();
        by.events++;
        long ticket =
                all.manager().admitInbound(all.addresses.hi(address), all.addresses.lo(address));
        long after = all.prefixes.look(all.prefixBans, address);
        all.rates.answered(address, ticket);
        judgePrefix(look, after, ticket, true);
        if (ticket < 0) {
            by.refused(ticket);
            return;
        }
        by.counts.admitted++;
        boolean exposed = all.prefixes.isExposed(address);
        hold(exposed, Ledger.IN, Ledger.PENDING_IN);
        all.slots.hold(all.manager().slotOf(ticket), ticket, peer, address, at);
        if (fails) {
            letGo(exposed, Ledger.IN, Ledger.PENDING_IN);
            by.events++;
            abandoned(all.manager().abandon(ticket), look, address, false);
        } else {
            establishInbound(ticket, peer, address, at, look, exposed);
        }
    }

    private void hold(boolean exposed, int kind, int pending) {
        if (!exposed) {
            line.opened(kind);
            line.opened(pending);
            all.ledger.checkTotals();
        }
    }

    private void letGo(boolean exposed, int kind, int pending) {
        if (!exposed) {
            line.closing(kind);
            line.closing(pending);
        }
    }

    private void judgePrefix(long before, long after, long answer, boolean asksFirst) {
        boolean refused = answer == Result.PREFIX_BANNED.code();
        if (BanBook.wasFree(before, after) && refused) {
            all.violations.found(Contract.BANS, "an address is refused for a ban that is none");
        }
        if (BanBook.wasBarred(before, after) && (answer > 0 || asksFirst && !refused)) {
            all.violations.found(
                    Contract.BANS, "an address whose prefix is banned is answered " + answer);
        }
    }

    private void establishInbound(
            long ticket, int peer, int address, long at, long look, boolean exposed) {
        letGo(exposed, Ledger.IN, Ledger.PENDING_IN);
        all.dials.establishing(peer);
        long before = all.peerBans.look(peer);
        by.events++;
        int outcome =
                all.manager()
                        .establishInbound(
                                ticket,
                                all.peers.ids(),
                                all.peers.offset(peer),
                                all.peers.length(peer));
        judgePeer(peer, before, all.peerBans.look(peer), outcome);
        all.dials.changed(peer);
        if (outcome > 0) {
            established(outcome, ticket, peer, address, true, at, look);
        } else {
            all.dials.closed(peer);
            refusedEstablish(outcome, look, address, false);
        }
    }

    private void judgePeer(int peer, long before, long after, long answer) {
        boolean refused = answer == Result.BANNED.code();
        if (BanBook.wasFree(before, after) && refused) {
            all.violations.found(
                    Contract.BANS, "a peer is refused for a ban that is none: " + peer);
        }
        if (BanBook.wasBarred(before, after) && answer > 0) {
            all.violations.found(Contract.BANS, "a banned peer is let in: " + peer);
        }
    }

    private void established(
            int outcome, long ticket, int peer, int address, boolean inward, long at, long look) {
        if (Outcome.isClosedMeanwhile(outcome)) {
            closedMeanwhile(outcome, peer, address, look);
            return;
        }
        boolean first = Outcome.isFirst(outcome);
        by.counts.established++;
        by.counts.first += first ? 1 : 0;
        line.opened(inward ? Ledger.IN : Ledger.OUT);
        all.ledger.opened(peer, address, first);
        all.dials.opened(peer);
        all.ledger.checkTotals();
        links.add(ticket, peer, address, inward, at);
    }

    // Only a ban of its prefix may have ended it before it was there.
    private void closedMeanwhile(int outcome, int peer, int address, long look) {
        all.dials.closed(peer);
        int edges = (Outcome.isFirst(outcome) ? 1 : 0) - (Outcome.isLast(outcome) ? 1 : 0);
        all.ledger.balance(peer, edges);
        by.counts.first += Outcome.isFirst(outcome) ? 1 : 0;
        by.counts.last += Outcome.isLast(outcome) ? 1 : 0;
        endedByBan(look, address, false);
    }

    private void refusedEstablish(int outcome, long look, int address, boolean commanded) {
        by.refused(outcome);
        switch (Outcome.result(outcome)) {
            case PEER_LIMIT, PEER_TABLE_FULL, UNKNOWN_PEER, BANNED -> by.counts.refusedEnding++;
            case TICKET_EXPIRED, ALREADY_CLOSED -> endedByBan(look, address, commanded);
            default ->
                    all.violations.found(
                            Contract.ENDS_ONCE, "establish says " + Outcome.result(outcome));
        }
    }

    // Only a ban of its prefix may have ended a ticket that is held.
    private void endedByBan(long look, int address, boolean dial) {
        by.counts.endedByBan++;
        if (dial) {
            all.dials.endedByBan();
        }
        if (BanBook.wasFree(look, all.prefixes.look(all.prefixBans, address))) {
            all.violations.found(Contract.ENDS_ONCE, "a held ticket ended by itself");
        }
    }

    private void abandoned(int outcome, long look, int address, boolean dial) {
        if (outcome > 0 && Outcome.result(outcome) == Result.ABANDONED) {
            by.counts.abandoned++;
        } else if (outcome == Result.ALREADY_CLOSED.code()
                || outcome == Result.TICKET_EXPIRED.code()) {
            endedByBan(look, address, dial);
        } else {
            all.violations.found(Contract.ENDS_ONCE, "abandoning a held ticket says " + outcome);
        }
    }

    // Outbound

    /** Dials a peer by hand, at its address. */
    void dial(int peer) {
        int address = all.address(peer);
        long look = all.prefixes.look(all.prefixBans, address);
        long ban = all.peerBans.look(peer);
        // Who is connected may be dialed by hand whatever failed before.
        boolean apart = !all.dials.maybeConnected(peer);
        long word = all.dials.word(peer);
        long at = all.clock.nanoTime();
        by.events++;
        long ticket =
                all.manager()
                        .admitOutbound(
                                all.peers.handle(peer),
                                all.addresses.hi(address),
                                all.addresses.lo(address));
        judgePrefix(look, all.prefixes.look(all.prefixBans, address), ticket, false);
        judgePeer(peer, ban, all.peerBans.look(peer), ticket);
        if (ticket < 0) {
            by.refused(ticket);
            return;
        }
        if (apart
                && word == all.dials.word(peer)
                && DialBook.isBackingOff(word, all.clock.nanoTime())) {
            all.violations.found(Contract.BACK_OFF, "a peer is dialed by hand before its time");
        }
        by.counts.admitted++;
        boolean exposed = all.prefixes.isExposed(address);
        if (!exposed) {
            all.ledger.dialing(peer);
        }
        hold(exposed, Ledger.OUT, Ledger.PENDING_OUT);
        all.slots.hold(all.manager().slotOf(ticket), ticket, peer, address, at);
        end(ticket, peer, address, at, look, exposed);
    }

    /** Takes over a dial that the owner has commanded; false if there is none. */
    boolean takeDial() {
        long ticket = mailbox.take();
        if (ticket == 0) {
            return false;
        }
        int slot = all.manager().slotOf(ticket);
        int peer = all.commanded.peer(slot);
        int address = all.commanded.address(slot);
        long look = all.commanded.look(slot);
        long at = all.commanded.admitted(slot);
        by.counts.commanded++;
        if (by.random.below(32) == 0 && !all.prefixes.isExposed(address)) {
            forget(slot, ticket, peer);
        } else if (all.commanded.end(slot, ticket)) {
            all.dials.ended();
            end(ticket, peer, address, at, look, all.prefixes.isExposed(address));
        } else {
            lost(ticket);
        }
        return true;
    }

    // Left to expire, unless it was ended and its slot is somebody else's.
    private void forget(int slot, long ticket, int peer) {
        if (all.commanded.of(slot) != ticket) {
            lost(ticket);
            return;
        }
        all.ledger.dialEnding(peer);
        letGo(false, Ledger.OUT, Ledger.PENDING_OUT);
        all.dials.forgotten();
        by.counts.forgotten++;
    }

    private void lost(long ticket) {
        by.counts.endedByBan++;
        by.events++;
        int outcome = all.manager().establishOutbound(ticket);
        by.refused(outcome);
        if (outcome != Result.TICKET_EXPIRED.code() && outcome != Result.ALREADY_CLOSED.code()) {
            all.violations.found(
                    Contract.ENDS_ONCE, "a dial that has ended is answered " + outcome);
        }
    }

    private void end(long ticket, int peer, int address, long at, long look, boolean exposed) {
        if (!exposed) {
            all.ledger.dialEnding(peer);
        }
        letGo(exposed, Ledger.OUT, Ledger.PENDING_OUT);
        int draw = by.random.below(64);
        if (draw < 40) {
            establishOutbound(ticket, peer, address, at, look);
        } else if (draw < 46) {
            by.events++;
            int outcome = all.manager().abandon(ticket);
            abandoned(outcome, look, address, true);
            if (outcome > 0) {
                all.dials.count(DialOutcome.CANCELLED);
            }
        } else {
            fail(ticket, peer, address, look, Ear.failure(draw));
        }
    }

    private void establishOutbound(long ticket, int peer, int address, long at, long look) {
        all.dials.establishing(peer);
        long before = all.peerBans.look(peer);
        by.events++;
        int outcome = all.manager().establishOutbound(ticket);
        judgePeer(peer, before, all.peerBans.look(peer), outcome);
        all.dials.changed(peer);
        if (outcome > 0) {
            all.dials.count(DialOutcome.ESTABLISHED);
            established(outcome, ticket, peer, address, false, at, look);
        } else {
            all.dials.closed(peer);
            refusedEstablish(outcome, look, address, true);
        }
    }

    private void fail(long ticket, int peer, int address, long look, DialOutcome how) {
        long word = all.dials.word(peer);
        long round = all.ticks.started();
        boolean outage = all.manager().dialing().isOutage();
        long at = all.clock.nanoTime();
        by.events++;
        int outcome = all.manager().dialing().failed(ticket, how);
        abandoned(outcome, look, address, true);
        if (outcome > 0) {
            all.dials.count(how);
            all.dials.failed(peer, word, at, outage ? -1 : round);
        }
    }

    // Closing

    /** Looks at a few connections, and closes those that are to be closed. */
    void sweep(int few) {
        for (int i = 0; i < few && links.size() > 0; i++) {
            swept = swept + 1 < links.size() ? swept + 1 : 0;
            long connection = links.connection(swept);
            if (all.slots.isDoomed(all.manager().slotOf(connection), connection)) {
                close(swept);
            }
        }
    }

    /** Closes all that are to be closed, but no others. */
    void closeDoomed() {
        for (int at = links.size() - 1; at >= 0; at--) {
            long connection = links.connection(at);
            if (all.slots.isDoomed(all.manager().slotOf(connection), connection)) {
                close(at);
            }
        }
    }

    /** Closes a connection. */
    void close(int at) {
        long connection = links.connection(at);
        int peer = links.peer(at);
        line.closing(links.isInward(at) ? Ledger.IN : Ledger.OUT);
        all.ledger.closing(peer, links.address(at));
        all.dials.closing(peer);
        links.remove(at);
        by.events++;
        int outcome = all.manager().close(connection);
        all.dials.closed(peer);
        Result result = Outcome.result(outcome);
        if (result == Result.LAST_CONNECTION) {
            all.ledger.balance(peer, -1);
            by.counts.last++;
        } else if (result != Result.STILL_CONNECTED) {
            all.violations.found(Contract.ENDS_ONCE, "closing a held connection says " + result);
        }
        by.counts.closed++;
    }
}
