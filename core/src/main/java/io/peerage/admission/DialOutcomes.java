/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.backoff.BackOffTable;
import io.peerage.backoff.BackOffWord;
import io.peerage.backoff.OutageDetector;
import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BackOffConfig;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.Connectedness;
import io.peerage.model.DialOutcome;
import io.peerage.model.PeerFlag;
import io.peerage.peer.PeerWord;
import org.agrona.concurrent.NanoClock;

/**
 * What the end of a dial means: for the peer's back-off, for what the node thinks of its own network, and for the
 * counters.
 *
 * <p>During an outage a failed dial postpones the next one by the policy's first wait, and is not counted against the
 * peer.
 *
 * <p><b>Threading</b>: any thread, except {@link #ended}, owner thread; changes only by who holds a dial or a connection of
 * the peer. <b>Progress</b>: asking is wait-free, changes are lock-free. <b>Complexity</b>: O(1). <b>Origin</b>: features
 * C2 to C4, C6, C7.
 */
@AnyThread
public final class DialOutcomes {
    private final BackOffTable table;
    private final BackOffConfig ordinary;
    private final BackOffConfig persistent;
    private final long longestPersistent;
    private final OutageDetector outage;
    private final KeyedRandom random;
    private final NanoClock clock;
    private final StripedCounters ends;

    /** Outcomes noted in this table. */
    public DialOutcomes(
            BackOffTable table,
            BackOffConfig policy,
            KeyedRandom random,
            NanoClock clock,
            int stripes) {
        this.table = table;
        this.ordinary = policy;
        this.persistent = policy.persistent();
        this.longestPersistent = persistent.longestNanos();
        this.outage = new OutageDetector();
        this.random = random;
        this.clock = clock;
        this.ends = new StripedCounters(DialOutcome.values().length, stripes);
    }

    /** The back-off words, by peer. */
    public BackOffTable table() {
        return table;
    }

    /** What knows of outages. */
    public OutageDetector outage() {
        return outage;
    }

    /** How many dials have ended so. */
    public long count(DialOutcome outcome) {
        return ends.sum(outcome.ordinal());
    }

    /** What a peer's back-off has against a dial: 0, or the code of a refusal. Reads the clock only if one is noted. */
    public int refusal(int peer, long word) {
        return PeerWord.isBackedOff(word) ? refusal(peer, word, clock.nanoTime()) : 0;
    }

    /** As {@link #refusal(int, long)}, at a time. */
    public int refusal(int peer, long word, long now) {
        if (!PeerWord.isBackedOff(word)) {
            return 0;
        }
        long backOff = table.word(peer);
        return PeerWord.refusalOfBackOff(
                word,
                BackOffWord.isBackingOff(backOff, now),
                BackOffWord.isUnreachable(backOff, now));
    }

    /** Where a peer stands. */
    public Connectedness connectedness(int peer, long word) {
        if (!PeerWord.isBackedOff(word)) {
            return PeerWord.connectedness(word, false, false);
        }
        long now = clock.nanoTime();
        long backOff = table.word(peer);
        return PeerWord.connectedness(
                word,
                BackOffWord.isBackingOff(backOff, now),
                BackOffWord.isUnreachable(backOff, now));
    }

    /** A dial of a peer, which the caller holds, ends without a connection; whether a back-off was noted. */
    boolean failed(int peer, long word, DialOutcome outcome) {
        ends.add(outcome.ordinal(), 1);
        if (outcome != DialOutcome.CANCELLED) {
            outage.record(outcome.isReached());
        }
        if (!outcome.isBlamed()) {
            return false;
        }
        long now = clock.nanoTime();
        if (outage.isOutage()) {
            table.postpone(peer, now, policy(word).waitNanos(1));
        } else {
            table.fail(peer, now, policy(word), random.next());
        }
        return true;
    }

    /** A connection, which the caller holds, was established; the transition returned this word. */
    void established(int peer, long after, boolean dialed) {
        if (dialed) {
            ends.add(DialOutcome.ESTABLISHED.ordinal(), 1);
            outage.record(true);
        }
        if (PeerWord.isBackedOff(after)) {
            table.established(peer, policy(after));
        }
    }

    /** The last connection of a peer that has failed before, or is always wanted, has closed after this time. */
    @OwnerThread
    public void ended(int peer, long word, long lastedNanos, long now) {
        table.ended(peer, lastedNanos, now, policy(word), random.next());
    }

    /** The peer is always wanted, which it may not have been when it failed. */
    @OwnerThread
    public void wanted(int peer, long now) {
        table.shorten(peer, now, longestPersistent);
    }

    /** Whether there is anything that a connection would have to forget. */
    public boolean isNoted(int peer) {
        return table.word(peer) != BackOffWord.NONE;
    }

    private BackOffConfig policy(long word) {
        return PeerWord.has(word, PeerFlag.PERSISTENT) ? persistent : ordinary;
    }
}
