/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to ask whether a peer is connected, when half of them are? */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class IsConnectedBenchmark {
    /** The benchmark has no state of its own. */
    public IsConnectedBenchmark() {}

    /** Ours, by id. */
    @Benchmark
    public boolean oursById(Ours ours, Turn turn) {
        return ours.manager.isConnected(
                ours.ids, Population.offset(turn.peer()), Population.ID_BYTES);
    }

    /** Ours, by handle. */
    @Benchmark
    public boolean oursByHandle(Ours ours, Turn turn) {
        return ours.manager.isConnected(ours.handles[turn.peer()]);
    }

    /** The yardstick, from the bytes of an id. */
    @Benchmark
    public boolean yardstick(Yardstick yardstick, Turn turn) {
        return yardstick.manager.isConnected(
                yardstick.ids, Population.offset(turn.peer()), Population.ID_BYTES);
    }

    /** The yardstick, with the id at hand as an object. */
    @Benchmark
    public boolean yardstickIdBuilt(Yardstick yardstick, Turn turn) {
        return yardstick.manager.isConnected(yardstick.built[turn.peer()]);
    }
}
