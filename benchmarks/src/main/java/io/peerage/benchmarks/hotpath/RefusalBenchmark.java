/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.PeerManager;
import io.peerage.config.Limits;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.yardstick.ConnectionManager;
import io.peerage.yardstick.IdiomaticPeerManager;
import io.peerage.yardstick.ManagerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
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

/** What does it cost to refuse an address, because the node is full or because its prefix is? */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class RefusalBenchmark {
    /** The benchmark has no state of its own. */
    public RefusalBenchmark() {}

    /** Why they are refused. */
    public enum Reason {
        /** As many are connected as may be. */
        NODE(Result.INBOUND_LIMIT),
        /** One connection of an address is open, and no other may be. */
        PREFIX(Result.PREFIX_LIMIT);

        final Result result;

        Reason(Result result) {
            this.result = result;
        }
    }

    /** What both have in common. Any thread. */
    @State(Scope.Benchmark)
    public static class Crowd {
        private static final PrefixLimits ONE_AN_ADDRESS =
                new PrefixLimits(
                        List.of(new PrefixLimit(32, 1), new PrefixLimit(24, 64)),
                        List.of(),
                        List.of(),
                        0);

        /** Who is connected. */
        @Param({"1000", "100000", "1000000"})
        public int peers;

        /** Why the next one is refused. */
        @Param public Reason reason = Reason.NODE;

        Population population = new Population(1);

        /** Draws their ids. */
        @Setup
        public void draw() {
            population = new Population(peers);
        }

        int most() {
            return reason == Reason.NODE ? peers : peers + 1;
        }
    }

    /** Ours. Any thread. */
    @State(Scope.Benchmark)
    public static class OursFull {
        private @Nullable PeerManager built;

        /** Connects all. */
        @Setup
        public void build(Crowd crowd) {
            PeerManager manager =
                    PeerManager.builder()
                            .rateLimit(RateLimit.NONE)
                            .maxPeers(crowd.peers + 1)
                            .maxConnections(crowd.most() + 1)
                            .maxInbound(crowd.most())
                            .maxPendingInbound(crowd.most())
                            .prefixLimits(Crowd.ONE_AN_ADDRESS)
                            .build();
            for (int peer : crowd.population.registrationOrder()) {
                long ticket = manager.admitInbound(0, Population.address(peer));
                int outcome =
                        manager.establishInbound(
                                ticket,
                                crowd.population.ids,
                                Population.offset(peer),
                                Population.ID_BYTES);
                checkFirst(outcome, peer);
            }
            manager.tick();
            built = manager;
        }

        PeerManager manager() {
            return Objects.requireNonNull(built, "built by build");
        }

        /** A figure counts only if all were refused for the right reason. */
        @TearDown(Level.Trial)
        public void check(Crowd crowd) {
            checkReason(manager().refused(crowd.reason.result), crowd);
        }
    }

    /** The idiomatic manager. Any thread. */
    @State(Scope.Benchmark)
    public static class YardstickFull {
        private @Nullable ConnectionManager built;

        /** Connects all. */
        @Setup
        public void build(Crowd crowd) {
            int most = crowd.most();
            ConnectionManager manager =
                    new IdiomaticPeerManager(
                            new ManagerSettings(
                                    crowd.peers,
                                    new Limits(most + 1, most, 0, most, 0, 8, 0),
                                    Crowd.ONE_AN_ADDRESS,
                                    Duration.ofSeconds(15),
                                    SystemNanoClock.INSTANCE),
                            new Deaf());
            for (int peer : crowd.population.registrationOrder()) {
                long ticket = manager.admitInbound(0, Population.address(peer));
                int outcome =
                        manager.establishInbound(
                                ticket,
                                crowd.population.ids,
                                Population.offset(peer),
                                Population.ID_BYTES);
                checkFirst(outcome, peer);
            }
            manager.tick();
            built = manager;
        }

        ConnectionManager manager() {
            return Objects.requireNonNull(built, "built by build");
        }

        /** A figure counts only if all were refused for the right reason. */
        @TearDown(Level.Trial)
        public void check(Crowd crowd) {
            checkReason(manager().refused(crowd.reason.result), crowd);
        }
    }

    private static void checkFirst(int outcome, int peer) {
        if (!Outcome.isFirst(outcome)) {
            throw new IllegalStateException("peer " + peer + " was not connected");
        }
    }

    private static void checkReason(long refused, Crowd crowd) {
        if (refused == 0) {
            throw new IllegalStateException("nobody was refused because of " + crowd.reason);
        }
    }

    /** Ours. */
    @Benchmark
    public long ours(Crowd crowd, OursFull full, Turn turn) {
        return full.manager().admitInbound(0, Population.address(turn.peer()));
    }

    /** The yardstick. */
    @Benchmark
    public long yardstick(Crowd crowd, YardstickFull full, Turn turn) {
        return full.manager().admitInbound(0, Population.address(turn.peer()));
    }
}
