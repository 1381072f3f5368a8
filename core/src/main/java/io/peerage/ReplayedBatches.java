/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import java.util.List;

/** Closes what was closed together, for replays. One thread. */
final class ReplayedBatches {
    private final Batches batches;

    ReplayedBatches(Batches batches) {
        this.batches = batches;
    }

    /** Closes them together again. */
    public int close(List<?> connections, int count) {
        long[] handles = new long[connections.size()];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = ((Number) connections.get(i)).longValue();
        }
        return batches.close(handles, count);
    }
}
