/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.store;

import io.peerage.PeerManager;
import io.peerage.model.SnapshotItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to write all that is known to a file, on the disk, and to build a manager from that?
 *
 * <p>A figure is for all peers. Restoring has the building of the tables in it, which is most of it where they are large.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class SnapshotBenchmark {
    /** The benchmark has no state of its own. */
    public SnapshotBenchmark() {}

    /** A folder of its own. One thread. */
    @State(Scope.Benchmark)
    public static class Folder {
        /** How many peers are known. */
        @Param({"10000", "100000"})
        public int peers;

        private @Nullable Path made;

        /** Makes it. */
        @Setup
        public void make() throws IOException {
            made = Files.createTempDirectory("peerage-snapshots");
        }

        Path file(String name) {
            return Objects.requireNonNull(made, "made at first").resolve(name);
        }

        /** Leaves nothing behind. */
        @TearDown(Level.Trial)
        public void delete() throws IOException {
            for (String name : new String[] {"ours", "maps", "plain"}) {
                Files.deleteIfExists(file(name));
            }
            Files.deleteIfExists(Objects.requireNonNull(made, "made at first"));
        }
    }

    /** A manager that knows them, and has written them once. One thread. */
    @State(Scope.Benchmark)
    public static class Ours {
        private @Nullable PeerManager manager;
        byte[] bytes = {};

        /** Has it hear of them. */
        @Setup
        public void fill(Folder folder) throws IOException {
            PeerManager built = Remembered.builder(folder.peers).build();
            Remembered.fill(built, folder.peers);
            check(built.snapshot(folder.file("ours")).written(SnapshotItem.PEERS), folder);
            bytes = Files.readAllBytes(folder.file("ours"));
            manager = built;
        }

        PeerManager manager() {
            return Objects.requireNonNull(manager, "built by fill");
        }
    }

    /** The maps. One thread. */
    @State(Scope.Benchmark)
    public static class Maps {
        final SavedMaps maps = new SavedMaps();

        /** Fills them. */
        @Setup
        public void fill(Folder folder) throws IOException {
            maps.fill(folder.peers);
            maps.write(folder.file("maps"));
        }
    }

    private static long check(long peers, Folder folder) {
        if (peers < folder.peers) {
            throw new IllegalStateException(peers + " peers of " + folder.peers);
        }
        return peers;
    }

    /** Ours, written. */
    @Benchmark
    public long write(Folder folder, Ours ours) throws IOException {
        return check(
                ours.manager().snapshot(folder.file("ours")).written(SnapshotItem.PEERS), folder);
    }

    /** Ours, built from what was written. */
    @Benchmark
    public PeerManager restore(Folder folder, Ours ours) {
        PeerManager restored =
                Remembered.builder(folder.peers).restoreFrom(folder.file("ours")).build();
        long unused = check(restored.registeredPeers(), folder);
        return restored;
    }

    /** The maps, written. */
    @Benchmark
    public int yardstickWrite(Folder folder, Maps maps) throws IOException {
        maps.maps.write(folder.file("maps"));
        return maps.maps.size();
    }

    /** The maps, read. */
    @Benchmark
    public long yardstickRestore(Folder folder, Maps maps) throws IOException {
        return check(SavedMaps.read(folder.file("maps")).size(), folder);
    }

    /** As many bytes as ours writes, and nothing else. */
    @Benchmark
    public int plainWrite(Folder folder, Ours ours) throws IOException {
        return PlainFile.write(folder.file("plain"), ours.bytes);
    }

    /** As many bytes as ours reads, and nothing else. */
    @Benchmark
    public long plainRead(Folder folder, Ours ours) throws IOException {
        return PlainFile.read(folder.file("ours"));
    }
}
