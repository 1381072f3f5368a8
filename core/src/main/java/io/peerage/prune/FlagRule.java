/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

/** Spares every row that has a flag. Owner thread, O(n), no allocation. */
final class FlagRule implements ProtectionRule {
    private final int flag;

    FlagRule(int flag) {
        this.flag = flag;
    }

    @Override
    public void protect(PrunePool pool, int count) {
        pool.spare(pool.gather(flag));
    }
}
