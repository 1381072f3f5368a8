/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to ask whether an address, or a peer by its id, is banned, when half of those are who are asked for? */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class BanBenchmark {
    /** The benchmark has no state of its own. */
    public BanBenchmark() {}

    /** Ours, by address: both widths of IPv4. */
    @Benchmark
    public boolean oursAddress(Banned.Offenders offenders, Banned.Ours ours, Banned.Asker asker) {
        long lo = Banned.lo(offenders.askedAddresses[asker.next()]);
        return ours.manager().bans().isAddressBanned(0, lo);
    }

    /** Caffeine, asked for both widths. */
    @Benchmark
    public boolean caffeineAddress(
            Banned.Offenders offenders, Banned.OfCaffeine caffeine, Banned.Asker asker) {
        return caffeine.isAddressBanned(offenders.askedAddresses[asker.next()]);
    }

    /** Guava, asked for both widths. */
    @Benchmark
    public boolean guavaAddress(
            Banned.Offenders offenders, Banned.OfGuava guava, Banned.Asker asker) {
        return guava.isAddressBanned(offenders.askedAddresses[asker.next()]);
    }

    /** A linear scan. */
    @Benchmark
    public boolean scanAddress(
            Banned.Offenders offenders, Banned.InArrays arrays, Banned.Asker asker) {
        return arrays.isAddressBanned(offenders.askedAddresses[asker.next()]);
    }

    /** Ours, by id. */
    @Benchmark
    public boolean oursPeer(Banned.Offenders offenders, Banned.Ours ours, Banned.Asker asker) {
        return ours.manager().bans().remainingNanos(offenders.askedIds[asker.next()]) > 0;
    }

    /** Caffeine, by id as an object. */
    @Benchmark
    public boolean caffeinePeer(
            Banned.Offenders offenders, Banned.OfCaffeine caffeine, Banned.Asker asker) {
        return caffeine.isBanned(offenders.askedBuilt[asker.next()]);
    }

    /** Guava, by id as an object. */
    @Benchmark
    public boolean guavaPeer(Banned.Offenders offenders, Banned.OfGuava guava, Banned.Asker asker) {
        return guava.isBanned(offenders.askedBuilt[asker.next()]);
    }
}
