/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.config.ScoreConfig;
import io.peerage.peer.TenantColumn;

/**
 * What others than this manager think of each peer, such as gossip's score, as far as it counts here; by peer index.
 *
 * <p>Kept as points, weighed and capped when it is told. It stays as it was told last: who tells it knows how it decays, and tells
 * 0 when it knows nothing of the peer any more.
 *
 * <p><b>Callers</b> look at the peer's state word first. <b>Threading</b>: any thread. <b>Progress</b>: reading is wait-free,
 * changing lock-free. <b>Complexity</b>: O(1), 8 bytes a peer, no allocation. <b>Units</b>: thousandths of a point. <b>Errors</b>:
 * {@link IllegalArgumentException} for a score that is no number. <b>Origin</b>: features F3.
 */
@AnyThread
public final class ExternalScoreColumn implements TenantColumn {
    private final LongColumn words;
    private final ScoreConfig config;

    /** Nothing was told of anybody. */
    public ExternalScoreColumn(int capacity, ScoreConfig config) {
        this.words = LongColumn.of(capacity);
        this.config = config;
    }

    @Override
    public long bytes() {
        return words.bytes();
    }

    @Override
    public void tenant(int slot, int generation, long idHash) {
        words.setRelease(slot, TenantWord.of(generation, 0));
    }

    /** What the external score of the slot's tenant counts; 0 if the generation is another's. */
    public int counts(int peer, int generation) {
        long word = words.getVolatile(peer);
        return TenantWord.isOf(word, generation) ? TenantWord.value(word) : 0;
    }

    /** The external score is this, in units of its own. Returns whether the generation is that of the slot's tenant. */
    public boolean put(int peer, int generation, double score) {
        long next = TenantWord.of(generation, ScorePolicy.counts(score, config));
        for (; ; ) {
            long word = words.getAcquire(peer);
            if (!TenantWord.isOf(word, generation)) {
                return false;
            }
            if (words.cas(peer, word, next)) {
                return true;
            }
        }
    }
}
