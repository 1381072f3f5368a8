/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.PrunePolicy;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Direction;
import io.peerage.model.PruneCriteria;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses whom to prune: spares whom the policy spares, then takes the lowest by its order, as far as minimums allow.
 *
 * <pre>
 *   all rows → [protections] → [groups that have none to spare] → keys → [outbound floor] → k lowest → [group minimums]
 * </pre>
 *
 * <p>The result is a function of the snapshot, the policy, the number wanted, the seed, and the secret of the hash: no clock,
 * no callbacks. The same inputs give the same victims.
 *
 * <p><b>Threading</b>: owner thread (it is scratch). <b>Complexity</b>: O(n) expected, no allocation once it has seen a
 * policy; 13 bytes a row, up to 93 more for policies that count members.
 * <b>Errors</b>: a snapshot larger than the capacity, or fewer places for victims than are wanted, throw {@link
 * IllegalArgumentException}; a policy with mistakes {@link io.peerage.config.ConfigException}. <b>Origin</b>: features E1 to
 * E5, E7, B10; Bitcoin Core's {@code SelectNodeToEvict}.
 */
@OwnerThread
public final class PruneSelector {
    private static final byte PRUNED = -1;
    private static final byte FLOOR = -2;
    private static final byte GROUP = -3;
    private static final int PERCENT = 100;

    private final int capacity;
    private final KeyedHash hash;
    private @Nullable PrunePipeline prepared;
    private @Nullable PrunePool filled;

    /**
     * A selector for snapshots of up to this many rows.
     *
     * @param hash a secret that serves nothing else; the netgroups that are spared depend on it
     */
    public PruneSelector(int capacity, KeyedHash hash) {
        this.capacity = capacity;
        this.hash = hash;
    }

    /**
     * Chooses victims.
     *
     * @param wanted how many; 0 or less for none
     * @param seed decides between equals: a number that nobody can foresee, another one each time
     * @param victims takes their rows, in no order
     * @return how many were found, at most as many as wanted
     */
    public int select(
            PruneCandidates candidates, PrunePolicy policy, int wanted, long seed, int[] victims) {
        int most = Math.min(wanted, candidates.size() - policy.keepAtLeast());
        PrunePool pool = prepare(candidates, policy, seed);
        PrunePipeline pipeline = Objects.requireNonNull(prepared);
        if (victims.length < Math.min(most, pool.size())) {
            throw new IllegalArgumentException(
                    "victims has "
                            + victims.length
                            + " places for "
                            + Math.min(most, pool.size())
                            + " victims; make it as long as the snapshot");
        }
        int count = Math.min(most, pool.size());
        while (count > 0) {
            int taken = attempt(pipeline, pool, policy, count);
            if (taken == count || policy.minOutboundPercent() == 0) {
                return handOver(pool, taken, victims);
            }
            // More remain than this attempt reckoned with, and a share of more is more.
            count = taken;
            pool.forget();
        }
        return 0;
    }

    /** Spares and builds keys: all of a selection but the choice. */
    public int prepareKeys(PruneCandidates candidates, PrunePolicy policy, long seed) {
        return prepare(candidates, policy, seed).size();
    }

    private PrunePool prepare(PruneCandidates candidates, PrunePolicy policy, long seed) {
        if (candidates.size() > capacity) {
            throw new IllegalArgumentException(
                    "the snapshot has "
                            + candidates.size()
                            + " rows, allowed are 0 to "
                            + capacity
                            + "; make a selector of its capacity");
        }
        PrunePipeline pipeline = prepared;
        if (pipeline == null || !pipeline.isOf(policy)) {
            pipeline = new PrunePipeline(policy, capacity, hash.derive(1));
            prepared = pipeline;
        }
        PrunePool pool = filled;
        if (pool == null) {
            pool = new PrunePool(candidates, capacity, hash.derive(2));
            filled = pool;
        }
        pipeline.keys.seed(seed);
        pipeline.countGroups(candidates);
        pipeline.fill(pool, candidates, seed);
        if (pipeline.groups.guards()) {
            spareNeeded(pipeline.groups, pool);
        }
        pipeline.buildKeys(pool);
        return pool;
    }

    private static void spareNeeded(GroupTally groups, PrunePool pool) {
        pool.sparingBy(GROUP);
        for (int i = pool.size() - 1; i >= 0; i--) {
            if (!groups.canDoWithout(pool.candidates(), pool.rows[i])) {
                pool.spareAt(i);
            }
        }
    }

    /** Brings the victims to the front of the pool; how many there are. */
    private static int attempt(
            PrunePipeline pipeline, PrunePool pool, PrunePolicy policy, int count) {
        int end = pool.size();
        if (policy.minOutboundPercent() > 0) {
            end = aboveFloor(pipeline, pool, policy.minOutboundPercent(), count);
        }
        int most = Math.min(count, end);
        if (most == 0) {
            return 0;
        }
        pool.takeLowest(0, end, most, pipeline.keys);
        return pipeline.groups.guards() ? keepGroups(pipeline, pool, end, most) : most;
    }

