/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.KeyedMemory;
import io.peerage.concurrent.KeyedSlots;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.hash.HashedIds;
import io.peerage.model.Counter;
import io.peerage.model.RestoreDrop;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how often former offenders were banned, those that came last.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1) expected, no allocation. <b>Origin</b>: features G1, G5.
 */
@OwnerThread
final class BanMemory {
    private final KeyedSlots slots;
    private final KeyedMemory words;
    private final HashedIds ids;
    private final StripedCounters counters;

    BanMemory(int most, int idBytes, StripedCounters counters) {
        this.slots = new KeyedSlots(most);
        this.ids = idBytes == 0 ? HashedIds.NONE : new HashedIds(slots.slots(), idBytes);
        this.words = new KeyedMemory(slots);
        this.counters = counters;
    }

    long bytes() {
        return slots.bytes() + words.bytes() + ids.bytes();
    }

    /** Remembers somebody who was remembered before a restart; null, or why not. */
    @Nullable RestoreDrop restore(
            long key, long word, byte[] id, int length, long first, long second) {
        if (words.find(key) != KeyedSlots.ABSENT) {
            return RestoreDrop.KNOWN;
        }
        if (slots.isFull()) {
            return RestoreDrop.NO_ROOM;
        }
        put(key, word);
        int at = words.find(key);
        if (at == KeyedSlots.ABSENT) {
            return RestoreDrop.OVER;
        }
        ids.clear(at);
        ids.words(at, first, second);
        if (length > 0) {
            ids.id(at, id, length);
        }
        return null;
    }

    KeyedSlots slots() {
        return slots;
    }

    HashedIds ids() {
        return ids;
    }

    int size() {
        return words.size();
    }

    /** Takes out what is remembered of an offender; {@link BanWord#NONE} if nothing. */
    long take(long key) {
        return words.take(key);
    }

    /** Remembers an offender whose ban ended, and forgets the oldest if that is one too many. */
    void put(long key, long word, HashedIds from, int slot) {
        put(key, word);
        int at = words.find(key);
        if (at != KeyedSlots.ABSENT) {
            ids.copy(at, from, slot);
        }
    }

    private void put(long key, long word) {
        long memory = BanWord.memory(word);
        if (memory != BanWord.NONE && words.put(key, memory) != BanWord.NONE) {
            counters.addOwned(Counter.OFFENDERS_FORGOTTEN.ordinal(), 1);
        }
    }
}
