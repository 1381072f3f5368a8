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
 * What does it cost a peer to connect and to disconnect, addresses and their limits left out: a connection is admitted,
 * established and closed.
 *
 * <p>A caller of ours may keep the peer's handle. The yardstick knows peers by id alone: built from the bytes, as a handshake
 * shows them, or at hand already.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class OpenCloseBenchmark {
    /** The benchmark has no state of its own. */
    public OpenCloseBenchmark() {}

    /** Ours, the peer named by its id. */
    @Benchmark
    public int oursById(Ours ours, Turn turn) {
        int peer = turn.idlePeer();
        long ticket = ours.manager.admitInbound(0, 0);
        int opened =
                ours.manager.establishInbound(
                        ticket, ours.ids, Population.offset(peer), Population.ID_BYTES);
        int closed = ours.manager.close(ticket);
        if (turn.ticks()) {
            ours.tick();
        }
        return opened ^ closed;
    }

    /** Ours, the peer named by its handle. */
    @Benchmark
    public int oursByHandle(Ours ours, Turn turn) {
        int peer = turn.idlePeer();
        long ticket = ours.manager.admitInbound(0, 0);
        int opened = ours.manager.establishInbound(ticket, ours.handles[peer]);
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
        long ticket = yardstick.manager.admitInbound(0, 0);
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
        long ticket = yardstick.manager.admitInbound(0, 0);
        int opened = yardstick.manager.establishInbound(ticket, yardstick.built[peer]);
        int closed = yardstick.manager.close(ticket);
        if (turn.ticks()) {
            yardstick.tick();
        }
        return opened ^ closed;
    }
}
