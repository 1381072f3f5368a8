/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.model.PeerAction;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.model.ScoreVerdict;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.reputation.PeerScores;
import io.peerage.reputation.ProtectionChange;
import io.peerage.reputation.ProtectionColumn;
import io.peerage.reputation.TagTable;
import java.util.Objects;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * What is thought of peers: scores that forgive with time, tags that make them worth keeping, and names that protect them.
 *
 * <p>Scores are −100,000 to 100,000 thousandths of a point and halve by each half-life, whoever looks. Below the thresholds of
 * {@link io.peerage.config.ScoreConfig} the owner's next tick disconnects the peer, or bans it. Setters return the code of {@link
 * Result#DONE}, {@link Result#UNKNOWN_PEER}, or {@link Result#NOT_CONFIGURED}.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: changes lock-free, queries wait-free; nothing waits for the owner.
 * <b>Complexity</b>: O(1), the value O(tag kinds); no allocation. <b>Units</b>: thousandths of a point. <b>Errors</b>: {@link
 * IllegalArgumentException} for a number of no tag kind or protection, and as {@link PeerManager} for handles. <b>Origin</b>:
 * features F1 to F3, E2.
 */
public sealed class Reputation permits RecordedReputation {
    private final PeerTable peers;
    private final PeerStates states;
    private final @Nullable PeerScores scores;
    private final TagTable tags;
    private final ProtectionColumn protections;
    private final NanoClock clock;

    Reputation(PeerTable peers, PeerStates states, ReputationParts parts, NanoClock clock) {
        this.peers = peers;
        this.states = states;
        this.scores = parts.scores();
        this.tags = parts.tags();
        this.protections = parts.protections();
        this.clock = clock;
    }

    private int index(long peer) {
        return peers.handles().index(peer);
    }

    private int generation(long peer) {
        return peers.handles().generation(peer);
    }

    private static int code(boolean done) {
        return (done ? Result.DONE : Result.UNKNOWN_PEER).code();
    }

    // Scores

    /**
     * The peer did something.
     *
     * @param peer the peer's handle
     * @param action what it did
     * @return the code of {@link Result#DONE}, {@link Result#UNKNOWN_PEER} or {@link Result#NOT_CONFIGURED}
     */
    public int record(long peer, PeerAction action) {
        Objects.requireNonNull(action, "action is null; pass what the peer did");
        return add(peer, action.thousandths());
    }

    /**
     * Adds any amount to the peer's score, in thousandths of a point.
     *
     * @param peer the peer's handle
     * @param thousandths what is added, in thousandths of a point
     * @return the code of {@link Result#DONE}, {@link Result#UNKNOWN_PEER} or {@link Result#NOT_CONFIGURED}
     */
    public int add(long peer, int thousandths) {
        PeerScores known = scores;
        if (known == null) {
            return Result.NOT_CONFIGURED.code();
        }
        return peers.known(peer) < 0
                ? Result.UNKNOWN_PEER.code()
                : judged(
                        peer,
                        known.add(index(peer), generation(peer), thousandths, clock.nanoTime()));
    }

    /**
     * The peer's score elsewhere, such as in a gossip mesh, in its own units; it never gets a peer disconnected alone.
     *
     * @param peer the peer's handle
     * @param score the score, in its own units
     * @return the code of {@link Result#DONE}, {@link Result#UNKNOWN_PEER} or {@link Result#NOT_CONFIGURED}
     */
    public int external(long peer, double score) {
        PeerScores known = scores;
        if (known == null) {
            return Result.NOT_CONFIGURED.code();
        }
        return peers.known(peer) < 0
                ? Result.UNKNOWN_PEER.code()
                : judged(
                        peer,
                        known.putExternal(index(peer), generation(peer), score, clock.nanoTime()));
    }

    private int judged(long peer, @Nullable ScoreVerdict verdict) {
        if (verdict != null && verdict != ScoreVerdict.NONE) {
            states.touch(peer);
        }
        return code(verdict != null);
    }

