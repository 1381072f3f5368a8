/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

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
    private final int most;
    private final BanSlots slots;
    private final BanOrder order;
    private final StripedCounters counters;

    BanMemory(int most, StripedCounters counters) {
        this.most = most;
        this.slots = new BanSlots(Math.max(1, most));
        this.order = new BanOrder(slots.slots(), 1);
        this.counters = counters;
    }

    int size() {
        return slots.size();
    }

    /** Takes out what is remembered of an offender; {@link BanWord#NONE} if nothing. */
    long take(long key) {
        int slot = slots.find(key);
        if (slot == BanSlots.ABSENT) {
            return BanWord.NONE;
        }
        long word = slots.wordAt(slot);
        order.leave(slot);
        slots.remove(slot);
        return word;
    }

    /** Remembers an offender whose ban ended, and forgets the oldest if that is one too many. */
    void put(long key, long word) {
        long memory = BanWord.memory(word);
        if (memory == BanWord.NONE) {
            return;
        }
        if (most == 0) {
            counters.addOwned(Counter.OFFENDERS_FORGOTTEN.ordinal(), 1);
            return;
        }
        take(key);
        if (slots.isFull()) {
            int oldest = order.oldest(0);
            order.leave(oldest);
            slots.remove(oldest);
            counters.addOwned(Counter.OFFENDERS_FORGOTTEN.ordinal(), 1);
        }
        order.enqueue(slots.add(key, memory), 0);
    }
}
