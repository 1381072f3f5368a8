/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.KeyedMemory;
import io.peerage.concurrent.KeyedSlots;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.ScoreConfig;
import io.peerage.hash.HashedIds;
import io.peerage.model.Counter;
import io.peerage.model.RestoreDrop;
import org.jspecify.annotations.Nullable;

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
    private final KeyedSlots slots;
    private final HashedIds ids;

    /** The keeper of a table that is still empty, for the peers of these scores; what it keeps can't be written to a snapshot. */
    public BadScoreKeeper(
            ScoreConfig config, PeerScores scores, BadScoreTable table, StripedCounters counters) {
        this(config, 0, scores, table, counters);
    }

    /**
     * The keeper of a table that is still empty, for the peers of these scores.
     *
     * @param idBytes the longest id, to be written to snapshots; 0 if there are to be none
     */
    public BadScoreKeeper(
            ScoreConfig config,
            int idBytes,
            PeerScores scores,
            BadScoreTable table,
            StripedCounters counters) {
        this.badAt = config.rememberedAt();
        this.remembers = config.remembered() > 0;
        this.scores = scores.own();
        this.memory = new KeyedMemory(table.slots());
        this.counters = counters;
        this.slots = table.slots();
        this.ids = idBytes == 0 ? HashedIds.NONE : new HashedIds(slots.slots(), idBytes);
    }

    /** The bytes of memory that the keeper takes beside the table. */
    public long bytes() {
        return memory.bytes() + ids.bytes();
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

    /** The id of a peer whose score is remembered, for snapshots. */
    public void id(long idHash, byte[] id, int length) {
        int slot = ids.isKeeping() ? memory.find(BadScoreTable.key(idHash)) : KeyedSlots.ABSENT;
        if (slot != KeyedSlots.ABSENT) {
            ids.id(slot, id, length);
        }
    }

    /** Whether ids are kept. */
    public boolean isKeepingIds() {
        return ids.isKeeping();
    }

    /** Remembers a score from before a restart, which was this so long ago; null, or why not. */
    public @Nullable RestoreDrop restore(
            long idHash, byte[] id, int length, int thousandths, long agoNanos, long now) {
        long key = BadScoreTable.key(idHash);
        long word = scores.aged(thousandths, agoNanos, now);
        if (scores.points(word, now) > badAt) {
            return RestoreDrop.OVER;
        }
        if (slots.find(key) != KeyedSlots.ABSENT) {
            return RestoreDrop.KNOWN;
        }
        if (slots.isFull()) {
            return RestoreDrop.NO_ROOM;
        }
        memory.put(key, word);
        id(idHash, id, length);
        return null;
    }

    /** A walk over the scores that are remembered, for any one thread. */
    @AnyThread
    public BadScoreWalk walk() {
        return new BadScoreWalk(slots, ids, scores);
    }
}
