/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.concurrent.OwnerGuard;
import io.peerage.model.PruneCriteria;
import io.peerage.model.Result;
import io.peerage.owner.PruneRound;
import io.peerage.peer.PeerTable;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Letting connections go: on demand, and why one would be let go and another not. At the watermarks and when inbound places are full the
 * manager does so by itself, see {@link io.peerage.config.PruneConfig}.
 *
 * <p><b>Threading</b>: any thread but where said. <b>Progress</b>: wait-free. <b>Errors</b>: as {@link PeerManager}.
 * <b>Origin</b>: features B10, B11, D4, E1 to E7.
 */
public sealed class Pruning permits RecordedPruning {
    private final @Nullable PruneRound round;
    private final PeerTable peers;
    private final OwnerGuard guard;
    private final NanoClock clock;

    Pruning(@Nullable PruneRound round, PeerTable peers, OwnerGuard guard, NanoClock clock) {
        this.round = round;
        this.peers = peers;
        this.guard = guard;
        this.clock = clock;
    }

    /**
     * Has the owner's next tick leave at most this many connections, as far as the policy lets them go: under memory pressure, for
     * instance. Of several requests between two ticks the last one counts.
     *
     * @param connections 0 or more
     * @return the code of {@link Result#DONE} or {@link Result#NOT_CONFIGURED}
     */
    public int trimTo(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException(
                    "connections is "
                            + connections
                            + ", allowed is 0 or more; pass 0 to close all that may be");
        }
        PruneRound known = round;
        if (known == null) {
            return Result.NOT_CONFIGURED.code();
        }
        known.request(connections);
        return Result.DONE.code();
    }

    /**
     * What pruning knows of each connection of a peer, and what it would decide if one connection had to go now. Owner thread;
     * O(connections), allocates.
     *
     * @param peer the peer's handle
     * @return one answer a connection; empty for a peer that isn't connected, or without pruning
     * @throws IllegalStateException if another thread is ticking
     */
    public List<PruneCriteria> explain(long peer) {
        PruneRound known = round;
        if (known == null || peers.known(peer) < 0 || !guard.enter()) {
            return List.of();
        }
        try {
            return known.explain(peers.handles().index(peer), clock.nanoTime());
        } finally {
            guard.leave();
        }
    }
}
