/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tickets and connections on their way from one producer to the next, as two words each.
 *
 * <p><b>Threading</b>: one thread offers, one takes. <b>Progress</b>: wait-free. <b>Complexity</b>: O(1), no allocation.
 */
public final class Handover {
    /** A connection of which the taker is the only holder, to be closed. */
    static final int CLOSE = 0;

    /** A ticket or connection that the giver works on too, to be closed. */
    static final int CLOSE_LOOSE = 1;

    /** An inbound ticket, to be established. */
    static final int ADOPT = 2;

    /** Set if the connection is inbound. */
    static final int INWARD = 4;

    private static final int CAPACITY = 1 << 10;
    private static final int LINE = 16;
    private static final int ITEMS = 3 * LINE;
    private static final int TAKEN = LINE;
    private static final int OFFERED = 2 * LINE;

    // Positions a line apart from each other and from the items.
    private final AtomicLongArray words = new AtomicLongArray(ITEMS + 2 * CAPACITY);

    /** An empty one. */
    public Handover() {}

    /** Offers an item; false if there is no room. */
    boolean offer(long handle, int peer, int address, int what) {
        long at = words.getPlain(OFFERED);
        if (at - words.getAcquire(TAKEN) == CAPACITY) {
            return false;
        }
        words.setPlain(item(at), handle);
        words.setPlain(item(at) + 1, pack(peer, address, what));
        words.setRelease(OFFERED, at + 1);
        return true;
    }

    /** Whether there is no room for so many. */
    boolean lacksRoom(int items) {
        return words.getPlain(OFFERED) + items - words.getAcquire(TAKEN) > CAPACITY;
    }

    /** The handle of the oldest item, or 0 if there is none. */
    long handle() {
        long at = words.getPlain(TAKEN);
        return at == words.getAcquire(OFFERED) ? 0 : words.getPlain(item(at));
    }

    /** The rest of the oldest item. */
    long rest() {
        return words.getPlain(item(words.getPlain(TAKEN)) + 1);
    }

    /** Removes the oldest item. */
    void remove() {
        words.setRelease(TAKEN, words.getPlain(TAKEN) + 1);
    }

    private static int item(long at) {
        return ITEMS + 2 * ((int) at & CAPACITY - 1);
    }

    private static long pack(int peer, int address, int what) {
        return (long) peer << 36 | (long) address << 4 | what;
    }

    static int peer(long rest) {
        return (int) (rest >>> 36);
    }

    static int address(long rest) {
        return (int) (rest >>> 4);
    }

    static int what(long rest) {
        return (int) rest & 15;
    }
}
