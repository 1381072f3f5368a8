/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.sim.SimSeries.Column;
import java.util.function.ToDoubleFunction;

/** A figure by which presets are compared. <b>Threading</b>: immutable, any thread. */
// Functions without state; the check can't know.
@SuppressWarnings("ImmutableEnumChecker")
public enum SimFigure {
    /** Seconds from coming online to nine tenths of the node's own outbound target. */
    TO_TARGET("to target", SimScenario.HONEST, Better.LESS, 1, SimResult::targetSeconds),
    /** Seconds from coming online to eight connections, the same for all presets. */
    TO_LINKS("to 8 links", SimScenario.HONEST, Better.LESS, 1, SimResult::linkSeconds),
    /** Sessions that reach the target within ten minutes. */
    IN_TIME("in 10 min", SimScenario.HONEST, Better.MORE, 0.01, SimResult::inTime),
    /** Share of dials that fail. */
    WASTED("wasted dials", SimScenario.HONEST, Better.LESS, 0.01, SimResult::wasted),
    /** Failed dials an hour that a node is online. */
    FAILED("failed an hour", SimScenario.HONEST, Better.LESS, 1, SimResult::failedAnHour),
    /** Share of the target that nodes hold. */
    TARGET_HELD("target held", SimScenario.HONEST, Better.MORE, 0.01, mean(Column.TARGET_HELD)),
    /** Links of a node to honest nodes. */
    DEGREE("degree", SimScenario.HONEST, Better.NEITHER, 1, mean(Column.MEAN_DEGREE)),
    /** Links of the node that has the fewest, in the worst round. */
    LEAST_DEGREE(
            "least degree",
            SimScenario.HONEST,
            Better.NEITHER,
            1,
            result -> result.least(Column.MIN_DEGREE)),
    /** Share of the nodes that have fewer than eight links. */
    FEW_LINKS("below 8 links", SimScenario.HONEST, Better.LESS, 0.01, mean(Column.FEW_LINKS)),
    /** Parts of the network, in the worst round. */
    PARTITIONS(
            "most partitions",
            SimScenario.HONEST,
            Better.LESS,
            0.1,
            result -> result.most(Column.PARTITIONS)),
    /** Share of shards in which a node has enough neighbours. */
    SHARDS("shards covered", SimScenario.HONEST, Better.MORE, 0.01, mean(Column.SHARD_COVERAGE)),
    /** Share of members that a message reaches. */
    DELIVERED("delivered", SimScenario.HONEST, Better.MORE, 0.01, mean(Column.DELIVERED)),
    /** Attackers' share of the victim's inbound connections. */
    ECLIPSE_INBOUND(
            "eclipse: inbound",
            SimScenario.ECLIPSE,
            Better.LESS,
            0.01,
            mean(Column.VICTIM_INBOUND)),
    /** Attackers' share of the victim's outbound connections. */
    ECLIPSE_OUTBOUND(
            "eclipse: outbound",
            SimScenario.ECLIPSE,
            Better.LESS,
            0.01,
            mean(Column.VICTIM_OUTBOUND)),
    /** Links of the victim to honest nodes. */
    ECLIPSE_HONEST(
            "eclipse: honest links",
            SimScenario.ECLIPSE,
            Better.NEITHER,
            1,
            mean(Column.VICTIM_HONEST)),
    /** Attackers' share of all connections of honest nodes. */
    ECLIPSE_SHARE(
            "eclipse: of all nodes",
            SimScenario.ECLIPSE,
            Better.LESS,
            0.01,
            mean(Column.ATTACKER_SHARE)),
    /** Share of members that a message reaches under an eclipse. */
    ECLIPSE_DELIVERED(
            "eclipse: delivered", SimScenario.ECLIPSE, Better.MORE, 0.01, mean(Column.DELIVERED));

    private final String title;
    private final SimScenario scenario;
    private final Better better;
    private final double grain;
    private final ToDoubleFunction<SimResult> function;

    /** Which of two values is the better one. */
    public enum Better {
        /** The smaller one. */
        LESS,
        /** The greater one. */
        MORE,
        /** Neither: it says what was asked for. */
        NEITHER
    }

    SimFigure(
            String title,
            SimScenario scenario,
            Better better,
            double grain,
            ToDoubleFunction<SimResult> function) {
        this.title = title;
        this.scenario = scenario;
        this.better = better;
        this.grain = grain;
        this.function = function;
    }

    private static ToDoubleFunction<SimResult> mean(Column column) {
        return result -> result.mean(column);
    }

    /** What it is called in tables. */
    public String title() {
        return title;
    }

    /** The scenario in which it is measured. */
    public SimScenario scenario() {
        return scenario;
    }

    /** Which values are good. */
    public Better better() {
        return better;
    }

    /** What makes no difference that matters: a second, a percentage point, a link. */
    public double grain() {
        return grain;
    }

    /** Whether it is a share, 0 to 1. */
    public boolean isShare() {
        return grain == 0.01;
    }

    /** Whether it is a number of seconds. */
    public boolean isTime() {
        return this == TO_TARGET || this == TO_LINKS;
    }

    /** The figure of one simulation. */
    public double of(SimResult result) {
        return function.applyAsDouble(result);
    }
}
