/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.hash;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.OwnerThread;

/**
 * The ids behind the hashes that a table goes by, one a slot of it, with two words beside each: a hash says nothing to another
 * process, which has another secret.
 *
 * <p>A reader may find one id in the middle of being replaced by another. It hashes what it read and compares that with the
 * table's key: what doesn't agree is not to be used. So the table and this need no common order.
 *
 * <p><b>Threading</b>: any thread reads, the owner changes. <b>Progress</b>: wait-free, no allocation. <b>Complexity</b>: O(length).
 * <b>Memory</b>: 24 bytes a slot and the longest id; {@link #NONE} takes none, and forgets all.
 */
@AnyThread
public final class HashedIds {
    /** Keeps nothing. */
    public static final HashedIds NONE = new HashedIds(0, 0);

    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int ID = 3;
    private static final int MOST_BYTES = 64;

    private final LongColumn rows;
    private final int width;
    private final int slots;
    private final int idBytes;

    /** Room beside this many slots for ids of at most this many bytes, 0 to 64. */
    public HashedIds(int slots, int idBytes) {
        this.slots = slots;
        this.idBytes = Math.min(MOST_BYTES, idBytes);
        this.width = ID + LittleEndian.words(this.idBytes);
        this.rows = LongColumn.of(Math.multiplyExact(slots, width));
    }

    /** The bytes of memory that they take. */
    public long bytes() {
        return rows.bytes();
    }

    /** Whether anything is kept at all. */
    public boolean isKeeping() {
        return slots > 0;
    }

    /** The slot's id is this. */
    @OwnerThread
    public void id(int slot, byte[] id, int length) {
        if (slot >= slots || length > idBytes) {
            return;
        }
        int at = slot * width;
        rows.setRelease(at, length);
        for (int i = 0; i < LittleEndian.words(length); i++) {
            rows.setRelease(at + ID + i, LittleEndian.word(id, 0, length, i));
        }
    }

    /** The slot's two words are these. */
    @OwnerThread
    public void words(int slot, long first, long second) {
        if (slot < slots) {
            rows.setRelease(slot * width + FIRST, first);
            rows.setRelease(slot * width + SECOND, second);
        }
    }

    /** The slot is another thing's now, of which nothing is known. */
    @OwnerThread
    public void clear(int slot) {
        if (slot < slots) {
            rows.setRelease(slot * width, 0);
            words(slot, 0, 0);
        }
    }

    /** The slot is that of what another has in a slot of its own. */
    @OwnerThread
    public void copy(int slot, HashedIds from, int other) {
        if (slot >= slots || other >= from.slots) {
            return;
        }
        int common = Math.min(width, from.width);
        for (int i = 0; i < common; i++) {
            rows.setRelease(slot * width + i, from.rows.getPlain(other * from.width + i));
        }
    }

    /** Copies what may be the slot's id; its length, 0 if there is none. */
    public int read(int slot, byte[] target) {
        if (slot >= slots) {
            return 0;
        }
        int at = slot * width;
        int length = (int) rows.getAcquire(at);
        if (length > idBytes || length > target.length) {
            return 0;
        }
        for (int i = 0; i < LittleEndian.words(length); i++) {
            LittleEndian.put(rows.getAcquire(at + ID + i), target, 8 * i, length - 8 * i);
        }
        return length;
    }

    /** What may be the slot's first word. */
    public long first(int slot) {
        return slot < slots ? rows.getAcquire(slot * width + FIRST) : 0;
    }

    /** What may be the slot's second word. */
    public long second(int slot) {
        return slot < slots ? rows.getAcquire(slot * width + SECOND) : 0;
    }
}
