/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

/** Spares the rows with the lowest pings. Owner thread, O(n), no allocation. */
final class LowestPingRule implements ProtectionRule {
    @Override
    public void protect(PrunePool pool, int count) {
        PruneCandidates candidates = pool.candidates();
        int size = pool.size();
        for (int i = 0; i < size; i++) {
            pool.keys[i] = candidates.minPing(pool.rows[i]);
        }
        pool.spareLowest(size, count, OLDEST);
    }
}
