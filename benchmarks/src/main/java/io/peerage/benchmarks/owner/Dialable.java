/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.owner;

import io.peerage.config.DialConfig;
import io.peerage.dial.CandidateSet;
import io.peerage.dial.DialPlan;
import io.peerage.dial.DialPlanner;
import io.peerage.dial.DialView;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CandidateKind;
import io.peerage.yardstick.PeerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The contestants of {@link DialPlanBenchmark}, on one book. A figure counts only if ten peers were chosen, and rightly. */
public final class Dialable {
    private static final int PICKS = 10;
    private static final int OUTBOUND = 4;
    private static final int NETGROUPS = 10_000;
    private static final int USED_NETGROUPS = 70;
    private static final int GROUPS = 8;
    private static final int ONE_IN = 8;
    private static final int ONE_IN_RARE = 20_000;
    private static final int MINIMUM = 2;

    private Dialable() {}

    private static void check(boolean right) {
        if (!right) {
            throw new IllegalStateException("a plan that breaks the rules");
        }
    }

    /** Which groups lack peers. */
    public enum Groups {
        /** None. */
        NONE,
        /** Eight, each with one peer in eight as a member. */
        COMMON,
        /** One, with one peer in 20,000 as a member: most plans find none. */
        RARE
    }

    /** Who is known, and of them who may be dialed: one in five tried, the others new. */
    @State(Scope.Benchmark)
    public static class Book {
        /** The known peers, and those who may be dialed. */
        @Param({"10000/10000", "1000000/10000", "1000000/100000"})
        public String peers;

        /** Which groups lack peers. */
        @Param public Groups lacking;

        int known;
        int[] eligible;
        boolean[] may;
        long[] netgroups;
        long[] groups;

        /** The same for all. */
        @Setup
        public void draw() {
            int slash = peers.indexOf('/');
            known = Integer.parseInt(peers.substring(0, slash));
            eligible = new int[Integer.parseInt(peers.substring(slash + 1))];
            may = new boolean[known];
            netgroups = new long[known];
            groups = new long[known];
            SplittableRandom random = new SplittableRandom(0x5eed);
            for (int i = 0; i < eligible.length; ) {
                int peer = random.nextInt(known);
                if (!may[peer]) {
                    may[peer] = true;
                    eligible[i++] = peer;
                }
            }
            for (int peer = 0; peer < known; peer++) {
                netgroups[peer] = 1 + random.nextInt(NETGROUPS);
                for (int group = 0; lacking == Groups.COMMON && group < GROUPS; group++) {
                    groups[peer] |= random.nextInt(ONE_IN) == 0 ? 1L << group : 0;
                }
                if (lacking == Groups.RARE && random.nextInt(ONE_IN_RARE) == 0) {
                    groups[peer] = 1;
                }
            }
        }

        DialConfig config() {
            DialConfig config =
                    DialConfig.DEFAULT.withOutboundTarget(OUTBOUND + PICKS).withInboundTarget(100);
            int lack = lacking == Groups.COMMON ? GROUPS : lacking == Groups.RARE ? 1 : 0;
            for (int group = 0; group < lack; group++) {
                config = config.withGroupMinimum(group, MINIMUM);
            }
            return config;
        }

        boolean isTried(int at) {
            return at % 5 == 0;
        }
    }

    /** Ours, over a line of memory a peer as the manager has it. One thread. */
    @State(Scope.Thread)
    public static class Ours implements DialView {
        private static final int LINE = 8;

        private final DialPlan plan = new DialPlan(PICKS);
        private long[] lines;
        private CandidateSet candidates;
        private DialPlanner planner;
        private int[] eligible;
        private int turn;

        /** Fills the lines and the candidates. */
        @Setup
        public void fill(Book book) {
            lines = new long[LINE * book.known];
            candidates = new CandidateSet(book.known);
            eligible = book.eligible;
            for (int peer = 0; peer < book.known; peer++) {
                lines[LINE * peer] = book.may[peer] ? 1 : 0;
                lines[LINE * peer + 1] = book.netgroups[peer];
                lines[LINE * peer + 2] = book.groups[peer];
            }
            for (int i = 0; i < eligible.length; i++) {
                candidates.add(
                        eligible[i], book.isTried(i) ? CandidateKind.TRIED : CandidateKind.NEW);
            }
            KeyedHash hash = KeyedHash.known(1, 2);
            planner =
                    new DialPlanner(book.config(), new KeyedRandom(hash.derive(1)), hash.derive(2));
        }

