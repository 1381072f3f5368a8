/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that the calling thread allocates; one thread. */
final class AllocationMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int ROUNDS = 10;
    private static final int RUNS_A_ROUND = 10_000;

    private AllocationMeter() {}

    /**
     * The bytes that ten thousand runs of an operation allocate together in the steady state: the least of ten rounds, since
     * the JVM allocates on this thread too, some hundred bytes once, when it links and recompiles what the thread runs.
     * What an operation allocates itself, be it once in ten thousand runs, is in every round.
     */
    static long bytes(Runnable operation) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            least = Math.min(least, measure(operation, RUNS_A_ROUND));
        }
        return least;
    }

    private static long measure(Runnable operation, int times) {
        long me = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(me);
        run(operation, times);
        return THREADS.getThreadAllocatedBytes(me) - before;
    }

    private static void run(Runnable operation, int times) {
        for (int i = 0; i < times; i++) {
            operation.run();
        }
    }
}
