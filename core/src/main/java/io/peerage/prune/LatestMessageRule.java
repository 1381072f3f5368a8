/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

/** Spares the rows that gave the latest useful messages. Owner thread, O(n), no allocation. */
final class LatestMessageRule implements ProtectionRule {
    @Override
    public void protect(PrunePool pool, int count) {
        PruneCandidates candidates = pool.candidates();
        int size = pool.size();
        for (int i = 0; i < size; i++) {
            pool.keys[i] = candidates.sinceMessage(pool.rows[i]);
        }
        pool.spareLowest(size, count, OLDEST);
    }
}
