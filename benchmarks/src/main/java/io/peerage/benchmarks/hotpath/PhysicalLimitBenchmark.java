/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
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
 * What does the machine charge for the least that an event can do: one read, or one CAS, of a line of memory among as many
 * as there are peers, or a look at all of them in turn?
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class PhysicalLimitBenchmark {
    /** The benchmark has no state of its own. */
    public PhysicalLimitBenchmark() {}

    /** One line a peer. Any thread. */
    @State(Scope.Benchmark)
    public static class Lines {
        private static final int LONGS = 8;

        /** As many lines as the other benchmarks have peers. */
        @Param({"1000", "100000", "1000000"})
        public int peers;

        AtomicLongArray words = new AtomicLongArray(0);

        /** Touches every page. */
        @Setup
        public void fill() {
            words = new AtomicLongArray(peers * LONGS);
            for (int i = 0; i < words.length(); i++) {
                words.setPlain(i, 0);
            }
        }

        int word(int line) {
            return line * LONGS;
        }
    }

    /** One word a peer, side by side. Any thread. */
    @State(Scope.Benchmark)
    public static class Words {
        /** As many words as the other benchmarks have peers. */
        @Param({"1000", "100000", "1000000"})
        public int peers;

        long[] words = {};

        /** Touches every page. */
        @Setup
        public void fill() {
            words = new long[peers];
            Arrays.fill(words, 1);
        }
    }

    /** A thread's way through the lines, and a line of its own. One thread. */
    @State(Scope.Thread)
    public static class Way {
        private static final long STEP = 0x9e3779b97f4a7c15L;

        private final AtomicLong own = new AtomicLong();
        private long at = System.identityHashCode(own);

        // The next of a sequence that no prefetcher foresees, and that costs a few cycles.
        int next(int lines) {
            at += STEP;
            long mixed = (at ^ at >>> 32) * 0xd6e8feb86659fd93L;
            return (int) ((mixed >>> 32) * lines >>> 32);
        }
    }

    /** Reads a line; reads of several rounds overlap, as they do in a query. */
    @Benchmark
    public long randomRead(Lines lines, Way way) {
        return lines.words.get(lines.word(way.next(lines.peers)));
    }

    /** Reads a line that the one before decides on: the whole latency. */
    @Benchmark
    public long dependentRandomRead(Lines lines, Way way) {
        long read = lines.words.get(lines.word(way.next(lines.peers)));
        way.at += read;
        return read;
    }

    /** A CAS on a line that stays in the cache. */
    @Benchmark
    public boolean uncontendedCas(Way way) {
        long before = way.own.getPlain();
        return way.own.compareAndSet(before, before + 1);
    }

    /** Goes through a word of every peer, in the order in which they lie. */
    @Benchmark
    public long scan(Words words) {
        long sum = 0;
        for (long word : words.words) {
            sum += word;
        }
        return sum;
    }

    /** A CAS on any line. */
    @Benchmark
    public boolean randomCas(Lines lines, Way way) {
        int word = lines.word(way.next(lines.peers));
        return lines.words.compareAndSet(word, 0, 0);
    }
}
