/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static io.peerage.allocation.Expectation.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.DialConfig;
import io.peerage.dial.CandidateSet;
import io.peerage.dial.DialInterval;
import io.peerage.dial.DialPlan;
import io.peerage.dial.DialPlanner;
import io.peerage.dial.DialView;
import io.peerage.dial.NetgroupCounts;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CandidateKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Architecture, contract 2, for the dial room: not one byte a plan. */
class DialAllocationTest {
    private static final int PEERS = 2_000;
    private static final int MINIMUM = 3;
    private static final KeyedHash HASH = KeyedHash.known(1, 2);
    private static final DialConfig CONFIG =
            DialConfig.DEFAULT
                    .withOutboundTarget(8)
                    .withInboundTarget(20)
                    .withGroupMinimum(1, MINIMUM)
                    .withGroupMinimum(100, MINIMUM);
    private static final Map<String, Runnable> OPERATIONS = operations();

    /** Every tenth peer is in group 1, two are in group 100; every second may be dialed; 50 netgroups, one used. */
    private static final class View implements DialView {
        private final CandidateSet candidates = new CandidateSet(PEERS);
        private final NetgroupCounts used = new NetgroupCounts(10, HASH);

        View(CandidateKind kind) {
            for (int peer = 0; peer < PEERS; peer++) {
                candidates.add(peer, kind);
            }
            used.add(7);
        }

        @Override
        public int outbound() {
            return 0;
        }

        @Override
        public int dialing() {
            return 0;
        }

        @Override
        public int dialsUnderWay() {
            return 1;
        }

        @Override
        public int known() {
            return PEERS;
        }

        @Override
        public int connectedIn(int group) {
            return 1;
        }

        @Override
        public CandidateSet candidates() {
            return candidates;
        }

        @Override
        public boolean mayDial(int peer) {
            return (peer & 1) == 0;
        }

        @Override
        public long netgroup(int peer) {
            return peer % 50;
        }

        @Override
        public boolean isNetgroupUsed(long netgroup) {
            return used.isUsed(netgroup);
        }

        @Override
        public long groups(int peer, int half) {
            return half == 0 ? peer % 10 == 0 ? 2 : 0 : peer % 1_000 == 4 ? 1L << 36 : 0;
        }
    }

    private static Map<String, Runnable> operations() {
        Map<String, Runnable> all = new LinkedHashMap<>();
        for (CandidateKind kind : CandidateKind.values()) {
            View view = new View(kind);
            DialPlanner planner =
                    new DialPlanner(CONFIG, new KeyedRandom(HASH.derive(1)), HASH.derive(2));
            DialPlan plan = new DialPlan(10);
            int expected =
                    switch (kind) {
                        case PERSISTENT -> 9;
                        case SEED -> 1;
                        default -> 8;
                    };
            all.put(
                    "plan, all " + kind,
                    () -> {
                        planner.plan(view, plan);
                        expect(plan.size() == expected);
                    });
            all.put(
                    "plan a feeler, all " + kind,
                    () -> {
                        planner.planFeeler(view, plan);
                        expect(plan.size() == (kind == CandidateKind.NEW ? 1 : 0));
                    });
        }
        CandidateSet candidates = new View(CandidateKind.TRIED).candidates;
        all.put(
                "candidates come and go",
                () -> {
                    expect(candidates.add(5, CandidateKind.PERSISTENT));
                    expect(candidates.add(5, CandidateKind.SEED));
                    expect(candidates.kindOf(5) == CandidateKind.SEED);
                    expect(candidates.remove(5) && candidates.add(5, CandidateKind.TRIED));
                });
        NetgroupCounts netgroups = new NetgroupCounts(100, HASH);
        all.put(
                "netgroups come and go",
                () -> {
                    for (int netgroup = 1; netgroup <= 50; netgroup++) {
                        netgroups.add(netgroup);
                        netgroups.add(netgroup);
                        netgroups.remove(netgroup);
                    }
                    expect(netgroups.distinct() == 50);
                    netgroups.clear();
                });
        all.put("interval", () -> expect(DialInterval.nanos(CONFIG, 4, 20) == 15_000_000_000L));
        return all;
    }

    static Stream<String> names() {
        return OPERATIONS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsAllocated(String operation) {
        assertThat(AllocationMeter.bytes(OPERATIONS.get(operation))).isZero();
    }
}
