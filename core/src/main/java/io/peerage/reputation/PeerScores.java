/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.config.ScoreConfig;
import io.peerage.model.PeerAction;
import io.peerage.model.ScoreVerdict;
import io.peerage.peer.TenantColumn;
import org.jspecify.annotations.Nullable;

/**
 * Each peer's own and external score together, and what they say is to be done with it; by peer index.
 *
 * <p><b>Callers</b> look at the peer's state word first, which has the whole generation ({@link DecayWord} has some bits of it),
 * and mark the peer for the owner whenever a change returns another verdict
 * than {@link ScoreVerdict#NONE}. The owner asks {@link #verdict} again and acts, since a verdict gets better by itself.
 *
 * <p><b>Guarantees</b>: of all that change a peer's two scores at once, the last to do so returns a verdict on both: no peer is left
 * with a bad score and nobody told. That is why a change returns the verdict after it and not whether it has become
 * worse: of two racing changes to two words each may find that the other had made it bad already.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: asking is wait-free, changing lock-free. <b>Complexity</b>: O(1), 16 bytes
 * a peer, no allocation. <b>Units</b>: thousandths of a point; nanoseconds of one monotonic clock. <b>Origin</b>: features F2, F3.
 */
@AnyThread
public final class PeerScores implements TenantColumn {
    /** The words of a peer: own and external score, side by side, since a verdict needs both. */
    static final int WORDS = 2;

    private final LongColumn words;
    private final ScoreConfig config;
    private final ScoreTable own;
    private final ExternalScoreColumn external;

    /** Every score is 0; new tenants start with what is remembered of them. */
    public PeerScores(int capacity, ScoreConfig config, BadScoreTable bad, long now) {
        this.words = LongColumn.of(Math.multiplyExact(capacity, WORDS));
        this.config = config;
        this.own = new ScoreTable(words, config, bad, now);
        this.external = new ExternalScoreColumn(words, config);
    }

    @Override
    public long bytes() {
        return words.bytes();
    }

    @Override
    public void tenant(int slot, int generation, long idHash) {
        own.tenant(slot, generation, idHash);
        external.tenant(slot, generation);
    }

    /** The own scores. */
    ScoreTable own() {
        return own;
    }

    /** The peer did something. Returns the verdict after it; null if the generation is not that of the slot's tenant. */
    public @Nullable ScoreVerdict record(int peer, int generation, PeerAction action, long now) {
        return add(peer, generation, action.thousandths(), now);
    }

    /** Adds any amount to the own score. Returns as {@link #record} does. */
    public @Nullable ScoreVerdict add(int peer, int generation, int thousandths, long now) {
        int score = own.add(peer, generation, thousandths, now);
        if (score == ScoreTable.STALE) {
            return null;
        }
        // Read after the CAS, in one total order with the other column's, as there with this one.
        return ScorePolicy.verdict(score, external.counts(peer, generation), config);
    }

    /** The external score is this, in its own units. Returns as {@link #record} does. */
    public @Nullable ScoreVerdict putExternal(int peer, int generation, double score, long now) {
        return external.put(peer, generation, score) ? verdict(peer, generation, now) : null;
    }

    /** The own score was this so long ago, before a restart; whether the generation is that of the slot's tenant. */
    public boolean restore(int peer, int generation, int thousandths, long agoNanos, long now) {
        return own.restore(peer, generation, thousandths, agoNanos, now);
    }

    /** What is to be done with the peer now. */
    public ScoreVerdict verdict(int peer, int generation, long now) {
        int score = own.score(peer, generation, now);
        return ScorePolicy.verdict(score, external.counts(peer, generation), config);
    }

    /** The own score, −100,000 to 100,000; 0 if the generation is not that of the slot's tenant. */
    public int own(int peer, int generation, long now) {
        return own.score(peer, generation, now);
    }

    /** What the external score counts, up to the cap either way; 0 if the generation is not that of the slot's tenant. */
    public int external(int peer, int generation) {
        return external.counts(peer, generation);
    }

    /** Own and external score together, −100,000 to 100,000. */
    public int total(int peer, int generation, long now) {
        int score = own.score(peer, generation, now);
        return ScorePolicy.total(score, external.counts(peer, generation), config);
    }
}
