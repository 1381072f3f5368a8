/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The dials that the owner has commanded, by slot, until it is known that they have ended.
 *
 * <p>A slot goes to its next dial first, and is noted of it then: whoever ends a dial has read what was noted of that one.
 *
 * <p><b>Threading</b>: {@link #begin} and {@link #note} the owner, the rest any thread. <b>Progress</b>: wait-free, no allocation.
 */
final class DialSlots {
    private final AtomicLongArray tickets;
    private final AtomicIntegerArray peers;
    private final AtomicIntegerArray addresses;
    private final AtomicLongArray looks;
    private final AtomicLongArray admitted;

    DialSlots(int slots) {
        tickets = new AtomicLongArray(slots);
        peers = new AtomicIntegerArray(slots);
        addresses = new AtomicIntegerArray(slots);
        looks = new AtomicLongArray(slots);
        admitted = new AtomicLongArray(slots);
    }

    /** A dial was commanded; the last one from this slot if it isn't known that it has ended, else 0. */
    long begin(int slot, long ticket) {
        return tickets.getAndSet(slot, ticket);
    }

    /** Where the dial that began goes, what stood against the address before, and when it was commanded. */
    void note(int slot, int peer, int address, long look, long at) {
        peers.set(slot, peer);
        addresses.set(slot, address);
        looks.set(slot, look);
        admitted.set(slot, at);
    }

    /** A commanded dial ends here; false if it has ended, or was not commanded. */
    boolean end(int slot, long ticket) {
        return tickets.compareAndSet(slot, ticket, 0);
    }

    /** The commanded dial that has not ended; 0 for none. */
    long of(int slot) {
        return tickets.get(slot);
    }

    int peer(int slot) {
        return peers.get(slot);
    }

    int address(int slot) {
        return addresses.get(slot);
    }

    long look(int slot) {
        return looks.get(slot);
    }

    long admitted(int slot) {
        return admitted.get(slot);
    }
}
