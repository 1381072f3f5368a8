/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * A fixed hash table from keyed hashes to words, changed by the owner, read by any thread.
 *
 * <p>Key and word lie side by side in the first slot from the key's home on that was free; they never move. A key that is
 * removed leaves its slot as a stone, with no word, that readers step over; stones before an empty slot are cleared, the
 * others taken by later keys. So between a key and its home is never an empty slot.
 *
 * <p><b>Threading</b>: any thread; changes owner thread. <b>Progress</b>: reading is wait-free. <b>Consistency</b>: a reader
 * that finds the key's slot given to another key meanwhile says that the key is absent, which it was in between. Only one that
 * sleeps, between two reads, until the slot went to another key and back again may be told the other's word.
 * <b>Complexity</b>: O(1) expected at a load of at most one half. <b>Memory</b>: 16 bytes a slot, two to four slots a key.
 * <b>Ranges</b>: keys not 0, of 64 bits of a hash that nobody can aim at.
 */
@AnyThread
public final class KeyedSlots {
    /** No such slot. */
    public static final int ABSENT = -1;

    private static final long EMPTY = 0;
    private static final long NONE = 0;
    private static final int WORDS = 2;

    private final LongColumn slots;
    private final int mask;
    private final int capacity;
    private int size;

    /** An empty table with room for this many keys, 0 or more. */
    public KeyedSlots(int capacity) {
        this.capacity = capacity;
        int length = Integer.highestOneBit(Math.max(2, capacity * 2 - 1)) * 2;
        this.mask = length - 1;
        this.slots = LongColumn.lines(length * WORDS);
    }

    /** The number of slots. */
    public int slots() {
        return mask + 1;
    }

    /** The bytes of memory that the table takes. */
    public long bytes() {
        return slots.bytes();
    }

    /** The key's word; 0 if it is absent. */
    public long word(long key) {
        for (int i = 0, slot = home(key); i <= mask; i++, slot = slot + 1 & mask) {
            long found = slots.getAcquire(slot * WORDS);
            if (found == key) {
                long word = slots.getAcquire(slot * WORDS + 1);
                return slots.getAcquire(slot * WORDS) == key ? word : NONE;
            }
            if (found == EMPTY) {
                return NONE;
            }
        }
        return NONE;
    }

    /** The key that a slot had at this moment, to whomever walks over all slots; 0 if none. */
    public long walkedKey(int slot) {
        return slots.getAcquire(slot * WORDS);
    }

    /** The word that a slot had at this moment; 0 if none. */
    public long walkedWord(int slot) {
        return slots.getAcquire(slot * WORDS + 1);
    }

    /** The number of keys. */
    @OwnerThread
    public int size() {
        return size;
    }

    /** Whether there is no room for another key. */
    @OwnerThread
    public boolean isFull() {
        return size >= capacity;
    }

    /** The key's slot, or {@link #ABSENT}. */
    @OwnerThread
    public int find(long key) {
        for (int i = 0, slot = home(key); i <= mask; i++, slot = slot + 1 & mask) {
            long found = slots.getPlain(slot * WORDS);
            if (found == key) {
                return isStone(slot) ? ABSENT : slot;
            }
            if (found == EMPTY) {
                return ABSENT;
            }
        }
        return ABSENT;
    }

    /** The key of a slot; 0 if it never had one, or none is left there. */
    @OwnerThread
    public long keyAt(int slot) {
        return slots.getPlain(slot * WORDS);
    }

    /** The word of a slot's key; 0 if there is no key any more. */
    @OwnerThread
    public long wordAt(int slot) {
        return slots.getPlain(slot * WORDS + 1);
    }

    /** Changes the word of a key; not to 0. */
    @OwnerThread
    public void set(int slot, long word) {
        slots.setRelease(slot * WORDS + 1, word);
    }

    /** Adds a key that is absent, with a word that is not 0; there must be room. Returns its slot. */
    @OwnerThread
    public int add(long key, long word) {
        int slot = home(key);
        int stone = ABSENT;
        // Where stones have used up every empty slot, one of them ends the search.
        for (int i = 0; i <= mask && keyAt(slot) != EMPTY && keyAt(slot) != key; i++) {
            if (stone == ABSENT && isStone(slot)) {
                stone = slot;
            }
            slot = slot + 1 & mask;
        }
        // A stone of the same key must be used: readers stop at it.
        if (keyAt(slot) != key && stone != ABSENT) {
            slot = stone;
        }
        slots.setRelease(slot * WORDS, key);
        slots.setRelease(slot * WORDS + 1, word);
        size++;
        return slot;
    }

    /** Removes the key of a slot. */
    @OwnerThread
    public void remove(int slot) {
        slots.setRelease(slot * WORDS + 1, NONE);
        size--;
        int at = slot;
        while (isStone(at) && keyAt(at + 1 & mask) == EMPTY) {
            slots.setRelease(at * WORDS, EMPTY);
            at = at - 1 & mask;
        }
    }

    @OwnerThread
    private boolean isStone(int slot) {
        return keyAt(slot) != EMPTY && wordAt(slot) == NONE;
    }

    private int home(long key) {
        return (int) (key >>> 32) & mask;
    }
}
