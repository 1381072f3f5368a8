/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.PeerDataKey;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.Ledger;
import io.peerage.stress.oracle.LifecycleAuditor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the owner tells: judges each command by what has stood since before the round began, and hands dials to the producers.
 *
 * <p><b>Threading</b>: owner thread; its counts any thread at rest.
 */
final class Ear implements LifecycleListener, CommandSink {
    private final Accounts all;
    private final LifecycleAuditor lifecycle;
    private final Ledger.Line line;
    private final List<Mailbox> mailboxes = new ArrayList<>();
    private final AtomicLongArray closes = new AtomicLongArray(CloseReason.values().length);
    private int wanted = Integer.MAX_VALUE;

    Ear(Accounts all, LifecycleAuditor lifecycle) {
        this.all = all;
        this.lifecycle = lifecycle;
        this.line = all.ledger.line(all.producers);
        for (int i = 0; i < all.producers; i++) {
            mailboxes.add(new Mailbox(all.slots.size() + 1));
        }
    }

    Mailbox mailbox(int producer) {
        return mailboxes.get(producer);
    }

    /** All others stand still, and so many outbound connections are missing; the most, if they don't. */
    void wanted(int missing) {
        wanted = missing;
    }

    long closes(CloseReason reason) {
        return closes.get(reason.ordinal());
    }

    long closes() {
        long sum = 0;
        for (CloseReason reason : CloseReason.values()) {
            sum += closes(reason);
        }
        return sum;
    }

    @Override
    public void onConnected(long peer, int flaps) {
        lifecycle.onConnected(peer, flaps);
    }

    @Override
    public void onDisconnected(long peer, int flaps) {
        lifecycle.onDisconnected(peer, flaps);
    }

    @Override
    public void onTicketExpired(long ticket, Direction direction) {
        lifecycle.onTicketExpired(ticket, direction);
        all.dials.expired(direction == Direction.OUTBOUND);
        if (all.commanded.end(all.manager().slotOf(ticket), ticket)) {
            all.dials.ended();
        }
    }

    @Override
    public void onCloseForced(long connection, CloseReason reason) {
        all.violations.found(
                Contract.ENDS_ONCE, "a close that was commanded at once was forced: " + reason);
    }

    @Override
    public void onDataCleared(long peer, PeerDataKey<?> key, Object value) {
        if (key != Setting.FLEETING) {
            all.violations.found(Contract.PEER_DATA, "cleared before its time: " + key);
        }
        all.data.cleared(value);
    }

    @Override
    public void close(long connection, CloseReason reason) {
        closes.incrementAndGet(reason.ordinal());
        if (wanted != Integer.MAX_VALUE && !all.manager().isInbound(connection)) {
            // Somebody may take its place in the same round.
            wanted++;
        }
        int slot = all.manager().slotOf(connection);
        if (!all.slots.doom(slot, connection)) {
            all.violations.found(Contract.PRUNING, "a close was commanded twice: " + reason);
        }
        int peer = all.slots.peer(slot);
        int address = all.slots.address(slot);
        long admitted = all.slots.admitted(slot);
        if (!all.slots.areOf(slot, connection, peer, address, admitted)
                || all.manager().peerOf(connection) <= 0) {
            // Closed meanwhile, or what was noted is of another.
            return;
        }
        switch (reason) {
            case PRUNED, EVICTED -> judgePruned(peer, admitted, connection, reason);
            case BANNED -> judgeBanned(peer, address);
            case LOW_SCORE -> {
                if (Role.of(peer) != Role.LOW && Role.of(peer) != Role.LOW_BANNED) {
                    all.violations.found(
                            Contract.SCORES, "closed for its score, which is none: peer " + peer);
                }
            }
            default -> {
                if (all.manager().isInbound(connection)) {
                    all.violations.found(
                            Contract.PRUNING, "an inbound connection is closed as " + reason);
                }
            }
        }
    }

    private void judgePruned(int peer, long admitted, long connection, CloseReason reason) {
        if (all.keeps.isKeptSince(peer, all.ticks.started())) {
            all.violations.found(
                    Contract.PROTECTIONS, "peer " + peer + ", which is kept, is " + reason);
        }
        if (all.clock.nanoTime() - admitted < Setting.GRACE) {
            all.violations.found(Contract.PRUNING, "a connection in grace is " + reason);
        }
        // Or closed meanwhile by its holder.
        if (reason == CloseReason.EVICTED
                && !all.manager().isInbound(connection)
                && all.manager().peerOf(connection) > 0) {
            all.violations.found(Contract.PRUNING, "an outbound connection is evicted");
        }
    }

