/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import io.peerage.benchmarks.guard.Operation.Cost;
import io.peerage.benchmarks.hotpath.AdapterCycleBenchmark;
import io.peerage.benchmarks.hotpath.AdmissionBenchmark;
import io.peerage.benchmarks.hotpath.BanBenchmark;
import io.peerage.benchmarks.hotpath.ChurnBenchmark;
import io.peerage.benchmarks.hotpath.CidrBenchmark;
import io.peerage.benchmarks.hotpath.CopyOnWriteBenchmark;
import io.peerage.benchmarks.hotpath.InboundCycleBenchmark;
import io.peerage.benchmarks.hotpath.IsConnectedBenchmark;
import io.peerage.benchmarks.hotpath.LeaseWays;
import io.peerage.benchmarks.hotpath.LifecycleDrainBenchmark;
import io.peerage.benchmarks.hotpath.LookupBatchBenchmark;
import io.peerage.benchmarks.hotpath.LookupBenchmark;
import io.peerage.benchmarks.hotpath.MassDisconnectBenchmark;
import io.peerage.benchmarks.hotpath.OpenCloseBenchmark;
import io.peerage.benchmarks.hotpath.PhysicalLimitBenchmark;
import io.peerage.benchmarks.hotpath.RefusalBenchmark;
import io.peerage.benchmarks.hotpath.WalkBenchmark;
import io.peerage.benchmarks.owner.DialPlanBenchmark;
import io.peerage.benchmarks.owner.PruneBenchmark;
import io.peerage.benchmarks.owner.TimerChurnBenchmark;
import io.peerage.benchmarks.owner.TimerExpiryBenchmark;
import io.peerage.benchmarks.reputation.ReputationBenchmark;
import io.peerage.benchmarks.store.BookBenchmark;
import io.peerage.benchmarks.store.SnapshotBenchmark;
import io.peerage.config.BookConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is measured: every operation with its yardsticks, its limit, and where.
 *
 * <p>The limit is the least that any design pays whose state is larger than the cache: a read of memory for each place that the
 * operation has to look at and nobody looked at before, a compare-and-swap for each change that others must see whole. A read
 * whose place is known from the start costs what many such reads at once cost each; one whose place another read tells, its whole
 * latency. Hashing, comparing, the clock and all arithmetic are free in it.
 *
 * <p><b>Threading</b>: stateless, any thread.
 */
final class Operations {
    private static final int K = 1_000;
    private static final int M = 1_000_000;
    private static final int[] ID_LENGTHS = {8, 20, 32, 34, 38, 48, 64};
    private static final int[] UP_TO_TEN_MILLION = {K, 100 * K, M, 10 * M};
    private static final int[] ENDS = {K, 100 * K, M};
    private static final String YARDSTICK = "yardstick";
    private static final String ID_BUILT = "yardstickIdBuilt";
    private static final String OURS = "ours";
    private static final String PEERAGE = "Peerage";
    private static final String IDIOMATIC = "idiomatic";
    private static final String ONE_BY_ONE = "Peerage, one by one";

    private Operations() {}

