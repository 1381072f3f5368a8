/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.model.ConnectedFilter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to go through all connected peers once, when half of the peers are? */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class WalkBenchmark {
    /** The benchmark has no state of its own. */
    public WalkBenchmark() {}

    /** Ours. */
    @Benchmark
    public int ours(Ours ours) {
        int met = 0;
        long peer = ours.manager.connected().first(ConnectedFilter.ALL);
        while (peer != 0) {
            met++;
            peer = ours.manager.connected().next(peer, ConnectedFilter.ALL);
        }
        return met;
    }

    /** The yardstick: all peers of its map, and the connected counted. */
    @Benchmark
    public int yardstick(Yardstick yardstick) {
        return yardstick.manager.countConnectedByWalk();
    }
}
