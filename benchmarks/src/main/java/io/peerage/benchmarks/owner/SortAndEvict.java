/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.owner;

import io.peerage.model.NetworkKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The yardstick of evicting one connection by Bitcoin Core's order, as one writes it with lists: sorted once for each protection, whose last
 * ones are then dropped, and grouped by netgroup at the end. One thread.
 */
@State(Scope.Thread)
public class SortAndEvict {
    private record Candidate(
            int number,
            boolean inbound,
            boolean isProtected,
            long netgroup,
            long minPing,
            long lastBlock,
            long lastMessage,
            NetworkKind network,
            long since) {}

    private final List<List<Candidate>> nodes = new ArrayList<>();
    private int turn;

    /** The yardstick without connections. */
    public SortAndEvict() {}

    /** Makes the objects, in any order. */
    @Setup
    public void fill(Prunable.Nodes all) {
        for (Prunable.Node node : all.all) {
            List<Candidate> candidates = new ArrayList<>();
            for (int i = 0; i < node.size(); i++) {
                candidates.add(
                        new Candidate(
                                i,
                                node.inbound[i],
                                node.isProtected[i],
                                node.netgroup(i),
                                node.minPing(i),
                                node.lastBlock(i),
                                node.lastMessage(i),
                                node.network(i),
                                node.since[i]));
            }
            Collections.shuffle(candidates, new Random(1));
            nodes.add(candidates);
        }
    }

    int select() {
        turn = turn + 1 == nodes.size() ? 0 : turn + 1;
        List<Candidate> left = new ArrayList<>();
        for (Candidate candidate : nodes.get(turn)) {
            if (candidate.inbound && !candidate.isProtected) {
                left.add(candidate);
            }
        }
        spare(left, Comparator.comparingLong(Candidate::netgroup), 4, candidate -> true);
        spare(left, Comparator.comparingLong(Candidate::minPing).reversed(), 8, candidate -> true);
        spare(left, Comparator.comparingLong(Candidate::lastMessage), 4, candidate -> true);
        spare(left, Comparator.comparingLong(Candidate::lastBlock), 4, candidate -> true);
        Comparator<Candidate> youngestFirst = Comparator.comparingLong(Candidate::since).reversed();
        int quarter = left.size() / 4;
        spare(left, youngestFirst, quarter, candidate -> candidate.network != NetworkKind.IPV4);
        spare(left, youngestFirst, left.size() / 3, candidate -> true);
        Map<Long, List<Candidate>> groups =
                left.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Candidate::netgroup, HashMap::new, Collectors.toList()));
        return groups.values().stream()
                .max(
                        Comparator.<List<Candidate>>comparingInt(List::size)
                                .thenComparing(
                                        SortAndEvict::youngest,
                                        Comparator.comparingLong(Candidate::since)))
                .map(SortAndEvict::youngest)
                .map(Candidate::number)
                .orElse(-1);
    }

    private static Candidate youngest(List<Candidate> group) {
        return Collections.max(group, Comparator.comparingLong(Candidate::since));
    }

    /** Drops the last ones of an order who satisfy a condition. */
    private static void spare(
            List<Candidate> left,
            Comparator<Candidate> order,
            int count,
            Predicate<Candidate> condition) {
        left.sort(order);
        List<Candidate> last = left.subList(Math.max(0, left.size() - count), left.size());
        last.removeIf(condition);
    }

    /** Is a choice right? */
    @TearDown(Level.Iteration)
    public void check(Prunable.Nodes all) {
        int chosen = select();
        Prunable.Node node = all.all.get(turn);
        Prunable.check(chosen >= 0 && node.inbound[chosen] && !node.isProtected[chosen]);
    }
}
