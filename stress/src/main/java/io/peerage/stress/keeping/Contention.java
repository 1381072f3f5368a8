/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import java.util.stream.IntStream;

/**
 * One producer's part of a moment in which all do the same to the same peer or prefix, so often that some of them meet between a read and
 * the CAS that depends on it: among many peers they hardly would.
 *
 * <p><b>Threading</b>: one producer. <b>Memory</b>: allocates the values that it puts for the peer, and nothing else.
 */
final class Contention {
    private static final int CALLS = 64;
    private static final int MOST_SPINS = 100_000;

    private final Accounts all;
    private final Producer by;
    private final int peer;

    Contention(Accounts all, Producer by) {
        this.all = all;
        this.by = by;
        this.peer =
                IntStream.range(0, all.peers.residents())
                        .filter(candidate -> Role.of(candidate) == Role.ORDINARY)
                        .findFirst()
                        .orElse(-1);
    }

    /** Meets the others, if they come. */
    void meet() {
        if (all.prefixes.unexposed() >= 0) {
            gather();
            for (int i = 0; i < CALLS; i++) {
                by.traffic().arrive(0, all.prefixes.unexposed(), true);
            }
        }
        if (peer < 0) {
            return;
        }
        gather();
        for (int i = 0; i < CALLS; i++) {
            all.data.offerFleeting(peer, all.peers.handle(peer), by);
            all.data.removeFleeting(peer, by);
        }
        gather();
        for (int i = 0; i < CALLS; i++) {
            all.values.addScore(peer, by);
        }
        gather();
        for (int i = 0; i < CALLS; i++) {
            all.values.addTag(peer, by);
        }
    }

    // Not for ever: one of them may have no processor.
    private void gather() {
        int mine = all.gathered.getAndIncrement();
        int last = mine - mine % all.producers + all.producers;
        for (int spins = 0; spins < MOST_SPINS && all.gathered.get() - last < 0; spins++) {
            Thread.onSpinWait();
        }
    }
}
