/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.store;

import io.peerage.yardstick.AddressLists;
import io.peerage.yardstick.PeerId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to take an address into a full book, to pick a peer to dial, and to read its addresses?
 *
 * <p>Adding is measured from handing it over to the end of the owner's round, {@value Books#BATCH} a round; with peers that come anew, the
 * recycling of those that go is in it.
 *
 * <p><b>Not measured</b>: the yardstick's picks and reads beside writers. Its add of an address that is known allocates a list each time, which
 * is how its readers need no lock.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class BookBenchmark {
    /** The benchmark has no state of its own. */
    public BookBenchmark() {}

    /** An address that is known already is told again, by another. */
    @Benchmark
    @OperationsPerInvocation(Books.BATCH)
    public int addAgain(Books.Ours ours) {
        return ours.addAgain();
    }

    /** A peer that is known is at another address. */
    @Benchmark
    @OperationsPerInvocation(Books.BATCH)
    public int addAddress(Books.Ours ours) {
        return ours.addAddress();
    }

    /** A peer is heard of for the first time. */
    @Benchmark
    @OperationsPerInvocation(Books.BATCH)
    public int addPeer(Books.Ours ours) {
        return ours.addPeer();
    }

    /** One that worked. */
    @Benchmark
    public int pickTried(Books.Ours ours) {
        return ours.pickTried();
    }

    /** One that was only heard of. */
    @Benchmark
    public int pickNew(Books.Ours ours) {
        return ours.pickNew();
    }

    /** All addresses of a peer, copied. */
    @Benchmark
    public int read(Books.Ours ours) {
        return ours.read();
    }

    /** The same in a map of lists. */
    @Benchmark
    @OperationsPerInvocation(Books.BATCH)
    public int yardstickAddAgain(Books.Lists lists) {
        return lists.addAgain();
    }

    /** The same in a map of lists. */
    @Benchmark
    @OperationsPerInvocation(Books.BATCH)
    public int yardstickAddAddress(Books.Lists lists) {
        return lists.addAddress();
    }

    /** The same in a map of lists. */
    @Benchmark
    @OperationsPerInvocation(Books.BATCH)
    public int yardstickAddPeer(Books.Lists lists) {
        return lists.addPeer();
    }

    /** One of those that were seen last. */
    @Benchmark
    public @Nullable PeerId yardstickPick(Books.Lists lists) {
        return lists.pick();
    }

    /** The list, not copied. */
    @Benchmark
    public List<AddressLists.Address> yardstickRead(Books.Lists lists) {
        return lists.read();
    }
}
