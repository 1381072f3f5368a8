/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.KeyedMemory;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.ScoreConfig;
import io.peerage.model.Counter;

/**
 * Changes a {@link BadScoreTable}: remembers the bad scores of peers that are released, the newest of them.
 *
 * <p><b>Bounds</b>: as many as configured; one too many, and the oldest is forgotten, counted if it still was bad.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1) expected, no allocation. <b>Origin</b>: features F2.
 */
@OwnerThread
public final class BadScoreKeeper {
    private final int badAt;
    private final boolean remembers;
    private final ScoreTable scores;
    private final KeyedMemory memory;
    private final StripedCounters counters;

    /** The keeper of a table that is still empty, for the peers of these scores. */
    public BadScoreKeeper(
            ScoreConfig config, PeerScores scores, BadScoreTable table, StripedCounters counters) {
        this.badAt = config.rememberedAt();
        this.remembers = config.remembered() > 0;
        this.scores = scores.own();
        this.memory = new KeyedMemory(table.slots());
        this.counters = counters;
    }

    /** The bytes of memory that the keeper takes beside the table. */
    public long bytes() {
        return memory.bytes();
    }

    /** How many scores are remembered. */
    public int size() {
        return memory.size();
    }

    /**
     * A peer was given up: remembers its score if it is bad, else forgets what was remembered of it. To be called before the
     * slot is recycled, since from then on the id can be registered anew.
     *
     * @return whether the score is remembered
     */
    public boolean released(int peer, int generation, long idHash, long now) {
        long key = BadScoreTable.key(idHash);
        long word = scores.word(peer, generation);
        if (scores.points(word, now) > badAt) {
            memory.take(key);
            return false;
        }
        long forgotten = memory.put(key, word);
        if (forgotten != 0 && scores.points(forgotten, now) <= badAt) {
            counters.addOwned(Counter.BAD_SCORES_FORGOTTEN.ordinal(), 1);
        }
        return remembers;
    }
}
