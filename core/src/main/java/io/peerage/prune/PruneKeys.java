/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.PruneCriterion;
import io.peerage.hash.KeyedHash;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packs an order of comparisons into keys of two words: lower keys are pruned first.
 *
 * <pre>
 *   | first criterion | second | third ...... | ... | last | chance |
 *   |-- high word, 63 bits, for all rows ---|-- low word, 63 bits, for equals --|
 * </pre>
 *
 * <p>A criterion may begin in the high word and end in the low one. High words are built column by column, low words only
 * for the rows whose high words are equal where the line between pruned and kept is drawn.
 *
 * <p><b>Threading</b>: owner thread (ranks are scratch). <b>Complexity</b>: O(criteria) a row, no allocation once made. <b>Origin</b>: features
 * E3, E7.
 */
@OwnerThread
final class PruneKeys implements TieBreak {
    private static final int WORD = 63;
    private static final int BLOCK = 1_024;
    private static final int MOST_RANK = (1 << 21) - 1;
    private static final long MOST_AGE = (1L << 40) - 1;
    private static final int AGE_UNIT = 20;
    private static final int MOST_STREAMS = (1 << 16) - 1;
    private static final long INT_MASK = 0xffff_ffffL;

    private final PruneCriterion[] order;
    private final int[] ends;
    private final KeyedHash hash;
    private final int @Nullable [] netgroupRanks;
    private final int @Nullable [] groupRanks;
    private long seed;

    PruneKeys(List<PruneCriterion> criteria, int capacity, KeyedHash hash) {
        order = criteria.toArray(new PruneCriterion[0]);
        ends = new int[order.length];
        int end = 0;
        for (int i = 0; i < order.length; i++) {
            end += order[i].bits();
            ends[i] = end;
        }
        this.hash = hash;
        netgroupRanks =
                criteria.contains(PruneCriterion.CROWDED_NETGROUP) ? new int[capacity] : null;
        groupRanks = criteria.contains(PruneCriterion.CROWDED_GROUP) ? new int[capacity] : null;
    }

    /** Draws for rows that are equal. */
    void seed(long draw) {
        seed = draw;
    }

    /** What chance says of a row. */
    long chance(int row) {
        return hash.hash(seed + row);
    }

    int @Nullable [] netgroupRanks() {
        return netgroupRanks;
    }

    int @Nullable [] groupRanks() {
        return groupRanks;
    }

    /** Gives every row of the pool its high word; in blocks, so that the keys stay near while column after column is added. */
    void build(PrunePool pool) {
        for (int from = 0; from < pool.size(); from += BLOCK) {
            int to = Math.min(pool.size(), from + BLOCK);
            Arrays.fill(pool.keys, from, to, 0);
            for (int i = 0; i < order.length && ends[i] - order[i].bits() < WORD; i++) {
                add(order[i], WORD - ends[i], pool, from, to);
            }
        }
    }

    // One loop a criterion, so that each is compiled to read one column.
    private void add(PruneCriterion criterion, int shift, PrunePool pool, int from, int to) {
        PruneCandidates c = pool.candidates();
        long[] keys = pool.keys;
        int[] rows = pool.rows;
        switch (criterion) {
            case DISCOURAGED -> {
                for (int i = from; i < to; i++) {
                    keys[i] |= place(isAbsent(c, rows[i], PruneCandidates.DISCOURAGED), shift);
                }
            }
            case VALUE -> {
                for (int i = from; i < to; i++) {
                    keys[i] |= place(value(c.value(rows[i])), shift);
                }
            }
            case IDLE -> {
                for (int i = from; i < to; i++) {
                    keys[i] |= place(c.streams(rows[i]) == 0 ? 0 : 1, shift);
                }
            }
            case INBOUND -> {
                for (int i = from; i < to; i++) {
                    keys[i] |= place(isAbsent(c, rows[i], PruneCandidates.INBOUND), shift);
                }
            }
            case FEWEST_GROUPS -> {
                for (int i = from; i < to; i++) {
                    keys[i] |= place(c.groupCount(rows[i]), shift);
                }
            }
            case FEWEST_STREAMS -> {
                for (int i = from; i < to; i++) {
                    keys[i] |= place(Math.min(MOST_STREAMS, c.streams(rows[i])), shift);
                }
            }
            case YOUNGEST -> {
                for (int i = from; i < to; i++) {
                    keys[i] |= place(age(c, rows[i]), shift);
                }
            }
            default -> {
                for (int i = from; i < to; i++) {
                    keys[i] |= place(field(criterion, c, rows[i]), shift);
                }
            }
        }
    }

    /** The low word: what didn't fit into the high one, then chance. */
    @Override
    public long of(PruneCandidates candidates, int row) {
        long word = 0;
        int used = 0;
        for (int i = 0; i < order.length; i++) {
            int end = ends[i] - WORD;
            if (end > 0) {
                word |= field(order[i], candidates, row) << WORD - end & Long.MAX_VALUE;
                used = end;
            }
        }
        return word | chance(row) >>> used + 1;
    }

    private static long place(long field, int shift) {
        return shift >= 0 ? field << shift : field >>> -shift;
    }

    private long field(PruneCriterion criterion, PruneCandidates c, int row) {
        return switch (criterion) {
            case DISCOURAGED -> isAbsent(c, row, PruneCandidates.DISCOURAGED);
            case VALUE -> value(c.value(row));
            case NEGATIVE_VALUE -> value(Math.min(0, c.value(row)));
            case UNGROUPED -> c.groupCount(row) == 0 ? 0 : 1;
            case FEWEST_GROUPS -> c.groupCount(row);
            case CROWDED_GROUP -> rank(groupRanks, row);
            case IDLE -> c.streams(row) == 0 ? 0 : 1;
            case INBOUND -> isAbsent(c, row, PruneCandidates.INBOUND);
            case FEWEST_STREAMS -> Math.min(MOST_STREAMS, c.streams(row));
            case CROWDED_NETGROUP -> rank(netgroupRanks, row);
            case YOUNGEST -> age(c, row);
        };
    }

    private static long isAbsent(PruneCandidates c, int row, int flag) {
        return c.has(row, flag) ? 0 : 1;
    }

    // The sign bit flipped, so that as an unsigned number it orders as the signed one did.
    private static long value(int value) {
        return (value ^ Integer.MIN_VALUE) & INT_MASK;
    }

    private static long age(PruneCandidates c, int row) {
        return Math.min(MOST_AGE, c.age(row) >>> AGE_UNIT);
    }

    private static long rank(int @Nullable [] ranks, int row) {
        return ranks == null ? 0 : MOST_RANK - Math.min(MOST_RANK, ranks[row]);
    }
}
