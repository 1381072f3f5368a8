/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.OwnerThread;
import io.peerage.hash.KeyedHash;
import java.util.Arrays;

/**
 * How many outbound connections and dials each netgroup has.
 *
 * <p>A netgroup is what {@link io.peerage.hash.AddressPrefix#netgroup} gives; 0, for peers without an address, is never
 * counted and always at zero. An open table with linear probing that closes up when a netgroup leaves, so that there are
 * no graves; keyed, since strangers choose the addresses that are dialed.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1) expected, no allocation; 16 to 32 bytes for each of what can be
 * counted at once. <b>Errors</b>: {@link IllegalStateException} when more is added than the capacity, or more removed from a
 * netgroup than was added to it: both are bugs of the caller. <b>Origin</b>: features D2 (Bitcoin Core's one outbound
 * connection a netgroup).
 */
@OwnerThread
public final class NetgroupCounts {
    private static final int MOST = 1 << 26;

    private final KeyedHash hash;
    private final int capacity;
    private final int mask;
    // Means something only where the count isn't 0.
    private final long[] netgroups;
    private final int[] counts;
    private int counted;
    private int distinct;

    /** Counts of at most so many connections and dials at once, all zero. */
    public NetgroupCounts(int capacity, KeyedHash hash) {
        if (capacity < 0 || capacity > MOST) {
            throw new IllegalArgumentException(
                    "capacity is "
                            + capacity
                            + ", allowed are 0 to "
                            + MOST
                            + "; pass the most connections and dials at once");
        }
        this.hash = hash;
        this.capacity = capacity;
        // At most three quarters full, so that probes are short; one cell is always empty, so that
        // they end.
        int cells = (int) (Long.highestOneBit(Math.max(1, capacity) * 4L / 3) << 1);
        this.mask = cells - 1;
        this.netgroups = new long[cells];
        this.counts = new int[cells];
    }

    /** The bytes of memory that the counts take. */
    public long bytes() {
        return 12L * netgroups.length;
    }

    /** Counts a connection or dial. */
    public void add(long netgroup) {
        if (netgroup == 0) {
            return;
        }
        if (counted == capacity) {
            throw new IllegalStateException(
                    "netgroup counts hold "
                            + capacity
                            + " connections and dials already; create them for as many as there can be");
        }
        counted++;
        int cell = cellOf(netgroup);
        if (counts[cell]++ == 0) {
            netgroups[cell] = netgroup;
            distinct++;
        }
    }

    /** Counts a connection or dial less. */
    public void remove(long netgroup) {
        if (netgroup == 0) {
            return;
        }
        int cell = cellOf(netgroup);
        if (counts[cell] == 0) {
            throw new IllegalStateException(
                    "netgroup "
                            + Long.toHexString(netgroup)
                            + " has no connection or dial left to remove; remove each that was added, once");
        }
        counted--;
        if (--counts[cell] == 0) {
            distinct--;
            closeUp(cell);
        }
    }

    /** How many connections and dials a netgroup has. */
    public int count(long netgroup) {
        return counts[cellOf(netgroup)];
    }

    /** Whether a netgroup has a connection or dial. */
    public boolean isUsed(long netgroup) {
        return count(netgroup) > 0;
    }

    /** How many netgroups have a connection or dial. */
    public int distinct() {
        return distinct;
    }

    /** Forgets all; O(capacity) if there is anything to forget. */
    public void clear() {
        if (counted > 0) {
            Arrays.fill(counts, 0);
            counted = 0;
            distinct = 0;
        }
    }

    // Where the netgroup is, or the empty cell where it would be.
    private int cellOf(long netgroup) {
        int cell = home(netgroup);
        while (counts[cell] != 0 && netgroups[cell] != netgroup) {
            cell = cell + 1 & mask;
        }
        return cell;
    }

    private int home(long netgroup) {
        return (int) hash.hash(netgroup) & mask;
    }

    // Whoever would be found only past the empty cell moves into it, and leaves another behind.
    private void closeUp(int empty) {
        int hole = empty;
        for (int cell = hole + 1 & mask; counts[cell] != 0; cell = cell + 1 & mask) {
            int home = home(netgroups[cell]);
            if ((cell - home & mask) >= (cell - hole & mask)) {
                netgroups[hole] = netgroups[cell];
                counts[hole] = counts[cell];
                hole = cell;
            }
        }
        counts[hole] = 0;
    }
}
