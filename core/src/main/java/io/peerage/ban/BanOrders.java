/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.HandOffRing;
import io.peerage.concurrent.OwnerThread;
import io.peerage.model.BanReason;

/**
 * Bans, discouragements and lifts that any thread has ordered and the owner is to carry out.
 *
 * <pre>
 *   record: | kind 8, reason 8, prefix bits 8 | peer handle | address, high word | address, low word |
 * </pre>
 *
 * <p><b>Threading</b>: any thread orders, the owner takes. <b>Progress</b>: lock-free. <b>Complexity</b>: O(1), no
 * allocation. <b>Origin</b>: features G1, G4.
 */
@AnyThread
public final class BanOrders {
    /** What is ordered. */
    public enum Kind {
        /** Ban the peer, which was seen at the address. */
        BAN_PEER,
        /** Discourage the peer. */
        DISCOURAGE_PEER,
        /** Lift what stands against the peer. */
        LIFT_PEER,
        /** Ban the address's prefix. */
        BAN_PREFIX,
        /** Discourage the address's prefix. */
        DISCOURAGE_PREFIX,
        /** Lift what stands against the address's prefix. */
        LIFT_PREFIX,
        /** Nothing: who took the place for an order found nobody to give it against. */
        NOTHING
    }

    private static final Kind[] KINDS = Kind.values();
    private static final int BYTE = 0xff;
    private static final int REASON_SHIFT = 8;
    private static final int BITS_SHIFT = 16;

    private final HandOffRing ring;

    /** Room for this many orders between two ticks. */
    public BanOrders(int capacity) {
        this.ring = new HandOffRing(capacity);
    }

    /** The bytes of memory that the orders take. */
    public long bytes() {
        return ring.bytes();
    }

    /** Orders something about a peer; false if there is no room. */
    public boolean peer(Kind kind, long peer, long hi, long lo, BanReason reason) {
        return ring.offer(kind.ordinal() | (long) reason.code() << REASON_SHIFT, peer, hi, lo);
    }

    /** A place for a ban, which must be ordered or {@linkplain #cancel cancelled} then; {@link HandOffRing#FULL} if there is none. */
    public long claim() {
        return ring.claim();
    }

    /** Orders the ban of a peer in the place that was claimed. */
    public void ban(long place, long peer, long hi, long lo, BanReason reason) {
        ring.fill(
                place,
                Kind.BAN_PEER.ordinal() | (long) reason.code() << REASON_SHIFT,
                peer,
                hi,
                lo);
    }

    /** Orders nothing in the place that was claimed. */
    public void cancel(long place) {
        ring.fill(place, Kind.NOTHING.ordinal(), 0, 0, 0);
    }

    /** Orders something about the prefix of this width of an address; false if there is no room. */
    public boolean prefix(Kind kind, long hi, long lo, int bits, BanReason reason) {
        long what =
                kind.ordinal() | (long) reason.code() << REASON_SHIFT | (long) bits << BITS_SHIFT;
        return ring.offer(what, 0, hi, lo);
    }

    /** How many orders fit. */
    public int capacity() {
        return ring.capacity();
    }

    /** Whether an order is there to be taken. */
    @OwnerThread
    public boolean isReady() {
        return ring.isReady();
    }

    /** What is ordered. */
    @OwnerThread
    public Kind kind() {
        return KINDS[(int) ring.word(0) & BYTE];
    }

    /** Why. */
    @OwnerThread
    public BanReason reason() {
        return BanReason.ofCode((int) (ring.word(0) >>> REASON_SHIFT) & BYTE);
    }

    /** The width of the prefix. */
    @OwnerThread
    public int bits() {
        return (int) (ring.word(0) >>> BITS_SHIFT) & BYTE;
    }

    /** The peer. */
    @OwnerThread
    public long peer() {
        return ring.word(1);
    }

    /** The high word of the address. */
    @OwnerThread
    public long ipHi() {
        return ring.word(2);
    }

    /** The low word of the address. */
    @OwnerThread
    public long ipLo() {
        return ring.word(3);
    }

    /** The order has been taken. */
    @OwnerThread
    public void advance() {
        ring.advance();
    }
}
