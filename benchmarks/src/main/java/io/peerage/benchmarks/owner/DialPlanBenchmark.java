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
 * What does it cost to choose ten peers to dial, of distinct netgroups and with those first that serve groups which lack
 * peers?
 *
 * <p><b>Not measured</b>: what keeping the set of candidates costs with every peer that comes or goes, which the yardstick
 * does without; {@code candidateComesAndGoes} has that by itself.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class DialPlanBenchmark {
    /** The benchmark has no state of its own. */
    public DialPlanBenchmark() {}

    /** Ours. */
    @Benchmark
    public int ours(Dialable.Book book, Dialable.Ours ours) {
        return ours.plan();
    }

    /** A map of all known peers: filtered, shuffled, and gone through until ten are found. */
    @Benchmark
    public List<?> stream(Dialable.Book book, Dialable.Stream stream) {
        return stream.plan();
    }

    /** What a peer costs that becomes a candidate and stops being one. */
    @Benchmark
    public int candidateComesAndGoes(Dialable.Book book, Dialable.Ours ours) {
        return ours.comeAndGo();
    }
}
