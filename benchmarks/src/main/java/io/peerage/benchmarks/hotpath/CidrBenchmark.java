/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.PeerManager;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.RateLimit;
import io.peerage.model.CidrVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** What does it cost to ask whether an address is in a list of blocks of IPv4 that don't overlap, when half of those are who are asked for? */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class CidrBenchmark {
    /** The benchmark has no state of its own. */
    public CidrBenchmark() {}

    /** The blocks, in all the forms that they are kept in, and who asks. Any thread. */
    @State(Scope.Benchmark)
    public static class Lists {
        private static final int ASKED = 1 << 14;
        private static final int V4_BITS = 96;
        private static final int WIDEST = 20;
        private static final int WIDTHS = 9;
        private static final long V4 = 0xffffL << Integer.SIZE;

        /** How many blocks. */
        @Param({"100", "10000", "100000"})
        public int blocks;

        final long[] asked = new long[ASKED];
        final List<Cidr> list = new ArrayList<>();
        final TreeMap<Long, Cidr> map = new TreeMap<>();
        private @Nullable PeerManager built;

        /** One block of 16 to 4,096 addresses in each of as many networks. */
        @Setup
        public void draw() {
            SplittableRandom random = new SplittableRandom(blocks);
            int[] networks = random.ints(0, 1 << WIDEST).distinct().limit(blocks).toArray();
            for (int network : networks) {
                int bits = V4_BITS + WIDEST + random.nextInt(WIDTHS);
                long first = V4 | Integer.toUnsignedLong(network << Integer.SIZE - WIDEST);
                Cidr block = new Cidr(0, first, bits);
                list.add(block);
                map.put(first, block);
            }
            for (int i = 0; i < ASKED; i++) {
                asked[i] =
                        random.nextBoolean()
                                ? list.get(random.nextInt(blocks)).lo() + random.nextInt(16)
                                : V4 | Integer.toUnsignedLong(random.nextInt());
            }
            built =
                    PeerManager.builder()
                            .rateLimit(RateLimit.NONE)
                            .lists(new CidrRules(List.of(), list))
                            .build();
        }

        PeerManager manager() {
            return Objects.requireNonNull(built, "built by draw");
        }
    }

    /** A thread's way through those who ask. One thread. */
    @State(Scope.Thread)
    public static class Asker {
        private int turn;

        long next(Lists lists) {
            turn = turn + 1 & Lists.ASKED - 1;
            return lists.asked[turn];
        }
    }

    /** Ours. */
    @Benchmark
    public CidrVerdict ours(Lists lists, Asker asker) {
        return lists.manager().bans().verdict(0, asker.next(lists));
    }

    /** A sorted map by the blocks' first addresses. */
    @Benchmark
    public boolean sortedMap(Lists lists, Asker asker) {
        long lo = asker.next(lists);
        Map.Entry<Long, Cidr> before = lists.map.floorEntry(lo);
        return before != null && before.getValue().contains(0, lo);
    }

    /** A linear scan. */
    @Benchmark
    public boolean scan(Lists lists, Asker asker) {
        long lo = asker.next(lists);
        for (Cidr block : lists.list) {
            if (block.contains(0, lo)) {
                return true;
            }
        }
        return false;
    }
}
