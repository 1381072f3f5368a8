/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * The owner's side of a {@link KeyedSlots} that remembers a word for each of the keys that came last: one too many, and the
 * oldest is forgotten.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1) expected, no allocation. <b>Memory</b>: 9 bytes a slot.
 * <b>Ranges</b>: words not 0.
 */
@OwnerThread
public final class KeyedMemory {
    private static final long NONE = 0;
    private static final int LINE = 0;

    private final KeyedSlots slots;
    private final SlotOrder order;

    /** Keeps these slots, which are still empty. */
    public KeyedMemory(KeyedSlots slots) {
        this.slots = slots;
        this.order = new SlotOrder(slots.slots(), 1);
    }

    /** The bytes of memory that it takes beside the slots. */
    public long bytes() {
        return order.bytes();
    }

    /** The number of keys. */
    public int size() {
        return slots.size();
    }

    /** The slot of a key, or {@link KeyedSlots#ABSENT}. */
    public int find(long key) {
        return slots.find(key);
    }

    /** Forgets a key. Returns its word; 0 if it was not remembered. */
    public long take(long key) {
        int slot = slots.find(key);
        return slot == KeyedSlots.ABSENT ? NONE : forget(slot);
    }

    /** Remembers a key, which is the newest then. Returns the word that there was no more room for; 0 if there was room. */
    public long put(long key, long word) {
        int slot = slots.find(key);
        if (slot != KeyedSlots.ABSENT) {
            slots.set(slot, word);
            order.enqueue(slot, LINE);
            return NONE;
        }
        long forgotten = NONE;
        if (slots.isFull()) {
            int oldest = order.oldest(LINE);
            if (oldest == SlotOrder.NOBODY) {
                return word;
            }
            forgotten = forget(oldest);
        }
        order.enqueue(slots.add(key, word), LINE);
        return forgotten;
    }

    private long forget(int slot) {
        long word = slots.wordAt(slot);
        order.leave(slot);
        slots.remove(slot);
        return word;
    }
}
