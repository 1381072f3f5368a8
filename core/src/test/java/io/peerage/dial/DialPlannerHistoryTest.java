/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.DialConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialReason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What every plan keeps to, whatever happened before: checked against plain definitions over all peers. */
class DialPlannerHistoryTest {
    private static final int EVENTS = 9;
    private static final int ARGUMENTS = 1_000;
    private static final Set<CandidateKind> BOOK =
            Set.of(CandidateKind.ANCHOR, CandidateKind.TRIED, CandidateKind.NEW);

    @Property
    void everyPlanKeepsTheRules(
            @ForAll long seed,
            @ForAll @IntRange(max = 12) int target,
            @ForAll @IntRange(min = 1, max = 10) int parallel,
            @ForAll @IntRange(min = 1, max = 20) int netgroups,
            @ForAll boolean diverse,
            @ForAll @Size(FakeNode.GROUPS) List<@IntRange(max = 5) Integer> minimums,
            @ForAll @Size(max = 60)
                    List<@IntRange(max = (EVENTS + 3) * ARGUMENTS - 1) Integer> steps) {
        DialConfig config =
                DialConfig.DEFAULT
                        .withOutboundTarget(target)
                        .withParallelDials(parallel)
                        .withNetgroupDiversity(diverse);
        for (int i = 0; i < FakeNode.GROUPS; i++) {
            config = config.withGroupMinimum(FakeNode.GROUP[i], minimums.get(i));
        }
        FakeNode node = new FakeNode(config, netgroups, new SplittableRandom(seed));
        KeyedHash hash = KeyedHash.known(seed, 0);
        DialPlanner planner =
                new DialPlanner(config, new KeyedRandom(hash.derive(0)), hash.derive(1));
        DialPlan plan = new DialPlan(parallel);
        int first = new SplittableRandom(seed).nextInt(FakeNode.PEERS);
        for (int i = 0; i < first; i++) {
            node.step(0, i * 7);
        }
        for (int step : steps) {
            int what = step / ARGUMENTS;
            if (what < EVENTS) {
                node.step(what, step % ARGUMENTS);
            } else {
                planner.plan(node.view, plan);
                check(node, plan);
                // Some dials never come to pass: admission refuses them.
                for (int i = 0; i < plan.size() - step % 2; i++) {
                    node.dial(plan.peer(i));
                }
                for (int i = 0; i < plan.staleSize() - step % 3; i++) {
                    node.view.candidates.remove(plan.stale(i));
                }
            }
        }
    }

    private static void check(FakeNode node, DialPlan plan) {
        new Check(node, plan).all();
    }

    /** A plan before any of it was carried out. */
    private static final class Check {
        private final FakeNode node;
        private final FakeView view;
        private final DialPlan plan;
        private final DialConfig config;
        private final Set<Integer> picked = new HashSet<>();
        private final int free;
        private final int missing;

        Check(FakeNode node, DialPlan plan) {
            this.node = node;
            this.view = node.view;
            this.plan = plan;
            this.config = node.config;
            this.free = Math.max(0, config.parallelDials() - view.underWay);
            this.missing = Math.max(0, config.outboundTarget() - view.outbound - view.dialing);
            for (int i = 0; i < plan.size(); i++) {
                picked.add(plan.peer(i));
            }
        }

        void all() {
            picksMayBeDialed();
            staleOnesMayNot();
            persistentPeersFirst();
            whatIsMissingIsFilled();
            groupsAreServedFirst();
            netgroupsAreDistinctWhilePossible();
            seedsComeLast();
        }

        private void picksMayBeDialed() {
            assertThat(picked).hasSize(plan.size());
            assertThat(plan.size()).isLessThanOrEqualTo(free);
            assertThat(picked)
                    .allMatch(peer -> node.states[peer] == FakeNode.State.IDLE)
                    .allMatch(view.candidates::contains);
            for (int i = 0; i < plan.size(); i++) {
                DialReason reason = plan.reason(i);
                CandidateKind kind = view.candidates.kindOf(plan.peer(i));
                boolean fits =
                        switch (reason) {
                            case GROUP -> BOOK.contains(kind);
                            case TARGET -> kind == CandidateKind.TRIED || kind == CandidateKind.NEW;
                            default -> kind.name().equals(reason.name());
                        };
                assertThat(fits).as("%s for %s", kind, reason).isTrue();
            }
        }

        private void staleOnesMayNot() {
            Set<Integer> stale = new HashSet<>();
            for (int i = 0; i < plan.staleSize(); i++) {
                int peer = plan.stale(i);
                assertThat(stale.add(peer)).isTrue();
                assertThat(view.candidates.contains(peer)).isTrue();
                assertThat(node.states[peer]).isNotEqualTo(FakeNode.State.IDLE);
            }
        }

