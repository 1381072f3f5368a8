/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.concurrent.PureFunction;
import io.peerage.config.PruneCriterion;
import org.jspecify.annotations.Nullable;

/**
 * What each criterion makes of a row: a number of few bits, lower ones pruned first.
 *
 * <p>Each column has a loop of its own in a method of its own, so that whatever policies a process uses, each is compiled for
 * itself and reads one column.
 *
 * <p><b>Threading</b>: pure functions of the snapshot. <b>Complexity</b>: O(1) a row. <b>Ranges</b>: a field fits into as many bits as
 * {@link #bits} says.
 */
@PureFunction
final class KeyFields {
    private static final int MOST_RANK = (1 << PruneCriterion.CROWDED_NETGROUP.bits()) - 1;
    private static final long MOST_AGE = (1L << PruneCriterion.YOUNGEST.bits()) - 1;
    private static final int AGE_UNIT = 20;
    private static final int MOST_STREAMS = (1 << PruneCriterion.FEWEST_STREAMS.bits()) - 1;

    private KeyFields() {}

    /** How many bits a criterion takes for the rows of this snapshot, at most as many as it has. */
    static int bits(PruneCriterion criterion, PruneCandidates c) {
        return switch (criterion) {
            case VALUE -> length((long) c.highestValue() - c.lowestValue());
            case NEGATIVE_VALUE -> length(-(long) c.lowestValue());
            case FEWEST_STREAMS -> length(Math.min(MOST_STREAMS, c.mostStreams()));
            case YOUNGEST -> length(Math.min(MOST_AGE, c.longestAge() >>> AGE_UNIT));
            default -> criterion.bits();
        };
    }

    private static int length(long most) {
        return Long.SIZE - Long.numberOfLeadingZeros(most);
    }

    static long place(long field, int shift) {
        return shift >= 0 ? field << shift : field >>> -shift;
    }

    static long isAbsent(PruneCandidates c, int row, int flag) {
        return c.has(row, flag) ? 0 : 1;
    }

    static long value(PruneCandidates c, int row) {
        return (long) c.value(row) - c.lowestValue();
    }

    static long negativeValue(PruneCandidates c, int row) {
        return (long) Math.min(0, c.value(row)) - c.lowestValue();
    }

    static long streams(PruneCandidates c, int row) {
        return Math.min(MOST_STREAMS, c.streams(row));
    }

    static long age(PruneCandidates c, int row) {
        return Math.min(MOST_AGE, c.age(row) >>> AGE_UNIT);
    }

    static long rank(int @Nullable [] ranks, int row) {
        return ranks == null ? 0 : MOST_RANK - Math.min(MOST_RANK, ranks[row]);
    }

    static void addFlag(int flag, PruneCandidates c, int shift, long[] fields, int from, int to) {
        for (int row = from; row < to; row++) {
            fields[row - from] |= place(isAbsent(c, row, flag), shift);
        }
    }

    static void addValue(PruneCandidates c, int shift, long[] fields, int from, int to) {
        for (int row = from; row < to; row++) {
            fields[row - from] |= place(value(c, row), shift);
        }
    }

    static void addIdle(PruneCandidates c, int shift, long[] fields, int from, int to) {
        for (int row = from; row < to; row++) {
            fields[row - from] |= place(c.streams(row) == 0 ? 0 : 1, shift);
        }
    }

    static void addGroups(PruneCandidates c, int shift, long[] fields, int from, int to) {
        for (int row = from; row < to; row++) {
            fields[row - from] |= place(c.groupCount(row), shift);
        }
    }

    static void addStreams(PruneCandidates c, int shift, long[] fields, int from, int to) {
        for (int row = from; row < to; row++) {
            fields[row - from] |= place(streams(c, row), shift);
        }
    }

    static void addAge(PruneCandidates c, int shift, long[] fields, int from, int to) {
        for (int row = from; row < to; row++) {
            fields[row - from] |= place(age(c, row), shift);
        }
    }
}
