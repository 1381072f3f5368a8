/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.config.BackOffConfig;
import io.peerage.model.Connectedness;

/**
 * From when each peer may be dialed: a {@link BackOffWord} a peer, by peer index.
 *
 * <p><b>Callers</b> change a peer's word only while the peer can't be recycled: {@link #fail} while they hold its dial,
 * before they give the dial back, so that nobody finds the peer free to dial in between; {@link #established} and {@link
 * #ended} while they hold a connection of it; {@link #clear} and {@link #put} before anybody can find the new tenant. Times are of one
 * monotonic clock.
 *
 * <p><b>Guarantees</b>: each change is one CAS on one word. A dial that fails while a connection is established ends in one
 * of two states: failed first, the failure is forgotten; established first, it is the first of a new series, and the peer
 * waits for the first delay once it is no longer connected. Of two failures at once both are counted. A postponement never
 * shortens a wait. Asking needs no owner: a word whose time is reached allows the dial whether or not anybody has cleared
 * it.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: asking, {@link #reset} and {@link #clear} are wait-free, other changes
 * lock-free. <b>Complexity</b>: O(1), 8 bytes a peer, no allocation. <b>Ranges</b>: peer indexes 0 to capacity − 1;
 * another throws {@link IndexOutOfBoundsException}. <b>Origin</b>: features C2 to C4.
 */
@AnyThread
public final class BackOffTable {
    private final LongColumn words;

    /** A table in which no peer has failed. */
    public BackOffTable(int capacity) {
        this.words = LongColumn.of(capacity);
    }

    /** The bytes of memory that the table takes. */
    public long bytes() {
        return words.bytes();
    }

    /** The peer's word, for whoever asks several questions at one moment. */
    public long word(int peer) {
        return words.getAcquire(peer);
    }

    /** Whether the peer may be dialed, as far as failures go. */
    public boolean mayDial(int peer, long now) {
        return BackOffWord.mayDial(word(peer), now);
    }

    /** Whether the peer waits after a failure, and is not given up. */
    public boolean isBackingOff(int peer, long now) {
        return BackOffWord.isBackingOff(word(peer), now);
    }

    /** Whether dialing the peer is given up. */
    public boolean isUnreachable(int peer, long now) {
        return BackOffWord.isUnreachable(word(peer), now);
    }

    /** Candidate, backing off or unreachable. */
    public Connectedness standing(int peer, long now) {
        return BackOffWord.standing(word(peer), now);
    }

    /** Failed attempts in a row, at most {@value BackOffConfig#MOST_FAILURES}. */
    public int failures(int peer) {
        return BackOffWord.failures(word(peer));
    }

    /** The time from which the peer may be dialed; now, if it may. */
    public long nextAllowed(int peer, long now) {
        return BackOffWord.nextAllowed(word(peer), now);
    }

    /** A dial failed. Returns the new word. */
    public long fail(int peer, long now, BackOffConfig policy, long random) {
        for (; ; ) {
            long word = word(peer);
            long next = BackOffWord.failed(word, now, policy, random);
            if (words.cas(peer, word, next)) {
                return next;
            }
        }
    }

    /** A connection was established, in either direction. Returns the new word. */
    public long established(int peer, BackOffConfig policy) {
        for (; ; ) {
            long word = word(peer);
            long next = BackOffWord.established(word, policy);
            // Most peers have not failed; their word need not be written.
            if (next == word || words.cas(peer, word, next)) {
                return next;
            }
        }
    }

    /** The peer's last connection ended, having lasted this long. Returns the new word. */
    public long ended(int peer, long lastedNanos, long now, BackOffConfig policy, long random) {
        for (; ; ) {
            long word = word(peer);
            long next = BackOffWord.ended(word, lastedNanos, now, policy, random);
            if (next == word || words.cas(peer, word, next)) {
                return next;
            }
        }
    }

    /** The peer is not to be dialed for a while, which is not its fault. Returns the new word. */
    public long postpone(int peer, long now, long nanos) {
        for (; ; ) {
            long word = word(peer);
            long next = BackOffWord.postponed(word, now, nanos);
            if (words.cas(peer, word, next)) {
                return next;
            }
        }
    }

    /** The peer is always wanted: whoever was given up starts anew, and nobody waits longer than this. Returns the new word. */
    public long shorten(int peer, long now, long mostNanos) {
        for (; ; ) {
            long word = word(peer);
            long next = BackOffWord.shortened(word, now, mostNanos);
            if (next == word || words.cas(peer, word, next)) {
                return next;
            }
        }
    }

    /** Forgets the peer's failures. Returns whether there was anything to forget. */
    public boolean reset(int peer) {
        return word(peer) != BackOffWord.NONE
                && words.getAndSet(peer, BackOffWord.NONE) != BackOffWord.NONE;
    }

    /** Restores the word of a peer that nobody can find yet. */
    public void put(int peer, long word) {
        words.setRelease(peer, word);
    }

    /** Forgets the last tenant of a slot, whose next one nobody can find yet. */
    public void clear(int peer) {
        put(peer, BackOffWord.NONE);
    }
}
