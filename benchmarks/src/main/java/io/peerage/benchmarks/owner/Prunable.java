/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.owner;

import io.peerage.config.PrunePolicy;
import io.peerage.hash.KeyedHash;
import io.peerage.model.NetworkKind;
import io.peerage.prune.PruneCandidates;
import io.peerage.prune.PruneSelector;
import io.peerage.time.Deadlines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The connections of {@link PruneBenchmark}, and ours, who chooses from them. A figure counts only if the choice is right. */
public final class Prunable {
    static final int ONE_IN = 10;
    static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000;
    private static final int ROWS = 1 << 18;
    static final long NOW = 1L << 60;

    private static final int VALUES = 200;
    private static final int STREAMS = 6;
    private static final int MOST_AGE_SECONDS = 86_400;
    private static final int PROTECTED_ONE_IN = 50;
    private static final int GROUPS = 64;
    private static final int NETGROUPS = 4_096;
    private static final NetworkKind[] NETWORKS = NetworkKind.values();

    private Prunable() {}

    static void check(boolean right) {
        if (!right) {
            throw new IllegalStateException("a choice that breaks the rules");
        }
    }

    /** The connections that one choice is made from: two in three inbound, one in three without a stream, half without a tag. */
    static final class Node {
        final boolean[] inbound;
        final boolean[] isProtected;
        final int[] values;
        final int[] streams;
        final long[] since;
        private final long[] groups;
        private final long[] facts;
        private final boolean[] chosen;

        Node(int connections, SplittableRandom random) {
            inbound = new boolean[connections];
            isProtected = new boolean[connections];
            values = new int[connections];
            streams = new int[connections];
            since = new long[connections];
            groups = new long[connections];
            facts = new long[connections];
            chosen = new boolean[connections];
            for (int i = 0; i < connections; i++) {
                inbound[i] = random.nextInt(3) > 0;
                isProtected[i] = random.nextInt(PROTECTED_ONE_IN) == 0;
                values[i] = random.nextBoolean() ? 0 : random.nextInt(VALUES);
                streams[i] = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(STREAMS);
                since[i] = NOW - random.nextLong(MOST_AGE_SECONDS * SECOND);
                groups[i] = 1L << random.nextInt(GROUPS) | 1L << random.nextInt(GROUPS);
                facts[i] = random.nextLong();
            }
        }

        int size() {
            return values.length;
        }

        long minPing(int row) {
            return (facts[row] & 0xff) * MILLISECOND;
        }

        long lastBlock(int row) {
            return NOW - (facts[row] >>> 8 & 0xfff) * SECOND;
        }

        long lastMessage(int row) {
            return NOW - (facts[row] >>> 20 & 0xfff) * SECOND;
        }

        NetworkKind network(int row) {
            return NETWORKS[(facts[row] & 0xf0) == 0 ? (int) (facts[row] >>> 32 & 0xff) % 6 : 0];
        }

        long netgroup(int row) {
            return (facts[row] >>> 40) % NETGROUPS;
        }

        private boolean isSpared(int row) {
            return isProtected[row] || isInGrace(row);
        }

        private boolean isInGrace(int row) {
            return NOW - since[row] < PrunePolicy.GO_LIBP2P.graceNanos();
        }

        PruneCandidates snapshot() {
            PruneCandidates candidates = new PruneCandidates(size());
            candidates.clear(NOW);
            for (int i = 0; i < size(); i++) {
                candidates
                        .add(i, i, since[i])
                        .setFlags(
                                (inbound[i] ? PruneCandidates.INBOUND : 0)
                                        | (isProtected[i] ? PruneCandidates.PROTECTED : 0)
                                        | (isInGrace(i) ? PruneCandidates.IN_GRACE : 0))
                        .setValue(values[i])
                        .setStreams(streams[i])
                        .setGroups(groups[i], 0)
                        .setMinPing(minPing(i))
                        .setUseful(Deadlines.stamp(lastBlock(i)), Deadlines.stamp(lastMessage(i)))
                        .setNetwork(network(i), netgroup(i));
            }
            return candidates;
        }

        private boolean isBefore(int one, int other) {
            if (values[one] != values[other]) {
                return values[one] < values[other];
            }
            if (streams[one] == 0 != (streams[other] == 0)) {
                return streams[one] == 0;
            }
            if (inbound[one] != inbound[other]) {
                return inbound[one];
            }
            return streams[one] < streams[other];
        }