    static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        addSessions(all);
        addBatches(all);
        addQueries(all);
        addRefusals(all);
        addCopyOnWrite(all);
        addOwner(all);
        addReputation(all);
        addBook(all);
        addSnapshots(all);
        return List.copyOf(all);
    }

    private static void addSessions(List<Operation> all) {
        Contestant byId = ours(InboundCycleBenchmark.class, "oursById");
        // Bucket and line of the peer, two prefixes; one CAS to take a prefix, the total, the slot
        // and the peer, one to give each back.
        Cost[] cycle = {reads(1), readAfter(1), anyCas(2), cas(8)};
        all.add(
                Operation.of("inbound-cycle", byId)
                        .against(managers(InboundCycleBenchmark.class, LeaseWays.EXECUTOR))
                        .atLeast(cycle)
                        .quickAt(K, 1)
                        .quickAt(100 * K, 1, 2)
                        .fullAt(1, UP_TO_TEN_MILLION)
                        .fullAt(2, ENDS)
                        .fullAt(8, 100 * K, M));
        all.add(
                Operation.of("inbound-cycle-no-timer", byId)
                        .against(managers(InboundCycleBenchmark.class, LeaseWays.TICK))
                        .atLeast(cycle)
                        .quickAt(100 * K, 1)
                        .fullAt(1, ENDS)
                        .fullAt(2, 100 * K, M));
        all.add(
                Operation.of("open-close-by-handle", ours(OpenCloseBenchmark.class, "oursByHandle"))
                        .against(managers(OpenCloseBenchmark.class, LeaseWays.EXECUTOR))
                        .atLeast(reads(1), cas(2))
                        .quickAt(100 * K, 1)
                        .fullAt(1, ENDS)
                        .fullAt(2, 100 * K)
                        .fullAt(8, 100 * K));
        all.add(
                Operation.of("open-close-by-id", ours(OpenCloseBenchmark.class, "oursById"))
                        .against(managers(OpenCloseBenchmark.class, LeaseWays.EXECUTOR))
                        .atLeast(reads(1), readAfter(1), cas(2))
                        .fullAt(1, ENDS)
                        .fullAt(2, 100 * K));
        all.add(
                Operation.of("admit-abandon", ours(AdmissionBenchmark.class, OURS))
                        .against(
                                idiomatic(AdmissionBenchmark.class, YARDSTICK)
                                        .with("leases", LeaseWays.EXECUTOR))
                        .atLeast(anyCas(2), cas(4))
                        .quickAt(100 * K, 1)
                        .fullAt(1, ENDS)
                        .fullAt(2, 100 * K));
        for (int sessions : new int[] {5, 50}) {
            String percent = Integer.toString(sessions);
            all.add(
                    Operation.of(
                                    "churn-" + (100 - sessions) + "-" + sessions,
                                    ours(ChurnBenchmark.class, OURS).with("sessions", percent))
                            .against(
                                    idiomatic(ChurnBenchmark.class, ID_BUILT)
                                            .with("leases", LeaseWays.EXECUTOR)
                                            .with("sessions", percent))
                            .atLeast(
                                    reads(1),
                                    readAfter(1),
                                    anyCas(sessions * 0.02),
                                    cas(sessions * 0.08))
                            .quickAt(100 * K, 2)
                            .fullAt(1, ENDS)
                            .fullAt(2, 100 * K)
                            .fullAt(8, 100 * K));
        }
        all.add(
                Operation.of("adapter-cycle", ours(AdapterCycleBenchmark.class, "adapter"))
                        .against(
                                idiomatic(AdapterCycleBenchmark.class, YARDSTICK)
                                        .with("leases", LeaseWays.EXECUTOR))
                        .atLeast(
                                new Cost(
                                        Contestant.of(
                                                "bare connection",
                                                AdapterCycleBenchmark.class,
                                                "bare"),
                                        1))
                        .quickAt(100 * K, 1)
                        .fullAt(1, K, 100 * K)
                        .fullAt(2, 100 * K));
    }

    private static void addBatches(List<Operation> all) {
        // The connection's slot, the peer, two prefixes: each read ahead of its change.
        Cost[] close = {reads(4).each(), cas(4).each()};
        all.add(
                Operation.of("close-batch", ours(MassDisconnectBenchmark.class, "oursByBatch"))
                        .against(
                                Contestant.of(
                                        ONE_BY_ONE, MassDisconnectBenchmark.class, "oursOneByOne"),
                                idiomatic(MassDisconnectBenchmark.class, YARDSTICK)
                                        .with("leases", LeaseWays.TICK))
                        .atLeast(close)
                        .dividedByShare(MassDisconnectBenchmark.SHARE)
                        .quickAt(100 * K, 1)
                        .fullAt(1, ENDS));
        all.add(
                Operation.of("lookup-batch", batch(PEERAGE, "oursByBatch"))
                        .against(batch(ONE_BY_ONE, "oursOneByOne"), batch("map", YARDSTICK))
                        .atLeast(reads(2))
                        .fullAt(1, ENDS)
                        .fullAt(2, 100 * K));
    }

    private static Contestant batch(String label, String method) {
        return Contestant.of(label, LookupBatchBenchmark.class, method).with("idBytes", "34");
    }

    private static void addQueries(List<Operation> all) {
        Contestant[] asked = managers(IsConnectedBenchmark.class, LeaseWays.TICK);
        all.add(
                Operation.of(
                                "is-connected-by-handle",
                                ours(IsConnectedBenchmark.class, "oursByHandle"))
                        .against(asked)
                        .atLeast(reads(1))
                        .quickAt(K, 1)
                        .quickAt(100 * K, 1)
                        .fullAt(1, ENDS)
                        .fullAt(2, 100 * K)
                        .fullAt(8, 100 * K));
        all.add(
                Operation.of("is-connected-by-id", ours(IsConnectedBenchmark.class, "oursById"))
                        .against(asked)
                        .atLeast(reads(1), readAfter(1))
                        .quickAt(100 * K, 1)
                        .fullAt(1, ENDS)
                        .fullAt(2, 100 * K));
        for (int length : ID_LENGTHS) {
            String bytes = Integer.toString(length);
            Operation lookup =
                    Operation.of(
                                    "lookup-by-id-" + length,
                                    ours(LookupBenchmark.class, OURS).with("idBytes", bytes))
                            .against(
                                    Contestant.of("map", LookupBenchmark.class, YARDSTICK)
                                            .with("idBytes", bytes),
                                    Contestant.of(
                                                    "map, id at hand",
                                                    LookupBenchmark.class,
                                                    ID_BUILT)
                                            .with("idBytes", bytes))
                            .atLeast(reads(1), readAfter(1));
            all.add(
                    length == 34
                            ? lookup.quickAt(100 * K, 1)
                                    .fullAt(1, UP_TO_TEN_MILLION)
                                    .fullAt(2, 100 * K, M)
                                    .fullAt(8, 100 * K)
                            : lookup.fullAt(1, 100 * K, M));
        }
        all.add(
                Operation.of("walk-connected", ours(WalkBenchmark.class, OURS))
                        .against(
                                idiomatic(WalkBenchmark.class, YARDSTICK)
                                        .with("leases", LeaseWays.TICK))
                        .atLeast(limit("scan", 1))
                        .dividedBySize()
                        .quickAt(100 * K, 1)
                        .fullAt(1, ENDS));
    }

    private static void addRefusals(List<Operation> all) {
        for (RefusalBenchmark.Reason reason : RefusalBenchmark.Reason.values()) {
            all.add(
                    Operation.of(
                                    reason == RefusalBenchmark.Reason.NODE
                                            ? "refuse-full-node"
                                            : "refuse-full-prefix",
                                    ours(RefusalBenchmark.class, OURS)
                                            .with("reason", reason.name()))
                            .against(
                                    idiomatic(RefusalBenchmark.class, YARDSTICK)
                                            .with("reason", reason.name()))
                            .atLeast(reason == RefusalBenchmark.Reason.NODE ? cas(1) : reads(1))
                            .quickAt(100 * K, 1)
                            .fullAt(1, ENDS)
                            .fullAt(2, 100 * K));
        }
        all.add(
                Operation.of("is-address-banned", ban(PEERAGE, "oursAddress"))
                        .against(
                                ban("Caffeine", "caffeineAddress"),
                                ban("Guava", "guavaAddress"),
                                ban("linear scan", "scanAddress"))
                        .atLeast(reads(2))
                        .quickAt(10 * K, 1)
                        .fullAt(1, K, 10 * K, 100 * K)
                        .fullAt(2, 10 * K));
        all.add(
                Operation.of("is-peer-banned-by-id", ban(PEERAGE, "oursPeer"))
                        .against(ban("Caffeine", "caffeinePeer"), ban("Guava", "guavaPeer"))
                        .atLeast(reads(1))
                        .quickAt(10 * K, 1)
                        .fullAt(1, K, 10 * K, 100 * K));
        all.add(
                Operation.of("is-address-listed", listed(PEERAGE, OURS))
                        .against(listed("sorted map", "sortedMap"), listed("linear scan", "scan"))
                        .atLeast(reads(1))
                        .quickAt(10 * K, 1)
                        .fullAt(1, 100, K, 10 * K, 100 * K));
    }

    private static Contestant ban(String label, String method) {
        return new Contestant(label, BanBenchmark.class, method, Map.of("bans", "{size}"));
    }

    private static Contestant listed(String label, String method) {
        return new Contestant(label, CidrBenchmark.class, method, Map.of("blocks", "{size}"));
    }

    private static void addCopyOnWrite(List<Operation> all) {
        int[] connections = {100, K, 10 * K, 50 * K};
        all.add(
                Operation.of(
                                "copy-on-write-open-close",
                                twice(PEERAGE, OpenCloseBenchmark.class, "oursById"))
                        .against(
                                twice("copy-on-write list", CopyOnWriteBenchmark.class, "comeAndGo")
                                        .with("leases", LeaseWays.TICK))
                        .atLeast(reads(1), readAfter(1), cas(2))
                        .quickAt(10 * K, 1)
                        .fullAt(1, connections)
                        .fullAt(2, K, 50 * K));
        all.add(
                Operation.of(
                                "copy-on-write-find",
                                twice(PEERAGE, IsConnectedBenchmark.class, "oursById"))
                        .against(
                                twice("copy-on-write list", CopyOnWriteBenchmark.class, "find")
                                        .with("leases", LeaseWays.TICK))
                        .atLeast(reads(1), readAfter(1))
                        .quickAt(10 * K, 1)
                        .fullAt(1, connections));
    }

    // Half of the peers are connected.
    private static Contestant twice(String label, Class<?> type, String method) {
        return new Contestant(label, type, method, Map.of("peers", "{twice}"));
    }

    private static void addOwner(List<Operation> all) {
        all.add(
                Operation.of("lifecycle-drain", ours(LifecycleDrainBenchmark.class, OURS))
                        .against(
                                idiomatic(LifecycleDrainBenchmark.class, YARDSTICK)
                                        .with("leases", LeaseWays.TICK))
                        .atLeast(anyCas(1))
                        .quickAt(100 * K, 1)
                        .fullAt(1, ENDS));
        all.add(
                Operation.of("timer-move", timer(PEERAGE, OURS))
                        .against(
                                timer("executor", "executor"),
                                timer("Agrona's wheel", "agrona").with("buckets", "65536"),
                                timer("Netty's wheel", "netty").with("buckets", "65536"))
                        .atLeast(reads(1))
                        .quickAt(100 * K, 1)
                        .fullAt(1, ENDS));
        all.add(
                Operation.of("timer-expiry", expiry(PEERAGE, OURS))
                        .against(
                                expiry("executor", "executor"),
                                expiry("Agrona's wheel", "agrona")
                                        .with("tickMillis", "1000")
                                        .with("buckets", "1048576"))
                        .atLeast(limit("randomRead", M))
                        .dividedBySize()
                        .fullAt(1, M));
        all.add(
                Operation.of("dial-plan", plan(PEERAGE, OURS))
                        .against(plan("stream", "stream"))
                        .atLeast(reads(10))
                        .quickAt(10 * K, 1)
                        .fullAt(1, 10 * K, 100 * K, M));
        all.add(
                Operation.of("prune-tenth", prune(PEERAGE, OURS))
                        .against(prune("sort and trim", "sortAndTrim"))
                        .atLeast(limit("scan", 1))
                        .quickAt(10 * K, 1)
                        .fullAt(1, ENDS));
        all.add(
                Operation.of("evict-one", prune(PEERAGE, "evictOne"))
                        .against(prune("sorted lists", "sortAndEvictOne"))
                        .atLeast(limit("scan", 1))
                        .quickAt(K, 1)
                        .fullAt(1, 125, K, 10 * K));
    }

    private static Contestant timer(String label, String method) {
        return new Contestant(label, TimerChurnBenchmark.class, method, Map.of("timers", "{size}"));
    }

    private static Contestant expiry(String label, String method) {
        return new Contestant(
                label, TimerExpiryBenchmark.class, method, Map.of("timers", "{size}"));
    }

    private static Contestant plan(String label, String method) {
        return new Contestant(
                label,
                DialPlanBenchmark.class,
                method,
                Map.of("peers", "{size}/10000", "lacking", "COMMON"));
    }

    private static Contestant prune(String label, String method) {
        return new Contestant(label, PruneBenchmark.class, method, Map.of("connections", "{size}"));
    }

    private static void addReputation(List<Operation> all) {
        all.add(
                Operation.of("score-change", ours(ReputationBenchmark.class, "anyScore"))
                        .against(
                                Contestant.of(
                                        "map of scores",
                                        ReputationBenchmark.class,
                                        "yardstickAnyScore"))
                        .atLeast(anyCas(1))
                        .quickAt(100 * K, 1)
                        .fullAt(1, ENDS)
                        .fullAt(2, 100 * K));
        all.add(
                Operation.of("score-read", ours(ReputationBenchmark.class, "readScore"))
                        .against(
                                Contestant.of(
                                        "map of scores",
                                        ReputationBenchmark.class,
                                        "yardstickReadScore"))
                        .atLeast(reads(1))
                        .quickAt(100 * K, 1)
                        .fullAt(1, ENDS));
    }

    private static void addBook(List<Operation> all) {
        int peers = BookConfig.DEFAULT.peers();
        all.add(book("book-add-again", "addAgain", "yardstickAddAgain").fullAt(1, peers));
        all.add(book("book-add-address", "addAddress", "yardstickAddAddress").fullAt(1, peers));
        all.add(
                book("book-add-peer", "addPeer", "yardstickAddPeer")
                        .quickAt(peers, 1)
                        .fullAt(1, peers));
        all.add(
                book("book-pick-new", "pickNew", "yardstickPick")
                        .quickAt(peers, 1)
                        .fullAt(1, peers));
        all.add(book("book-pick-tried", "pickTried", "yardstickPick").fullAt(1, peers));
        all.add(book("book-read", "read", "yardstickRead").quickAt(peers, 1).fullAt(1, peers));
    }

    // The book has its default size.
    private static Operation book(String name, String method, String yardstick) {
        Map<String, String> parameters = Map.of("addressBytes", "128");
        return Operation.of(name, new Contestant(PEERAGE, BookBenchmark.class, method, parameters))
                .against(new Contestant("map of lists", BookBenchmark.class, yardstick, Map.of()))
                .atLeast(reads(2));
    }

    private static void addSnapshots(List<Operation> all) {
        all.add(snapshot("snapshot-write", "write", "yardstickWrite", "plainWrite"));
        all.add(snapshot("snapshot-restore", "restore", "yardstickRestore", "plainRead"));
    }

    private static Operation snapshot(String name, String method, String yardstick, String plain) {
        Class<?> type = SnapshotBenchmark.class;
        return Operation.of(name, ours(type, method))
                .against(Contestant.of("map, data streams", type, yardstick))
                .atLeast(new Cost(Contestant.of("plain file", type, plain), 1))
                .dividedBySize()
                .fullAt(1, 10 * K, 100 * K);
    }

    private static Contestant ours(Class<?> type, String method) {
        return Contestant.of(PEERAGE, type, method);
    }

    private static Contestant idiomatic(Class<?> type, String method) {
        return Contestant.of(
                method.equals(ID_BUILT) ? IDIOMATIC + ", id at hand" : IDIOMATIC, type, method);
    }

    private static Contestant[] managers(Class<?> type, String leases) {
        return new Contestant[] {
            idiomatic(type, YARDSTICK).with("leases", leases),
            idiomatic(type, ID_BUILT).with("leases", leases)
        };
    }

    private static Cost reads(double times) {
        return limit("randomRead", times);
    }

    // Of a place that the read before tells: nothing of it overlaps with that one.
    private static Cost readAfter(double times) {
        return limit("dependentRandomRead", times);
    }

    private static Cost anyCas(double times) {
        return limit("randomCas", times);
    }

    private static Cost cas(double times) {
        return new Cost(
                new Contestant("CAS", PhysicalLimitBenchmark.class, "uncontendedCas", Map.of()),
                times);
    }

    private static Cost limit(String method, double times) {
        return new Cost(Contestant.of("limit", PhysicalLimitBenchmark.class, method), times);
    }
}
