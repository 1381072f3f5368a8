/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.oracle.Caller;
import io.peerage.stress.population.PeerPool;
import io.peerage.stress.population.Random64;

/**
 * Who comes next, evenly at random; drawn eight at a time, so that the storm's own memory is read ahead and an event's cost is
 * the manager's.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1), no allocation.
 */
final class Arrivals {
    private static final int BATCH = 8;

    private final PeerPool peers;
    private final Caller caller;
    private final Random64 random;
    private final int[] batch = new int[BATCH];
    private int used = BATCH;
    private int warm;

    Arrivals(PeerPool peers, Caller caller, Random64 random) {
        this.peers = peers;
        this.caller = caller;
        this.random = random;
    }

    /** A resident. */
    int next() {
        if (used == BATCH) {
            refill();
        }
        return batch[used++];
    }

    private void refill() {
        int bits = 0;
        for (int i = 0; i < BATCH; i++) {
            batch[i] = random.below(peers.residents());
            bits += peers.touch(batch[i]);
        }
        for (int i = 0; i < BATCH; i++) {
            caller.touch(batch[i], peers.address(batch[i]));
        }
        warm += bits;
        used = 0;
    }
}
