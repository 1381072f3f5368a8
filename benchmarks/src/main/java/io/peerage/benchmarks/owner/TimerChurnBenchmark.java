/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.owner;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to cancel one of many pending timers and to schedule it again, 120 s to 7,800 s ahead?
 *
 * <p><b>Not measured</b>: what Netty's own thread does, which is where its wheel files what is scheduled and unlinks what is
 * cancelled; here it has a core to itself.
 *
 * <p>With {@code …TimeMoves}, each timer in turn is moved, by an owner whose clock goes on by 0.1 ms an operation and that asks
 * after each what is due. So no timer comes due, but ours has to correct each word that a timer moved to later left too early,
 * once its time comes: the price of leaving it. At a million timers that is each timer every 100 s; at fewer, hardly any.
 * The other two have a clock that can't be moved.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class TimerChurnBenchmark {
    private static final long STEP = 100_000;

    /** The benchmark has no state of its own. */
    public TimerChurnBenchmark() {}

    /** Ours. */
    @Benchmark
    public boolean ours(Pending.Size size, Pending.Ours ours) {
        return ours.move(ours.draw.key());
    }

    /** Agrona's {@code DeadlineTimerWheel}. */
    @Benchmark
    public boolean agrona(Pending.Size size, Pending.Agrona agrona) {
        return agrona.move(agrona.draw.key());
    }

    /** Netty's {@code HashedWheelTimer}. */
    @Benchmark
    public boolean netty(Pending.Size size, Pending.Netty netty) {
        return netty.move(netty.draw.key());
    }

    /** The JDK's {@code ScheduledThreadPoolExecutor}. */
    @Benchmark
    public boolean executor(Pending.Size size, Pending.Executor executor) {
        return executor.move(executor.draw.key());
    }

    /** Ours, and time goes on. */
    @Benchmark
    public int oursTimeMoves(Pending.Size size, Pending.Ours ours) {
        return ours.move(ours.draw.keyInTurn()) ? ours.advance(STEP) : -1;
    }

    /** Agrona's, and time goes on. */
    @Benchmark
    public int agronaTimeMoves(Pending.Size size, Pending.Agrona agrona) {
        return agrona.move(agrona.draw.keyInTurn()) ? agrona.advance(STEP) : -1;
    }
}
