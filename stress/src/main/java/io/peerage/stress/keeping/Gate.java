/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/**
 * Lets the threads of a storm run, and has them stand still. <b>Threading</b>: {@link #stop} and {@link #go} the storm, {@link
 * #runsAgain}, {@link #isRunning}, {@link #stopped} all others, in this order.
 */
final class Gate {
    private final CyclicBarrier barrier;
    private volatile boolean running;
    private volatile boolean over;

    Gate(int threads) {
        barrier = new CyclicBarrier(threads + 1);
    }

    boolean isRunning() {
        return running;
    }

    /** Stands still until the others may run again; false if it is over. */
    boolean runsAgain() {
        meet();
        meet();
        return !over;
    }

    /** Stands still until nobody runs any more. */
    void stopped() {
        meet();
    }

    /** All run. */
    void go() {
        running = true;
        meet();
    }

    /** All stand still, and then settle what they have in their hands. */
    void stop() {
        running = false;
        meet();
        meet();
    }

    /** All are there, before they run for the first time. */
    void ready() {
        meet();
    }

    /** All end. */
    void end() {
        over = true;
        meet();
    }

    private void meet() {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException("the storm was interrupted", e);
        }
    }
}
