/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import io.peerage.PeerManager;
import io.peerage.config.RateLimit;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Copies of one operation, as somebody's mistake would change it: {@link GuardBitesTest} has them judged. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SlowedBenchmark {
    private static final long MUCH = 20_000;

    /** Peers of whom nobody is connected. One thread. */
    @State(Scope.Thread)
    public static class Peers {
        /** How many. */
        @Param("1000")
        public int peers;

        private @Nullable PeerManager manager;
        private long[] handles = {};
        private int turn;

        /** Registers all. */
        @Setup
        public void register() {
            manager = PeerManager.builder().rateLimit(RateLimit.NONE).maxPeers(peers + 1).build();
            handles = new long[peers];
            for (int i = 0; i < peers; i++) {
                handles[i] = manager.register(ByteBuffer.allocate(Long.BYTES).putLong(i).array());
            }
        }

        boolean ask() {
            turn = turn + 1 == peers ? 0 : turn + 1;
            return Objects.requireNonNull(manager, "built by register").isConnected(handles[turn]);
        }
    }

    /** Nobody's mistake. */
    @Benchmark
    public boolean same(Peers peers) {
        return peers.ask();
    }

    /** As if it had a search in it. */
    @Benchmark
    public boolean slowed(Peers peers) {
        Blackhole.consumeCPU(MUCH);
        return peers.ask();
    }

    /** As if it had an object made for its answer. */
    @Benchmark
    public boolean[] allocating(Peers peers) {
        return new boolean[] {peers.ask()};
    }
}