        private void persistentPeersFirst() {
            int waiting = count(peer -> is(peer, CandidateKind.PERSISTENT));
            int taken = count(DialReason.PERSISTENT);
            assertThat(taken).isEqualTo(Math.min(free, waiting));
            for (int i = 0; i < taken; i++) {
                assertThat(plan.reason(i)).isEqualTo(DialReason.PERSISTENT);
            }
        }

        private int room() {
            return Math.min(missing, free - count(DialReason.PERSISTENT));
        }

        private int inBook() {
            return count(peer -> view.may[peer] && isInBook(peer));
        }

        private void whatIsMissingIsFilled() {
            int taken = plan.size() - count(DialReason.PERSISTENT) - count(DialReason.SEED);
            assertThat(taken).isEqualTo(Math.min(room(), inBook()));
            assertThat(plan.unfilled()).isEqualTo(missing - taken - count(DialReason.SEED));
        }

        private void groupsAreServedFirst() {
            int[] lacking = new int[FakeNode.GROUPS];
            for (int i = 0; i < FakeNode.GROUPS; i++) {
                int group = FakeNode.GROUP[i];
                lacking[i] =
                        config.groupMinimums().getOrDefault(group, 0) - view.connectedIn(group);
            }
            boolean others = false;
            for (int at = 0; at < plan.size(); at++) {
                int peer = plan.peer(at);
                boolean serves = false;
                for (int i = 0; i < FakeNode.GROUPS; i++) {
                    if (view.isIn(peer, FakeNode.GROUP[i])) {
                        serves |= lacking[i] > 0;
                        lacking[i]--;
                    }
                }
                if (plan.reason(at) == DialReason.GROUP) {
                    assertThat(serves).isTrue();
                    assertThat(others).isFalse();
                }
                others |= plan.reason(at) == DialReason.TARGET;
            }
            boolean roomLeft = others || plan.size() - count(DialReason.PERSISTENT) < room();
            for (int i = 0; roomLeft && i < FakeNode.GROUPS; i++) {
                int group = FakeNode.GROUP[i];
                if (lacking[i] > 0) {
                    assertThat(count(peer -> isLeft(peer) && view.isIn(peer, group)))
                            .as("candidates left of group %d, which lacks %d", group, lacking[i])
                            .isZero();
                }
            }
        }

        private void netgroupsAreDistinctWhilePossible() {
            if (!config.netgroupDiversity()) {
                return;
            }
            Set<Long> taken = new HashSet<>();
            for (int i = 0; i < plan.size(); i++) {
                long netgroup = view.netgroups[plan.peer(i)];
                taken.add(netgroup);
            }
            IntPredicate distinct =
                    peer -> {
                        long netgroup = view.netgroups[peer];
                        return isLeft(peer)
                                && (netgroup == 0
                                        || !view.isNetgroupUsed(netgroup)
                                                && !taken.contains(netgroup));
                    };
            Set<Long> before = new HashSet<>();
            for (int i = 0; i < plan.size(); i++) {
                int peer = plan.peer(i);
                long netgroup = view.netgroups[peer];
                boolean repeats =
                        netgroup != 0 && (view.isNetgroupUsed(netgroup) || !before.add(netgroup));
                if (!repeats) {
                    continue;
                }
                if (plan.reason(i) == DialReason.TARGET || plan.reason(i) == DialReason.ANCHOR) {
                    assertThat(count(distinct)).isZero();
                } else if (plan.reason(i) == DialReason.GROUP) {
                    assertThat(IntStream.of(FakeNode.GROUP))
                            .anyMatch(
                                    group ->
                                            view.isIn(peer, group)
                                                    && config.groupMinimums().get(group) > 0
                                                    && count(distinct.and(p -> view.isIn(p, group)))
                                                            == 0);
                }
            }
        }

        private void seedsComeLast() {
            boolean nobody =
                    inBook() == 0 && count(peer -> is(peer, CandidateKind.PERSISTENT)) == 0;
            boolean due = nobody && missing > 0 && free > 0 && view.dialing == 0;
            boolean seeds = count(peer -> is(peer, CandidateKind.SEED)) > 0;
            assertThat(count(DialReason.SEED)).isEqualTo(due && seeds ? 1 : 0);
        }

        private boolean is(int peer, CandidateKind kind) {
            return view.may[peer] && view.candidates.kindOf(peer) == kind;
        }

        private boolean isInBook(int peer) {
            CandidateKind kind = view.candidates.kindOf(peer);
            return kind != null && BOOK.contains(kind);
        }

        private boolean isLeft(int peer) {
            return view.may[peer] && isInBook(peer) && !picked.contains(peer);
        }

        private int count(IntPredicate predicate) {
            return (int) IntStream.range(0, FakeNode.PEERS).filter(predicate).count();
        }

        private int count(DialReason reason) {
            return (int)
                    IntStream.range(0, plan.size()).filter(i -> plan.reason(i) == reason).count();
        }
    }
}
