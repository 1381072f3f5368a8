/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.KeyedSlots;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.SlotOrder;
import io.peerage.timer.DeadlineTree;
import io.peerage.timer.ExpirySink;

/**
 * The owner's side of a {@link KeyedSlots}: who came when, when each is over, and what belongs to each.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1) expected but for the timers ({@link DeadlineTree}), no
 * allocation. <b>Memory</b>: 34 bytes a slot. <b>Origin</b>: features G5.
 */
@OwnerThread
final class BanLedger {
    private static final int DISCOURAGED = 0;
    private static final int BANNED = 1;

    private final KeyedSlots slots;
    private final SlotOrder order;
    private final DeadlineTree timers;
    private final long[] tags;
    private final long[] owners;

    BanLedger(KeyedSlots slots, long now) {
        this.slots = slots;
        this.order = new SlotOrder(slots.slots(), 2);
        this.timers = new DeadlineTree(slots.slots(), now);
        this.tags = new long[slots.slots()];
        this.owners = new long[slots.slots()];
    }

    long bytes() {
        return timers.bytes() + 25L * slots.slots();
    }

    int find(long key) {
        return slots.find(key);
    }

    int size() {
        return slots.size();
    }

    long keyAt(int slot) {
        return slots.keyAt(slot);
    }

    long wordAt(int slot) {
        return slots.wordAt(slot);
    }

    /** What the caller noted for whoever is in the slot. */
    long tagAt(int slot) {
        return tags[slot];
    }

    /** A second thing that the caller noted. */
    long ownerAt(int slot) {
        return owners[slot];
    }

    void tag(int slot, long tag, long owner) {
        tags[slot] = tag;
        owners[slot] = owner;
    }

    boolean isFull() {
        return slots.isFull();
    }

    /** Whether anybody is discouraged. */
    boolean hasDiscouraged() {
        return order.oldest(DISCOURAGED) != SlotOrder.NOBODY;
    }

    /** The slot with this tag, which isn't 0; O(slots). */
    int findTagged(long tag) {
        for (int slot = 0; slot < tags.length; slot++) {
            if (tags[slot] == tag && order.isIn(slot)) {
                return slot;
            }
        }
        return KeyedSlots.ABSENT;
    }

    /** Whom to drop to make room for another key: the oldest that is discouraged, else the oldest; none if there is room. */
    int toDrop() {
        if (!slots.isFull()) {
            return KeyedSlots.ABSENT;
        }
        int discouraged = order.oldest(DISCOURAGED);
        return discouraged != SlotOrder.NOBODY ? discouraged : order.oldest(BANNED);
    }

    /** Adds a key that is absent; there must be room. */
    int add(long key, long word, boolean isBan) {
        int slot = slots.add(key, word);
        noted(slot, word, isBan);
        return slot;
    }

    /** Changes a word, which makes its key the newest. */
    void renew(int slot, long word, boolean isBan) {
        slots.set(slot, word);
        noted(slot, word, isBan);
    }

    private void noted(int slot, long word, boolean isBan) {
        order.enqueue(slot, isBan ? BANNED : DISCOURAGED);
        if (BanWord.isTimed(word)) {
            timers.schedule(slot, BanWord.until(word));
        } else {
            timers.cancel(slot);
        }
    }

    /** Changes a word, and leaves its key where it is in the order. */
    void set(int slot, long word) {
        slots.set(slot, word);
        if (!BanWord.isTimed(word)) {
            timers.cancel(slot);
        }
    }

    void remove(int slot) {
        timers.cancel(slot);
        order.leave(slot);
        slots.remove(slot);
    }

    /** Hands out the slots whose time is over, at most {@code limit}; how many. */
    int advance(long now, int limit, ExpirySink sink) {
        return timers.advance(now, limit, sink);
    }

    /** A time before which nothing is over. */
    long nothingDueBefore(long latest) {
        return timers.nothingDueBefore(latest);
    }
}
