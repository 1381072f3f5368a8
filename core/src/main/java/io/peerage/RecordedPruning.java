/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.concurrent.OwnerGuard;
import io.peerage.journal.Recorder;
import io.peerage.owner.PruneRound;
import io.peerage.peer.PeerTable;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** Pruning that is recorded. */
final class RecordedPruning extends Pruning {
    private final Recorder recorder;

    RecordedPruning(
            @Nullable PruneRound round,
            PeerTable peers,
            OwnerGuard guard,
            NanoClock clock,
            Recorder recorder) {
        super(round, peers, guard, clock);
        this.recorder = recorder;
    }

    @Override
    public int trimTo(int connections) {
        return (int) recorder.call("pruning.trimTo", () -> super.trimTo(connections), connections);
    }
}
