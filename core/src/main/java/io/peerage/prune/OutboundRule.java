/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

/** Spares every outbound row. Owner thread, O(n), no allocation. */
final class OutboundRule implements ProtectionRule {
    @Override
    public void protect(PrunePool pool, int count) {
        pool.spare(pool.gatherOutbound());
    }
}
