/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.AnyThread;
import io.peerage.config.CidrRules;
import io.peerage.hash.AddressPrefix;
import io.peerage.model.CidrVerdict;
import java.util.Arrays;

/**
 * What allow and deny lists say of each address: the longest prefix decides.
 *
 * <p>Nested blocks are flattened once, into the points of the address space where the verdict changes; an address has the
 * verdict of the last point at or before it. IPv4 has a table of its own, of one word a point, in which an index by the
 * leading bits leaves a few points to search.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Progress</b>: wait-free, no allocation. <b>Complexity</b>: built in
 * O(blocks log blocks); a lookup is a binary search, O(log points), of IPv4 within the points that share the leading bits.
 * <b>Memory</b>: at most two points a block; 8 bytes a point of IPv4, 17 of IPv6, and the index. <b>Errors</b>: of a block
 * that is in both lists, which {@link CidrRules#problems()} names, the denial counts. <b>Origin</b>: features B9.
 */
@AnyThread
public final class CidrVerdicts {
    /** No lists. */
    public static final CidrVerdicts EMPTY = new CidrVerdicts(CidrRules.NONE);

    private static final CidrVerdict[] VERDICTS = CidrVerdict.values();
    private static final int MOST_INDEX_BITS = 16;
    // A point of IPv4: | address 32 | verdict 2 |.
    private static final int V4_SHIFT = 2;
    private static final long V4_FIRST = 0xffffL << 32;

    private final long[] v4;
    private final int[] v4Index;
    private final int v4IndexShift;
    private final long[] v6Hi;
    private final long[] v6Lo;
    private final byte[] v6Verdict;

    /** The verdicts of these lists. */
    public CidrVerdicts(CidrRules rules) {
        CidrPoints points = CidrPoints.of(rules);
        int last = points.size() - 1;
        int from = points.lastNotAfter(0, V4_FIRST);
        int to = points.lastNotAfter(0, V4_FIRST | 0xffff_ffffL);
        this.v4 = new long[to - from + 1];
        v4[0] = points.verdict(from);
        for (int i = from + 1; i <= to; i++) {
            v4[i - from] = (points.lo(i) & 0xffff_ffffL) << V4_SHIFT | points.verdict(i);
        }
        int wanted = 32 - Integer.numberOfLeadingZeros(v4.length - 1);
        int indexBits = Math.max(1, Math.min(MOST_INDEX_BITS, wanted));
        this.v4IndexShift = 32 - indexBits;
        this.v4Index = index(v4, indexBits, v4IndexShift);
        this.v6Hi = new long[last + 1];
        this.v6Lo = new long[last + 1];
        this.v6Verdict = new byte[last + 1];
        for (int i = 0; i <= last; i++) {
            v6Hi[i] = points.hi(i);
            v6Lo[i] = points.lo(i);
            v6Verdict[i] = points.verdict(i);
        }
    }

    /** For each value of the leading bits, the last point at or before its first address; and the last of all. */
    private static int[] index(long[] points, int bits, int shift) {
        int[] index = new int[(1 << bits) + 1];
        int at = 0;
        for (int lead = 0; lead < index.length - 1; lead++) {
            long first = (long) lead << shift;
            while (at + 1 < points.length && points[at + 1] >>> V4_SHIFT <= first) {
                at++;
            }
            index[lead] = at;
        }
        index[index.length - 1] = points.length - 1;
        return index;
    }

    /** What the lists say of an address; of no address nothing. */
    public CidrVerdict verdict(long hi, long lo) {
        if (AddressPrefix.isV4(hi, lo)) {
            return VERDICTS[ofV4(lo & 0xffff_ffffL)];
        }
        return AddressPrefix.isNone(hi, lo) ? CidrVerdict.NONE : VERDICTS[ofV6(hi, lo)];
    }

    private int ofV4(long address) {
        int lead = (int) (address >>> v4IndexShift);
        long wanted = address << V4_SHIFT | (1 << V4_SHIFT) - 1;
        int low = v4Index[lead];
        int high = v4Index[lead + 1];
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (v4[middle] <= wanted) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return (int) v4[low] & (1 << V4_SHIFT) - 1;
    }

    private int ofV6(long hi, long lo) {
        int low = 0;
        int high = v6Hi.length - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (CidrPoints.compare(v6Hi[middle], v6Lo[middle], hi, lo) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return v6Verdict[low];
    }

    /** The bytes of memory that the verdicts take. */
    public long bytes() {
        return 8L * v4.length + 4L * v4Index.length + 17L * v6Hi.length;
    }

    /** The number of points at which the verdict changes. */
    int points() {
        return v6Hi.length;
    }

    @Override
    public String toString() {
        return "CidrVerdicts" + Arrays.asList(v6Hi.length + " points", bytes() + " bytes");
    }
}
