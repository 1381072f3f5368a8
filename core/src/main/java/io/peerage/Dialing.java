/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionControl;
import io.peerage.admission.AdmissionParts;
import io.peerage.admission.DialOutcomes;
import io.peerage.backoff.BackOffWord;
import io.peerage.ban.Discouraged;
import io.peerage.concurrent.StripedCounters;
import io.peerage.dial.DialLoop;
import io.peerage.model.CandidateKind;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.IpAddress;
import io.peerage.model.Result;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.time.Deadlines;
import java.util.Objects;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Who may be dialed, and how dials ended.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: queries wait-free, changes lock-free; nothing waits for the owner.
 * <b>Complexity</b>: O(1), no allocation. <b>Units</b>: nanoseconds of the injected clock. <b>Errors</b>: as {@link
 * PeerManager}. <b>Origin</b>: features C1 to C8.
 */
public sealed class Dialing permits RecordedDialing {
    private static final int ANY_GROUP = -1;

    private final PeerTable peers;
    private final PeerStates states;
    private final AdmissionControl admission;
    private final DialOutcomes dials;
    private final Discouraged discouraged;
    private final NanoClock clock;
    private final StripedCounters counters;
    private final @Nullable DialLoop loop;
    private final int perPeer;

    Dialing(AdmissionParts parts, AdmissionControl admission, @Nullable DialLoop loop) {
        this.peers = parts.peers();
        this.states = parts.states();
        this.admission = admission;
        this.dials = parts.dials();
        this.discouraged = parts.discouraged();
        this.clock = parts.clock();
        this.counters = parts.counters();
        this.loop = loop;
        this.perPeer = parts.config().limits().perPeer();
    }

