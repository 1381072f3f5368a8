/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.CandidateKind;
import io.peerage.model.DialReason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the planner finds few among many: bounded work, and everybody has a chance. */
class DialPlannerSearchTest extends PlanningTest {
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

    /** Two windows see all of 600, wherever they start; the peer of index 0 is one like any. */
    @Test
    void twoPlansSearchAllOfAKindOfTwoWindows() {
        for (int seed = 0; seed < 40; seed++) {
            FakeView view = view(600, CandidateKind.NEW);
            view.join(550, 9);
            view.outbound = 7;
            DialPlanner planner = planner(CONFIG.withGroupMinimum(9, 1), seed);
            planner.plan(view, plan);
            if (picks(DialReason.GROUP).isEmpty()) {
                planner.plan(view, plan);
            }
            assertThat(picks(DialReason.GROUP)).containsExactly(550);
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
}
