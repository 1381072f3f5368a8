/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.reputation;

import io.peerage.model.ScoreVerdict;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to change a peer's score or tag, and to ask for them, when each event finds something to decay?
 *
 * <p>{@code uncontendedCas} and {@code one…} work on one word that stays in the cache; the others on any of the peers', as does {@code
 * anyCas}.
 *
 * <p><b>Not measured</b>: reading the clock, and asking for the peer's state word, which the manager does for every call; with
 * the yardstick the id is there already.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class ReputationBenchmark {
    private static final int FAULT = -1_000;

    /** The benchmark has no state of its own. */
    public ReputationBenchmark() {}

    /** The least that any change can cost. */
    @Benchmark
    public boolean uncontendedCas(Worth.Way way) {
        long before = way.own.getPlain();
        return way.own.compareAndSet(before, before + way.later());
    }

    /** The same on any peer's word. */
    @Benchmark
    public boolean anyCas(Worth.Words words, Worth.Way way) {
        int peer = way.next(words.peers);
        long before = words.words.get(peer);
        return words.words.compareAndSet(peer, before, before + way.later());
    }

    /** A fault of one peer, and the verdict after it. */
    @Benchmark
    public @Nullable ScoreVerdict oneScore(Worth.Ours ours, Worth.Way way) {
        return ours.scores.add(0, 0, FAULT, way.later());
    }

    /** A fault of any peer, and the verdict after it. */
    @Benchmark
    public @Nullable ScoreVerdict anyScore(Worth.Ours ours, Worth.Way way) {
        return ours.scores.add(way.next(ours.peers), 0, FAULT, way.later());
    }

    /** A value of one peer that stays. */
    @Benchmark
    public boolean onePlainTag(Worth.Ours ours, Worth.Way way) {
        return ours.tags.add(0, 0, Worth.PLAIN, 1, way.later());
    }

    /** A value of one peer that decays. */
    @Benchmark
    public boolean oneDecayingTag(Worth.Ours ours, Worth.Way way) {
        return ours.tags.add(0, 0, Worth.DECAYING, 1, way.later());
    }

    /** A value of any peer that decays. */
    @Benchmark
    public boolean anyDecayingTag(Worth.Ours ours, Worth.Way way) {
        return ours.tags.add(way.next(ours.peers), 0, Worth.DECAYING, 1, way.later());
    }

    /** Own and external score of any peer. */
    @Benchmark
    public int readScore(Worth.Ours ours, Worth.Way way) {
        return ours.scores.total(way.next(ours.peers), 0, way.later());
    }

    /** What any peer is worth to pruning: both scores and four tags, two of them decaying. */
    @Benchmark
    public long readValue(Worth.Ours ours, Worth.Way way) {
        int peer = way.next(ours.peers);
        long now = way.later();
        return ours.tags.sum(peer, 0, now) + ours.scores.total(peer, 0, now);
    }

    /** A fault of any peer in a map of objects. */
    @Benchmark
    public double yardstickAnyScore(Worth.Yardstick yardstick, Worth.Way way) {
        return yardstick.scores.add(yardstick.ids[way.next(yardstick.peers)], -1, way.later());
    }

    /** The score of any peer in a map of objects. */
    @Benchmark
    public double yardstickReadScore(Worth.Yardstick yardstick, Worth.Way way) {
        return yardstick.scores.score(yardstick.ids[way.next(yardstick.peers)], way.later());
    }
}
