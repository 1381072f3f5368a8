/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.race.Figures;
import io.peerage.stress.race.Plan;

/** The figures as JSON; {@code docs/storm.md} lists the keys. <b>Threading</b>: pure functions, any thread. */
public final class JsonReport {
    private JsonReport() {}

    /** The whole text. */
    public static String of(StormResult result) {
        Plan plan = result.plan();
        JsonWriter json = new JsonWriter();
        json.string("scenario", plan.scenario().label())
                .number("seed", plan.seed())
                .number("peers", result.peers())
                .number("threads", plan.producers())
                .number("durationSeconds", plan.duration().toNanos() / 1e9)
                .number("addresses", result.addresses())
                .string("java", Runtime.version().toString());
        figures(json, result.ours());
        Figures baseline = result.baseline();
        if (baseline != null) {
            json.open("baseline");
            figures(json, baseline);
            json.close();
            json.number("ratio", result.ratio());
        }
        return json.string("verdict", result.verdict()).end();
    }

    private static void figures(JsonWriter json, Figures figures) {
        json.string("manager", figures.contender())
                .number("events", figures.events())
                .number("seconds", figures.seconds())
                .number("eventsPerSecond", figures.eventsPerSecond())
                .number("violations", figures.violations())
                .strings("violationsDescribed", figures.descriptions())
                .number("bytesPerEvent", figures.bytesPerEvent())
                .number("cpuNanosPerEvent", figures.cpuNanosPerEvent());
        json.open("latencyNanos")
                .number("p50", figures.latency().p50())
                .number("p99", figures.latency().p99())
                .number("p999", figures.latency().p999())
                .number("p9999", figures.latency().p9999())
                .number("max", figures.latency().max())
                .close();
        json.number("bytesPerPeer", figures.bytesPerPeer())
                .number("bytesPerConnection", figures.bytesPerConnection())
                .number("connectedPeers", figures.connectedPeers())
                .number("connections", figures.connections());
        json.open("refused");
        figures.refused().forEach(json::number);
        json.close();
        json.open("lifecycle")
                .number("connected", figures.lifecycle().connected())
                .number("disconnected", figures.lifecycle().disconnected())
                .number("flaps", figures.lifecycle().flaps())
                .close();
        json.number("distinctIds", figures.endurance().distinctIds())
                .number("givenUp", figures.endurance().givenUp())
                .number("ownerBytes", figures.endurance().ownerBytes())
                .number("collections", figures.endurance().collections())
                .numbers(
                        "heapAfterQuarters",
                        figures.endurance().heap().stream()
                                .mapToDouble(Long::doubleValue)
                                .toArray());
    }
}