    /**
     * Offers a peer to be dialed at this address, which replaces the one before; the owner takes it in at its next tick.
     *
     * @param peer the peer's handle
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @param kind {@link CandidateKind#NEW} for an address that was only heard of; a peer is PERSISTENT by its flag, not by
     *     this
     * @return the code of {@link Result#DONE}, {@link Result#UNKNOWN_PEER}, {@link Result#HAND_OFF_FULL} (counted as {@link
     *     Counter#CANDIDATES_REFUSED}) or {@link Result#DIALING_OFF}
     */
    public int offer(long peer, long ipHi, long ipLo, CandidateKind kind) {
        Objects.requireNonNull(kind, "kind is null; pass NEW for an address that was heard of");
        if (loop == null) {
            return Result.DIALING_OFF.code();
        }
        if (peers.known(peer) < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        if (loop.offer(peer, ipHi, ipLo, kind)) {
            return Result.DONE.code();
        }
        counters.add(Counter.CANDIDATES_REFUSED.ordinal(), 1);
        return Result.HAND_OFF_FULL.code();
    }

    /**
     * As {@link #offer(long, long, long, CandidateKind)}, for a new address of four, sixteen or no bytes.
     *
     * @param peer the peer's handle
     * @param ip the address, of four (IPv4), sixteen (IPv6) or no bytes
     * @return the code of {@link Result#DONE}, or of what kept it from being offered
     */
    public int offer(long peer, byte[] ip) {
        return offer(peer, IpAddress.hi(ip), IpAddress.lo(ip), CandidateKind.NEW);
    }

    /**
     * {@return how many dials the manager has commanded for this reason}
     *
     * @param reason the reason
     */
    public long commanded(DialReason reason) {
        Objects.requireNonNull(reason, "reason is null; pass one of DialReason");
        return loop == null ? 0 : loop.count(reason);
    }

    /**
     * {@return whether the peer may be dialed now, as far as it is concerned: known, not this node, neither banned nor discouraged
     * (whom admission would let be dialed by hand), not being dialed, not at the limit of its connections, not backing off and not
     * given up} The node's own limits are asked by admission.
     *
     * @param peer the peer's handle
     */
    public boolean canDial(long peer) {
        long word = peers.known(peer);
        return word >= 0
                && PeerWord.beginDial(word, perPeer) >= 0
                && !discouraged.contains(peers.handles().index(peer))
                && dials.refusal(peers.handles().index(peer), word) == 0;
    }

    /**
     * A dial ended without a connection: its ticket is given back, and the peer backs off if the outcome blames it. {@link
     * PeerManager#abandon} is the same with {@link DialOutcome#CANCELLED}.
     *
     * @param ticket the ticket, as admission gave it
     * @param outcome any but {@link DialOutcome#ESTABLISHED}; with {@link DialOutcome#SELF} the peer is never dialed or
     *     admitted again
     * @return an {@link io.peerage.model.Outcome}: {@link Result#ABANDONED}, or why not
     */
    public int failed(long ticket, DialOutcome outcome) {
        Objects.requireNonNull(outcome, "outcome is null; pass how the dial ended");
        if (outcome == DialOutcome.ESTABLISHED) {
            throw new IllegalArgumentException(
                    "outcome ESTABLISHED is no failure; call establishOutbound with the ticket");
        }
        return admission.failDial(ticket, outcome);
    }

    /**
     * {@return failed dials of the peer in a row; 0 for an unknown peer}
     *
     * @param peer the peer's handle
     */
    public int failuresOf(long peer) {
        long word = peers.known(peer);
        return word >= 0 && PeerWord.isBackedOff(word)
                ? dials.table().failures(peers.handles().index(peer))
                : 0;
    }

    /**
     * {@return how long until the peer's back-off is over; 0 if it is, or for an unknown peer}
     *
     * @param peer the peer's handle
     */
    public long backOffNanos(long peer) {
        long word = peers.known(peer);
        return word >= 0 && PeerWord.isBackedOff(word)
                ? BackOffWord.remaining(
                        dials.table().word(peers.handles().index(peer)), clock.nanoTime())
                : 0;
    }

    /**
     * By hand: forgets the peer's failures, so that it may be dialed at once, also if it was given up.
     *
     * @param peer the peer's handle
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}
     */
    public int forgive(long peer) {
        long word = peers.known(peer);
        if (word < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        if (!PeerWord.isBackedOff(word) || !dials.isNoted(peers.handles().index(peer))) {
            return Result.DONE.code();
        }
        long after = states.forgive(peer);
        if (after < 0) {
            return (int) after;
        }
        // Second: a dial that fails meanwhile notes its failure in the same order, so that its note
        // can be without a failure, and a failure never without its note.
        dials.table().reset(peers.handles().index(peer));
        return Result.DONE.code();
    }

    /**
     * A handshake showed that this id is one of this node's own: it is never dialed or admitted again (features C8).
     *
     * @param peer the peer's handle
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}
     */
    public int learnSelf(long peer) {
        long after = states.self(peer);
        return after < 0 ? (int) after : Result.DONE.code();
    }

    /**
     * The best outbound peers, to be kept over a clean restart and offered as {@link CandidateKind#ANCHOR} after it: those
     * that have been connected for longest, the longest first (features D7). O(connected peers).
     *
     * @param target filled from the front
     * @return how many were found
     */
    public int anchors(long[] target) {
        Objects.requireNonNull(target, "target is null; pass an array for two handles");
        int found = 0;
        for (long peer = states.first(ConnectedFilter.OUTBOUND, ANY_GROUP);
                peer != 0 && target.length > 0;
                peer = states.next(peer, ConnectedFilter.OUTBOUND, ANY_GROUP)) {
            int at = found;
            while (at > 0 && isOlder(peer, target[at - 1])) {
                if (at < target.length) {
                    target[at] = target[at - 1];
                }
                at--;
            }
            if (at < target.length) {
                target[at] = peer;
                found = Math.min(found + 1, target.length);
            }
        }
        return found;
    }

    private boolean isOlder(long peer, long other) {
        long since = peers.columns().lastEdge(peers.handles().index(peer));
        long otherSince = peers.columns().lastEdge(peers.handles().index(other));
        return Deadlines.isLater(otherSince, since);
    }

    /**
     * {@return how many dials have ended so since the manager was built}
     *
     * @param outcome how it ended
     */
    public long ended(DialOutcome outcome) {
        return dials.count(
                Objects.requireNonNull(outcome, "outcome is null; pass one of DialOutcome"));
    }

    /** {@return whether this node's own network seems to be down, so that failures are blamed on nobody (features C6)} */
    public boolean isOutage() {
        return dials.outage().isOutage();
    }
}
