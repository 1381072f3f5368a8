/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.OwnerThread;
import io.peerage.hash.KeyedHash;

/**
 * Says whether a plan may take one more peer of a netgroup: one a netgroup while the rule holds, any while it doesn't.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1), no allocation. <b>Origin</b>: features D2 (Bitcoin Core).
 */
@OwnerThread
final class NetgroupRule {
    private final NetgroupCounts taken;
    private boolean holds;

    NetgroupRule(int capacity, KeyedHash hash) {
        this.taken = new NetgroupCounts(capacity, hash);
    }

    long bytes() {
        return taken.bytes();
    }

    void clear() {
        taken.clear();
    }

    void hold(boolean now) {
        holds = now;
    }

    boolean allows(DialView view, long netgroup) {
        return !holds || netgroup == 0 || !view.isNetgroupUsed(netgroup) && !taken.isUsed(netgroup);
    }

    void take(long netgroup) {
        taken.add(netgroup);
    }
}
