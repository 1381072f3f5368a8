/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.peerage.config.DialConfig;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialReason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Distinct netgroups, and groups with a minimum: one test a rule. */
class DialPlannerGroupsTest extends PlanningTest {
    /** The same curve when a group is to be filled. */
    @ParameterizedTest
    @CsvSource({"0,10", "8,90"})
    void theShareHoldsForGroupsToo(int outbound, int percent) {
        FakeView view = view(2_000, CandidateKind.NEW);
        for (int peer = 0; peer < 1_000; peer++) {
            view.add(peer, CandidateKind.TRIED);
        }
        IntStream.range(0, 2_000).forEach(peer -> view.join(peer, 100));
        view.outbound = outbound;
        DialPlanner planner =
                planner(CONFIG.withOutboundTarget(outbound + 1).withGroupMinimum(100, 5), outbound);
        int rounds = 20_000;
        int fresh = 0;
        for (int i = 0; i < rounds; i++) {
            planner.plan(view, plan);
            assertThat(picks(DialReason.GROUP)).hasSize(1);
            fresh += plan.peer(0) >= 1_000 ? 1 : 0;
        }
        double expected = percent / 100.0;
        double deviation = Math.sqrt(expected * (1 - expected) / rounds);
        assertThat(fresh / (double) rounds).isCloseTo(expected, within(5 * deviation));
    }

