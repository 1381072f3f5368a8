/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.PeerManager;
import io.peerage.model.Outcome;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost when a tenth of all peers disconnect at once: a hundred thousand of a million?
 *
 * <p>They are any among all, each with an address of its own, and are closed in another order than they came in. They connect, and the owner tells of
 * it, between the measured closes. A figure is for all of them together.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class MassDisconnectBenchmark {
    /** The benchmark has no state of its own. */
    public MassDisconnectBenchmark() {}

    /** One in so many disconnects. */
    public static final int SHARE = 10;

    /** Those who disconnect. One thread. */
    @State(Scope.Thread)
    public static class Leaving {
        private final SplittableRandom random = new SplittableRandom(7);
        private int[] idle = {};
        long[] connections = {};

        void deal(int peers) {
            int[] all = new int[peers];
            int found = 0;
            for (int peer = 0; peer < peers; peer++) {
                if (!Population.isConnected(peer)) {
                    all[found++] = peer;
                }
            }
            idle = Arrays.copyOf(all, found);
            connections = new long[peers / SHARE];
        }

        int peer(int i) {
            int at = i + random.nextInt(idle.length - i);
            int drawn = idle[at];
            idle[at] = idle[i];
            idle[i] = drawn;
            return drawn;
        }

        void shuffle() {
            for (int i = connections.length - 1; i > 0; i--) {
                int at = random.nextInt(i + 1);
                long swapped = connections[at];
                connections[at] = connections[i];
                connections[i] = swapped;
            }
        }

        static void check(int outcome) {
            if (!Outcome.isFirst(outcome)) {
                throw new IllegalStateException("a peer was not connected: " + outcome);
            }
        }

        static int all(int closed, int leaving) {
            if (closed != leaving) {
                throw new IllegalStateException(closed + " of " + leaving + " were closed");
            }
            return closed;
        }
    }

    /** Those who leave ours. One thread. */
    @State(Scope.Thread)
    public static class LeavingOurs extends Leaving {
        /** Chooses from. */
        @Setup
        public void deal(Ours ours) {
            deal(ours.peers);
        }

        /** Connects them. */
        @Setup(Level.Invocation)
        public void connect(Ours ours) {
            ours.tick();
            for (int i = 0; i < connections.length; i++) {
                int peer = peer(i);
                connections[i] = ours.manager.admitInbound(0, Population.address(peer));
                check(ours.manager.establishInbound(connections[i], ours.handles[peer]));
            }
            shuffle();
            ours.tick();
        }
    }

    /** Those who leave the yardstick. One thread. */
    @State(Scope.Thread)
    public static class LeavingYardstick extends Leaving {
        /** Chooses from. */
        @Setup
        public void deal(Yardstick yardstick) {
            deal(yardstick.peers);
        }

        /** Connects them. */
        @Setup(Level.Invocation)
        public void connect(Yardstick yardstick) {
            yardstick.tick();
            for (int i = 0; i < connections.length; i++) {
                int peer = peer(i);
                connections[i] = yardstick.manager.admitInbound(0, Population.address(peer));
                check(yardstick.manager.establishInbound(connections[i], yardstick.built[peer]));
            }
            shuffle();
            yardstick.tick();
        }
    }

    /** Ours, in one call. */
    @Benchmark
    public int oursByBatch(Ours ours, LeavingOurs leaving) {
        long[] connections = leaving.connections;
        return Leaving.all(
                ours.manager.batches().close(connections, connections.length), connections.length);
    }

    /** Ours, a call each. */
    @Benchmark
    public int oursOneByOne(Ours ours, LeavingOurs leaving) {
        PeerManager manager = ours.manager;
        int closed = 0;
        for (long connection : leaving.connections) {
            closed += Outcome.isRefused(manager.close(connection)) ? 0 : 1;
        }
        return Leaving.all(closed, leaving.connections.length);
    }

    /** The yardstick. */
    @Benchmark
    public int yardstick(Yardstick yardstick, LeavingYardstick leaving) {
        int closed = 0;
        for (long connection : leaving.connections) {
            closed += Outcome.isRefused(yardstick.manager.close(connection)) ? 0 : 1;
        }
        return Leaving.all(closed, leaving.connections.length);
    }
}
