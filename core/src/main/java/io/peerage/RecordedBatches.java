/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.BatchClose;
import io.peerage.journal.Handles;
import io.peerage.journal.Recorder;
import io.peerage.peer.PeerTable;
import org.jspecify.annotations.Nullable;

/** Batches that are recorded. */
final class RecordedBatches extends Batches {
    private final Recorder recorder;

    RecordedBatches(PeerTable peers, BatchClose closing, Recorder recorder) {
        super(peers, closing);
        this.recorder = recorder;
    }

    @Override
    public int close(long[] connections, int count) {
        return close(connections, count, null);
    }

    @Override
    public int close(long[] connections, int count, int @Nullable [] outcomes) {
        return (int)
                recorder.call(
                        "batches.close",
                        () -> super.close(connections, count, outcomes),
                        Handles.of(connections, count),
                        count);
    }
}
