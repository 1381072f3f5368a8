/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.stress.population.Random64;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Whose ticket or connection is in each slot, as its holder noted before it established, and whose close was commanded.
 *
 * <p>A ban may end a ticket before its holder has noted it, and the slot go to another, whose notes it then overwrites. So a seal says to what
 * handle all of them belong; if they are none's, nothing is known.
 *
 * <p><b>Threading</b>: noting any thread, dooming the owner, reading any thread. <b>Progress</b>: wait-free, no allocation.
 */
final class Slots {
    private final AtomicLongArray seals;
    private final AtomicIntegerArray peers;
    private final AtomicIntegerArray addresses;
    private final AtomicLongArray admitted;
    private final AtomicLongArray doomed;

    Slots(int slots) {
        seals = new AtomicLongArray(slots);
        peers = new AtomicIntegerArray(slots);
        addresses = new AtomicIntegerArray(slots);
        admitted = new AtomicLongArray(slots);
        doomed = new AtomicLongArray(slots);
    }

    int size() {
        return peers.length();
    }

    /** A ticket is about to be used for a peer. */
    void hold(int slot, long ticket, int peer, int address, long admittedAt) {
        peers.set(slot, peer);
        addresses.set(slot, address);
        admitted.set(slot, admittedAt);
        seals.set(slot, seal(ticket, peer, address, admittedAt));
    }

    /** Whether what was read before is what was noted of this connection. */
    boolean areOf(int slot, long connection, int peer, int address, long admittedAt) {
        return seals.get(slot) == seal(connection, peer, address, admittedAt);
    }

    private static long seal(long ticket, int peer, int address, long admittedAt) {
        return Random64.mix(
                Random64.mix(ticket) ^ Random64.mix((long) peer << 32 | address) + admittedAt);
    }

    int peer(int slot) {
        return peers.get(slot);
    }

    int address(int slot) {
        return addresses.get(slot);
    }

    /** A time at or before that of the admission. */
    long admitted(int slot) {
        return admitted.get(slot);
    }

    /** Its close is commanded; false if it was before. */
    boolean doom(int slot, long connection) {
        return doomed.getAndSet(slot, connection) != connection;
    }

    boolean isDoomed(int slot, long connection) {
        return doomed.get(slot) == connection;
    }
}
