/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.KeyedMemory;
import io.peerage.concurrent.KeyedSlots;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.model.Counter;

/**
 * Remembers how often former offenders were banned, those that came last.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1) expected, no allocation. <b>Origin</b>: features G1, G5.
 */
@OwnerThread
final class BanMemory {
    private final KeyedSlots slots;
    private final KeyedMemory words;
    private final StripedCounters counters;

    BanMemory(int most, StripedCounters counters) {
        this.slots = new KeyedSlots(most);
        this.words = new KeyedMemory(slots);
        this.counters = counters;
    }

    long bytes() {
        return slots.bytes() + words.bytes();
    }

    int size() {
        return words.size();
    }

    /** Takes out what is remembered of an offender; {@link BanWord#NONE} if nothing. */
    long take(long key) {
        return words.take(key);
    }

    /** Remembers an offender whose ban ended, and forgets the oldest if that is one too many. */
    void put(long key, long word) {
        long memory = BanWord.memory(word);
        if (memory != BanWord.NONE && words.put(key, memory) != BanWord.NONE) {
            counters.addOwned(Counter.OFFENDERS_FORGOTTEN.ordinal(), 1);
        }
    }
}
