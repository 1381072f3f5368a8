/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.owner;

import io.peerage.timer.DeadlineTree;
import io.peerage.timer.ExpirySink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.BitUtil;
import org.agrona.DeadlineTimerWheel;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The contestants of {@link TimerExpiryBenchmark}, each with all its timers pending. A figure counts only if all came due. */
public final class Week {
    private Week() {}

    private static int check(int expired, Delays delays) {
        if (expired != delays.timers) {
            throw new IllegalStateException(expired + " of " + delays.timers + " timers came due");
        }
        return expired;
    }

    /** When the timers come due: spread over a week, after a minute in which everyone gets ready. */
    @State(Scope.Benchmark)
    public static class Delays {
        private static final long WEEK = 7 * 86_400 * Draw.SECOND;
        private static final long FIRST = 60 * Draw.SECOND;

        /** How many timers. */
        @Param("1000000")
        public int timers;

        long[] delays;

        /** The same for all. */
        @Setup
        public void draw() {
            Draw draw = new Draw(timers);
            delays = new long[timers];
            for (int key = 0; key < timers; key++) {
                delays[key] = FIRST + draw.below(WEEK);
            }
        }

        long end() {
            return FIRST + WEEK + 10 * Draw.SECOND;
        }
    }

    /** What a wheel is made of. */
    @State(Scope.Benchmark)
    public static class Geometry {
        /** A wheel's tick, by which it may be late: a millisecond, or a second. */
        @Param({"1", "1000"})
        public int tickMillis;

        /** Enough for a week of seconds, so that with that tick each timer is looked at once; best with the other, too. */
        @Param("1048576")
        public int buckets;

        long tickNanos() {
            return TimeUnit.MILLISECONDS.toNanos(tickMillis);
        }
    }

    /** Ours. One thread. */
    @State(Scope.Thread)
    public static class Ours {
        private int expired;
        private final ExpirySink count = (key, deadline) -> expired++;
        private DeadlineTree tree;

        /** Schedules all. */
        @Setup(Level.Invocation)
        public void fill(Delays delays) {
            expired = 0;
            tree = new DeadlineTree(delays.timers, 0);
            for (int key = 0; key < delays.timers; key++) {
                tree.schedule(key, delays.delays[key]);
            }
        }

        int drain(Delays delays, long interval) {
            for (long now = 0; now < delays.end(); now += interval) {
                tree.advance(now, Integer.MAX_VALUE, count);
            }
            return check(expired, delays);
        }

        int drainAtOnce(Delays delays) {
            tree.advance(delays.end(), Integer.MAX_VALUE, count);
            return check(expired, delays);
        }
    }

    /** Agrona's wheel; its tick is rounded up to a power of two. One thread. */
    @State(Scope.Thread)
    public static class Agrona {
        private int expired;
        private final DeadlineTimerWheel.TimerHandler count =
                (unit, time, id) -> {
                    expired++;
                    return true;
                };
        private DeadlineTimerWheel wheel;

        /** Schedules all. */
        @Setup(Level.Invocation)
        public void fill(Delays delays, Geometry geometry) {
            expired = 0;
            wheel =
                    new DeadlineTimerWheel(
                            TimeUnit.NANOSECONDS,
                            0,
                            BitUtil.findNextPositivePowerOfTwo(geometry.tickNanos()),
                            geometry.buckets);
            for (long delay : delays.delays) {
                wheel.scheduleTimer(delay);
            }
        }

        int drain(Delays delays, long interval) {
            for (long now = 0; now < delays.end(); now += interval) {
                do {
                    wheel.poll(now, count, Integer.MAX_VALUE);
                } while (wheel.currentTickTime() <= now);
            }
            return check(expired, delays);
        }
    }

    /** Netty's wheel. One thread. */
    @State(Scope.Thread)
    public static class Netty {
        private int expired;
        private NettyInVirtualTime netty;

        /** Schedules all; with ticks of a second that takes ten, since a tick files 100,000 timers. */
        @Setup(Level.Invocation)
        public void fill(Delays delays, Geometry geometry) throws Exception {
            expired = 0;
            netty =
                    new NettyInVirtualTime(
                            geometry.tickNanos(),
                            geometry.buckets,
                            delays.delays,
                            timeout -> expired++);
        }

        int drain(Delays delays, long interval) throws Throwable {
            for (long now = 0; now < delays.end(); now += interval) {
                netty.advance(now);
            }
            return check(expired, delays);
        }

        /** Ends its thread. */
        @TearDown(Level.Invocation)
        public void stop() throws InterruptedException {
            netty.stop();
        }
    }

    /** The JDK's executor, its one thread held until all timers are overdue. */
    @State(Scope.Thread)
    public static class Executor {
        private static final long NANOS_A_TIMER = 2_000;

        private int expired;
        private CountDownLatch release;
        private CountDownLatch done;
        private ScheduledThreadPoolExecutor executor;

        /** Schedules all, in the order of the week's deadlines, and waits. */
        @Setup(Level.Invocation)
        public void fill(Delays delays) throws InterruptedException {
            expired = 0;
            release = new CountDownLatch(1);
            done = new CountDownLatch(1);
            CountDownLatch held = new CountDownLatch(1);
            executor = new ScheduledThreadPoolExecutor(1);
            executor.submit(
                    () -> {
                        held.countDown();
                        release.await();
                        return null;
                    });
            held.await();
            long most = NANOS_A_TIMER * delays.timers;
            double scale = (double) most / delays.end();
            Runnable task = () -> count(delays.timers);
            for (long delay : delays.delays) {
                executor.schedule(task, (long) (delay * scale), TimeUnit.NANOSECONDS);
            }
            long overdue = System.nanoTime() + most;
            while (System.nanoTime() - overdue < 0) {
                LockSupport.parkNanos(NANOS_A_TIMER);
            }
        }

        private void count(int timers) {
            if (++expired == timers) {
                done.countDown();
            }
        }

        int drain(Delays delays) throws InterruptedException {
            release.countDown();
            done.await();
            return check(expired, delays);
        }

        /** Ends its thread. */
        @TearDown(Level.Invocation)
        public void stop() {
            executor.shutdownNow();
        }
    }
}
