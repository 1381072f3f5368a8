/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.concurrent.OwnerThread;
import io.peerage.hash.KeyedHash;
import java.util.Arrays;

/**
 * Counts the members of each netgroup, discouraged ones apart.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1) a row, by hashing under a secret; no allocation once made, 32 to 64
 * bytes a row. <b>Origin</b>: Bitcoin Core's most populous netgroup.
 */
@OwnerThread
final class NetgroupRanks {
    private final long[] netgroups;
    private final int[] counts;
    private final KeyedHash hash;

    NetgroupRanks(int capacity, KeyedHash hash) {
        int cells = Math.max(4, Integer.highestOneBit(Math.max(1, capacity)) * 4);
        netgroups = new long[cells];
        counts = new int[2 * cells];
        this.hash = hash;
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    /** Adds a member; which one it is, from 1 on. */
    int put(long netgroup, boolean discouraged) {
        int mask = netgroups.length - 1;
        int cell = (int) hash.hash(netgroup) & mask;
        while ((counts[2 * cell] | counts[2 * cell + 1]) != 0 && netgroups[cell] != netgroup) {
            cell = cell + 1 & mask;
        }
        netgroups[cell] = netgroup;
        return ++counts[2 * cell + (discouraged ? 1 : 0)];
    }
}
