/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.admission.AdmissionControl;
import io.peerage.admission.AdmissionParts;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Result;
import io.peerage.peer.PeerWord;
import io.peerage.time.Deadlines;
import org.jspecify.annotations.Nullable;

/**
 * Turns the picks of a plan into tickets and Dial commands.
 *
 * <p>A peer is not dialed again, and one whose prefix is full not asked for again, before a time that is given here.
 *
 * <p><b>Threading</b>: owner thread, but {@link #count} any thread. <b>Complexity</b>: O(1) a dial. <b>Guarantee</b>: a ticket
 * goes out with the command, or is given back. <b>Origin</b>: features C5, C7; architecture, Dial commands.
 */
@OwnerThread
final class DialIssuer {
    private final AdmissionParts parts;
    private final AdmissionControl admission;
    private final CandidateBook book;
    private final IssuedDials issued;
    private final DialCommands commands;
    private final @Nullable AddressSource source;
    private final StripedCounters reasons;
    private final long againNanos;

    DialIssuer(
            AdmissionParts parts,
            AdmissionControl admission,
            CandidateBook book,
            IssuedDials issued,
            DialCommands commands,
            @Nullable AddressSource source,
            long againNanos) {
        this.parts = parts;
        this.admission = admission;
        this.book = book;
        this.issued = issued;
        this.commands = commands;
        this.source = source;
        this.reasons = new StripedCounters(DialReason.values().length, 1);
        this.againNanos = againNanos;
    }

    /** How many dials were commanded for this reason. */
    long count(DialReason reason) {
        return reasons.sum(reason.ordinal());
    }

    /** Commands a dial: its ticket; 0 if the peer can't be dialed now; a negative code if nobody can. */
    long issue(int peer, DialReason reason, long now) {
        return issue(peer, book.ipHi(peer), book.ipLo(peer), reason, now);
    }

    /** As {@link #issue(int, DialReason, long)}, at another address than that with which the peer is a candidate. */
    long issue(int peer, long hi, long lo, DialReason reason, long now) {
        long word = parts.states().word(peer);
        if (PeerWord.isConnected(word)) {
            // It has connected since the plan was made.
            book.update(peer, word, now);
            return 0;
        }
        long handle = parts.peers().handles().handle(peer, PeerWord.generation(word));
        long ticket = admission.admitOutbound(handle, hi, lo);
        if (ticket < 0) {
            return refused(peer, hi, lo, ticket, now);
        }
        book.anchorUsed(peer);
        book.update(peer, parts.states().word(peer), now);
        book.hold(peer, Deadlines.after(now, againNanos));
        issued.add(peer, ticket);
        if (source != null) {
            source.dialed(peer, hi, lo);
        }
        reasons.addOwned(reason.ordinal(), 1);
        parts.counters().addOwned(Counter.DIAL_COMMANDS.ordinal(), 1);
        if (!commands.dial(handle, ticket, hi, lo, reason) && issued.isUnderWay(ticket)) {
            admission.failDial(ticket, DialOutcome.CANCELLED);
        }
        return ticket;
    }

    private long refused(int peer, long hi, long lo, long code, long now) {
        switch (Result.ofRefusal(code)) {
            case TOTAL_LIMIT, OUTBOUND_LIMIT, PENDING_OUTBOUND_LIMIT -> {
                return code;
            }
            case ADDRESS_DENIED, PREFIX_BANNED, PREFIX_LIMIT, PREFIX_TABLE_FULL -> {
                if (source != null && isBarred(code)) {
                    source.barred(peer, hi, lo);
                }
                // Its prefix may be full for long: asking each time would keep it from others.
                parts.dials().table().postpone(peer, now, againNanos);
                parts.states().noteBackOff(peer, true);
            }
            default -> {
                // The state word says why.
            }
        }
        book.update(peer, parts.states().word(peer), now);
        return 0;
    }

    private static boolean isBarred(long code) {
        return code == Result.ADDRESS_DENIED.code() || code == Result.PREFIX_BANNED.code();
    }
}
