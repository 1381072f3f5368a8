/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * The free slots of a fixed table: any thread takes one, any thread gives one back.
 *
 * <p>A stack of free slots per stripe, linked through the low half of a word of the slots' own records, whose high half is left alone. A thread takes from its own stripe
 * and, when that is empty, from the others; it gives back to its own.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free. <b>Complexity</b>: O(1), O(stripes) when the own stripe is
 * empty. <b>Ranges</b>: slots 0 to capacity − 1. <b>What callers must do</b>: give back only what they took, once. {@link
 * #take} may return −1 although a slot is given back at the same moment; {@link #takeKnownFree} is for callers that hold
 * a permit which proves that a slot is free.
 */
@AnyThread
public final class SlotPool {
    private static final long SLOT_MASK = 0xffff_ffffL;
    private static final long VERSION_ONE = 1L << 32;

    // Head word: | version 32 | slot + 1, or 0 when empty 32 |. The version moves on every change:
    // without it, a thread
    // that stalls between reading the head's link and its CAS could install a link that is long out
    // of date (ABA).
    private final PaddedLongs heads;
    private final LongColumn links;
    private final int stride;
    private final int offset;

    /** A pool of all slots 0 to capacity − 1, whose links are kept at {@code slot * stride + offset}. */
    public SlotPool(int capacity, int stripes, LongColumn links, int stride, int offset) {
        this.heads = new PaddedLongs(stripes);
        this.links = links;
        this.stride = stride;
        this.offset = offset;
        int share = (capacity + stripes - 1) / stripes;
        for (int stripe = 0; stripe < stripes; stripe++) {
            int from = Math.min(capacity, stripe * share);
            int to = Math.min(capacity, from + share);
            for (int slot = from; slot < to; slot++) {
                links.setPlain(linkOf(slot), slot + 1 < to ? slot + 2 : 0);
            }
            heads.setVolatile(stripe, from < to ? from + 1 : 0);
        }
    }

    /** Takes a free slot; −1 if none was found. */
    public int take() {
        int mine = Stripes.mine(heads.size());
        for (int i = 0; i < heads.size(); i++) {
            int slot = pop(mine + i & heads.size() - 1);
            if (slot >= 0) {
                return slot;
            }
        }
        return -1;
    }

    /**
     * Takes a free slot when one is known to be free: a search that finds none was overtaken by others, which made
     * progress, and starts again.
     */
    public int takeKnownFree() {
        int slot = take();
        while (slot < 0) {
            slot = take();
        }
        return slot;
    }

    /** Gives a slot back. */
    public void give(int slot) {
        int stripe = Stripes.mine(heads.size());
        for (; ; ) {
            long head = heads.getAcquire(stripe);
            links.setRelease(
                    linkOf(slot), (links.getPlain(linkOf(slot)) & ~SLOT_MASK) | (head & SLOT_MASK));
            if (heads.cas(stripe, head, (head & ~SLOT_MASK) + VERSION_ONE | slot + 1)) {
                return;
            }
        }
    }

    /** Adds a slot to a chain of slots that one thread gives back together; 0 is an empty chain. */
    public long chain(long chain, int slot) {
        links.setRelease(
                linkOf(slot), links.getPlain(linkOf(slot)) & ~SLOT_MASK | chain & SLOT_MASK);
        return Chain.with(chain, slot);
    }

    /** Gives all slots of a chain back. */
    public void giveAll(long chain) {
        if (chain == 0) {
            return;
        }
        int stripe = Stripes.mine(heads.size());
        int last = linkOf(Chain.last(chain));
        for (; ; ) {
            long head = heads.getAcquire(stripe);
            links.setRelease(last, links.getPlain(last) & ~SLOT_MASK | head & SLOT_MASK);
            if (heads.cas(stripe, head, (head & ~SLOT_MASK) + VERSION_ONE | chain & SLOT_MASK)) {
                return;
            }
        }
    }

    /** Counts the free slots; exact only while no other thread takes or gives. */
    public int countFree() {
        int free = 0;
        for (int stripe = 0; stripe < heads.size(); stripe++) {
            long next = heads.getVolatile(stripe) & SLOT_MASK;
            while (next != 0) {
                free++;
                next = links.getAcquire(linkOf((int) next - 1)) & SLOT_MASK;
            }
        }
        return free;
    }

    private int pop(int stripe) {
        for (; ; ) {
            long head = heads.getAcquire(stripe);
            int slot = (int) (head & SLOT_MASK) - 1;
            if (slot < 0) {
                return -1;
            }
            // May read a word that the slot's next user has overwritten; the version makes the CAS
            // fail then.
            long next = links.getAcquire(linkOf(slot)) & SLOT_MASK;
            if (heads.cas(stripe, head, (head & ~SLOT_MASK) + VERSION_ONE | next)) {
                return slot;
            }
        }
    }

    private int linkOf(int slot) {
        return slot * stride + offset;
    }
}
