/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.peerage.config.DialConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One test a rule. */
class DialPlannerTest {
    private static final DialConfig CONFIG =
            DialConfig.DEFAULT.withOutboundTarget(8).withInboundTarget(20).withParallelDials(10);

    private final DialPlan plan = new DialPlan(100);

    private static DialPlanner planner(DialConfig config, long seed) {
        KeyedHash hash = KeyedHash.known(seed, 1);
        return new DialPlanner(config, new KeyedRandom(hash.derive(1)), hash.derive(2));
    }

    private static FakeView view(int peers, CandidateKind kind) {
        FakeView view = new FakeView(peers);
        IntStream.range(0, peers).forEach(peer -> view.add(peer, kind));
        return view;
    }

    private List<Integer> picks() {
        return IntStream.range(0, plan.size()).mapToObj(plan::peer).toList();
    }

    private List<Integer> picks(DialReason reason) {
        return IntStream.range(0, plan.size())
                .filter(at -> plan.reason(at) == reason)
                .mapToObj(plan::peer)
                .toList();
    }

    private List<Integer> plan(DialConfig config, DialView view) {
        planner(config, 7).plan(view, plan);
        return picks();
    }

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

    @Test
    void aPeerInSeveralLackingGroupsServesThemAll() {
        FakeView view = view(100, CandidateKind.TRIED);
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

    @Test
    void aGroupWithoutCandidatesDoesntKeepOthersFromTheirs() {
        FakeView view = view(400, CandidateKind.NEW);
        view.join(200, 4);
        plan(CONFIG.withGroupMinimum(3, 8).withGroupMinimum(4, 1), view);
        assertThat(picks(DialReason.GROUP)).containsExactly(200);
        assertThat(plan.size()).isEqualTo(8);
    }

    /** After as many plans as the kind has windows, while candidates of a kind before it shift all positions. */
    @Test
    void aRareCandidateIsFoundAfterABoundedNumberOfPlans() {
        int peers = 60_000;
        int bound = peers / CandidateScan.WINDOW + 1;
        int shift = 200;
        for (int rare = peers - 1; rare > bound * shift; rare -= 2_000) {
            FakeView view = view(peers + bound * shift, CandidateKind.NEW);
            for (int peer = 0; peer < view.may.length; peer++) {
                // Passes for distinct netgroups go through part of the window again.
                view.netgroups[peer] = peer % 100 == 0 ? 0 : 4;
                if (peer >= peers) {
                    view.candidates.remove(peer);
                    view.may[peer] = false;
                }
            }
            view.used.put(4L, 1);
            view.join(rare, 9);
            view.outbound = 7;
            DialPlanner planner = planner(CONFIG.withGroupMinimum(9, 1), rare);
            int plans = 0;
            do {
                for (int i = 0; i < shift; i++) {
                    view.candidates.add(peers + plans * shift + i, CandidateKind.PERSISTENT);
                }
                assertThat(plans++).isLessThan(bound);
                planner.plan(view, plan);
                assertThat(plan.size()).isEqualTo(1);
            } while (picks(DialReason.GROUP).isEmpty());
            assertThat(picks()).containsExactly(rare);
        }
    }

    /** The window starts anywhere, so that who is found by it can't be foreseen. */
    @Test
    void theFirstWindowStartsAnywhere() {
        FakeView view = view(600, CandidateKind.PERSISTENT);
        int[] found = new int[6];
        for (int seed = 0; seed < 600; seed++) {
            planner(CONFIG.withParallelDials(1), seed).plan(view, plan);
            found[plan.peer(0) / 100]++;
        }
        assertThat(IntStream.of(found)).allMatch(n -> n > 50 && n < 150);
    }

    @Test
    void aRareNetgroupInALargeBookFillsWhatIsMissingMeanwhile() {
        FakeView view = view(60_000, CandidateKind.NEW);
        for (int peer = 0; peer < 60_000; peer++) {
            view.netgroups[peer] = 4;
        }
        view.used.put(4L, 1);
        assertThat(plan(CONFIG, view)).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({"0, 1000000", "1, 1000000", "0, 2000", "1, 2000"})
    void aPlanLooksAtABoundedNumberOfCandidates(int groups, int peers) {
        FakeView view = view(peers, CandidateKind.NEW);
        for (int peer = 0; peer < peers; peer++) {
            view.netgroups[peer] = 4;
            view.may[peer] = peer == 0;
        }
        plan(CONFIG.withGroupMinimum(3, groups), view);
        int bound = 256 + 2 * 16 * 8 + 3 * CandidateScan.WINDOW;
        assertThat(view.asked).isBetween(CandidateScan.WINDOW, bound);
    }

    /** A sample is enough when many serve, and the search ends when it has found enough or nobody more can be dialed. */
    @ParameterizedTest
    @CsvSource({
        "3, 60000, 1, 8, 0, 0, 200",
        "100, 60000, 1, 8, 0, 0, 200",
        "3, 60000, 20, 8, 0, 0, 400",
        "3, 60000, 20, 2, 0, 0, 200",
        "3, 60000, 20, 8, 7, 0, 100",
        "3, 60000, 20, 8, 8, 0, 0",
        "3, 60000, 20, 8, 0, 10, 0",
        "3, 400, 20, 8, 0, 10, 0"
    })
    void aPlanLooksAtFewWhenManyServe(
            int group, int peers, int oneOf, int minimum, int outbound, int underWay, int most) {
        FakeView view = view(peers, CandidateKind.NEW);
        for (int peer = 0; peer < peers; peer += oneOf) {
            view.join(peer, group);
        }
        view.outbound = outbound;
        view.underWay = underWay;
        plan(CONFIG.withGroupMinimum(group, minimum), view);
        int room = Math.min(8 - outbound, 10 - underWay);
        assertThat(picks(DialReason.GROUP)).hasSizeBetween(Math.min(minimum, room), room);
        assertThat(view.asked).isLessThanOrEqualTo(most);
    }

    /** The hits that nothing comes of are not gone through again for every further one. */
    @Test
    void hitsOfUsedNetgroupsDontAddUp() {
        FakeView view = view(60_000, CandidateKind.NEW);
        for (int peer = 0; peer < 60_000; peer++) {
            view.join(peer, 3).netgroups[peer] = 4;
        }
        view.used.put(4L, 1);
        plan(CONFIG.withGroupMinimum(3, 8), view);
        assertThat(picks(DialReason.GROUP)).hasSize(8);
        assertThat(view.askedOfNetgroups).isLessThan(10 * CandidateScan.WINDOW);
    }

    /** Neighbours in a large kind are not picked together: strangers may have come together. */
    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void picksAreSpreadOverALargeKind(int groupMinimum) {
        FakeView view = view(60_000, CandidateKind.NEW);
        IntStream.range(0, 60_000).forEach(peer -> view.join(peer, 3));
        List<Integer> picked = plan(CONFIG.withGroupMinimum(3, groupMinimum), view);
        assertThat(picked.stream().map(peer -> peer / CandidateScan.WINDOW).distinct())
                .hasSizeGreaterThan(4);
    }

    /** Random tries miss it, and a pass for distinct netgroups has gone past it before. */
    @ParameterizedTest
    @CsvSource({"TRIED, 0", "NEW, 0", "TRIED, 5", "NEW, 5"})
    void theOnlyCandidateOfAKindIsFound(CandidateKind kind, int groupMinimum) {
        for (int only = 0; only < CandidateScan.WINDOW; only += 51) {
            FakeView view = view(CandidateScan.WINDOW, kind);
            Arrays.fill(view.may, false);
            view.may[only] = true;
            view.netgroups[only] = 4;
            view.used.put(4L, 1);
            assertThat(plan(CONFIG.withGroupMinimum(9, groupMinimum), view)).containsExactly(only);
        }
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

    /** Of a large book, one plan sees only a part. */
    @Test
    void aBookThatIsntSeenAsAWholeIsntExhausted() {
        FakeView view = view(60_000, CandidateKind.NEW);
        for (int peer = 0; peer < 59_000; peer++) {
            view.may[peer] = false;
        }
        for (int peer = 59_000; peer < 60_000; peer++) {
            view.may[peer] = false;
        }
        view.add(5, CandidateKind.SEED);
        assertThat(plan(CONFIG, view)).isEmpty();
        assertThat(plan.staleSize()).isEqualTo(DialPlan.MOST_STALE);
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
    void aFeelerIsOneNewPeerWhateverTheTarget() {
        FakeView view = view(100, CandidateKind.TRIED);
        view.add(33, CandidateKind.NEW);
        view.outbound = 8;
        view.netgroups[33] = 4;
        view.used.put(4L, 1);
        DialPlanner planner = planner(CONFIG, 7);
        planner.planFeeler(view, plan);
        assertThat(picks(DialReason.FEELER)).containsExactly(33);
        assertThat(plan.size()).isEqualTo(1);
        view.underWay = 10;
        planner.planFeeler(view, plan);
        assertThat(plan.size()).isZero();
        view.underWay = 0;
        view.may[33] = false;
        planner.planFeeler(view, plan);
        assertThat(plan.size()).isZero();
        assertThat(plan.stale(0)).isEqualTo(33);
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
