/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.sim.NodeProfile;
import io.peerage.stress.sim.SimPlan;
import io.peerage.stress.sim.SimResult;
import io.peerage.stress.sim.SimSeries.Column;
import java.util.Locale;

/**
 * A simulation's figures as JSON, none of them the real clock's; {@code docs/simulation.md} lists the keys. <b>Threading</b>: pure
 * functions, any thread.
 */
public final class SimJson {
    private SimJson() {}

    /** The whole text. */
    public static String of(SimResult result) {
        SimPlan plan = result.plan();
        JsonWriter json = new JsonWriter();
        json.string("preset", NodeProfile.label(plan.preset()))
                .string("scenario", plan.scenario().label())
                .string("defended", plan.defended() ? "yes" : "no")
                .number("nodes", plan.nodes())
                .number("seconds", plan.duration().toSeconds())
                .number("seed", plan.seed())
                .number("events", result.events())
                .number("ticks", result.ticks())
                .number("violations", result.violations())
                .strings("violationsDescribed", result.complaints())
                .number("targetSecondsMedian", result.targetSeconds())
                .number("targetSecondsP90", result.targetSecondsP90())
                .number("eightLinksSecondsMedian", result.linkSeconds())
                .number("atTargetInTime", result.inTime())
                .number("dials", result.dials())
                .number("feelers", result.feelers())
                .number("dialsToSeeds", result.visits())
                .number("dialsWasted", result.wasted())
                .number("dialsFailedAnHour", result.failedAnHour())
                .number("dialsToAttackers", result.dialsToAttackers())
                .number("dialsToNobody", result.dialsToNobody());
        json.open("dialsEnded");
        result.outcomes().forEach((outcome, count) -> json.number(outcome.name(), count));
        json.close();
        json.open("refused");
        result.refused().forEach(json::number);
        json.close();
        json.number("honestRefused", result.honestRefused()).number("addressesTold", result.told());
        json.open("means");
        for (Column column : Column.values()) {
            json.number(camelCase(column), result.mean(column));
        }
        json.close();
        json.number("minDegree", result.least(Column.MIN_DEGREE))
                .number("mostPartitions", result.most(Column.PARTITIONS))
                .number("leastDelivered", result.least(Column.DELIVERED));
        json.open("series");
        for (Column column : Column.values()) {
            json.numbers(camelCase(column), result.series().values(column));
        }
        json.close();
        return json.string("verdict", result.verdict()).end();
    }

    // As Java names fields.
    static String camelCase(Enum<?> constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(
                    name.length() == 0
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
