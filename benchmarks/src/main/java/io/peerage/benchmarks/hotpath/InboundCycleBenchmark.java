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

/**
 * What does a whole inbound session cost the manager: admitted by its IPv4 address, which two limits count, established by
 * the id that the handshake showed, closed; its two notifications included.
 *
 * <p>Each peer has an address of its own. Half of the peers stay connected meanwhile, so that the tables are as full as a
 * busy node's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class InboundCycleBenchmark {
    /** The benchmark has no state of its own. */
    public InboundCycleBenchmark() {}

    /** Ours. */
    @Benchmark
    public int oursById(Ours ours, Turn turn) {
        int peer = turn.idlePeer();
        long ticket = ours.manager.admitInbound(0, Population.address(peer));
        int opened =
                ours.manager.establishInbound(
                        ticket, ours.ids, Population.offset(peer), Population.ID_BYTES);
        int closed = ours.manager.close(ticket);
        if (turn.ticks()) {
            ours.tick();
        }
        return opened ^ closed;
    }

    /** The yardstick, from the bytes of an id. */
    @Benchmark
    public int yardstick(Yardstick yardstick, Turn turn) {
        int peer = turn.idlePeer();
        long ticket = yardstick.manager.admitInbound(0, Population.address(peer));
        int opened =
                yardstick.manager.establishInbound(
                        ticket, yardstick.ids, Population.offset(peer), Population.ID_BYTES);
        int closed = yardstick.manager.close(ticket);
        if (turn.ticks()) {
            yardstick.tick();
        }
        return opened ^ closed;
    }

    /** The yardstick, with the id at hand as an object. */
    @Benchmark
    public int yardstickIdBuilt(Yardstick yardstick, Turn turn) {
        int peer = turn.idlePeer();
        long ticket = yardstick.manager.admitInbound(0, Population.address(peer));
        int opened = yardstick.manager.establishInbound(ticket, yardstick.built[peer]);
        int closed = yardstick.manager.close(ticket);
        if (turn.ticks()) {
            yardstick.tick();
        }
        return opened ^ closed;
    }
}
