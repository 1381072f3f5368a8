/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.OwnerThread;

/**
 * The candidates found that are in groups which lack connections, with what is asked of them again and again.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1) to add, O(hits) to find the best, no allocation.
 */
@OwnerThread
final class GroupHits {
    static final int NONE = -1;

    private final int[] peers;
    private final long[] low;
    private final long[] high;
    private final long[] netgroups;
    private int size;

    GroupHits(int capacity) {
        this.peers = new int[capacity];
        this.low = new long[capacity];
        this.high = new long[capacity];
        this.netgroups = new long[capacity];
    }

    long bytes() {
        return 28L * peers.length;
    }

    void clear() {
        size = 0;
    }

    void add(int peer, long groupsLow, long groupsHigh, long netgroup) {
        peers[size] = peer;
        low[size] = groupsLow;
        high[size] = groupsHigh;
        netgroups[size] = netgroup;
        size++;
    }

    int peer(int hit) {
        return peers[hit];
    }

    long netgroup(int hit) {
        return netgroups[hit];
    }

    /** The first hit in a group, not yet in the plan, that serves the most lacking groups; or {@link #NONE}. */
    int best(int group, GroupDeficits deficits, NetgroupRule rule, DialView view, DialPlan plan) {
        int best = NONE;
        int most = 0;
        long[] words = group < 64 ? low : high;
        for (int hit = 0; hit < size; hit++) {
            if ((words[hit] >>> group & 1) == 0) {
                continue;
            }
            int covered = deficits.covered(low[hit], high[hit]);
            if (covered > most && !plan.tells(peers[hit]) && rule.allows(view, netgroups[hit])) {
                best = hit;
                most = covered;
            }
        }
        return best;
    }
}
