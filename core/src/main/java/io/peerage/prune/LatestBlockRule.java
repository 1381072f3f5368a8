/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

/** Spares the rows that gave the latest block-like events, of all or of those that give nothing else. Owner thread, O(n), no allocation. */
final class LatestBlockRule implements ProtectionRule {
    private final boolean blockOnly;

    LatestBlockRule(boolean blockOnly) {
        this.blockOnly = blockOnly;
    }

    @Override
    public void protect(PrunePool pool, int count) {
        PruneCandidates candidates = pool.candidates();
        int among = blockOnly ? pool.gather(PruneCandidates.BLOCK_ONLY) : pool.size();
        for (int i = 0; i < among; i++) {
            pool.keys[i] = candidates.sinceBlock(pool.rows[i]);
        }
        pool.spareLowest(among, count, OLDEST);
    }
}
