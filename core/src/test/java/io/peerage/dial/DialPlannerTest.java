/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.peerage.config.DialConfig;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a plan has, in which order, and how many: one test a rule. Groups and large books have tests of their own. */
class DialPlannerTest extends PlanningTest {
    @Test
    void fillsTheTarget() {
        FakeView view = view(100, CandidateKind.TRIED);
        assertThat(plan(CONFIG, view)).hasSize(8).doesNotHaveDuplicates();
        assertThat(plan.unfilled()).isZero();

        view.outbound = 3;
        view.dialing = 1;
        view.underWay = 1;
        assertThat(plan(CONFIG, view)).hasSize(4);

        view.outbound = 9;
        assertThat(plan(CONFIG, view)).isEmpty();
        assertThat(plan.unfilled()).isZero();
    }

    @Test
    void neverExceedsTheParallelDials() {
        FakeView view = view(100, CandidateKind.TRIED);
        view.underWay = 6;
        assertThat(plan(CONFIG, view)).hasSize(4);
        assertThat(plan.unfilled()).isEqualTo(4);
        view.underWay = 10;
        assertThat(plan(CONFIG, view)).isEmpty();
        view.underWay = 12;
        assertThat(plan(CONFIG, view)).isEmpty();
    }

    @Test
    void neverExceedsThePlansCapacity() {
        DialPlan small = new DialPlan(3);
        planner(CONFIG, 7).plan(view(100, CandidateKind.TRIED), small);
        assertThat(small.size()).isEqualTo(3);
        assertThat(small.unfilled()).isEqualTo(5);
    }

    @Test
    void persistentPeersComeFirstAndBeyondTheTarget() {
        FakeView view = view(100, CandidateKind.TRIED);
        view.outbound = 8;
        view.add(40, CandidateKind.PERSISTENT).add(50, CandidateKind.PERSISTENT);
        assertThat(plan(CONFIG, view)).containsExactlyInAnyOrder(40, 50);

        view.outbound = 5;
        assertThat(plan(CONFIG, view))
                .hasSize(5)
                .startsWith(picks(DialReason.PERSISTENT).toArray(new Integer[0]));
        assertThat(picks(DialReason.PERSISTENT)).containsExactlyInAnyOrder(40, 50);

        view.underWay = 8;
        assertThat(plan(CONFIG, view)).containsExactlyInAnyOrder(40, 50);
        view.underWay = 9;
        assertThat(plan(CONFIG, view)).hasSize(1).isSubsetOf(40, 50);
    }

