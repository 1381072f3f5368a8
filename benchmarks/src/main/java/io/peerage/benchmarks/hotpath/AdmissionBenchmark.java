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

/** What does it cost to reserve a place for a handshake from an address, and to give it back when that fails? */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class AdmissionBenchmark {
    /** The benchmark has no state of its own. */
    public AdmissionBenchmark() {}

    /** Ours. */
    @Benchmark
    public int ours(Ours ours, Turn turn) {
        long ticket = ours.manager.admitInbound(0, Population.address(turn.idlePeer()));
        int ended = ours.manager.abandon(ticket);
        if (turn.ticks()) {
            ours.tick();
        }
        return ended;
    }

    /** The yardstick. */
    @Benchmark
    public int yardstick(Yardstick yardstick, Turn turn) {
        long ticket = yardstick.manager.admitInbound(0, Population.address(turn.idlePeer()));
        int ended = yardstick.manager.abandon(ticket);
        if (turn.ticks()) {
            yardstick.tick();
        }
        return ended;
    }
}
