/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.concurrent.OwnerThread;
import io.peerage.hash.KeyedHash;
import io.peerage.model.NetworkKind;
import java.util.Arrays;

/**
 * The rows that a selection may still choose, in front, each with a key; and why the others are out of it.
 *
 * <p>Rules move rows about: {@code gather…} brings some to the front, {@code spare} takes a front out. <b>Threading</b>: owner
 * thread. <b>Complexity</b>: O(1) a row, no allocation once made; 13 bytes a row.
 */
@OwnerThread
final class PrunePool {
    /** The row is in the pool. */
    static final byte NOBODY = 0;

    /** The row stays, whatever the policy says. */
    static final byte CALLER = -4;

    final long[] keys;
    final int[] rows;
    private final byte[] sparedBy;
    private final LowestK lowest;
    private final KeyedHash netgroups;
    private PruneCandidates candidates;
    private int size;
    private long seed;
    private byte sparing;

    PrunePool(PruneCandidates first, int capacity, KeyedHash hash) {
        keys = new long[capacity];
        rows = new int[capacity];
        sparedBy = new byte[capacity];
        lowest = new LowestK(hash.derive(1));
        netgroups = hash.derive(2);
        candidates = first;
    }

    /**
     * Fills the pool with all rows but those that their flags spare.
     *
     * @param reasons what spares a row, by its flags
     */
    void reset(PruneCandidates all, long pivots, byte[] reasons) {
        candidates = all;
        seed = pivots;
        int front = 0;
        for (int row = 0; row < all.size(); row++) {
            byte reason = reasons[all.flags(row) & PruneCandidates.FLAG_SETS - 1];
            sparedBy[row] = reason;
            rows[front] = row;
            front += isNobody(reason);
        }
        size = front;
    }

    // 1 or 0, without a branch that nothing could foresee.
    private static int isNobody(byte reason) {
        return Byte.toUnsignedInt(reason) - 1 >>> Integer.SIZE - 1;
    }

    /** Puts the rows that are left into the order of the snapshot. */
    void putInOrder() {
        int front = 0;
        for (int row = 0; row < candidates.size(); row++) {
            rows[front] = row;
            front += isNobody(sparedBy[row]);
        }
    }

    /** Forgets why rows that are in the pool were left out of a choice. */
    void forget() {
        for (int i = 0; i < size; i++) {
            sparedBy[rows[i]] = NOBODY;
        }
    }

    /** From now on, whoever is spared is spared by this. */
    void sparingBy(byte reason) {
        sparing = reason;
    }

    PruneCandidates candidates() {
        return candidates;
    }

    int size() {
        return size;
    }

    /** A netgroup's place in a row that nobody outside can foresee, the same at every selection. */
    long hidden(long netgroup) {
        return netgroups.hash(netgroup) >>> 1;
    }

    byte sparedBy(int row) {
        return sparedBy[row];
    }

    void mark(int row, byte reason) {
        sparedBy[row] = reason;
    }

    /** Brings the rows with all these flags to the front; how many there are. */
    int gather(int flags) {
        int front = 0;
        for (int i = 0; i < size; i++) {
            if (candidates.has(rows[i], flags)) {
                LowestK.swap(keys, rows, i, front++);
            }
        }
        return front;
    }

    /** Brings the outbound rows to the front; how many there are. */
    int gatherOutbound() {
        int front = 0;
        for (int i = 0; i < size; i++) {
            if (!candidates.has(rows[i], PruneCandidates.INBOUND)) {
                LowestK.swap(keys, rows, i, front++);
            }
        }
        return front;
    }

    /** Counts the rows of each network. */
    void countNetworks(int[] members) {
        Arrays.fill(members, 0);
        for (int i = 0; i < size; i++) {
            members[candidates.network(rows[i]).ordinal()]++;
        }
    }

    /** Brings the rows of a network to the front; how many there are. */
    int gather(NetworkKind network) {
        int front = 0;
        for (int i = 0; i < size; i++) {
            if (candidates.network(rows[i]) == network) {
                LowestK.swap(keys, rows, i, front++);
            }
        }
        return front;
    }

    /** Spares the first rows. */
    void spare(int count) {
        for (int i = count - 1; i >= 0; i--) {
            spareAt(i);
        }
    }

    /** Spares one row; the last one takes its position. */
    void spareAt(int position) {
        sparedBy[rows[position]] = sparing;
        LowestK.swap(keys, rows, position, --size);
    }

    /** Spares, of the first rows, those with the lowest keys; how many that are. */
    int spareLowest(int among, int most, TieBreak equals) {
        int count = Math.min(most, among);
        if (count > 0) {
            takeLowest(0, among, count, equals);
            spare(count);
        }
        return count;
    }

    /** Brings the lowest of a range of positions to its front, by key and then by what orders equals. */
    void takeLowest(int from, int to, int count, TieBreak equals) {
        int split = from + count;
        int bound = lowest.partition(keys, rows, from, to, count, seed);
        long highest = Long.MIN_VALUE;
        for (int i = from; i < split; i++) {
            highest = Math.max(highest, keys[i]);
        }
        int after = split;
        for (int i = split; i < bound; i++) {
            if (keys[i] == highest) {
                LowestK.swap(keys, rows, i, after++);
            }
        }
        if (after == split) {
            return;
        }
        int before = split;
        for (int i = split - 1; i >= from; i--) {
            if (keys[i] == highest) {
                LowestK.swap(keys, rows, i, --before);
            }
        }
        for (int i = before; i < after; i++) {
            keys[i] = equals.of(candidates, rows[i]);
        }
        lowest.partition(keys, rows, before, after, split - before, seed);
        Arrays.fill(keys, before, after, highest);
    }
}
