/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.PureFunction;

/**
 * A value that decays, the step of a {@link HalfLife} that it was valid in, and the tenant that it is of, in one {@code long}.
 *
 * <pre>
 *   bit  0  value 24, signed    24  step 26    50  low bits of the tenant's generation 14
 * </pre>
 *
 * <p>Reading changes nothing, so a value is the same however often it was read. A change takes the value as it is, adds, and notes
 * the step; rounding costs at most one unit a change, always towards 0. If the clock steps back the value stays as it
 * is, with the later step, until the clock has caught up.
 *
 * <p>Fourteen bits tell tenants apart for whoever looked at the peer's state word, which has the whole generation, just before: a
 * change through a stale handle would have to sleep, between that look and its CAS, through an exact multiple of 16,384 tenants.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Ranges</b>: values
 * −{@value #MOST} to {@value #MOST}; 2^26 steps, 262,144 half-lives, after its step a value that nobody changed seems fresh again.
 * <b>Origin</b>: features F1, F2.
 */
@PureFunction
final class DecayWord {
    /** The greatest value, either sign. */
    static final int MOST = (1 << 23) - 1;

    private static final int VALUE_BITS = 24;
    private static final long VALUE_MASK = (1L << VALUE_BITS) - 1;
    private static final int TENANT_SHIFT = VALUE_BITS + HalfLife.STEP_BITS;
    private static final long CONTENT_MASK = (1L << TENANT_SHIFT) - 1;

    private DecayWord() {}

    /** The word of a tenant of whom nothing is known. */
    static long fresh(int generation) {
        return (long) generation << TENANT_SHIFT;
    }

    /** The same value and step for a tenant. */
    static long of(long word, int generation) {
        return word & CONTENT_MASK | fresh(generation);
    }

    /** Whether the word is of a tenant. */
    static boolean isOf(long word, int generation) {
        return (word ^ fresh(generation)) >>> TENANT_SHIFT == 0;
    }

    /** The value in a step. */
    static int value(long word, int step) {
        return HalfLife.decayed(stored(word), HalfLife.between(stepOf(word), step));
    }

    /** The word after adding to the value, which stays within bounds. */
    static long added(long word, int delta, int least, int most, int step) {
        int value = value(word, step);
        return put(word, bounded((long) value + delta, least, most), step);
    }

    /** The word with another value. */
    static long put(long word, int value, int step) {
        int noted = stepOf(word);
        // Not back: what is read in between would decay twice.
        int at = HalfLife.between(noted, step) == 0 && value(word, step) != 0 ? noted : step;
        return word & ~CONTENT_MASK | (long) at << VALUE_BITS | value & VALUE_MASK;
    }

    static int bounded(long value, int least, int most) {
        return (int) Math.max(least, Math.min(most, value));
    }

    private static int stored(long word) {
        return (int) word << Integer.SIZE - VALUE_BITS >> Integer.SIZE - VALUE_BITS;
    }

    private static int stepOf(long word) {
        return (int) (word >>> VALUE_BITS) & HalfLife.STEP_MASK;
    }
}