    @Test
    void oneOfANetgroup() {
        FakeView view = view(200, CandidateKind.NEW);
        for (int peer = 0; peer < 200; peer++) {
            // Nine netgroups, one of them used, with most candidates in one.
            view.netgroups[peer] = peer < 8 ? peer + 1L : 9;
        }
        view.used.put(3L, 1);
        List<Integer> picked = plan(CONFIG, view);
        assertThat(picked.stream().map(peer -> view.netgroups[peer]))
                .containsExactlyInAnyOrder(1L, 2L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void whatDistinctNetgroupsLeaveOpenIsFilledWithOthers() {
        FakeView view = view(20, CandidateKind.TRIED);
        for (int peer = 0; peer < 20; peer++) {
            view.netgroups[peer] = 1L + peer % 3;
        }
        List<Integer> picked = plan(CONFIG, view);
        assertThat(picked).hasSize(8);
        assertThat(picked.subList(0, 3).stream().map(peer -> view.netgroups[peer]))
                .containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    /** A distinct candidate of the less likely kind comes before another one of a netgroup that is used. */
    @Test
    void distinctNetgroupsComeBeforeTheBias() {
        FakeView view = view(20, CandidateKind.TRIED);
        for (int peer = 0; peer < 20; peer++) {
            view.netgroups[peer] = 5;
        }
        view.used.put(5L, 1);
        view.add(13, CandidateKind.NEW);
        view.netgroups[13] = 6;
        assertThat(plan(CONFIG.withOutboundTarget(1), view)).containsExactly(13);
    }

    @Test
    void anAnchorOfAUsedNetgroupWaitsUntilNobodyElseIsLeft() {
        FakeView view = new FakeView(3);
        view.add(0, CandidateKind.ANCHOR).add(1, CandidateKind.NEW).add(2, CandidateKind.TRIED);
        view.netgroups[0] = 5;
        view.netgroups[1] = 6;
        view.netgroups[2] = 5;
        view.used.put(5L, 1);
        assertThat(plan(CONFIG, view)).containsExactly(1, 0, 2);
    }

    @Test
    void peersWithoutAddressAreNeverRestricted() {
        FakeView view = view(8, CandidateKind.TRIED);
        view.used.put(0L, 1);
        assertThat(plan(CONFIG, view)).hasSize(8);
    }

    @Test
    void withoutDiversityNetgroupsDontCount() {
        FakeView view = view(200, CandidateKind.TRIED);
        for (int peer = 0; peer < 200; peer++) {
            view.netgroups[peer] = peer == 11 ? 2 : 1;
        }
        assertThat(plan(CONFIG.withOutboundTarget(1), view)).hasSize(1);
        view.used.put(1L, 1);
        assertThat(plan(CONFIG.withOutboundTarget(1), view)).containsExactly(11);
        assertThat(plan(CONFIG.withOutboundTarget(1).withNetgroupDiversity(false), view))
                .hasSize(1)
                .doesNotContain(11);
    }

    @Test
    void groupsAreServedFirstAndWithinTheTarget() {
        FakeView view = view(100, CandidateKind.TRIED);
        for (int peer = 0; peer < 10; peer++) {
            view.join(peer, 3);
        }
        DialConfig config = CONFIG.withGroupMinimum(3, 6);
        view.inGroup[3] = 1;
        plan(config, view);
        assertThat(picks(DialReason.GROUP)).hasSize(5).allMatch(peer -> peer < 10);
        assertThat(plan.size()).isEqualTo(8);
        assertThat(picks().subList(0, 5)).isEqualTo(picks(DialReason.GROUP));

        view.outbound = 6;
        plan(config, view);
        assertThat(plan.size()).isEqualTo(2);
        assertThat(picks(DialReason.GROUP)).hasSize(2);
        view.outbound = 8;
        assertThat(plan(config, view)).isEmpty();
    }

    @Test
    void aGroupAtItsMinimumIsLeftAlone() {
        FakeView view = view(100, CandidateKind.TRIED);
        view.join(7, 3);
        view.inGroup[3] = 6;
        plan(CONFIG.withGroupMinimum(3, 6), view);
        assertThat(picks(DialReason.GROUP)).isEmpty();
        assertThat(plan.size()).isEqualTo(8);
    }

    @Test
    void theGroupThatLacksTheLargestShareComesFirst() {
        FakeView view = view(4, CandidateKind.TRIED);
        view.join(0, 5).join(1, 70).join(2, 127);
        view.inGroup[5] = 7;
        view.inGroup[70] = 1;
        view.inGroup[127] = 50;
        DialConfig config =
                CONFIG.withGroupMinimum(5, 10).withGroupMinimum(70, 2).withGroupMinimum(127, 99);
        // 30, 50 and 49 %.
        for (int seed = 0; seed < 20; seed++) {
            planner(config, seed).plan(view, plan);
            assertThat(picks().subList(0, 3)).containsExactly(1, 2, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CandidateKind.class,
            names = {"TRIED", "NEW"})
    void aPeerInSeveralLackingGroupsServesThemAll(CandidateKind kind) {
        FakeView view = view(100, kind);
        for (int group = 0; group < 128; group += 8) {
            view.join(group / 8, group).join(60, group);
        }
        DialConfig config = CONFIG;
        for (int group = 0; group < 128; group += 8) {
            config = config.withGroupMinimum(group, 1);
        }
        for (int seed = 0; seed < 20; seed++) {
            planner(config, seed).plan(view, plan);
            assertThat(picks(DialReason.GROUP)).containsExactly(60);
            assertThat(plan.size()).isEqualTo(8);
        }
    }

    @Test
    void amongGroupsThatLackAsMuchTheFirstIsAnyOfThem() {
        FakeView view = view(4, CandidateKind.TRIED);
        view.join(0, 5).join(1, 70).join(2, 127);
        DialConfig config =
                CONFIG.withOutboundTarget(1)
                        .withGroupMinimum(5, 1)
                        .withGroupMinimum(70, 2)
                        .withGroupMinimum(127, 3);
        DialPlanner planner = planner(config, 7);
        int[] first = new int[4];
        for (int i = 0; i < 300; i++) {
            planner.plan(view, plan);
            first[plan.peer(0)]++;
        }
        assertThat(first[3]).isZero();
        assertThat(IntStream.of(first).limit(3)).allMatch(n -> n > 50 && n < 150);
    }

    /** A persistent peer or an anchor that is picked serves its groups as well. */
    @ParameterizedTest
    @EnumSource(
            value = CandidateKind.class,
            names = {"PERSISTENT", "ANCHOR"})
    void whoIsPickedAnywayServesItsGroups(CandidateKind kind) {
        FakeView view = view(100, CandidateKind.TRIED);
        view.join(2, 90).join(3, 90).join(4, 90);
        view.add(2, kind);
        plan(CONFIG.withGroupMinimum(90, 2), view);
        assertThat(picks(DialReason.GROUP)).hasSize(1).isSubsetOf(3, 4);
    }

    @Test
    void aGroupsPeersAreOfDistinctNetgroupsIfItHasSuch() {
        FakeView view = view(100, CandidateKind.TRIED);
        for (int peer = 0; peer < 100; peer++) {
            view.netgroups[peer] = peer + 1L;
        }
        for (int peer = 0; peer < 20; peer++) {
            view.join(peer, 3);
            view.netgroups[peer] = peer < 18 ? 1 : peer;
        }
        DialConfig config = CONFIG.withGroupMinimum(3, 3);
        plan(config, view);
        assertThat(picks(DialReason.GROUP)).hasSize(3).contains(18, 19);
        plan(config.withGroupMinimum(3, 5), view);
        assertThat(picks(DialReason.GROUP)).hasSize(5).contains(18, 19);
        assertThat(picks(DialReason.GROUP).subList(3, 5)).doesNotContain(18, 19);
    }

    /** For a group an anchor is better than somebody else of a netgroup that is used as well. */
    @Test
    void anAnchorThatItsNetgroupKeptOutServesItsGroup() {
        FakeView view = view(100, CandidateKind.TRIED);
        view.add(0, CandidateKind.ANCHOR).join(0, 3);
        view.netgroups[0] = 5;
        view.used.put(5L, 1);
        plan(CONFIG.withOutboundTarget(1).withGroupMinimum(3, 1), view);
        assertThat(picks(DialReason.GROUP)).containsExactly(0);
    }

    /** What groups were granted, so that they have anybody, is over with them. */
    @Test
    void afterTheGroupsNetgroupsCountAgain() {
        for (int seed = 0; seed < 20; seed++) {
            FakeView view = view(100, CandidateKind.TRIED);
            Arrays.fill(view.netgroups, 9);
            view.join(0, 3);
            view.netgroups[70] = 8;
            planner(CONFIG.withOutboundTarget(2).withGroupMinimum(3, 1), seed).plan(view, plan);
            assertThat(picks()).containsExactly(0, 70);
        }
    }

    /** In either half of the groups, and where they meet. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 62, 63, 64, 65, 127})
    void aGroupWithoutCandidatesDoesntKeepOthersFromTheirs(int empty) {
        FakeView view = view(400, CandidateKind.NEW);
        view.join(200, 4);
        plan(CONFIG.withGroupMinimum(empty, 8).withGroupMinimum(4, 1), view);
        assertThat(picks(DialReason.GROUP)).containsExactly(200);
        assertThat(plan.size()).isEqualTo(8);
    }
}
