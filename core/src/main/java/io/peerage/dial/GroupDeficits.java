/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.DialConfig;
import io.peerage.hash.KeyedRandom;
import java.util.stream.IntStream;

/**
 * How many connections each group lacks while a plan is made: those that it lacks beforehand, less what the plan takes.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(groups with a minimum) to read and to find the largest, no
 * allocation. <b>Origin</b>: features D3.
 */
@OwnerThread
final class GroupDeficits {
    static final int NONE = -1;

    private final int[] groups;
    private final int[] minimums = new int[DialConfig.GROUPS];
    private final int[] missing = new int[DialConfig.GROUPS];
    private final long[] lacking = new long[2];
    private int from;

    GroupDeficits(DialConfig config) {
        config.groupMinimums().forEach((group, minimum) -> minimums[group] = minimum);
        this.groups = IntStream.range(0, DialConfig.GROUPS).filter(g -> minimums[g] > 0).toArray();
    }

    long bytes() {
        return 4L * (groups.length + minimums.length + missing.length) + 8L * lacking.length;
    }

    /** Reads what each group lacks now. */
    void read(DialView view, KeyedRandom random) {
        lacking[0] = 0;
        lacking[1] = 0;
        from = (int) KeyedRandom.below(random.next(), Math.max(1, groups.length));
        for (int group : groups) {
            missing[group] = minimums[group] - view.connectedIn(group);
            if (missing[group] > 0) {
                lacking[group >>> 6] |= 1L << group;
            }
        }
    }

    /** Whether any group lacks a connection. */
    boolean isAny() {
        return (lacking[0] | lacking[1]) != 0;
    }

    /** Whether any of the groups 0 to 63 (half 0) or 64 to 127 (half 1) lacks a connection. */
    boolean isAny(int half) {
        return lacking[half] != 0;
    }

    /** How many of these groups lack a connection. */
    int covered(long low, long high) {
        return Long.bitCount(low & lacking[0]) + Long.bitCount(high & lacking[1]);
    }

    /** Takes a peer of these groups into the plan. */
    void take(long low, long high) {
        takeHalf(low, 0);
        takeHalf(high, 1);
    }

    private void takeHalf(long groups, int half) {
        for (long left = groups & lacking[half]; left != 0; left &= left - 1) {
            int group = half << 6 | Long.numberOfTrailingZeros(left);
            if (--missing[group] == 0) {
                lacking[half] &= ~(1L << group);
            }
        }
    }

    /** The group that lacks the largest share of its minimum, those of two words of bits left out, or {@link #NONE}. */
    int largest(long exceptLow, long exceptHigh) {
        int largest = NONE;
        for (int i = 0; i < groups.length; i++) {
            // Among equals a different one comes first in every plan.
            int at = from + i;
            int group = groups[at < groups.length ? at : at - groups.length];
            long except = group < 64 ? exceptLow : exceptHigh;
            if ((lacking[group >>> 6] & ~except & 1L << group) != 0
                    && (largest == NONE || isLarger(group, largest))) {
                largest = group;
            }
        }
        return largest;
    }

    private boolean isLarger(int group, int other) {
        return (long) missing[group] * minimums[other] > (long) missing[other] * minimums[group];
    }
}