    /**
     * {@return the peer's own score; 0 for an unknown peer}
     *
     * @param peer the peer's handle
     */
    public int score(long peer) {
        PeerScores known = scores;
        return known == null || peers.known(peer) < 0
                ? 0
                : known.own(index(peer), generation(peer), clock.nanoTime());
    }

    /**
     * {@return own and external score together; 0 for an unknown peer}
     *
     * @param peer the peer's handle
     */
    public int total(long peer) {
        PeerScores known = scores;
        return known == null || peers.known(peer) < 0
                ? 0
                : known.total(index(peer), generation(peer), clock.nanoTime());
    }

    // Tags

    /**
     * Adds to one of the peer's values, of the kind with this number.
     *
     * @param peer the peer's handle
     * @param kind the kind's number, see {@link io.peerage.config.TagConfig#kind}
     * @param amount what is added, in whole points
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}
     */
    public int tag(long peer, int kind, int amount) {
        return code(
                peers.known(peer) >= 0
                        && tags.add(index(peer), generation(peer), kind, amount, clock.nanoTime()));
    }

    /**
     * Replaces one of the peer's values.
     *
     * @param peer the peer's handle
     * @param kind the kind's number, see {@link io.peerage.config.TagConfig#kind}
     * @param value the value, in whole points
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}
     */
    public int putTag(long peer, int kind, int value) {
        return code(
                peers.known(peer) >= 0
                        && tags.put(index(peer), generation(peer), kind, value, clock.nanoTime()));
    }

    /**
     * {@return one of the peer's values, in thousandths; 0 for an unknown peer}
     *
     * @param peer the peer's handle
     * @param kind the kind's number, see {@link io.peerage.config.TagConfig#kind}
     */
    public long tagValue(long peer, int kind) {
        return peers.known(peer) < 0
                ? 0
                : tags.value(index(peer), generation(peer), kind, clock.nanoTime());
    }

    /**
     * {@return what the peer is worth keeping for: all its tags and its score, in thousandths}
     *
     * @param peer the peer's handle
     */
    public long value(long peer) {
        return peers.known(peer) < 0
                ? 0
                : tags.sum(index(peer), generation(peer), clock.nanoTime()) + total(peer);
    }

    // Protections

    /**
     * Protects the peer by the name with this number, from being pruned and released, or no longer.
     *
     * @param peer the peer's handle
     * @param protection the name's number, see {@link io.peerage.config.TagConfig#protection}
     * @param on whether it is protected
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}
     */
    public int protect(long peer, int protection, boolean on) {
        if (peers.known(peer) < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        ProtectionChange change = protections.put(index(peer), generation(peer), protection, on);
        if (change == ProtectionChange.STALE) {
            return Result.UNKNOWN_PEER.code();
        }
        follow(peer);
        return Result.DONE.code();
    }

    // Whoever changes the names last reads them last, and leaves the flag as they say.
    private void follow(long peer) {
        boolean on;
        do {
            on = protections.isProtected(index(peer), generation(peer));
            if (!states.flag(peer, PeerFlag.PROTECTED, on)) {
                return;
            }
        } while (protections.isProtected(index(peer), generation(peer)) != on);
    }

    /**
     * {@return whether the peer is protected by the name with this number; false for an unknown peer}
     *
     * @param peer the peer's handle
     * @param protection the name's number, see {@link io.peerage.config.TagConfig#protection}
     */
    public boolean isProtected(long peer, int protection) {
        return peers.known(peer) >= 0
                && (protections.names(index(peer), generation(peer)) >>> protection & 1) != 0;
    }

    /** The flag set by hand, as one of the names if there are any. */
    int protectByHand(long peer, boolean on) {
        return protections.byHand() >= 0
                ? protect(peer, protections.byHand(), on)
                : code(states.flag(peer, PeerFlag.PROTECTED, on));
    }
}
