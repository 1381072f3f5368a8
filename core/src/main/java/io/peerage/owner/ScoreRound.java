/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.owner;

import io.peerage.admission.AdmissionParts;
import io.peerage.concurrent.OwnerThread;
import io.peerage.config.ManagerConfig;
import io.peerage.config.ScoreConfig;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.model.CloseReason;
import io.peerage.model.ScoreVerdict;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.reputation.BadScoreKeeper;
import io.peerage.reputation.PeerScores;

/**
 * The owner's part of scores: bans and disconnects whose score has fallen too low, and remembers the bad scores of peers that are
 * given up.
 *
 * <p>A peer that is disconnected so is not dialed for a half-life, in which its score halves.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1) a peer that is looked at, and one look at all slots in a round that
 * disconnects anybody, and in those after it until all of them are gone, of whom {@value #MOST_WATCHED} are known; no allocation. <b>Origin</b>: features F2, F3 (Lighthouse, nimbus-eth2#1364).
 */
@OwnerThread
public final class ScoreRound {
    private static final int MOST_WATCHED = 1_024;

    private final ScoreConfig config;
    private final PeerScores scores;
    private final BadScoreKeeper memory;
    private final BanRound bans;
    private final Closings closings;
    private final AdmissionParts parts;
    private final PeerTable peers;
    private final ConnectionTable connections;
    private final byte[] id = new byte[ManagerConfig.MOST_ID_BYTES];
    // Who is to be disconnected, and may get another connection before the last one has closed.
    private final int[] watched = new int[MOST_WATCHED];
    private int watchedCount;
    private boolean anyLow;

    /** Rounds over these. */
    public ScoreRound(
            ScoreConfig config,
            PeerScores scores,
            BadScoreKeeper memory,
            BanRound bans,
            Closings closings,
            AdmissionParts parts) {
        this.config = config;
        this.scores = scores;
        this.memory = memory;
        this.bans = bans;
        this.closings = closings;
        this.parts = parts;
        this.peers = parts.peers();
        this.connections = parts.connections();
    }

    /** A peer has changed: its score may have. */
    void judge(int peer, long word, long now) {
        if (!PeerWord.isKnown(word) || PeerWord.isSelf(word)) {
            return;
        }
        int generation = PeerWord.generation(word);
        ScoreVerdict verdict = scores.verdict(peer, generation, now);
        if (verdict == ScoreVerdict.BAN) {
            bans.banForScore(peers.handles().handle(peer, generation));
        } else if (verdict == ScoreVerdict.DISCONNECT && PeerWord.isConnected(word)) {
            anyLow = true;
            if (watchedCount < MOST_WATCHED) {
                watched[watchedCount++] = peer;
            }
        }
    }

    /** A peer is about to be recycled. */
    void released(int peer, long word, long now) {
        long idHash = peers.idHash(peer);
        if (memory.released(peer, PeerWord.generation(word), idHash, now)
                && memory.isKeepingIds()) {
            memory.id(idHash, id, peers.copyIdOwned(peer, id));
        }
    }

    /** Closes the connections of those whose score is too low; how many. */
    int close(long now) {
        if (!anyLow) {
            return 0;
        }
        anyLow = false;
        int closed = 0;
        for (int slot = 0; slot < connections.capacity(); slot++) {
            long word = connections.word(slot);
            int peer = connections.peer(slot);
            // Whose it is may not be noted yet. It is open at the next look, with somebody to be
            // told to close it.
            anyLow |= ConnectionWord.state(word) == ConnectionWord.COMMITTING;
            if (ConnectionWord.state(word) == ConnectionWord.ESTABLISHED
                    && peer >= 0
                    && isLow(peer, now)
                    && connections.word(slot) == word
                    && closings.close(
                            slot, ConnectionWord.generation(word), CloseReason.LOW_SCORE)) {
                leaveAlone(peer, now);
                closed++;
            }
        }
        watch(now);
        return closed;
    }

    // A further connection marks nobody. So whoever is still connected after the look is looked for
    // again at the next
    // tick; whoever isn't is judged when it comes back.
    private void watch(long now) {
        int before = watchedCount;
        watchedCount = 0;
        for (int i = 0; i < before; i++) {
            int peer = watched[i];
            if (PeerWord.isConnected(parts.states().word(peer)) && isLow(peer, now)) {
                watched[watchedCount++] = peer;
            }
        }
        anyLow |= watchedCount > 0;
    }

    private boolean isLow(int peer, long now) {
        int generation = PeerWord.generation(parts.states().word(peer));
        return scores.verdict(peer, generation, now) != ScoreVerdict.NONE;
    }

    private void leaveAlone(int peer, long now) {
        parts.dials().table().postpone(peer, now, config.halfLifeNanos());
        parts.states().noteBackOff(peer, true);
    }
}
