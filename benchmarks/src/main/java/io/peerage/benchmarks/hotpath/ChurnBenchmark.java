/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does an event cost where most threads ask and some change: is a peer connected, by id, or a whole inbound session by id and
 * address?
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class ChurnBenchmark {
    /** The benchmark has no state of its own. */
    public ChurnBenchmark() {}

    /** What comes next. One thread. */
    @State(Scope.Thread)
    public static class Mix {
        private static final long STEP = 0x9e3779b97f4a7c15L;

        /** How many events in a hundred are sessions. */
        @Param({"5", "50"})
        public int sessions;

        private long at = ThreadLocalRandom.current().nextLong();

        boolean isSession() {
            at += STEP;
            long mixed = (at ^ at >>> 32) * 0xd6e8feb86659fd93L;
            return (mixed >>> 32) * 100 >>> 32 < sessions;
        }
    }

    /** Ours. */
    @Benchmark
    public int ours(Ours ours, Turn turn, Mix mix) {
        int result;
        if (mix.isSession()) {
            int peer = turn.idlePeer();
            long ticket = ours.manager.admitInbound(0, Population.address(peer));
            result =
                    ours.manager.establishInbound(
                            ticket, ours.ids, Population.offset(peer), Population.ID_BYTES);
            result ^= ours.manager.close(ticket);
        } else {
            int offset = Population.offset(turn.peer());
            result = ours.manager.isConnected(ours.ids, offset, Population.ID_BYTES) ? 1 : 0;
        }
        if (turn.ticks()) {
            ours.tick();
        }
        return result;
    }

    /** The yardstick, with ids at hand as objects. */
    @Benchmark
    public int yardstickIdBuilt(Yardstick yardstick, Turn turn, Mix mix) {
        int result;
        if (mix.isSession()) {
            int peer = turn.idlePeer();
            long ticket = yardstick.manager.admitInbound(0, Population.address(peer));
            result = yardstick.manager.establishInbound(ticket, yardstick.built[peer]);
            result ^= yardstick.manager.close(ticket);
        } else {
            result = yardstick.manager.isConnected(yardstick.built[turn.peer()]) ? 1 : 0;
        }
        if (turn.ticks()) {
            yardstick.tick();
        }
        return result;
    }
}
