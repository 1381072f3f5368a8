/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.owner;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import io.peerage.timer.DeadlineTree;
import io.peerage.timer.ExpirySink;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DeadlineTimerWheel;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The contestants of {@link TimerChurnBenchmark}, each with all its timers pending.
 *
 * <p>All but ours name a timer by what scheduling it returned, so that their callers keep that in an array by key. None of the
 * timers comes due while it is measured: the figure counts only if all are pending in the end.
 */
public final class Pending {
    // Wheels with ticks get a millisecond's, as nearly as they can.
    private static final long AGRONA_TICK = 1 << 20;

    private Pending() {}

    private static void check(long pending, int timers) {
        if (pending != timers) {
            throw new IllegalStateException(pending + " timers of " + timers + " are pending");
        }
    }

    private static IllegalStateException cameDue() {
        return new IllegalStateException("a timer came due, which nobody measures");
    }

    /** How many timers. */
    @State(Scope.Benchmark)
    public static class Size {
        /** Ours takes 9 kB, 900 kB, 9 MB; the others three to ten times as much. */
        @Param({"1000", "100000", "1000000"})
        public int timers;
    }

    /** Ours, in virtual time. One thread. */
    @State(Scope.Thread)
    public static class Ours {
        private final ExpirySink nobody =
                (key, deadline) -> {
                    throw cameDue();
                };
        private DeadlineTree tree;
        Draw draw;
        private long now;

        /** Schedules all. */
        @Setup
        public void fill(Size size) {
            tree = new DeadlineTree(size.timers, now);
            draw = new Draw(size.timers);
            for (int key = 0; key < size.timers; key++) {
                tree.schedule(key, now + draw.delay());
            }
        }

        boolean move(int key) {
            boolean was = tree.cancel(key);
            tree.schedule(key, now + draw.delay());
            return was;
        }

        int advance(long nanos) {
            now += nanos;
            return tree.advance(now, Integer.MAX_VALUE, nobody);
        }

        /** Is any lost? */
        @TearDown(Level.Trial)
        public void check(Size size) {
            Pending.check(tree.size(), size.timers);
        }
    }

    /** Agrona's wheel, in virtual time. One thread. */
    @State(Scope.Thread)
    public static class Agrona {
        /** A usual number of buckets, and one that leaves 16 of a million timers to each. */
        @Param({"1024", "65536"})
        public int buckets;

        private final DeadlineTimerWheel.TimerHandler nobody =
                (unit, time, id) -> {
                    throw cameDue();
                };
        private DeadlineTimerWheel wheel;
        private long[] ids;
        Draw draw;
        private long now;

        /** Schedules all. */
        @Setup
        public void fill(Size size) {
            wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, now, AGRONA_TICK, buckets);
            ids = new long[size.timers];
            draw = new Draw(size.timers);
            for (int key = 0; key < size.timers; key++) {
                ids[key] = wheel.scheduleTimer(now + draw.delay());
            }
        }

        boolean move(int key) {
            boolean was = wheel.cancelTimer(ids[key]);
            ids[key] = wheel.scheduleTimer(now + draw.delay());
            return was;
        }

        int advance(long nanos) {
            now += nanos;
            int due = 0;
            while (wheel.currentTickTime() <= now) {
                due += wheel.poll(now, nobody, Integer.MAX_VALUE);
            }
            return due;
        }

        /** Is any lost? */
        @TearDown(Level.Trial)
        public void check(Size size) {
            Pending.check(wheel.timerCount(), size.timers);
        }
    }

    /** Netty's wheel, with its default tick of 100 ms and 512 buckets. One thread, and the wheel's own. */
    @State(Scope.Thread)
    public static class Netty {
        private final AtomicLong cameDue = new AtomicLong();
        private final TimerTask task = timeout -> cameDue.incrementAndGet();
        private HashedWheelTimer timer;
        private Timeout[] timeouts;
        Draw draw;

        /** Schedules all. */
        @Setup
        public void fill(Size size) {
            timer = new HashedWheelTimer();
            timeouts = new Timeout[size.timers];
            draw = new Draw(size.timers);
            for (int key = 0; key < size.timers; key++) {
                timeouts[key] = timer.newTimeout(task, draw.delay(), TimeUnit.NANOSECONDS);
            }
        }

        boolean move(int key) {
            boolean was = timeouts[key].cancel();
            timeouts[key] = timer.newTimeout(task, draw.delay(), TimeUnit.NANOSECONDS);
            return was;
        }

        /** Is any lost? Cancelled ones are counted as pending until the wheel's thread sees to them. */
        @TearDown(Level.Trial)
        public void check(Size size) {
            long cancelled = 0;
            for (Timeout timeout : timeouts) {
                cancelled += timeout.isCancelled() ? 1 : 0;
            }
            timer.stop();
            Pending.check(size.timers - cancelled - cameDue.get(), size.timers);
        }
    }

    /** The JDK's executor, which removes what is cancelled. One thread, and the executor's own. */
    @State(Scope.Thread)
    public static class Executor {
        private final Runnable task =
                () -> {
                    throw cameDue();
                };
        private ScheduledThreadPoolExecutor executor;
        private Future<?>[] futures;
        Draw draw;

        /** Schedules all. */
        @Setup
        public void fill(Size size) {
            executor = new ScheduledThreadPoolExecutor(1);
            executor.setRemoveOnCancelPolicy(true);
            futures = new Future<?>[size.timers];
            draw = new Draw(size.timers);
            for (int key = 0; key < size.timers; key++) {
                futures[key] = executor.schedule(task, draw.delay(), TimeUnit.NANOSECONDS);
            }
        }

        boolean move(int key) {
            boolean was = futures[key].cancel(false);
            futures[key] = executor.schedule(task, draw.delay(), TimeUnit.NANOSECONDS);
            return was;
        }

        /** Is any lost? */
        @TearDown(Level.Trial)
        public void check(Size size) {
            int pending = executor.getQueue().size();
            executor.shutdownNow();
            Pending.check(pending, size.timers);
        }
    }
}
