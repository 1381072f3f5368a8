/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Random histories agree with a map of deadlines whose clock begins at 0 and never wraps around. */
class DeadlineTreeModelTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;
    private static final long WEEK = 168 * HOUR;

    /** How far ahead of the clock a deadline is; a random part of it is taken off. */
    private static final long[] DISTANCES = {
        -WEEK, -1, 0, 1, 10, 1_000, SECOND, HOUR, WEEK, 60 * WEEK, 2_500 * WEEK
    };

    /** How far the clock moves. */
    private static final long[] STEPS = {
        -WEEK, -HOUR, -1, 0, 1, 5, 1_000, SECOND, HOUR, WEEK, 60 * WEEK
    };

    private static final int ENOUGH_TRIES = 900;

    /** How often what the properties are about came up. */
    private static final EnumMap<Event, Integer> MET = new EnumMap<>(Event.class);

    private static int tries;

    private enum Event {
        EXPIRED,
        AT_ITS_VERY_DEADLINE,
        LIMITED,
        WHOLE_WITH_SINK_MEDDLING,
        SINK_MOVED_WHAT_WAS_DUE,
        THROWN,
        CLOCK_WENT_BACK,
        CLOCK_WRAPPED
    }

    private static void met(Event event) {
        MET.merge(event, 1, Integer::sum);
    }

    /** A generator that got nowhere would agree with everything. */
    @AfterContainer
    static void everythingWasMetOnTheWay() {
        if (tries >= ENOUGH_TRIES) {
            for (Event event : Event.values()) {
                assertThat(MET.getOrDefault(event, 0)).as("%s", event).isGreaterThan(50);
            }
        }
    }

    enum Kind {
        SCHEDULE,
        CANCEL,
        STEP,
        TO_A_DEADLINE,
        BEFORE_A_DEADLINE
    }

    /** What the sink does while it is called. */
    enum Mood {
        LISTENS,
        MEDDLES,
        THROWS
    }

    record Op(Kind kind, int key, int choice, int part, int limit, Mood mood) {}

    @Provide
    Arbitrary<Op> ops() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(8, Kind.SCHEDULE),
                                Tuple.of(2, Kind.CANCEL),
                                Tuple.of(2, Kind.STEP),
                                Tuple.of(1, Kind.TO_A_DEADLINE),
                                Tuple.of(1, Kind.BEFORE_A_DEADLINE)),
                        Arbitraries.integers().between(0, Integer.MAX_VALUE),
                        Arbitraries.integers().between(0, 1_000),
                        Arbitraries.integers().between(0, 1_000),
                        Arbitraries.of(1, 2, 3, 10, Integer.MAX_VALUE),
                        Arbitraries.of(Mood.class))
                .as(Op::new);
    }

    @Provide
    Arbitrary<List<Op>> histories() {
        return ops().list().ofMaxSize(400);
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 15, 16, 17, 40, 255, 256, 257, 273, 4_096, 4_097, 70_000);
    }

    @Provide
    Arbitrary<Long> starts() {
        return Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(Long.MAX_VALUE - 2 * HOUR, Long.MAX_VALUE),
                Arbitraries.of(0L, -1L, Long.MIN_VALUE));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyHistoryAgreesWithTheModel(
            @ForAll("sizes") int keys,
            @ForAll("starts") long start,
            @ForAll("histories") List<Op> history,
            @ForAll long seed) {
        Pair pair = new Pair(keys, start, seed);
        for (Op op : history) {
            pair.apply(op);
            pair.agree();
        }
        pair.drain();
        tries++;
    }

    /** The tree and the model, whose times count from the tree's start. */
    private static final class Pair {
        private final int keys;
        private final long start;
        private final DeadlineTree tree;
        private final TreeMap<Integer, Long> model = new TreeMap<>();
        private final SplittableRandom random;
        private long now;

        Pair(int keys, long start, long seed) {
            this.keys = keys;
            this.start = start;
            this.tree = new DeadlineTree(keys, start);
            this.random = new SplittableRandom(seed);
        }

        void apply(Op op) {
            switch (op.kind) {
                case SCHEDULE -> schedule(key(op.key), distance(op.choice, op.part));
                case CANCEL -> cancel(key(op.key));
                case STEP -> advance(now + STEPS[op.choice % STEPS.length], op);
                case TO_A_DEADLINE -> advance(someDeadline(op.key), op);
                case BEFORE_A_DEADLINE -> advance(someDeadline(op.key) - 1, op);
            }
        }

        /** Often the same few keys, so that they are moved, and those at the edges of groups. */
        private int key(int choice) {
            int key =
                    switch (choice % 4) {
                        case 0 -> choice;
                        case 1 -> choice % 8;
                        case 2 -> choice % 64 * 16 - choice % 2;
                        default -> keys - 1 - choice % 3;
                    };
            return Math.floorMod(key, keys);
        }

        private long distance(int choice, int part) {
            long distance = DISTANCES[choice % DISTANCES.length];
            return distance - distance / 1_000 * part;
        }

        private long someDeadline(int choice) {
            List<Long> deadlines = new ArrayList<>(model.values());
            Collections.sort(deadlines);
            return deadlines.isEmpty()
                    ? now
                    : Math.min(deadlines.get(choice % deadlines.size()), now + 60 * WEEK);
        }

        private void schedule(int key, long ahead) {
            tree.schedule(key, start + (now + ahead));
            model.put(key, now + ahead);
        }

        private void cancel(int key) {
            assertThat(tree.cancel(key)).isEqualTo(model.remove(key) != null);
        }

        private void advance(long to, Op op) {
            if (to < now) {
                met(Event.CLOCK_WENT_BACK);
            }
            if (start > 0 && start + to < 0) {
                met(Event.CLOCK_WRAPPED);
            }
            now = to;
            List<Integer> due =
                    model.entrySet().stream()
                            .filter(entry -> entry.getValue() <= now)
                            .map(entry -> entry.getKey())
                            .toList();
            Set<Integer> touched = new HashSet<>();
            Set<Integer> handed = new HashSet<>();
            int limit = op.limit;
            int breaksAt = op.mood == Mood.THROWS ? 1 + op.part % 5 : -1;
            ExpirySink sink =
                    (key, deadline) -> {
                        Long expected = model.remove(key);
                        assertThat(expected).as("deadline of %s", key).isNotNull();
                        assertThat(deadline).isEqualTo(start + expected);
                        assertThat(expected).as("not early").isLessThanOrEqualTo(now);
                        assertThat(handed.add(key)).as("once a call").isTrue();
                        assertThat(tree.isScheduled(key)).isFalse();
                        met(expected == now ? Event.AT_ITS_VERY_DEADLINE : Event.EXPIRED);
                        if (op.mood == Mood.MEDDLES) {
                            meddle(key, due, touched);
                        }
                        if (handed.size() == breaksAt) {
                            throw new BrokenSink();
                        }
                    };
            boolean whole;
            try {
                int count = tree.advance(start + now, limit, sink);
                assertThat(count).isEqualTo(handed.size()).isLessThanOrEqualTo(limit);
                whole = count < limit;
                if (!whole) {
                    met(Event.LIMITED);
                }
            } catch (BrokenSink thrown) {
                assertThat(handed).hasSize(breaksAt);
                met(Event.THROWN);
                whole = false;
            }
            if (whole) {
                // What the sink itself scheduled may wait for the next call; nothing else may.
                assertThat(due).allMatch(key -> handed.contains(key) || touched.contains(key));
                if (!touched.isEmpty()) {
                    met(Event.WHOLE_WITH_SINK_MEDDLING);
                    if (due.stream().anyMatch(key -> !handed.contains(key))) {
                        met(Event.SINK_MOVED_WHAT_WAS_DUE);
                    }
                } else {
                    long looks = tree.looks();
                    assertThat(tree.advance(start + now, limit, sink)).isZero();
                    assertThat(tree.looks()).as("looks, with nothing due").isEqualTo(looks);
                }
            }
        }

        private void meddle(int key, List<Integer> due, Set<Integer> touched) {
            for (int i = random.nextInt(3); i > 0; i--) {
                int other =
                        switch (random.nextInt(4)) {
                            case 0 -> key;
                            case 1 -> key(random.nextInt(1 << 30));
                            default -> due.get(random.nextInt(due.size()));
                        };
                touched.add(other);
                if (random.nextInt(3) == 0) {
                    cancel(other);
                } else {
                    schedule(other, distance(random.nextInt(1_000), random.nextInt(1_000)));
                }
            }
        }

        void agree() {
            assertThat(tree.size()).isEqualTo(model.size());
            for (int i = 0; i < 20; i++) {
                int key = key(random.nextInt(1 << 30));
                assertThat(tree.isScheduled(key)).isEqualTo(model.containsKey(key));
            }
            model.forEach(
                    (key, deadline) -> assertThat(tree.deadline(key)).isEqualTo(start + deadline));
            long latest = now + 100 * WEEK;
            long bound = tree.nothingDueBefore(start + latest) - start;
            assertThat(bound).isLessThanOrEqualTo(latest);
            model.values().forEach(deadline -> assertThat(bound).isLessThanOrEqualTo(deadline));
        }

        /** Nothing is forgotten: in the end everything comes, each at its deadline. */
        void drain() {
            while (!model.isEmpty()) {
                long next = Collections.min(model.values());
                int[] count = new int[1];
                now = Math.max(now, next);
                tree.advance(
                        start + now,
                        3,
                        (key, deadline) -> {
                            assertThat(deadline - start).isEqualTo(model.remove(key));
                            assertThat(deadline - start).isLessThanOrEqualTo(now);
                            count[0]++;
                        });
                assertThat(count[0]).isPositive();
            }
            assertThat(tree.size()).isZero();
        }
    }

    private static final class BrokenSink extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
