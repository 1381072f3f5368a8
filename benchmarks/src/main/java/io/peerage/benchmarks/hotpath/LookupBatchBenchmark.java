/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.PeerManager;
import io.peerage.yardstick.PeerId;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to find {@value #BATCH} peers by their ids, as a message of peers known to others names them?
 *
 * <p>Each id is an array of its own, and which peers come together has nothing to do with where they lie.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class LookupBatchBenchmark {
    /** The benchmark has no state of its own. */
    public LookupBatchBenchmark() {}

    static final int BATCH = 512;

    /** The messages, one after the other. One thread. */
    @State(Scope.Thread)
    public static class Messages {
        private static final int MESSAGES = 64;

        final long[] handles = new long[BATCH];
        private final byte[][][] messages = new byte[MESSAGES][BATCH][];
        private int next;

        /** Draws whom they name. */
        @Setup
        public void draw(LookupBenchmark.Ids ids) {
            long at = System.identityHashCode(this);
            for (byte[][] message : messages) {
                for (int i = 0; i < BATCH; i++) {
                    at += 0x9e37_79b9_7f4a_7c15L;
                    int peer = (int) Long.remainderUnsigned(at * 0xd6e8_feb8_6659_fd93L, ids.peers);
                    int offset = ids.offset(peer);
                    message[i] = Arrays.copyOfRange(ids.ids, offset, offset + ids.idBytes);
                }
            }
        }

        byte[][] next() {
            return messages[next++ % MESSAGES];
        }
    }

    /** Ours, in one call. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int oursByBatch(LookupBenchmark.Table table, Messages messages) {
        return table.manager().batches().lookup(messages.next(), BATCH, messages.handles);
    }

    /** Ours, a call each. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long oursOneByOne(LookupBenchmark.Table table, Messages messages) {
        PeerManager manager = table.manager();
        byte[][] message = messages.next();
        for (int i = 0; i < BATCH; i++) {
            messages.handles[i] = manager.lookup(message[i]);
        }
        return messages.handles[0];
    }

    /** A map, asked for each. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long yardstick(LookupBenchmark.Map map, Messages messages) {
        byte[][] message = messages.next();
        for (int i = 0; i < BATCH; i++) {
            byte[] id = message[i];
            Long found = map.references.get(new PeerId(id, 0, id.length));
            messages.handles[i] = Objects.requireNonNull(found, "all are known");
        }
        return messages.handles[0];
    }
}
