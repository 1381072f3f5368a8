/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost the owner to tell of a peer that has become connected, or has ceased to be, {@value #BATCH} a tick?
 *
 * <p>The peers are any among all; they connect and disconnect between the measured ticks.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class LifecycleDrainBenchmark {
    /** The benchmark has no state of its own. */
    public LifecycleDrainBenchmark() {}

    static final int BATCH = 400;

    /** Whose turn it is. One thread. */
    @State(Scope.Thread)
    public static class Flock {
        final int[] peers = new int[BATCH];
        final long[] connections = new long[BATCH];
        int nextPeer;
        boolean isConnected;

        void next(int all) {
            int found = 0;
            while (found < BATCH) {
                nextPeer = (int) ((nextPeer + 7_919L) % all);
                if (!Population.isConnected(nextPeer)) {
                    peers[found++] = nextPeer;
                }
            }
        }
    }

    /** Has them connect or disconnect to ours. One thread. */
    @State(Scope.Thread)
    public static class OursFlock extends Flock {
        /** Between ticks. */
        @Setup(Level.Invocation)
        public void change(Ours ours) {
            if (!isConnected) {
                next(ours.peers);
            }
            for (int i = 0; i < BATCH; i++) {
                if (isConnected) {
                    ours.manager.close(connections[i]);
                } else {
                    connections[i] = ours.manager.admitInbound(0, 0);
                    ours.manager.establishInbound(connections[i], ours.handles[peers[i]]);
                }
            }
            isConnected = !isConnected;
        }
    }

    /** Has them connect or disconnect to the yardstick. One thread. */
    @State(Scope.Thread)
    public static class YardstickFlock extends Flock {
        /** Between ticks. */
        @Setup(Level.Invocation)
        public void change(Yardstick yardstick) {
            if (!isConnected) {
                next(yardstick.peers);
            }
            for (int i = 0; i < BATCH; i++) {
                if (isConnected) {
                    yardstick.manager.close(connections[i]);
                } else {
                    connections[i] = yardstick.manager.admitInbound(0, 0);
                    yardstick.manager.establishInbound(connections[i], yardstick.built[peers[i]]);
                }
            }
            isConnected = !isConnected;
        }
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int ours(Ours ours, OursFlock flock) {
        return ours.manager.tick();
    }

    /** The yardstick's queue. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int yardstick(Yardstick yardstick, YardstickFlock flock) {
        return yardstick.manager.tick();
    }
}
