/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.config.ScoreConfig;

/**
 * What others than this manager think of each peer, such as gossip's score, as far as it counts here; by peer index.
 *
 * <p>Kept as points, weighed and capped when it is told. It stays as it was told last: who tells it knows how it decays, and tells
 * 0 when it knows nothing of the peer any more.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: reading is wait-free,
 * changing lock-free. <b>Complexity</b>: O(1), no allocation. <b>Units</b>: thousandths of a point. <b>Errors</b>:
 * {@link IllegalArgumentException} for a score that is no number. <b>Origin</b>: features F3.
 */
@AnyThread
final class ExternalScoreColumn {
    private final LongColumn words;
    private final ScoreConfig config;

    /** Scores in the second of each two words. */
    ExternalScoreColumn(LongColumn words, ScoreConfig config) {
        this.words = words;
        this.config = config;
    }

    /** Writes the word of a tenant whom nobody can find yet. */
    void tenant(int slot, int generation) {
        words.setRelease(at(slot), TenantWord.of(generation, 0));
    }

    /** What the external score of the slot's tenant counts; 0 if the generation is another's. */
    int counts(int peer, int generation) {
        long word = words.getVolatile(at(peer));
        return TenantWord.isOf(word, generation) ? TenantWord.value(word) : 0;
    }

    /** The external score is this, in units of its own. Returns whether the generation is that of the slot's tenant. */
    boolean put(int peer, int generation, double score) {
        long next = TenantWord.of(generation, ScorePolicy.counts(score, config));
        for (; ; ) {
            long word = words.getAcquire(at(peer));
            if (!TenantWord.isOf(word, generation)) {
                return false;
            }
            if (words.cas(at(peer), word, next)) {
                return true;
            }
        }
    }

    private static int at(int peer) {
        return PeerScores.WORDS * peer + 1;
    }
}
