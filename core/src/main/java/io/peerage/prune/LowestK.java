/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.concurrent.OwnerThread;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import java.util.Arrays;

/**
 * Moves the k lowest keys to the front, each with its row, in no order: Floyd and Rivest's selection. A pivot from a random
 * sample lies a little beyond the k-th key, so that one pass leaves little more than k keys, and most comparisons of it can be
 * foreseen.
 *
 * <p><b>Threading</b>: owner thread (its sample is scratch). <b>Complexity</b>: O(n) expected, whatever the keys are, since nobody can
 * foresee the pivots; no allocation. <b>Origin</b>: Floyd and Rivest, <i>Expected time bounds for selection</i>; features
 * E7.
 */
@OwnerThread
final class LowestK {
    private static final int FEW = 32;
    private static final int MOST_SAMPLED = 1_023;

    private static final int BLOCK = 256;

    private final int[] found = new int[BLOCK];
    private final long[] sample = new long[MOST_SAMPLED];
    private final KeyedHash hash;

    LowestK(KeyedHash hash) {
        this.hash = hash;
    }

    /**
     * Moves the k lowest of a range of positions to its front.
     *
     * @param k 1 up to the length of the range
     * @return a position of the range from which on every key is higher than the k-th; those before it may be too
     */
    int partition(long[] keys, int[] rows, int from, int to, int k, long seed) {
        int end = from + k;
        int low = from;
        int high = to;
        long draw = seed;
        while (end < high && high - low > FEW) {
            long pivot = pivot(keys, low, high, end - low, draw);
            draw += MOST_SAMPLED;
            int split = splitUpTo(keys, rows, low, high, pivot);
            if (split == high) {
                // The pivot is the highest key, perhaps a frequent one: without it there are fewer.
                split = splitBelow(keys, rows, low, high, pivot);
                if (end > split) {
                    return high;
                }
                high = split;
            } else if (end <= split) {
                high = split;
            } else {
                low = split;
            }
        }
        if (end < high) {
            sortFew(keys, rows, low, high);
        }
        return high;
    }

    private long pivot(long[] keys, int from, int to, int k, long draw) {
        int length = to - from;
        int size = Math.min(MOST_SAMPLED, (int) Math.sqrt(length));
        for (int i = 0; i < size; i++) {
            sample[i] = keys[from + (int) KeyedRandom.below(hash.hash(draw + i), length)];
        }
        Arrays.sort(sample, 0, size);
        double share = (double) k / length;
        double margin = 1 + 2 * Math.sqrt(size * share * (1 - share));
        double rank = share * size + (share <= 0.5 ? margin : -margin);
        return sample[(int) Math.max(0, Math.min(size - 1, rank))];
    }

    private int splitUpTo(long[] keys, int[] rows, int from, int to, long pivot) {
        int split = from;
        for (int begin = from; begin < to; begin += BLOCK) {
            int end = Math.min(to, begin + BLOCK);
            int count = 0;
            for (int i = begin; i < end; i++) {
                found[count] = i;
                count += isUpTo(keys[i], pivot);
            }
            for (int i = 0; i < count; i++) {
                swap(keys, rows, found[i], split++);
            }
        }
        return split;
    }

    private int splitBelow(long[] keys, int[] rows, int from, int to, long pivot) {
        return pivot == 0 ? from : splitUpTo(keys, rows, from, to, pivot - 1);
    }

    // Half the time nobody could foresee a branch; keys are not negative, so nothing overflows.
    private static int isUpTo(long key, long pivot) {
        return (int) (key - pivot - 1 >>> Long.SIZE - 1);
    }

    static void sortFew(long[] keys, int[] rows, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long key = keys[i];
            int row = rows[i];
            int at = i;
            while (at > from && keys[at - 1] > key) {
                keys[at] = keys[at - 1];
                rows[at] = rows[at - 1];
                at--;
            }
            keys[at] = key;
            rows[at] = row;
        }
    }

    static void swap(long[] keys, int[] rows, int one, int other) {
        long key = keys[one];
        keys[one] = keys[other];
        keys[other] = key;
        int row = rows[one];
        rows[one] = rows[other];
        rows[other] = row;
    }
}
