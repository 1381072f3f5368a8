/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.OwnerThread;
import io.peerage.hash.LittleEndian;

/**
 * The memory of all addresses: slots of one size, each a line of eight words and, apart from it, the address's bytes.
 *
 * <pre>
 *   line:  | header | IP high | IP low | times | state | source group | places 0, 1 | places 2, 3 |
 *   bytes: | the longest address, rounded up to a word |
 * </pre>
 *
 * <p>A place is a cell of the new or tried table plus one; a free slot's first place is its link to the next.
 *
 * <p><b>Threading</b>: any thread reads, the owner changes. <b>Progress</b>: wait-free per access. <b>Memory</b>: 64 bytes a slot and
 * its bytes. <b>Consistency</b>: what a slot holds is one address's while its header stays the same; readers read it before and after.
 * Writers store everything in order, so that no part of a new address is seen under the header of the old one.
 */
@AnyThread
final class AddressColumns {
    /** There is no free slot. */
    static final int NONE = -1;

    static final int MOST_PLACES = 4;

    private static final int LINE = 8;
    private static final int HI = 1;
    private static final int LO = 2;
    private static final int TIMES = 3;
    private static final int STATE = 4;
    private static final int SOURCE = 5;
    private static final int PLACES = 6;
    private static final int HIGH_SHIFT = 32;
    private static final long LOW = 0xffff_ffffL;

    private final LongColumn lines;
    private final LongColumn bytes;
    private final int slots;
    private final int words;
    private int free;
    private int used;

    AddressColumns(int slots, int longest) {
        this.slots = slots;
        this.words = LittleEndian.words(longest);
        this.lines = LongColumn.lines(Math.multiplyExact(slots, LINE));
        this.bytes = LongColumn.of(Math.multiplyExact(slots, words));
        for (int slot = 0; slot + 1 < slots; slot++) {
            lines.setPlain(slot * LINE + PLACES, slot + 1);
        }
        lines.setPlain((slots - 1) * LINE + PLACES, NONE);
    }

    long bytes() {
        return lines.bytes() + bytes.bytes();
    }

    int slots() {
        return slots;
    }

    long header(int slot) {
        return lines.getAcquire(slot * LINE);
    }

    /** Whether all that was read of the slot since its header was read is one address's. */
    boolean isStill(int slot, long header) {
        lines.fenceReads();
        return lines.getAcquire(slot * LINE) == header;
    }

    long hi(int slot) {
        return lines.getPlain(slot * LINE + HI);
    }

    long lo(int slot) {
        return lines.getPlain(slot * LINE + LO);
    }

    long times(int slot) {
        return lines.getPlain(slot * LINE + TIMES);
    }

    long state(int slot) {
        return lines.getPlain(slot * LINE + STATE);
    }

    long source(int slot) {
        return lines.getPlain(slot * LINE + SOURCE);
    }

    /** Copies an address of this length, which the caller has read from the header. */
    void copy(int slot, int length, byte[] target, int offset) {
        int from = slot * words;
        int whole = length >>> 3;
        for (int i = 0; i < whole; i++) {
            LittleEndian.put(bytes.getPlain(from + i), target, offset + 8 * i);
        }
        if ((length & 7) != 0) {
            LittleEndian.put(bytes.getPlain(from + whole), target, offset + 8 * whole, length & 7);
        }
    }

    /** How many slots are taken. */
    @OwnerThread
    int used() {
        return used;
    }

    /** Whether the slot holds these bytes. */
    @OwnerThread
    boolean holds(int slot, HeardAddress address) {
        int at = slot * LINE;
        if (AddressWord.length(lines.getPlain(at)) != address.length
                || lines.getPlain(at + LO) != address.lo
                || lines.getPlain(at + HI) != address.hi) {
            return false;
        }
        int from = slot * words;
        for (int i = 0; i < LittleEndian.words(address.length); i++) {
            if (bytes.getPlain(from + i) != address.words[i]) {
                return false;
            }
        }
        return true;
    }

    /** Takes a free slot for an address of a peer; {@link #NONE} if there is none. */
    @OwnerThread
    int take(HeardAddress address, int peer, long state, long times) {
        int slot = free;
        if (slot == NONE) {
            return NONE;
        }
        int at = slot * LINE;
        free = (int) lines.getPlain(at + PLACES);
        used++;
        lines.setRelease(at + HI, address.hi);
        lines.setRelease(at + LO, address.lo);
        lines.setRelease(at + TIMES, times);
        lines.setRelease(at + STATE, state);
        lines.setRelease(at + SOURCE, address.source);
        lines.setRelease(at + PLACES, 0);
        lines.setRelease(at + PLACES + 1, 0);
        int from = slot * words;
        for (int i = 0; i < LittleEndian.words(address.length); i++) {
            bytes.setRelease(from + i, address.words[i]);
        }
        lines.setRelease(at, AddressWord.live(lines.getPlain(at), peer, address.length));
        return slot;
    }

    /** Frees the slot of an address that has no place any more. */
    @OwnerThread
    void free(int slot) {
        int at = slot * LINE;
        lines.setRelease(at, AddressWord.freed(lines.getPlain(at)));
        lines.setRelease(at + PLACES, free);
        free = slot;
        used--;
    }

    @OwnerThread
    void times(int slot, long times) {
        lines.setRelease(slot * LINE + TIMES, times);
    }

    @OwnerThread
    void state(int slot, long state) {
        lines.setRelease(slot * LINE + STATE, state);
    }

    /** One of the cells that the address is in; {@link #NONE} behind the last. */
    @OwnerThread
    int place(int slot, int index) {
        long two = lines.getPlain(slot * LINE + PLACES + (index >> 1));
        return (int) (two >>> (index & 1) * HIGH_SHIFT) - 1;
    }

    /** Notes a cell that the address is in. */
    @OwnerThread
    void place(int slot, int index, int cell) {
        int at = slot * LINE + PLACES + (index >> 1);
        int shift = (index & 1) * HIGH_SHIFT;
        long two = lines.getPlain(at) & ~(LOW << shift);
        lines.setRelease(at, two | (cell + 1L) << shift);
    }
}
