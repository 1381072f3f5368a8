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
 * <p>A criterion takes no more bits than the snapshot's rows need, so that most orders fit into the high word; one may begin there
 * and end in the low one. High words are built column by column, low words only for the rows whose high words are equal
 * where the line between pruned and kept is drawn.
 *
 * <p><b>Threading</b>: owner thread (ranks are scratch). <b>Complexity</b>: O(criteria) a row, no allocation once made. <b>Origin</b>: features
 * E3, E7.
 */
@OwnerThread
final class PruneKeys implements TieBreak {
    private static final int WORD = 63;
    private static final int BLOCK = 256;

    private final PruneCriterion[] order;
    private final int[] ends;
    private final long[] block = new long[BLOCK];
    private final KeyedHash hash;
    private final int @Nullable [] netgroupRanks;
    private final int @Nullable [] groupRanks;
    private long seed;

    PruneKeys(List<PruneCriterion> criteria, int capacity, KeyedHash hash) {
        order = criteria.toArray(new PruneCriterion[0]);
        ends = new int[order.length];
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

    /** Gives every row of the pool its high word. The pool is in order; columns are read in blocks, whole, which costs less than picking from them. */
    void build(PrunePool pool) {
        PruneCandidates candidates = pool.candidates();
        layOut(candidates);
        int next = 0;
        for (int from = 0; from < candidates.size(); from += BLOCK) {
            int to = Math.min(candidates.size(), from + BLOCK);
            Arrays.fill(block, 0);
            for (int i = 0; i < order.length; i++) {
                int begin = i == 0 ? 0 : ends[i - 1];
                if (begin < WORD) {
                    add(order[i], WORD - ends[i], candidates, from, to);
                }
            }
            next = handOut(pool, next, from, to);
        }
    }

    private int handOut(PrunePool pool, int next, int from, int to) {
        int i = next;
        while (i < pool.size() && pool.rows[i] < to) {
            pool.keys[i] = block[pool.rows[i] - from];
            i++;
        }
        return i;
    }

    private void layOut(PruneCandidates candidates) {
        int end = 0;
        for (int i = 0; i < order.length; i++) {
            end += KeyFields.bits(order[i], candidates);
            ends[i] = end;
        }
    }

    private void add(PruneCriterion criterion, int shift, PruneCandidates c, int from, int to) {
        switch (criterion) {
            case DISCOURAGED ->
                    KeyFields.addFlag(PruneCandidates.DISCOURAGED, c, shift, block, from, to);
            case VALUE -> KeyFields.addValue(c, shift, block, from, to);
            case IDLE -> KeyFields.addIdle(c, shift, block, from, to);
            case INBOUND -> KeyFields.addFlag(PruneCandidates.INBOUND, c, shift, block, from, to);
            case FEWEST_GROUPS -> KeyFields.addGroups(c, shift, block, from, to);
            case FEWEST_STREAMS -> KeyFields.addStreams(c, shift, block, from, to);
            case YOUNGEST -> KeyFields.addAge(c, shift, block, from, to);
            case NEGATIVE_VALUE, UNGROUPED, CROWDED_GROUP, CROWDED_NETGROUP ->
                    addField(criterion, shift, c, from, to);
        }
    }

    private void addField(
            PruneCriterion criterion, int shift, PruneCandidates c, int from, int to) {
        for (int row = from; row < to; row++) {
            block[row - from] |= KeyFields.place(field(criterion, c, row), shift);
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

    private long field(PruneCriterion criterion, PruneCandidates c, int row) {
        return switch (criterion) {
            case DISCOURAGED -> KeyFields.isAbsent(c, row, PruneCandidates.DISCOURAGED);
            case VALUE -> KeyFields.value(c, row);
            case NEGATIVE_VALUE -> KeyFields.negativeValue(c, row);
            case UNGROUPED -> c.groupCount(row) == 0 ? 0 : 1;
            case FEWEST_GROUPS -> c.groupCount(row);
            case CROWDED_GROUP -> KeyFields.rank(groupRanks, row);
            case IDLE -> c.streams(row) == 0 ? 0 : 1;
            case INBOUND -> KeyFields.isAbsent(c, row, PruneCandidates.INBOUND);
            case FEWEST_STREAMS -> KeyFields.streams(c, row);
            case CROWDED_NETGROUP -> KeyFields.rank(netgroupRanks, row);
            case YOUNGEST -> KeyFields.age(c, row);
        };
    }
}
