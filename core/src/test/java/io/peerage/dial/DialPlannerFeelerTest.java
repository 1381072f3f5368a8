/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.CandidateKind;
import io.peerage.model.DialReason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whom a feeler visits. */
class DialPlannerFeelerTest extends PlanningTest {
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

    /** What is in use is no reason not to learn more of it, nor is a plan before, which spread its peers. */
    @Test
    void aFeelerVisitsAnyNetgroup() {
        FakeView view = view(20, CandidateKind.TRIED);
        view.add(11, CandidateKind.NEW);
        Arrays.fill(view.netgroups, 4);
        view.used.put(4L, 1);
        DialPlanner planner = planner(CONFIG.withOutboundTarget(2), 7);
        view.outbound = 2;
        planner.plan(view, plan);
        planner.planFeeler(view, plan);
        assertThat(picks()).containsExactly(11);
    }

    /** The first of them who may be dialed, and nobody else: where to visit it, the view knows of the last draw alone. */
    @Test
    void aFeelerVisitsWhomTheViewKnowsBetter() {
        FakeView view = view(40, CandidateKind.NEW);
        DialPlanner planner = planner(CONFIG, 7);
        view.feelers = new int[] {0, 5, 6};
        planner.planFeeler(view, plan);
        assertThat(picks(DialReason.FEELER)).containsExactly(0);
        assertThat(plan.size()).isEqualTo(1);
        assertThat(view.feelersDrawn).isEqualTo(1);

        view.feelers = new int[] {3, 3, 9, 10};
        view.feelersDrawn = 0;
        view.may[3] = false;
        planner.planFeeler(view, plan);
        assertThat(picks()).containsExactly(9);
        assertThat(view.feelersDrawn).isEqualTo(3);
        assertThat(plan.staleSize()).isEqualTo(1);

        view.feelersDrawn = 0;
        view.underWay = 10;
        planner.planFeeler(view, plan);
        assertThat(plan.size()).isZero();
        assertThat(view.feelersDrawn).isZero();
    }

    /** A view that insists on those who may not be dialed keeps the feeler from nobody else. */
    @Test
    void aFeelerVisitsAnyNewPeerAfterSomeDraws() {
        FakeView view = view(40, CandidateKind.NEW);
        view.may[3] = false;
        view.feelers = new int[100];
        Arrays.fill(view.feelers, 3);
        planner(CONFIG, 7).planFeeler(view, plan);
        assertThat(picks(DialReason.FEELER)).hasSize(1).doesNotContain(3);
        assertThat(plan.size()).isEqualTo(1);
        assertThat(view.feelersDrawn).isEqualTo(DialPlanner.TRIES);
    }
}
