/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.ConfigException;
import io.peerage.config.Protection;
import io.peerage.config.PruneCriterion;
import io.peerage.config.PrunePolicy;
import io.peerage.hash.KeyedHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy made ready to run: its rules, the layout of its keys, and the scratch that these need.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(n) a step, no allocation once made. <b>Errors</b>: a policy with
 * mistakes throws {@link ConfigException}, which lists them.
 */
@OwnerThread
final class PrunePipeline {
    private final PrunePolicy policy;
    private final List<ProtectionRule> rules;
    private final byte[] reasons = new byte[PruneCandidates.FLAG_SETS];
    private int byFlags;
    private final boolean shuffles;
    final PruneKeys keys;
    final GroupTally groups;
    final @Nullable RowSorter sorter;
    private final @Nullable NetgroupRanks netgroups;

    PrunePipeline(PrunePolicy policy, int capacity, KeyedHash hash) {
        if (!policy.problems().isEmpty()) {
            throw new ConfigException(policy.problems());
        }
        this.policy = policy;
        rules = policy.protections().stream().map(p -> ProtectionRule.of(p.kind())).toList();
        keys = new PruneKeys(policy.order(), capacity, hash.derive(1));
        groups = new GroupTally(policy.groupMinimums());
        boolean crowdedNetgroups = policy.order().contains(PruneCriterion.CROWDED_NETGROUP);
        boolean crowdedGroups = policy.order().contains(PruneCriterion.CROWDED_GROUP);
        netgroups = crowdedNetgroups ? new NetgroupRanks(capacity, hash.derive(2)) : null;
        sorter =
                crowdedNetgroups || crowdedGroups || groups.guards()
                        ? new RowSorter(capacity)
                        : null;
        compileFlags();
        shuffles = byFlags < rules.size() || sorter != null;
    }

    /** The first protections, as far as they need nothing but a row's flags, are one look into a table. */
    private void compileFlags() {
        for (int flags = 0; flags < reasons.length; flags++) {
            boolean stays = (flags & PruneCandidates.STAYS) != 0;
            reasons[flags] = stays ? PrunePool.CALLER : PrunePool.NOBODY;
        }
        while (byFlags < rules.size() && rules.get(byFlags) instanceof FlagRule rule) {
            byFlags++;
            for (int flags = 0; flags < reasons.length; flags++) {
                if (reasons[flags] == PrunePool.NOBODY && rule.spares(flags)) {
                    reasons[flags] = (byte) byFlags;
                }
            }
        }
    }

    boolean isOf(PrunePolicy another) {
        return policy.equals(another);
    }

    /** Fills a pool with those whom the protections leave, in their order; the reason is the protection's number, from 1 on. */
    void fill(PrunePool pool, PruneCandidates candidates, long seed) {
        pool.reset(candidates, seed, reasons);
        for (int i = byFlags; i < rules.size(); i++) {
            pool.sparingBy((byte) (i + 1));
            rules.get(i).protect(pool, policy.protections().get(i).count());
        }
    }

    Protection protection(int reason) {
        return policy.protections().get(reason - 1);
    }

    void countGroups(PruneCandidates candidates) {
        if (sorter != null) {
            groups.count(candidates);
        }
    }

    /** Gives every row its key; what counts members counts those left in the pool. */
    void buildKeys(PrunePool pool) {
        int[] ranks = keys.netgroupRanks();
        if (ranks != null && netgroups != null && sorter != null) {
            rankNetgroups(pool, ranks, netgroups, sorter);
        }
        ranks = keys.groupRanks();
        if (ranks != null && sorter != null) {
            rankGroups(pool, ranks, sorter);
        }
        if (shuffles) {
            pool.putInOrder();
        }
        keys.build(pool);
    }

    private static void rankNetgroups(
            PrunePool pool, int[] ranks, NetgroupRanks netgroups, RowSorter sorter) {
        PruneCandidates candidates = pool.candidates();
        for (int i = 0; i < pool.size(); i++) {
            pool.keys[i] = ProtectionRule.OLDEST.of(candidates, pool.rows[i]);
        }
        sorter.sort(pool.keys, pool.rows, 0, pool.size());
        netgroups.clear();
        for (int i = 0; i < pool.size(); i++) {
            int row = pool.rows[i];
            ranks[row] =
                    netgroups.put(
                            candidates.netgroup(row),
                            candidates.has(row, PruneCandidates.DISCOURAGED));
        }
    }

    private void rankGroups(PrunePool pool, int[] ranks, RowSorter sorter) {
        PruneCandidates candidates = pool.candidates();
        for (int i = 0; i < pool.size(); i++) {
            int row = pool.rows[i];
            long fewer = 128L - candidates.groupCount(row);
            pool.keys[i] = fewer << Integer.SIZE | keys.chance(row) >>> Integer.SIZE;
            groups.take(candidates, row);
        }
        sorter.sort(pool.keys, pool.rows, 0, pool.size());
        for (int i = 0; i < pool.size(); i++) {
            ranks[pool.rows[i]] = groups.put(candidates, pool.rows[i]);
        }
    }
}