    /** Moves behind the others the outbound rows that have to stay, and returns where these begin. */
    private static int aboveFloor(PrunePipeline pipeline, PrunePool pool, int percent, int count) {
        PruneCandidates candidates = pool.candidates();
        int outbound = 0;
        for (int row = 0; row < candidates.size(); row++) {
            outbound += candidates.has(row, PruneCandidates.INBOUND) ? 0 : 1;
        }
        long left = (long) candidates.size() - count;
        int floor = (int) ((left * percent + PERCENT - 1) / PERCENT);
        int allowed = Math.max(0, outbound - floor);
        if (allowed >= count) {
            return pool.size();
        }
        int front = pool.gatherOutbound();
        if (allowed >= front) {
            return pool.size();
        }
        if (allowed > 0) {
            pool.takeLowest(0, front, allowed, pipeline.keys);
        }
        int inbound = pool.size() - front;
        for (int i = allowed; i < front; i++) {
            pool.mark(pool.rows[i], FLOOR);
        }
        for (int i = 0; i < Math.min(front - allowed, inbound); i++) {
            LowestK.swap(pool.keys, pool.rows, allowed + i, pool.size() - 1 - i);
        }
        return allowed + inbound;
    }

    // All of the lowest at once, if groups can do without all of them; that is the rule, and needs
    // no order among them.
    private static int keepGroups(PrunePipeline pipeline, PrunePool pool, int end, int most) {
        GroupTally groups = pipeline.groups;
        groups.restore();
        for (int i = 0; i < most; i++) {
            groups.take(pool.candidates(), pool.rows[i]);
        }
        if (groups.isIntact()) {
            return most;
        }
        groups.restore();
        RowSorter sorter = Objects.requireNonNull(pipeline.sorter);
        int taken = 0;
        int ordered = 0;
        for (int at = 0; at < end && taken < most; at++) {
            if (at == ordered) {
                int length = Math.min(end - at, Math.max(at, most));
                if (at > 0) {
                    pool.takeLowest(at, end, length, pipeline.keys);
                }
                order(pipeline, pool, sorter, at, at + length);
                ordered = at + length;
            }
            int row = pool.rows[at];
            if (groups.canDoWithout(pool.candidates(), row)) {
                groups.take(pool.candidates(), row);
                LowestK.swap(pool.keys, pool.rows, at, taken++);
            } else {
                pool.mark(row, GROUP);
            }
        }
        return taken;
    }

    private static void order(
            PrunePipeline pipeline, PrunePool pool, RowSorter sorter, int from, int to) {
        sorter.sort(pool.keys, pool.rows, from, to);
        int begin = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || pool.keys[i] != pool.keys[begin]) {
                if (i - begin > 1) {
                    long key = pool.keys[begin];
                    for (int equal = begin; equal < i; equal++) {
                        pool.keys[equal] = pipeline.keys.of(pool.candidates(), pool.rows[equal]);
                    }
                    sorter.sort(pool.keys, pool.rows, begin, i);
                    Arrays.fill(pool.keys, begin, i, key);
                }
                begin = i;
            }
        }
    }

    private static int handOver(PrunePool pool, int taken, int[] victims) {
        for (int i = 0; i < taken; i++) {
            victims[i] = pool.rows[i];
            pool.mark(pool.rows[i], PRUNED);
        }
        return taken;
    }

    /**
     * What the latest selection knew of a row, and what became of it; allocates.
     *
     * @param row a row of the snapshot, which must not have been changed since
     * @throws IllegalStateException if nothing has been selected yet
     */
    public PruneCriteria explain(int row) {
        PrunePool pool = filled;
        PrunePipeline pipeline = prepared;
        if (pool == null || pipeline == null) {
            throw new IllegalStateException("nothing has been selected yet; select first");
        }
        PruneCandidates candidates = pool.candidates();
        Objects.checkIndex(row, candidates.size());
        return new PruneCriteria(
                candidates.peer(row),
                candidates.connection(row),
                decision(pipeline, pool.sparedBy(row)),
                candidates.has(row, PruneCandidates.DISCOURAGED),
                candidates.value(row),
                candidates.groupCount(row),
                candidates.streams(row),
                candidates.has(row, PruneCandidates.INBOUND)
                        ? Direction.INBOUND
                        : Direction.OUTBOUND,
                candidates.age(row),
                candidates.network(row));
    }

    private static String decision(PrunePipeline pipeline, byte mark) {
        return switch (mark) {
            case PRUNED -> "pruned";
            case FLOOR -> "spared for the minimum of outbound connections";
            case GROUP -> "spared for a group's minimum";
            case PrunePool.CALLER -> "spared: outbound, and an inbound one is to make room";
            case PrunePool.NOBODY -> "not spared, others came first";
            default -> "spared: " + pipeline.protection(mark);
        };
    }
}
