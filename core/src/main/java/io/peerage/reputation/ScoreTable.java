/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.config.ScoreConfig;

/**
 * Each peer's own score: what it did, added up, halved by each half-life; by peer index.
 *
 * <p><b>Guarantees</b>: each change is one CAS on one word, so none is lost and none counts for another tenant; a new tenant starts
 * at 0, or with the bad score that is remembered of it. Scores stay within −100 and 100 points, and come nearer to 0 as time goes by;
 * a clock that steps back, or wraps around, changes nothing of them.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: reading is wait-free, changing lock-free. <b>Complexity</b>: O(1), no
 * allocation. <b>Units</b>: thousandths of a point, kept in sixty-fourths of them. <b>Ranges</b>: peer indexes 0 to
 * capacity − 1; another throws {@link IndexOutOfBoundsException}. <b>Origin</b>: features F2.
 */
@AnyThread
final class ScoreTable {
    /** The generation is not that of the slot's tenant. */
    static final int STALE = Integer.MIN_VALUE;

    private static final int UNIT = 64;
    private static final int MOST = ScoreConfig.MOST * UNIT;
    private static final int MOST_CHANGE = 2 * ScoreConfig.MOST;

    private final LongColumn words;
    private final HalfLife halfLife;
    private final BadScoreTable bad;

    /** Scores in the first of each two words; new tenants start with what is remembered of them. */
    ScoreTable(LongColumn words, ScoreConfig config, BadScoreTable bad, long now) {
        this.words = words;
        this.halfLife = new HalfLife(config.halfLifeNanos(), now);
        this.bad = bad;
    }

    /** Writes the word of a tenant whom nobody can find yet. */
    void tenant(int slot, int generation, long idHash) {
        words.setRelease(at(slot), DecayWord.of(bad.word(idHash), generation));
    }

    /** The score of the slot's tenant; 0 if the generation is another's. */
    int score(int peer, int generation, long now) {
        long word = words.getVolatile(at(peer));
        return DecayWord.isOf(word, generation) ? points(word, now) : 0;
    }

    /** Adds to the score. Returns what it is then, or {@link #STALE}. */
    int add(int peer, int generation, int thousandths, long now) {
        int step = halfLife.step(now);
        int delta = DecayWord.bounded(thousandths, -MOST_CHANGE, MOST_CHANGE) * UNIT;
        for (; ; ) {
            long word = words.getAcquire(at(peer));
            if (!DecayWord.isOf(word, generation)) {
                return STALE;
            }
            long next = DecayWord.added(word, delta, -MOST, MOST, step);
            if (words.cas(at(peer), word, next)) {
                return DecayWord.value(next, step) / UNIT;
            }
        }
    }

    /** The word of the slot's tenant, to be remembered; 0 if the generation is another's. */
    long word(int peer, int generation) {
        long word = words.getAcquire(at(peer));
        return DecayWord.isOf(word, generation) ? DecayWord.of(word, 0) : 0;
    }

    /** The word of a score that was this so long ago, without a tenant; never 0 for one that isn't 0. */
    long aged(int thousandths, long agoNanos, long now) {
        int value = DecayWord.bounded(thousandths, -ScoreConfig.MOST, ScoreConfig.MOST) * UNIT;
        return DecayWord.put(0, halfLife.decayedAfter(value, agoNanos), halfLife.step(now));
    }

    /** The score was this so long ago; whether the generation is that of the slot's tenant. */
    boolean restore(int peer, int generation, int thousandths, long agoNanos, long now) {
        long word = words.getAcquire(at(peer));
        return DecayWord.isOf(word, generation)
                && words.cas(
                        at(peer), word, DecayWord.of(aged(thousandths, agoNanos, now), generation));
    }

    private static int at(int peer) {
        return PeerScores.WORDS * peer;
    }

    /** The score that a word of this table stands for. */
    int points(long word, long now) {
        return DecayWord.value(word, halfLife.step(now)) / UNIT;
    }
}
