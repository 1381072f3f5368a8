/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import io.peerage.benchmarks.hotpath.IsConnectedBenchmark;
import io.peerage.benchmarks.hotpath.PhysicalLimitBenchmark;
import java.util.HashMap;
import java.util.Map;

/** An operation, and figures that nobody measured. */
final class Synthetic {
    static final Setting SETTING = new Setting(100, 1);
    static final Contestant OURS =
            Contestant.of("ours", IsConnectedBenchmark.class, "oursByHandle");
    static final Contestant SLOW = Contestant.of("slow", IsConnectedBenchmark.class, "yardstick");
    static final Contestant SWIFT =
            Contestant.of("swift", IsConnectedBenchmark.class, "yardstickIdBuilt");
    static final Contestant READ =
            Contestant.of("read", PhysicalLimitBenchmark.class, "randomRead");
    static final Operation OPERATION =
            Operation.of("asked", OURS)
                    .against(SLOW, SWIFT)
                    .atLeast(new Operation.Cost(READ, 2))
                    .quickAt(SETTING.peers(), SETTING.threads());

    private Synthetic() {}

    static Floors floors(String ratio, String bytes) {
        return Floors.parse("asked,*,*," + ratio + "," + bytes + ",because");
    }

    /** Ours takes this long and allocates this much; the yardsticks take 500 and 300, a read 10. */
    static Map<Measurement, Figure> figures(double nanos, double bytes) {
        Map<Measurement, Figure> figures = new HashMap<>();
        figures.put(OURS.at(SETTING), new Figure(nanos, bytes));
        figures.put(SLOW.at(SETTING), new Figure(500, 40));
        figures.put(SWIFT.at(SETTING), new Figure(300, 40));
        figures.put(READ.at(SETTING), new Figure(10, 0));
        return figures;
    }
}
