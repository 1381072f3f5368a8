/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.OwnerThread;

/**
 * Counts by key, in fixed memory: a key that is no longer counted leaves nothing behind.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1) expected at a load of at most one half; 12 bytes a slot, two to four slots a key, no
 * allocation. <b>Ranges</b>: keys not 0, of 64 bits of a keyed hash; at most as many keys at once as given.
 */
@OwnerThread
final class KeyCounts {
    private final long[] keys;
    private final int[] counts;
    private final int mask;

    KeyCounts(int most) {
        int length = Integer.highestOneBit(Math.max(2, most * 2 - 1)) * 2;
        this.keys = new long[length];
        this.counts = new int[length];
        this.mask = length - 1;
    }

    long bytes() {
        return 2 * 16 + 12L * keys.length;
    }

    int count(long key) {
        return counts[slot(key)];
    }

    /** One more; the new count. */
    int add(long key) {
        int slot = slot(key);
        keys[slot] = key;
        return ++counts[slot];
    }

    /** One less; the new count. */
    int take(long key) {
        int slot = slot(key);
        int left = --counts[slot];
        if (left == 0) {
            clear(slot);
        }
        return left;
    }

    private int slot(long key) {
        int slot = (int) key & mask;
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    // What lies behind moves up, so that no key has an empty slot between itself and its home.
    private void clear(int slot) {
        int hole = slot;
        for (int at = slot + 1 & mask; counts[at] != 0; at = at + 1 & mask) {
            int home = (int) keys[at] & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                keys[hole] = keys[at];
                counts[hole] = counts[at];
                counts[at] = 0;
                hole = at;
            }
        }
    }
}
