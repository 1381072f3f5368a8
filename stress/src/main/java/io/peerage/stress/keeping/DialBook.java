/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.model.DialOutcome;
import io.peerage.stress.oracle.Contract;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What is known of dials: which the owner has commanded and how each ended, since when peers are connected, and how long they must be
 * left alone after failures.
 *
 * <p>A failure is noted only if nothing forgave it meanwhile: whoever establishes, or forgives, changes the word before and after.
 *
 * <pre>
 *   back-off word:  | changes 12 | failures 8 | not to be dialed before, in microseconds, 44 |
 *   connected word: | since the round begun last 48 | connections 16 |
 * </pre>
 *
 * <p><b>Threading</b>: any thread but where said. <b>Progress</b>: lock-free, no allocation.
 */
final class DialBook {
    private static final int TIME_BITS = 44;
    private static final int CHANGES_SHIFT = 52;
    private static final long TIME_MASK = (1L << TIME_BITS) - 1;
    private static final int FAILURES_MASK = 0xff;
    private static final long MICRO = 1_000;
    private static final int COUNT_BITS = 16;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final Accounts all;
    private final AtomicLongArray backOffs;
    private final AtomicLongArray connected;
    private final AtomicIntegerArray maybe;
    private final AtomicLong commanded = new AtomicLong();
    private final AtomicLongArray ends = new AtomicLongArray(DialOutcome.values().length);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong forgotten = new AtomicLong();
    private final AtomicLong endedByBan = new AtomicLong();
    private volatile long expired;
    private volatile long expiredDials;

    DialBook(Accounts all, int peers) {
        this.all = all;
        this.backOffs = new AtomicLongArray(peers);
        this.connected = new AtomicLongArray(peers);
        this.maybe = new AtomicIntegerArray(peers);
    }

    // Connected

    /** A connection of the peer is open. */
    void opened(int peer) {
        long word;
        long next;
        do {
            word = connected.get(peer);
            next = (word & COUNT_MASK) == 0 ? all.ticks.started() << COUNT_BITS | 1 : word + 1;
        } while (!connected.compareAndSet(peer, word, next));
    }

    /** A connection of the peer is about to be closed. */
    void closing(int peer) {
        connected.decrementAndGet(peer);
    }

    /** Whether the peer has been connected since before this round began. */
    boolean isConnectedSince(int peer, long round) {
        long word = connected.get(peer);
        return (word & COUNT_MASK) != 0 && word >>> COUNT_BITS < round;
    }

    /** A connection of the peer may be about to open. */
    void establishing(int peer) {
        maybe.getAndIncrement(peer);
        changed(peer);
    }

    /** A connection of the peer has closed, or didn't open. */
    void closed(int peer) {
        maybe.getAndDecrement(peer);
    }

    /** Whether the peer may have a connection. */
    boolean maybeConnected(int peer) {
        return maybe.get(peer) != 0;
    }

    // Backing off

    /** The peer's word, to be compared with what it is after a call. */
    long word(int peer) {
        return backOffs.get(peer);
    }

    /** Something may let the peer be dialed. */
    void changed(int peer) {
        long word;
        do {
            word = backOffs.get(peer);
        } while (!backOffs.compareAndSet(
                peer, word, (word >>> CHANGES_SHIFT) + 1 << CHANGES_SHIFT));
    }

    /** A dial that began failing at this word, time and round has failed. */
    void failed(int peer, long word, long at, long round) {
        // An outage that began since would have to have ended since, in a later round. Asked in
        // this order.
        boolean clear = !all.manager().dialing().isOutage() && all.ticks.started() == round;
        int failures = clear ? failures(word) + 1 : 1;
        long until = at + Setting.BACK_OFF.waitNanos(failures);
        long changes = word >>> CHANGES_SHIFT << CHANGES_SHIFT;
        long kept = Math.min(FAILURES_MASK, clear ? failures : failures(word));
        backOffs.compareAndSet(peer, word, changes | kept << TIME_BITS | until / MICRO & TIME_MASK);
    }

    private static int failures(long word) {
        return (int) (word >>> TIME_BITS) & FAILURES_MASK;
    }

    /** Whether a peer of this word may not be dialed at a time. */
    static boolean isBackingOff(long word, long now) {
        return now / MICRO < (word & TIME_MASK);
    }

    // Dials

    /** A dial was commanded; how many are under way at most. */
    int started() {
        commanded.incrementAndGet();
        return underWay.incrementAndGet();
    }

    /** A commanded dial has ended, or is about to. */
    void ended() {
        underWay.decrementAndGet();
    }

    long commanded() {
        return commanded.get();
    }

    int underWay() {
        return underWay.get();
    }

    /** A dial, commanded or by hand, has ended so. */
    void count(DialOutcome outcome) {
        ends.incrementAndGet(outcome.ordinal());
    }

    /** A dial's ticket is left to expire. */
    void forgotten() {
        forgotten.incrementAndGet();
    }

    /** A ban has ended a dial before its holder did. */
    void endedByBan() {
        endedByBan.incrementAndGet();
    }

    /** The owner told that a ticket expired. */
    void expired(boolean dial) {
        expired = expired + 1;
        expiredDials = expiredDials + (dial ? 1 : 0);
    }

    long expired() {
        return expired;
    }

    /** Compares all ends with the manager's, at rest, of {@code barred} tickets that a ban has ended and whose holders don't know yet. */
    void audit(long barred) {
        equal("tickets expired", expired, forgotten.get());
        for (DialOutcome outcome : DialOutcome.values()) {
            long expected = ends.get(outcome.ordinal());
            if (outcome == DialOutcome.TIMEOUT) {
                expected += expiredDials;
            } else if (outcome == DialOutcome.CANCELLED) {
                expected += endedByBan.get() + barred;
            }
            equal("dials that ended " + outcome, all.manager().dialing().ended(outcome), expected);
        }
    }

    private void equal(String what, long said, long expected) {
        if (said != expected) {
            all.violations.found(Contract.DIALS, what, said, expected);
        }
    }
}
