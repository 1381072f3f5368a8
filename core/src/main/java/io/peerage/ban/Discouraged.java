/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.BitColumn;
import io.peerage.concurrent.OwnerThread;

/**
 * Which peers are discouraged, by index: let in while there is room, the first to go, never dialed.
 *
 * <p>{@link BanTable} has the truth, by id; this is what of it is about peers that are known, kept by {@link BanMarks}.
 *
 * <p><b>Threading</b>: any thread asks, the owner alone changes. <b>Progress</b>: wait-free. <b>Complexity</b>: O(1), no
 * allocation; one bit a peer. <b>Origin</b>: features G4 (Bitcoin Core).
 */
@AnyThread
public final class Discouraged {
    private final BitColumn bits;

    /** Nobody is, of this many peers. */
    public Discouraged(int peers) {
        this.bits = new BitColumn(peers);
    }

    /** The bytes of memory that the marks take. */
    public long bytes() {
        return bits.bytes();
    }

    /** Whether a peer is discouraged. */
    public boolean contains(int peer) {
        return bits.contains(peer);
    }

    /** Marks a peer, or no longer. */
    @OwnerThread
    public void mark(int peer, boolean on) {
        bits.put(peer, on);
    }
}
