/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.race.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of the table.
 *
 * @param title what it is about
 * @param ours Peerage's figure
 * @param baseline the idiomatic manager's, or nothing
 *     <p><b>Threading</b>: immutable, any thread.
 */
record Row(String title, String ours, String baseline) {
    /** All lines. */
    static List<Row> of(StormResult result) {
        List<Row> rows = new ArrayList<>();
        Figures baseline = result.baseline();
        rows.add(
                new Row(
                        "",
                        result.ours().contender(),
                        baseline == null ? "" : baseline.contender()));
        rows.add(TextReport.row("events", result, f -> Text.format("%,d", f.events())));
        rows.add(
                TextReport.row(
                        "events a second", result, f -> Text.format("%,.0f", f.eventsPerSecond())));
        rows.add(TextReport.row("violations", result, f -> Text.format("%,d", f.violations())));
        rows.add(
                TextReport.row(
                        "bytes allocated an event",
                        result,
                        f -> Text.format("%.3f", f.bytesPerEvent())));
        rows.add(
                TextReport.row(
                        "producer time an event",
                        result,
                        f -> Text.format("%,.0f ns", f.cpuNanosPerEvent())));
        rows.add(TextReport.row("latency p50", result, f -> Text.nanos(f.latency().p50())));
        rows.add(TextReport.row("latency p99", result, f -> Text.nanos(f.latency().p99())));
        rows.add(TextReport.row("latency p99.9", result, f -> Text.nanos(f.latency().p999())));
        rows.add(TextReport.row("latency p99.99", result, f -> Text.nanos(f.latency().p9999())));
        rows.add(TextReport.row("latency max", result, f -> Text.nanos(f.latency().max())));
        rows.add(TextReport.row("bytes a peer", result, Row::peerBytes));
        rows.add(TextReport.row("bytes a connection", result, Row::connectionBytes));
        rows.add(
                TextReport.row(
                        "peers connected at rest",
                        result,
                        f -> Text.format("%,d", f.connectedPeers())));
        rows.add(
                TextReport.row(
                        "connections at rest", result, f -> Text.format("%,d", f.connections())));
        rows.add(
                TextReport.row(
                        "told connected",
                        result,
                        f -> Text.format("%,d", f.lifecycle().connected())));
        rows.add(
                TextReport.row(
                        "told disconnected",
                        result,
                        f -> Text.format("%,d", f.lifecycle().disconnected())));
        rows.add(
                TextReport.row(
                        "told flaps", result, f -> Text.format("%,d", f.lifecycle().flaps())));
        rows.add(
                TextReport.row(
                        "ids in all",
                        result,
                        f -> Text.format("%,d", f.endurance().distinctIds())));
        rows.add(
                TextReport.row(
                        "peers given up",
                        result,
                        f -> Text.format("%,d", f.endurance().givenUp())));
        rows.add(
                TextReport.row(
                        "bytes allocated by owner",
                        result,
                        f -> Text.format("%,d", f.endurance().ownerBytes())));
        rows.add(
                TextReport.row(
                        "garbage collections",
                        result,
                        f -> Text.format("%,d", f.endurance().collections())));
        for (int quarter = 0; quarter < result.ours().endurance().heap().size(); quarter++) {
            rows.add(heapRow(result, quarter));
        }
        rows.add(TextReport.row("refused", result, f -> Text.format("%,d", f.refusals())));
        for (String reason : TextReport.reasons(result)) {
            rows.add(
                    TextReport.row(
                            "  " + reason,
                            result,
                            f -> Text.format("%,d", f.refused().getOrDefault(reason, 0L))));
        }
        return rows;
    }

    private static Row heapRow(StormResult result, int quarter) {
        return TextReport.row(
                "heap after quarter " + (quarter + 1),
                result,
                f -> Text.format("%,.2f MiB", f.endurance().heap().get(quarter) / 1048576.0));
    }

    private static String peerBytes(Figures figures) {
        return Text.format(figures.memoryMeasured() ? "~%,.0f" : "%,.1f", figures.bytesPerPeer());
    }

    private static String connectionBytes(Figures figures) {
        return Text.format(
                figures.memoryMeasured() ? "~%,.0f" : "%,.1f", figures.bytesPerConnection());
    }
}
