/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionControl;
import io.peerage.admission.AdmissionParts;
import io.peerage.admission.DialOutcomes;
import io.peerage.backoff.BackOffWord;
import io.peerage.model.DialOutcome;
import io.peerage.model.Result;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import java.util.Objects;
import org.agrona.concurrent.NanoClock;

/**
 * Who may be dialed, and how dials ended.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: queries wait-free, changes lock-free; nothing waits for the owner.
 * <b>Complexity</b>: O(1), no allocation. <b>Units</b>: nanoseconds of the injected clock. <b>Errors</b>: as {@link
 * PeerManager}. <b>Origin</b>: features C1 to C8.
 */
public final class Dialing {
    private final PeerTable peers;
    private final PeerStates states;
    private final AdmissionControl admission;
    private final DialOutcomes dials;
    private final NanoClock clock;
    private final int perPeer;

    Dialing(AdmissionParts parts, AdmissionControl admission) {
        this.peers = parts.peers();
        this.states = parts.states();
        this.admission = admission;
        this.dials = parts.dials();
        this.clock = parts.clock();
        this.perPeer = parts.config().limits().perPeer();
    }

    /**
     * Whether the peer may be dialed now, as far as it is concerned: known, not this node, not banned, not being dialed, not
     * at the limit of its connections, not backing off and not given up. The node's own limits are asked by admission.
     */
    public boolean canDial(long peer) {
        long word = peers.known(peer);
        return word >= 0
                && PeerWord.beginDial(word, perPeer) >= 0
                && dials.refusal(peers.handles().index(peer), word) == 0;
    }

    /**
     * A dial ended without a connection: its ticket is given back, and the peer backs off if the outcome blames it. {@link
     * PeerManager#abandon} is the same with {@link DialOutcome#CANCELLED}.
     *
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

    /** Failed dials of the peer in a row; 0 for an unknown peer. */
    public int failuresOf(long peer) {
        long word = peers.known(peer);
        return word >= 0 && PeerWord.isBackedOff(word)
                ? dials.table().failures(peers.handles().index(peer))
                : 0;
    }

    /** How long until the peer's back-off is over; 0 if it is, or for an unknown peer. */
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
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}
     */
    public int forgive(long peer) {
        long word = peers.known(peer);
        if (word < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        if (!PeerWord.isBackedOff(word)) {
            return Result.DONE.code();
        }
        dials.table().reset(peers.handles().index(peer));
        long after = states.forgive(peer);
        return after < 0 ? (int) after : Result.DONE.code();
    }

    /**
     * A handshake showed that this id is one of this node's own: it is never dialed or admitted again (features C8).
     *
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}
     */
    public int learnSelf(long peer) {
        long after = states.self(peer);
        return after < 0 ? (int) after : Result.DONE.code();
    }

    /** How many dials have ended so since the manager was built. */
    public long ended(DialOutcome outcome) {
        return dials.count(
                Objects.requireNonNull(outcome, "outcome is null; pass one of DialOutcome"));
    }

    /** Whether this node's own network seems to be down, so that failures are blamed on nobody (features C6). */
    public boolean isOutage() {
        return dials.outage().isOutage();
    }
}
