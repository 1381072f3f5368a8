/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;

/** A thread's own peers, one after the other, all of them or those that were not connected before. One thread. */
@State(Scope.Thread)
public class Turn {
    // As many events as an event loop may see between two ticks of a busy owner.
    private static final int EVENTS_A_TICK = 1024;

    private int[] peers = {};
    private int[] idle = {};
    private int nextPeer;
    private int nextIdle;
    private int events;
    private boolean owner;

    /** Deals the peers out. */
    @Setup
    public void deal(BenchmarkParams benchmark, ThreadParams thread) {
        int all = Integer.parseInt(benchmark.getParam("peers"));
        int index = thread.getThreadIndex();
        int threads = thread.getThreadCount();
        peers = IntStream.range(0, all).filter(p -> p % threads == index).toArray();
        idle = Arrays.stream(peers).filter(p -> !Population.isConnected(p)).toArray();
        owner = index == 0;
    }

    /** The next peer of all. */
    int peer() {
        int at = nextPeer;
        nextPeer = at + 1 == peers.length ? 0 : at + 1;
        return peers[at];
    }

    /** The next peer of those that were not connected before. */
    int idlePeer() {
        int at = nextIdle;
        nextIdle = at + 1 == idle.length ? 0 : at + 1;
        return idle[at];
    }

    /** Whether it is this thread's turn to tick, after another event. */
    boolean ticks() {
        return owner && (++events & EVENTS_A_TICK - 1) == 0;
    }
}
