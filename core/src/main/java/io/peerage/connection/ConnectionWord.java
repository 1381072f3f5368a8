/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.connection;

import io.peerage.concurrent.PureFunction;
import io.peerage.model.CloseReason;

/**
 * The state of a connection slot in one {@code long}.
 *
 * <pre>
 *   bit  0  state 3          6  close asked       10  holds pending place    16  dial epoch 4
 *        3  inbound          7  holds total       11  holds trusted place    20  reason of the doom 4
 *        4  queued           8  holds direction   12  age of the doom 3      32  generation 32
 *        5  superseded       9  doomed
 * </pre>
 *
 * <pre>
 *   FREE → PENDING → COMMITTING → ESTABLISHED → CLOSING → FREE      (generation + 1)
 *             ├────────────────────────────────→ CLOSING            abandoned, expired, refused
 *             └→ SUPERSEDED ←─────┴──────┘ → CLOSED (queued) or CLOSING
 * </pre>
 *
 * <p>While COMMITTING, a close sets "close asked" and a lost tie-break sets "superseded"; the establishing thread then
 * carries it out. "Holds" bits say what is to be given back at the end. "Queued" is the slot's mark in the owner's queue.
 * "Doomed" is a connection whose close the owner has commanded, for a reason, so many looks ago.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Origin</b>: features
 * A2, A6, B7; architecture, contracts 4 and 6.
 */
@PureFunction
public final class ConnectionWord {
    /** The slot is in the pool. */
    public static final int FREE = 0;

    /** A ticket: reserved, not yet a connection. */
    public static final int PENDING = 1;

    /** A thread is establishing the ticket. */
    public static final int COMMITTING = 2;

    /** A connection. */
    public static final int ESTABLISHED = 3;

    /** Lost a tie-break: no longer counted for its peer, and to be closed by the application. */
    public static final int SUPERSEDED = 4;

    /** A thread is giving back what the slot holds. */
    public static final int CLOSING = 5;

    /** Closed while queued: the owner gives back what the slot holds. */
    public static final int CLOSED = 6;

    /** The connection is inbound. */
    public static final long INBOUND = 1L << 3;

    /** The slot is in the owner's queue. */
    public static final long QUEUED = 1L << 4;

    /** A tie-break was lost while the slot was COMMITTING. */
    public static final long SUPERSEDED_MEANWHILE = 1L << 5;

    /** A close came while the slot was COMMITTING. */
    public static final long CLOSE_ASKED = 1L << 6;

    /** One of the node's connections. */
    public static final long HOLDS_TOTAL = 1L << 7;

    /** One of the node's connections in its direction. */
    public static final long HOLDS_DIRECTION = 1L << 8;

    /** One of the node's handshakes or dials under way. */
    public static final long HOLDS_PENDING = 1L << 10;

    /** One of the node's trusted connections. */
    public static final long HOLDS_TRUSTED = 1L << 11;

    /** The owner has commanded the connection's close. */
    public static final long DOOMED = 1L << 9;

    /** The most looks that a doom's age counts. */
    public static final int MOST_AGE = 7;

    /** All the "holds" bits. */
    public static final long HOLDS = HOLDS_TOTAL | HOLDS_DIRECTION | HOLDS_PENDING | HOLDS_TRUSTED;

    private static final long STATE = 7;
    private static final int AGE_SHIFT = 12;
    private static final int EPOCH_SHIFT = 16;
    private static final int REASON_SHIFT = 20;
    private static final int GENERATION_SHIFT = 32;

    private ConnectionWord() {}

    /** What the slot is. */
    public static int state(long word) {
        return (int) (word & STATE);
    }

    /** The same word in another state. */
    public static long withState(long word, int state) {
        return (word & ~STATE) | state;
    }

    /** The word of a fresh ticket in a slot that was free. */
    public static long pending(long free, long flags, int epoch) {
        return (free & (-1L << GENERATION_SHIFT)) | ((long) epoch << EPOCH_SHIFT) | flags | PENDING;
    }

    /** The word of the slot when it is free again. */
    public static long free(long word) {
        return (long) (generation(word) + 1) << GENERATION_SHIFT;
    }

    /** Whether any of these flags is set. */
    public static boolean has(long word, long flags) {
        return (word & flags) != 0;
    }

    /** Whether the slot's peer, if it has one, counts it, and so can't be recycled under it. */
    public static boolean holdsPeer(long word) {
        int state = state(word);
        return (state == PENDING || state == COMMITTING || state == ESTABLISHED)
                && !has(word, SUPERSEDED_MEANWHILE);
    }

    /** Whether the connection is inbound. */
    public static boolean isInbound(long word) {
        return (word & INBOUND) != 0;
    }

    /** The epoch of the dial that made the ticket. */
    public static int epoch(long word) {
        return (int) (word >>> EPOCH_SHIFT) & 15;
    }

    /** The connection's close is commanded; of a word that isn't doomed. */
    public static long doomed(long word, CloseReason reason) {
        return word | DOOMED | (long) reason.ordinal() << REASON_SHIFT;
    }

    /** Why the close of a doomed connection was commanded. */
    public static CloseReason reason(long word) {
        return CloseReason.of((int) (word >>> REASON_SHIFT) & 15);
    }

    /** How often the owner has looked whether a doomed connection has closed, at most {@link #MOST_AGE}. */
    public static int age(long word) {
        return (int) (word >>> AGE_SHIFT) & MOST_AGE;
    }

    /** The owner has looked once more. */
    public static long aged(long word) {
        return age(word) == MOST_AGE ? word : word + (1L << AGE_SHIFT);
    }

    /** The number of tenants that the slot has had, modulo 2^32. */
    public static int generation(long word) {
        return (int) (word >>> GENERATION_SHIFT);
    }
}