        /** As many were chosen as were wanted, nobody who is spared, and nobody else has to go before one of them. */
        void checkTrim(IntStream victims) {
            Arrays.fill(chosen, false);
            victims.forEach(row -> chosen[row] = true);
            int last = -1;
            int count = 0;
            for (int i = 0; i < size(); i++) {
                if (chosen[i]) {
                    check(!isSpared(i));
                    last = last < 0 || isBefore(last, i) ? i : last;
                    count++;
                }
            }
            check(count == size() / ONE_IN);
            for (int i = 0; i < size(); i++) {
                check(chosen[i] || isSpared(i) || !isBefore(i, last));
            }
        }
    }

    /**
     * Several nodes, from which choices are made in turn: as many as keep branches from being foreseen because they have been
     * seen before.
     */
    @State(Scope.Benchmark)
    public static class Nodes {
        /** How many connections a node has. */
        @Param({"1000", "10000", "100000", "1000000"})
        public int connections;

        final List<Node> all = new ArrayList<>();

        /** The same for all. */
        @Setup
        public void draw() {
            SplittableRandom random = new SplittableRandom(0x5eed);
            for (int i = 0; i < Math.max(1, ROWS / connections); i++) {
                all.add(new Node(connections, random));
            }
        }
    }

    /** Ours. One thread. */
    abstract static class Ours {
        private PruneCandidates[] candidates;
        private PruneSelector selector;
        private int[] victims;
        private long seed;
        private int turn;

        abstract PrunePolicy policy();

        int wanted() {
            return victims.length / ONE_IN;
        }

        /** Fills the snapshots. */
        @Setup
        public void fill(Nodes nodes) {
            candidates =
                    nodes.all.stream()
                            .map(Node::snapshot)
                            .toArray(length -> new PruneCandidates[length]);
            selector = new PruneSelector(nodes.connections, KeyedHash.known(1, 2));
            victims = new int[nodes.connections];
        }

        final int select() {
            return selector.select(candidates[inTurn()], policy(), wanted(), seed++, victims);
        }

        final int prepareKeys() {
            return selector.prepareKeys(candidates[inTurn()], policy(), seed++);
        }

        private int inTurn() {
            turn = turn + 1 == candidates.length ? 0 : turn + 1;
            return turn;
        }

        /** Is a choice right? */
        @TearDown(Level.Iteration)
        public void check(Nodes nodes) {
            int found = select();
            Prunable.check(found == wanted());
            check(nodes.all.get(turn), IntStream.of(victims).limit(found));
        }

        void check(Node node, IntStream chosen) {
            Prunable.check(chosen.noneMatch(row -> node.isProtected[row]));
        }
    }

    /** Ours by go-libp2p's order. */
    @State(Scope.Thread)
    public static class Trim extends Ours {
        @Override
        PrunePolicy policy() {
            return PrunePolicy.GO_LIBP2P;
        }

        @Override
        void check(Node node, IntStream chosen) {
            node.checkTrim(chosen);
        }
    }

    /** Ours by Bitcoin Core's order: one inbound connection, to make room. */
    @State(Scope.Thread)
    public static class EvictOne extends Ours {
        @Override
        PrunePolicy policy() {
            return PrunePolicy.BITCOIN;
        }

        @Override
        int wanted() {
            return 1;
        }

        @Override
        void check(Node node, IntStream chosen) {
            Prunable.check(chosen.allMatch(row -> node.inbound[row] && !node.isProtected[row]));
        }
    }

    /** Ours by other policies. */
    @State(Scope.Thread)
    public static class Others extends Ours {
        /** Which policy. */
        @Param public Which policy;

        @Override
        PrunePolicy policy() {
            return policy.policy;
        }
    }

    /** Policies for which there is no yardstick. */
    public enum Which {
        /** {@link PrunePolicy#DEFAULT}. */
        DEFAULT(PrunePolicy.DEFAULT),
        /** {@link PrunePolicy#DEFAULT} with a minimum for each of 64 groups. */
        DEFAULT_AND_GROUPS(allGroups()),
        /** {@link PrunePolicy#BITCOIN}. */
        BITCOIN(PrunePolicy.BITCOIN),
        /** {@link PrunePolicy#LIGHTHOUSE}. */
        LIGHTHOUSE(PrunePolicy.LIGHTHOUSE);

        private final PrunePolicy policy;

        Which(PrunePolicy policy) {
            this.policy = policy;
        }

        private static PrunePolicy allGroups() {
            PrunePolicy policy = PrunePolicy.DEFAULT;
            for (int group = 0; group < GROUPS; group++) {
                policy = policy.withGroupMinimum(group, 2);
            }
            return policy;
        }
    }
}
