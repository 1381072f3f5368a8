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
 * What does it cost altogether that a million timers come due, spread over a week of virtual time?
 *
 * <p>The owner looks once a second, so that one or two timers are due each time. Ours hands each out at the first look after its
 * deadline. The wheels go through all ticks in between; with ticks of a second there are few, and a timer is late by up to one of
 * them. The executor's clock can't be moved, nor does its heap care how far apart its timers are: its thread is held until
 * all are overdue, and then runs them in the order of their deadlines. {@code oursAtOnce} is its counterpart: the clock jumps by
 * the week in one call.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class TimerExpiryBenchmark {
    /** The benchmark has no state of its own. */
    public TimerExpiryBenchmark() {}

    /** Ours. */
    @Benchmark
    public int ours(Week.Delays delays, Week.Ours ours) {
        return ours.drain(delays, Draw.SECOND);
    }

    /** Ours, after a jump of the clock. */
    @Benchmark
    public int oursAtOnce(Week.Delays delays, Week.Ours ours) {
        return ours.drainAtOnce(delays);
    }

    /** Agrona's {@code DeadlineTimerWheel}. */
    @Benchmark
    public int agrona(Week.Delays delays, Week.Geometry geometry, Week.Agrona agrona) {
        return agrona.drain(delays, Draw.SECOND);
    }

    /** Netty's {@code HashedWheelTimer}. */
    @Benchmark
    public int netty(Week.Delays delays, Week.Geometry geometry, Week.Netty netty)
            throws Throwable {
        return netty.drain(delays, Draw.SECOND);
    }

    /** The JDK's {@code ScheduledThreadPoolExecutor}. */
    @Benchmark
    public int executor(Week.Delays delays, Week.Executor executor) throws InterruptedException {
        return executor.drain(delays);
    }
}
