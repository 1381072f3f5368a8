/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the jvm-libp2p adapter add to a whole inbound session: gate, handler, close.
 *
 * <p>A connection, its future and one callback on it are nobody's part: {@link #bare} tells what they take. The core's part is
 * {@link #core} less that, the adapter's with the core's in it {@link #adapter} less that.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class AdapterCycleBenchmark {
    /** The benchmark has no state of its own. */
    public AdapterCycleBenchmark() {}

    /** The least that can hear of a connection's end. */
    private static final class Callback implements BiConsumer<Object, Throwable> {
        final BareConnection connection;
        final long ticket;
        boolean called;

        Callback(BareConnection connection, long ticket) {
            this.connection = connection;
            this.ticket = ticket;
        }

        @Override
        public void accept(Object nothing, Throwable failure) {
            called = true;
        }
    }

    /** A connection, its future and one callback. */
    @Benchmark
    public boolean bare(Adapted adapted, Turn turn) {
        int peer = turn.idlePeer();
        BareConnection connection = adapted.connection(peer);
        Callback callback = new Callback(connection, peer);
        var unused = connection.closeFuture().whenComplete(callback);
        var closed = connection.close();
        if (turn.ticks()) {
            adapted.tick();
        }
        return callback.called;
    }

    /** The same, and the core's calls with the address at hand. */
    @Benchmark
    public int core(Adapted adapted, Turn turn) {
        int peer = turn.idlePeer();
        BareConnection connection = adapted.connection(peer);
        long ticket = adapted.manager.admitInbound(0, Population.address(peer));
        Callback callback = new Callback(connection, ticket);
        var unused = connection.closeFuture().whenComplete(callback);
        int opened =
                adapted.manager.establishInbound(
                        ticket, connection.secureSession().getRemoteId().getBytes());
        var closed = connection.close();
        int ended = adapted.manager.close(ticket);
        if (turn.ticks()) {
            adapted.tick();
        }
        return opened ^ ended;
    }

    /** The same, and the idiomatic manager's calls with the address at hand. */
    @Benchmark
    public int yardstick(Adapted adapted, Yardstick yardstick, Turn turn) {
        int peer = turn.idlePeer();
        BareConnection connection = adapted.connection(peer);
        long ticket = yardstick.manager.admitInbound(0, Population.address(peer));
        Callback callback = new Callback(connection, ticket);
        var unused = connection.closeFuture().whenComplete(callback);
        byte[] id = connection.secureSession().getRemoteId().getBytes();
        int opened = yardstick.manager.establishInbound(ticket, id, 0, id.length);
        var closed = connection.close();
        int ended = yardstick.manager.close(ticket);
        if (turn.ticks()) {
            yardstick.tick();
        }
        return opened ^ ended;
    }

    /** The same connection under the adapter. */
    @Benchmark
    public boolean adapter(Adapted adapted, Turn turn) {
        int peer = turn.idlePeer();
        BareConnection connection = adapted.connection(peer);
        adapted.gate.visit(connection);
        adapted.handler.handleConnection(connection);
        var closed = connection.close();
        if (turn.ticks()) {
            adapted.tick();
        }
        return closed.isDone();
    }
}