    private void judgeBanned(int peer, int address) {
        long round = all.ticks.started();
        if (all.peerBans.isFreeSince(peer, round)
                && all.prefixes.isFreeSince(all.prefixBans, address, round)) {
            all.violations.found(
                    Contract.BANS, "closed for a ban that nobody ordered: peer " + peer);
        }
    }

    @Override
    public void dial(long handle, long ticket, long ipHi, long ipLo, DialReason reason) {
        int peer = all.number(handle);
        int slot = all.manager().slotOf(ticket);
        // Who is always wanted is dialed without an address, if nobody has told one.
        boolean nowhere = reason == DialReason.PERSISTENT && (ipHi | ipLo) == 0;
        int address = nowhere ? all.noAddress : all.address(peer);
        long look = all.prefixes.look(all.prefixBans, address);
        judgeDial(peer, address, ipHi, ipLo, reason);
        if (all.commanded.begin(slot, ticket) != 0) {
            lost(slot);
        }
        long at = all.clock.nanoTime();
        all.commanded.note(slot, peer, address, look, at);
        all.slots.hold(slot, ticket, peer, address, at);
        int most = all.setting.parallelDials();
        if (all.dials.started() > most && countUnderWay() > most) {
            all.violations.found(Contract.DIALS, "dials under way", countUnderWay(), most);
        }
        if (!all.prefixes.isExposed(address)) {
            line.opened(Ledger.OUT);
            line.opened(Ledger.PENDING_OUT);
            all.ledger.dialing(peer);
            all.ledger.checkTotals();
        }
        if (!mailboxes.get(peer % all.producers).give(ticket)) {
            throw new IllegalStateException("a mailbox is full, which holds a ticket a slot");
        }
    }

    // The holder of the slot's last dial hasn't heard yet that it ended.
    private void lost(int slot) {
        if (!all.prefixes.isExposed(all.commanded.address(slot))) {
            all.violations.found(
                    Contract.DIALS, "slot " + slot + " is dialed from again before it was free");
        }
        all.dials.ended();
        all.dials.endedByBan();
    }

    private void judgeDial(int peer, int address, long ipHi, long ipLo, DialReason reason) {
        long round = all.ticks.started();
        long now = all.clock.nanoTime();
        if (ipHi != all.addresses.hi(address) || ipLo != all.addresses.lo(address)) {
            all.violations.found(
                    Contract.DIALS,
                    "peer " + peer + " is dialed where nobody said it is: " + reason);
        }
        if (all.dials.isConnectedSince(peer, round)) {
            all.violations.found(
                    Contract.DIALS, "peer " + peer + " is dialed while connected: " + reason);
        }
        if (DialBook.isBackingOff(all.dials.word(peer), now)) {
            all.violations.found(
                    Contract.BACK_OFF, "peer " + peer + " is dialed before its time: " + reason);
        }
        if (all.peerBans.isBannedByNow(peer)
                || all.prefixes.isBannedByNow(all.prefixBans, address)) {
            all.violations.found(Contract.BANS, "peer " + peer + " is dialed while banned");
        }
        if (reason == DialReason.TARGET && wanted <= 0) {
            all.violations.found(Contract.DIALS, "more is dialed than the target asks for");
        }
    }

    // Counted at most, since a ban may have ended some; so counted again before anybody is blamed.
    private int countUnderWay() {
        int count = 0;
        for (int slot = 0; slot < all.slots.size(); slot++) {
            count += isUnderWay(all.commanded.of(slot), slot) ? 1 : 0;
        }
        return count;
    }

    private boolean isUnderWay(long ticket, int slot) {
        return ticket != 0
                && all.manager().dialTicket(all.peers.handle(all.commanded.peer(slot))) == ticket;
    }

    /** Dials that have ended for a ban, of which their holders don't know yet; at rest. */
    int countBarred() {
        int count = 0;
        for (int slot = 0; slot < all.slots.size(); slot++) {
            long ticket = all.commanded.of(slot);
            count += ticket != 0 && !isUnderWay(ticket, slot) ? 1 : 0;
        }
        return count;
    }

    /** Dials under way; at rest. */
    int countOpenDials() {
        return countUnderWay();
    }

    /** The outcomes that a producer may report. */
    static DialOutcome failure(int draw) {
        return switch (draw & 3) {
            case 0 -> DialOutcome.TIMEOUT;
            case 1 -> DialOutcome.REFUSED;
            case 2 -> DialOutcome.HANDSHAKE;
            default -> DialOutcome.WRONG_ID;
        };
    }
}
