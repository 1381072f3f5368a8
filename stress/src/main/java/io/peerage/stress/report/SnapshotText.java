/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.race.Figures;

/** What a storm costs while snapshots are written, beside the same storm without. <b>Threading</b>: pure functions, any thread. */
public final class SnapshotText {
    private SnapshotText() {}

    /** A line, and the contracts that were broken, if any were. */
    public static String of(Figures without, Figures with, long snapshots, long bytes) {
        StringBuilder text = new StringBuilder();
        text.append(
                Text.format(
                        "%,d snapshots of %,d bytes meanwhile: %,.0f events/s after %,.0f; ns a call, without and with:"
                                + " p50 %,d, %,d; p99 %,d, %,d; p99.9 %,d, %,d (%.2f times); %d violations%n",
                        snapshots,
                        bytes,
                        with.eventsPerSecond(),
                        without.eventsPerSecond(),
                        without.latency().p50(),
                        with.latency().p50(),
                        without.latency().p99(),
                        with.latency().p99(),
                        without.latency().p999(),
                        with.latency().p999(),
                        (double) with.latency().p999() / without.latency().p999(),
                        with.violations()));
        for (String description : with.descriptions()) {
            text.append("  ").append(description).append(Text.format("%n"));
        }
        return text.toString();
    }
}
