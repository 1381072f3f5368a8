/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.BucketTable;

/**
 * Counts connections per network prefix, each count exact and bounded.
 *
 * <p>A cell is the prefix's keyed fingerprint and its count. A count of zero keeps its cell until another prefix needs it.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: entering lock-free, leaving and reading wait-free. <b>Complexity</b>:
 * O(1) expected, 16 bytes a prefix. <b>Ranges</b>: counts 0 to 262,143. Two prefixes are taken for one if 36 bits of keyed
 * hash and their bucket agree, which nobody can bring about on purpose. <b>Origin</b>: features B5.
 */
@AnyThread
public final class PrefixTable extends BucketTable {
    /** The prefix has all that it may have. */
    static final int LIMIT = -2;

    /** No cell is free for another prefix. */
    static final int NO_CELL = -1;

    private static final int VALUE_BITS = 18;
    private static final int STAMP_BITS = 4;
    private static final byte[] NO_KEY = {};

    /** An empty table for this many prefixes. */
    public PrefixTable(int capacity) {
        super(capacity, VALUE_BITS, STAMP_BITS);
    }

    // The fingerprint is the key, and a prefix that nobody counts in keeps its cell until it is
    // claimed for another.
    @Override
    protected long match(int at, long value, byte[] key, int offset, int length) {
        return at;
    }

    /** Where the prefix with this hash is counted, or 0: a hint for {@link #enter}, which is worth a cache line. */
    long seek(long hash) {
        return find(hash, NO_KEY, 0, 0);
    }

    /** Counts one more in the prefix with this hash; its cell, {@link #LIMIT} or {@link #NO_CELL}. */
    int enter(long hash, long hint, int limit) {
        long found = hint;
        for (; ; ) {
            if (found == 0) {
                long inserted = insert(hash, 1, NO_KEY, 0, 0);
                if (inserted < 0) {
                    return inserted == FULL ? NO_CELL : (int) ~inserted;
                }
                found = inserted;
            }
            int added = addTo((int) found, hash, limit);
            if (added >= 0) {
                return added == 1 ? (int) found : LIMIT;
            }
            found = seek(hash);
        }
    }

    /** Counts one less in a cell that {@link #enter} returned. */
    void leave(int cell) {
        takeFrom(cell);
    }

    /** Reads a cell that {@link #enter} returned ahead; the value means nothing. */
    long readAhead(int cell) {
        return readCellAhead(cell);
    }

    /** The count of the prefix with this hash. */
    int count(long hash) {
        long found = seek(hash);
        return found == 0 ? 0 : (int) valueAt((int) found);
    }

    /** The sum of all counts; exact only at rest. */
    long sum() {
        return sumOfValues();
    }
}
