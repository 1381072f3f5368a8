/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.config.DialConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialReason;
import java.util.List;
import java.util.stream.IntStream;

/** What the tests of the planner have at hand: a plan, and views of peers to make it of. */
abstract class PlanningTest {
    static final DialConfig CONFIG =
            DialConfig.DEFAULT.withOutboundTarget(8).withInboundTarget(20).withParallelDials(10);

    final DialPlan plan = new DialPlan(100);

    static DialPlanner planner(DialConfig config, long seed) {
        KeyedHash hash = KeyedHash.known(seed, 1);
        return new DialPlanner(config, new KeyedRandom(hash.derive(1)), hash.derive(2));
    }

    static FakeView view(int peers, CandidateKind kind) {
        FakeView view = new FakeView(peers);
        IntStream.range(0, peers).forEach(peer -> view.add(peer, kind));
        return view;
    }

    final List<Integer> picks() {
        return IntStream.range(0, plan.size()).mapToObj(plan::peer).toList();
    }

    final List<Integer> picks(DialReason reason) {
        return IntStream.range(0, plan.size())
                .filter(at -> plan.reason(at) == reason)
                .mapToObj(plan::peer)
                .toList();
    }

    final List<Integer> plan(DialConfig config, DialView view) {
        planner(config, 7).plan(view, plan);
        return picks();
    }
}
