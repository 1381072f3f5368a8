/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

/** Spares the rows whose netgroups come first by a secret hash, which an attacker can't aim at. Owner thread, O(n), no allocation. */
final class KeyedNetgroupRule implements ProtectionRule {
    @Override
    public void protect(PrunePool pool, int count) {
        PruneCandidates candidates = pool.candidates();
        int size = pool.size();
        for (int i = 0; i < size; i++) {
            pool.keys[i] = pool.hidden(candidates.netgroup(pool.rows[i]));
        }
        pool.spareLowest(size, count, OLDEST);
    }
}
