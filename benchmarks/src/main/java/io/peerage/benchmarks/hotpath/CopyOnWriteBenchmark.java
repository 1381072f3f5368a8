/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.yardstick.CopyOnWriteConnections;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What do a connection that comes and goes, and the question whether a peer has one, cost beside a copy-on-write list such as jvm-libp2p's?
 *
 * <p>Half of the peers are connected: the list is half as long as there are peers.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class CopyOnWriteBenchmark {
    /** The benchmark has no state of its own. */
    public CopyOnWriteBenchmark() {}

    /** The list. Any thread. */
    @State(Scope.Benchmark)
    public static class Listed {
        final CopyOnWriteConnections connections = new CopyOnWriteConnections();

        /** Connects half of the peers. */
        @Setup
        public void fill(Yardstick known) {
            for (int peer = 0; peer < known.peers; peer++) {
                if (Population.isConnected(peer)) {
                    connections.open(known.built[peer], peer);
                }
            }
        }
    }

    /** A connection that comes and goes in the list. */
    @Benchmark
    public boolean comeAndGo(Yardstick known, Listed listed, Turn turn) {
        int peer = turn.idlePeer();
        return listed.connections.close(listed.connections.open(known.built[peer], peer));
    }

    /** A search of the list for any peer's connection. */
    @Benchmark
    public CopyOnWriteConnections.@Nullable Entry find(Yardstick known, Listed listed, Turn turn) {
        return listed.connections.find(known.built[turn.peer()]);
    }
}