    /** Of more than can be dialed at once, none has to wait for ever. */
    @Test
    void persistentPeersTakeTurns() {
        FakeView view = view(50, CandidateKind.PERSISTENT);
        DialPlanner planner = planner(CONFIG.withParallelDials(1), 7);
        Set<Integer> picked = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            planner.plan(view, plan);
            picked.addAll(picks());
        }
        assertThat(picked).hasSize(50);
    }

    @Test
    void anchorsComeBeforeTriedAndNewAndWithinTheTarget() {
        FakeView view = view(100, CandidateKind.TRIED);
        view.add(40, CandidateKind.ANCHOR).add(50, CandidateKind.ANCHOR);
        plan(CONFIG, view);
        assertThat(plan.size()).isEqualTo(8);
        assertThat(picks(DialReason.ANCHOR)).containsExactlyInAnyOrder(40, 50);
        assertThat(picks().subList(0, 2)).containsExactlyInAnyOrder(40, 50);
        view.outbound = 7;
        assertThat(plan(CONFIG, view)).hasSize(1).isSubsetOf(40, 50);
        view.outbound = 8;
        assertThat(plan(CONFIG, view)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CandidateKind.class)
    void whoMayNotBeDialedIsToldAndNotPicked(CandidateKind kind) {
        FakeView view = view(30, kind);
        for (int peer = 0; peer < 30; peer++) {
            view.may[peer] = peer == 17;
        }
        assertThat(plan(CONFIG, view)).containsExactly(17);
        List<Integer> stale = IntStream.range(0, plan.staleSize()).mapToObj(plan::stale).toList();
        assertThat(stale).doesNotHaveDuplicates().doesNotContain(17);
        // Seeds and those who are beyond the target are gone through only as far as needed.
        if (kind == CandidateKind.TRIED || kind == CandidateKind.NEW) {
            assertThat(stale).hasSize(29);
        }
    }

    @Test
    void moreStaleCandidatesThanAPlanTellsAreToldByLaterPlans() {
        FakeView view = view(2_000, CandidateKind.NEW);
        DialPlanner planner = planner(CONFIG, 7);
        int plans = 0;
        do {
            for (int peer = 0; peer < 2_000; peer++) {
                view.may[peer] = false;
            }
            planner.plan(view, plan);
            assertThat(plan.size()).isZero();
            assertThat(plan.staleSize()).isPositive();
            for (int i = 0; i < plan.staleSize(); i++) {
                assertThat(view.candidates.remove(plan.stale(i))).isTrue();
            }
            plans++;
        } while (view.candidates.size() > 0);
        assertThat(plans).isEqualTo(2_000 / DialPlan.MOST_STALE + 1);
    }

    /** Within five standard deviations of CometBFT's curve. */
    @ParameterizedTest
    @CsvSource({"0,10", "1,20", "2,30", "3,40", "4,50", "5,60", "6,70", "7,80", "8,90", "20,90"})
    void theShareOfNewPeersGrowsWithTheConnections(int outbound, int percent) {
        FakeView view = view(2_000, CandidateKind.NEW);
        for (int peer = 0; peer < 1_000; peer++) {
            view.add(peer, CandidateKind.TRIED);
        }
        view.outbound = outbound;
        DialPlanner planner = planner(CONFIG.withOutboundTarget(outbound + 10), outbound);
        int rounds = 2_000;
        int fresh = 0;
        for (int i = 0; i < rounds; i++) {
            planner.plan(view, plan);
            assertThat(plan.size()).isEqualTo(10);
            fresh += (int) picks().stream().filter(peer -> peer >= 1_000).count();
        }
        double expected = percent / 100.0;
        double deviation = Math.sqrt(expected * (1 - expected) / (10.0 * rounds));
        assertThat(fresh / (10.0 * rounds)).isCloseTo(expected, within(5 * deviation));
    }

    @ParameterizedTest
    @EnumSource(
            value = CandidateKind.class,
            names = {"TRIED", "NEW"})
    void oneKindFillsInForTheOther(CandidateKind kind) {
        FakeView view = view(30, kind);
        for (int outbound : new int[] {0, 7}) {
            view.outbound = outbound;
            assertThat(plan(CONFIG, view)).hasSize(8 - outbound);
        }
    }

    @Test
    void everyCandidateHasItsChance() {
        FakeView view = view(400, CandidateKind.NEW);
        DialPlanner planner = planner(CONFIG, 7);
        int[] times = new int[400];
        for (int i = 0; i < 5_000; i++) {
            planner.plan(view, plan);
            picks().forEach(peer -> times[peer]++);
        }
        // 100 times each are expected.
        assertThat(IntStream.of(times)).allMatch(n -> n > 50 && n < 150);
    }

    @Test
    void aSeedIsAskedOnlyWhenNobodyElseIsThere() {
        FakeView view = view(10, CandidateKind.SEED);
        plan(CONFIG, view);
        assertThat(picks(DialReason.SEED)).hasSize(1);
        assertThat(plan.size()).isEqualTo(1);
        assertThat(plan.unfilled()).isEqualTo(7);

        // Somebody is being dialed already: the book, or a seed.
        view.dialing = 1;
        assertThat(plan(CONFIG, view)).isEmpty();
        view.dialing = 0;
        // Nobody is missing.
        view.outbound = 8;
        assertThat(plan(CONFIG, view)).isEmpty();
        view.outbound = 0;
        for (CandidateKind kind : CandidateKind.values()) {
            if (kind != CandidateKind.SEED) {
                view.add(3, kind);
                assertThat(plan(CONFIG, view)).containsExactly(3);
            }
        }
    }

    @Test
    void aSeedIsAskedEvenIfItsNetgroupIsUsed() {
        FakeView view = view(1, CandidateKind.SEED);
        view.netgroups[0] = 3;
        view.used.put(3L, 2);
        assertThat(plan(CONFIG, view)).containsExactly(0);
    }

    @Test
    void addressesAreNeededWhileFewPeersAreKnownAndSomeAreMissing() {
        FakeView view = view(100, CandidateKind.TRIED);
        view.known = 999;
        plan(CONFIG, view);
        assertThat(plan.needsAddresses()).isTrue();
        view.known = 1_000;
        plan(CONFIG, view);
        assertThat(plan.needsAddresses()).isFalse();
        view.known = 999;
        view.dialing = 8;
        plan(CONFIG, view);
        assertThat(plan.needsAddresses()).isFalse();
    }

    @Test
    void theSameSeedAndHistoryGiveTheSamePlans() {
        List<List<Integer>> histories = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            FakeView view = view(1_000, CandidateKind.NEW);
            IntStream.range(0, 500).forEach(peer -> view.add(peer, CandidateKind.TRIED));
            DialPlanner planner = planner(CONFIG, seed);
            List<Integer> history = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                planner.plan(view, plan);
                history.addAll(picks());
                picks().forEach(view.candidates::remove);
            }
            histories.add(history);
        }
        assertThat(histories.get(0)).isEqualTo(histories.get(1)).isNotEqualTo(histories.get(2));
    }

    @Test
    void aTargetThatIsntResolvedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> planner(DialConfig.DEFAULT, 1))
                .withMessage(
                        "outboundTarget is -1, allowed here are 0 and more; pass config.resolved(limits)");
    }
}
