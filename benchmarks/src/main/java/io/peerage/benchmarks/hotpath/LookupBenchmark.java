/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.PeerManager;
import io.peerage.config.RateLimit;
import io.peerage.yardstick.PeerId;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to find a peer by its id, of the lengths that networks use?
 *
 * <p>8: a short number. 20: a Kademlia node. 32: a public key or its hash. 34: libp2p's SHA-256 multihash. 38: libp2p's Ed25519 key in
 * full. 48: the most that a manager takes by default. 64: the most that it can be told to take.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class LookupBenchmark {
    /** The benchmark has no state of its own. */
    public LookupBenchmark() {}

    /** The ids, one after the other. Any thread. */
    @State(Scope.Benchmark)
    public static class Ids {
        private static final int DEFAULT_MOST = 48;

        /** As in the other benchmarks. */
        @Param({"1000", "100000", "1000000"})
        public int peers;

        /** How many bytes an id has. */
        @Param({"8", "20", "32", "34", "38", "48", "64"})
        public int idBytes;

        byte[] ids = {};

        /** Draws them. */
        @Setup
        public void draw() {
            ids = new byte[peers * idBytes];
            new SplittableRandom(idBytes).nextBytes(ids);
        }

        int offset(int peer) {
            return peer * idBytes;
        }

        // Any but that in which they are looked up, and without a stride, which would be foreseen.
        int[] order() {
            return new Population(peers).registrationOrder();
        }
    }

    /** Ours. Any thread. */
    @State(Scope.Benchmark)
    public static class Table {
        private @Nullable PeerManager built;

        /** Registers all. */
        @Setup
        public void fill(Ids ids) {
            PeerManager manager =
                    PeerManager.builder()
                            .rateLimit(RateLimit.NONE)
                            .maxPeers(ids.peers + 1)
                            .maxIdBytes(Math.max(Ids.DEFAULT_MOST, ids.idBytes))
                            .build();
            for (int peer : ids.order()) {
                long handle = manager.register(ids.ids, ids.offset(peer), ids.idBytes);
                if (handle < 0) {
                    throw new IllegalStateException("peer " + peer + " was refused: " + handle);
                }
            }
            built = manager;
        }

        PeerManager manager() {
            return Objects.requireNonNull(built, "built by fill");
        }
    }

    /** The JDK's map. Any thread. */
    @State(Scope.Benchmark)
    public static class Map {
        final ConcurrentHashMap<PeerId, Long> references = new ConcurrentHashMap<>();
        PeerId[] built = {};

        /** Adds all. */
        @Setup
        public void fill(Ids ids) {
            built = new PeerId[ids.peers];
            for (int peer : ids.order()) {
                PeerId id = new PeerId(ids.ids, ids.offset(peer), ids.idBytes);
                references.put(id, (long) peer);
            }
            for (int peer = 0; peer < ids.peers; peer++) {
                built[peer] = new PeerId(ids.ids, ids.offset(peer), ids.idBytes);
            }
        }
    }

    /** Ours. */
    @Benchmark
    public long ours(Ids ids, Table table, Turn turn) {
        return table.manager().lookup(ids.ids, ids.offset(turn.peer()), ids.idBytes);
    }

    /** A map, from the bytes of an id. */
    @Benchmark
    public @Nullable Long yardstick(Ids ids, Map map, Turn turn) {
        return map.references.get(new PeerId(ids.ids, ids.offset(turn.peer()), ids.idBytes));
    }

    /** A map, with the id at hand as an object. */
    @Benchmark
    public @Nullable Long yardstickIdBuilt(Ids ids, Map map, Turn turn) {
        return map.references.get(map.built[turn.peer()]);
    }
}