        int plan() {
            planner.plan(this, plan);
            return plan.peer(PICKS - 1);
        }

        int comeAndGo() {
            int at = turn;
            turn = at + 1 == eligible.length ? 0 : at + 1;
            candidates.remove(eligible[at]);
            candidates.add(eligible[at], at % 5 == 0 ? CandidateKind.TRIED : CandidateKind.NEW);
            return candidates.size();
        }

        /** Was the last plan right? */
        @TearDown(Level.Iteration)
        public void check(Book book) {
            planner.plan(this, plan);
            Set<Integer> picked = new HashSet<>();
            Set<Long> netgroups = new HashSet<>();
            for (int i = 0; i < plan.size(); i++) {
                picked.add(plan.peer(i));
                netgroups.add(netgroup(plan.peer(i)));
                Dialable.check(book.may[plan.peer(i)] && !isNetgroupUsed(netgroup(plan.peer(i))));
            }
            Dialable.check(picked.size() == PICKS && netgroups.size() == PICKS);
            Dialable.check(candidates.size() == eligible.length);
        }

        @Override
        public int outbound() {
            return OUTBOUND;
        }

        @Override
        public int dialing() {
            return 0;
        }

        @Override
        public int dialsUnderWay() {
            return 0;
        }

        @Override
        public int known() {
            return lines.length / LINE;
        }

        @Override
        public int connectedIn(int group) {
            return 0;
        }

        @Override
        public CandidateSet candidates() {
            return candidates;
        }

        @Override
        public boolean mayDial(int peer) {
            return lines[LINE * peer] != 0;
        }

        @Override
        public long netgroup(int peer) {
            return lines[LINE * peer + 1];
        }

        @Override
        public boolean isNetgroupUsed(long netgroup) {
            return netgroup <= USED_NETGROUPS;
        }

        @Override
        public long groups(int peer, int half) {
            return lines[LINE * peer + 2 + half];
        }
    }

    /** The yardstick: what a good engineer would write in an hour. One thread. */
    @State(Scope.Thread)
    public static class Stream {
        private record KnownPeer(boolean mayDial, long netgroup, long groups) {}

        private Map<PeerId, KnownPeer> known;
        private long lacking;

        /** Fills the map. */
        @Setup
        public void fill(Book book) {
            known = new ConcurrentHashMap<>();
            lacking = book.config().groupMinimums().keySet().stream().mapToLong(g -> 1L << g).sum();
            SplittableRandom random = new SplittableRandom(1);
            for (int peer = 0; peer < book.known; peer++) {
                byte[] id = new byte[34];
                random.nextBytes(id);
                known.put(
                        new PeerId(id),
                        new KnownPeer(book.may[peer], book.netgroups[peer], book.groups[peer]));
            }
        }

        List<Map.Entry<PeerId, KnownPeer>> plan() {
            List<Map.Entry<PeerId, KnownPeer>> candidates =
                    known.entrySet().stream()
                            .filter(entry -> entry.getValue().mayDial())
                            .collect(Collectors.toCollection(ArrayList::new));
            Collections.shuffle(candidates, ThreadLocalRandom.current());
            if (lacking != 0) {
                candidates.sort(
                        Comparator.comparingInt(
                                entry -> -Long.bitCount(entry.getValue().groups() & lacking)));
            }
            Set<Long> netgroups = new HashSet<>();
            List<Map.Entry<PeerId, KnownPeer>> plan = new ArrayList<>();
            for (Map.Entry<PeerId, KnownPeer> entry : candidates) {
                long netgroup = entry.getValue().netgroup();
                if (netgroup > USED_NETGROUPS && netgroups.add(netgroup)) {
                    plan.add(entry);
                    if (plan.size() == PICKS) {
                        return plan;
                    }
                }
            }
            throw new IllegalStateException("fewer than " + PICKS + " candidates");
        }

        /** Was the last plan right? */
        @TearDown(Level.Iteration)
        public void check() {
            List<Map.Entry<PeerId, KnownPeer>> plan = plan();
            Dialable.check(
                    plan.stream().map(e -> e.getValue().netgroup()).distinct().count() == PICKS);
            Dialable.check(plan.stream().allMatch(e -> e.getValue().mayDial()));
        }
    }
}
