/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.owner;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to choose a tenth of all connections to be pruned, or one to make room for another?
 *
 * <p>A thousand and ten thousand connections are what nodes have, a hundred thousand what a relay or a bootstrap node may have; a
 * million shows how it grows once nothing fits into caches.
 *
 * <p>Medians are printed, since a choice is short enough for most to run undisturbed.
 *
 * <p><b>Not measured</b>: what collects the facts about connections. All start with these: ours with a filled snapshot, the
 * yardstick with a list of objects.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class PruneBenchmark {
    /** The benchmark has no state of its own. */
    public PruneBenchmark() {}

    /** Ours, by go-libp2p's order: a whole selection. */
    @Benchmark
    public int ours(Prunable.Nodes nodes, Prunable.Trim ours) {
        return ours.select();
    }

    /** The part of it that builds the keys: a single pass. */
    @Benchmark
    public int keysOnly(Prunable.Nodes nodes, Prunable.Trim ours) {
        return ours.prepareKeys();
    }

    /** go-libp2p's: all objects sorted by a comparator. */
    @Benchmark
    public List<?> sortAndTrim(Prunable.Nodes nodes, SortAndTrim yardstick) {
        return yardstick.select();
    }

    /** Ours, by Bitcoin Core's order: one connection. */
    @Benchmark
    public int evictOne(Prunable.Nodes nodes, Prunable.EvictOne ours) {
        return ours.select();
    }

    /** The same with lists of objects. */
    @Benchmark
    public int sortAndEvictOne(Prunable.Nodes nodes, SortAndEvict yardstick) {
        return yardstick.select();
    }

    /** Ours by another policy, for which there is no yardstick. */
    @Benchmark
    public int otherPolicies(Prunable.Nodes nodes, Prunable.Others ours) {
        return ours.select();
    }
}
