/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.config.Protection;
import io.peerage.config.PruneCriterion;
import io.peerage.config.PrunePolicy;
import io.peerage.hash.KeyedHash;
import io.peerage.model.NetworkKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Selection as one would write it down: objects, sorted for every rule. It knows nothing of chance, so it serves orders that
 * leave nobody equal, and policies without hidden netgroups.
 */
final class ReferencePrune {
    private static final Comparator<Row> OLDEST = Comparator.comparing(Row::age).reversed();

    private ReferencePrune() {}

    static List<Row> victims(List<Row> all, PrunePolicy policy, int wanted) {
        List<Row> pool = protect(all, policy);
        int count = Math.min(wanted, all.size() - policy.keepAtLeast());
        List<Row> victims = List.of();
        for (; count > 0; count = victims.size()) {
            victims = attempt(all, pool, policy, count);
            if (victims.size() == Math.min(count, pool.size())
                    && (count <= pool.size() || policy.minOutboundPercent() == 0)) {
                return victims;
            }
            if (policy.minOutboundPercent() == 0) {
                return victims;
            }
        }
        return List.of();
    }

    private static List<Row> attempt(List<Row> all, List<Row> pool, PrunePolicy policy, int count) {
        Map<Integer, Integer> members = new HashMap<>();
        for (int group : policy.groupMinimums().keySet()) {
            members.put(group, (int) all.stream().filter(row -> row.isIn(group)).count());
        }
        long outbound = all.stream().filter(Row::isOutbound).count();
        double floor = (all.size() - count) * policy.minOutboundPercent() / 100.0;
        List<Row> left = new ArrayList<>(pool);
        List<Row> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            Row next = Collections.min(left, order(policy, left));
            left.remove(next);
            ordered.add(next);
        }
        List<Row> victims = new ArrayList<>();
        // The floor comes first: of outbound ones that no group can spare the lowest still fill it.
        List<Row> above = new ArrayList<>();
        for (Row row : ordered) {
            if (policy.groupMinimums().keySet().stream()
                    .anyMatch(
                            group ->
                                    row.isIn(group)
                                            && members.get(group)
                                                    <= policy.groupMinimums().get(group))) {
                continue;
            }
            if (row.isOutbound() && policy.minOutboundPercent() > 0) {
                if (outbound - 1 < floor) {
                    continue;
                }
                outbound--;
            }
            above.add(row);
        }
        for (Row row : above) {
            boolean needed =
                    members.entrySet().stream()
                            .anyMatch(
                                    group ->
                                            row.isIn(group.getKey())
                                                    && group.getValue()
                                                            <= policy.groupMinimums()
                                                                    .get(group.getKey()));
            if (!needed && victims.size() < count) {
                members.replaceAll((group, number) -> row.isIn(group) ? number - 1 : number);
                victims.add(row);
            }
        }
        return victims;
    }

    static List<Row> protect(List<Row> all, PrunePolicy policy) {
        return protect(all, policy, policy.protections().size());
    }

    /** Those whom the first rules leave. */
    static List<Row> protect(List<Row> all, PrunePolicy policy, int rules) {
        List<Row> pool = new ArrayList<>(all);
        for (Protection protection : policy.protections().subList(0, rules)) {
            int count = protection.count();
            switch (protection.kind()) {
                case PROTECTED -> pool.removeIf(row -> row.has(PruneCandidates.PROTECTED));
                case PERSISTENT -> pool.removeIf(row -> row.has(PruneCandidates.PERSISTENT));
                case IN_GRACE -> pool.removeIf(row -> row.has(PruneCandidates.IN_GRACE));
                case OUTBOUND -> pool.removeIf(Row::isOutbound);
                case NETGROUP ->
                        spare(pool, pool, Comparator.comparing(ReferencePrune::hidden), count);
                case LOWEST_PING -> spare(pool, pool, Comparator.comparing(Row::ping), count);
                case LATEST_MESSAGE ->
                        spare(pool, pool, Comparator.comparing(row -> ago(row.message())), count);
                case LATEST_BLOCK ->
                        spare(pool, pool, Comparator.comparing(row -> ago(row.block())), count);
                case LATEST_BLOCK_ONLY ->
                        spare(
                                pool,
                                pool.stream()
                                        .filter(row -> row.has(PruneCandidates.BLOCK_ONLY))
                                        .toList(),
                                Comparator.comparing(row -> ago(row.block())),
                                count);
                case UPTIME -> uptime(pool, pool.size() * count / 100);
            }
        }
        return pool;
    }

    // The selector derives the secret of its netgroups from its own in these two steps.
    private static long hidden(Row row) {
        return KeyedHash.known(3, 4).derive(2).derive(2).hash(row.netgroup()) >>> 1;
    }

    private static long ago(long time) {
        return time < 0 ? Long.MAX_VALUE : time;
    }

    private static int spare(List<Row> pool, List<Row> among, Comparator<Row> first, int count) {
        List<Row> spared = among.stream().sorted(first.thenComparing(OLDEST)).limit(count).toList();
        pool.removeAll(spared);
        return spared.size();
    }

    private static void uptime(List<Row> pool, int share) {
        Map<NetworkKind, Integer> counts = new EnumMap<>(NetworkKind.class);
        List<NetworkKind> turns =
                new ArrayList<>(
                        List.of(
                                NetworkKind.CJDNS,
                                NetworkKind.I2P,
                                NetworkKind.LOCAL,
                                NetworkKind.ONION));
        turns.forEach(kind -> counts.put(kind, members(pool, kind).size()));
        turns.sort(Comparator.comparing(counts::get));
        int spared = 0;
        while (spared < share / 2 && counts.values().stream().anyMatch(count -> count > 0)) {
            int left = (int) counts.values().stream().filter(count -> count > 0).count();
            int each = Math.max((share / 2 - spared) / left, 1);
            for (NetworkKind kind : turns) {
                if (spared < share / 2) {
                    int kept = spare(pool, members(pool, kind), OLDEST, each);
                    counts.merge(kind, -kept, Integer::sum);
                    spared += kept;
                }
            }
        }
        spare(pool, List.copyOf(pool), OLDEST, share - spared);
    }

    private static List<Row> members(List<Row> pool, NetworkKind kind) {
        return pool.stream().filter(row -> row.network() == kind).toList();
    }

    private static Comparator<Row> order(PrunePolicy policy, List<Row> left) {
        Comparator<Row> order = Comparator.comparing(row -> 0);
        for (PruneCriterion criterion : policy.order()) {
            order =
                    order.thenComparing(
                            switch (criterion) {
                                case DISCOURAGED ->
                                        Comparator.comparing(
                                                row -> !row.has(PruneCandidates.DISCOURAGED));
                                case VALUE -> Comparator.comparing(Row::value);
                                case NEGATIVE_VALUE ->
                                        Comparator.comparing(row -> Math.min(0, row.value()));
                                case UNGROUPED -> Comparator.comparing(row -> row.groups() > 0);
                                case FEWEST_GROUPS -> Comparator.comparing(Row::groups);
                                case IDLE -> Comparator.comparing(row -> row.streams() > 0);
                                case INBOUND -> Comparator.comparing(Row::isOutbound);
                                case FEWEST_STREAMS -> Comparator.comparing(Row::streams);
                                case CROWDED_NETGROUP -> crowdedNetgroup(left);
                                case YOUNGEST -> Comparator.comparing(Row::age);
                                case CROWDED_GROUP -> throw new AssertionError("left to chance");
                            });
        }
        return order;
    }

    // Bitcoin Core's words: the netgroup with the most members, of these the one with the youngest.
    private static Comparator<Row> crowdedNetgroup(List<Row> left) {
        Map<Boolean, Map<Long, Long>> counts =
                left.stream()
                        .collect(
                                Collectors.groupingBy(
                                        row -> row.has(PruneCandidates.DISCOURAGED),
                                        Collectors.groupingBy(
                                                Row::netgroup, Collectors.counting())));
        return Comparator.comparing(
                row -> -counts.get(row.has(PruneCandidates.DISCOURAGED)).get(row.netgroup()));
    }
}
