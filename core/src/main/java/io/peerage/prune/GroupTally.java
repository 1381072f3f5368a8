/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.concurrent.OwnerThread;
import java.util.Arrays;
import java.util.Map;

/**
 * How many members each group has, and how many it has to keep.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(groups of a row) a row, no allocation. <b>Origin</b>: features E5.
 */
@OwnerThread
final class GroupTally {
    private static final int GROUPS = 128;

    private final int[] members = new int[GROUPS];
    private final int[] left = new int[GROUPS];
    private final int[] minimums = new int[GROUPS];
    private final boolean guards;

    GroupTally(Map<Integer, Integer> minimums) {
        minimums.forEach((group, minimum) -> this.minimums[group] = minimum);
        guards = minimums.values().stream().anyMatch(minimum -> minimum > 0);
    }

    /** Whether any group has a minimum. */
    boolean guards() {
        return guards;
    }

    void count(PruneCandidates candidates) {
        Arrays.fill(members, 0);
        for (int row = 0; row < candidates.size(); row++) {
            for (int half = 0; half < 2; half++) {
                long groups = candidates.groups(row, half);
                for (; groups != 0; groups &= groups - 1) {
                    members[half * Long.SIZE + Long.numberOfTrailingZeros(groups)]++;
                }
            }
        }
        restore();
    }

    /** All members are there again. */
    void restore() {
        System.arraycopy(members, 0, left, 0, GROUPS);
    }

    /** Whether every group of a row can do without it. */
    boolean canDoWithout(PruneCandidates candidates, int row) {
        for (int half = 0; half < 2; half++) {
            long groups = candidates.groups(row, half);
            for (; groups != 0; groups &= groups - 1) {
                int group = half * Long.SIZE + Long.numberOfTrailingZeros(groups);
                if (left[group] <= minimums[group] && minimums[group] > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Takes a row out of its groups. */
    void take(PruneCandidates candidates, int row) {
        for (int half = 0; half < 2; half++) {
            long groups = candidates.groups(row, half);
            for (; groups != 0; groups &= groups - 1) {
                left[half * Long.SIZE + Long.numberOfTrailingZeros(groups)]--;
            }
        }
    }

    /** Puts a row into its groups; how many members the fullest of them has then, 0 if it is in none. */
    int put(PruneCandidates candidates, int row) {
        int fullest = 0;
        for (int half = 0; half < 2; half++) {
            long groups = candidates.groups(row, half);
            for (; groups != 0; groups &= groups - 1) {
                int group = half * Long.SIZE + Long.numberOfTrailingZeros(groups);
                fullest = Math.max(fullest, ++left[group]);
            }
        }
        return fullest;
    }

    /** Whether no group is below its minimum that was not before. */
    boolean isIntact() {
        for (int group = 0; group < GROUPS; group++) {
            if (left[group] < members[group] && left[group] < minimums[group]) {
                return false;
            }
        }
        return true;
    }
}
