/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

import org.jspecify.annotations.Nullable;

/**
 * What came of a replay.
 *
 * @param calls how many calls were made again
 * @param callbacks how often user code would have been told something
 * @param nanos how much time of the recording went by
 * @param hash the hash of all decisions
 * @param complete whether the journal was closed; one that was not, as after a crash, is replayed as far as it goes
 * @param divergence the first call that went another way than when it was recorded, and how; null if none did
 *     <p><b>Threading</b>: immutable, any thread.
 */
public record ReplayReport(
        long calls,
        long callbacks,
        long nanos,
        long hash,
        boolean complete,
        @Nullable String divergence) {
    /** {@return whether every decision was the same} */
    public boolean identical() {
        return divergence == null;
    }
}
