/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import com.sun.management.ThreadMXBean;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.Violations;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a storm could go on for ever: whether the heap stays as it is, and whether the threads that call the manager
 * allocate.
 *
 * <p><b>Method.</b> At the end of each quarter of the measured part the heap is collected and what is in use is read. What
 * the last quarter ends with may exceed what the second ended with by {@value #HEAP_MARGIN} bytes, for what the JVM itself
 * keeps; a single byte lost for each of the ids that a long storm sees would be more. Each producer and the
 * owner may allocate {@value #THREAD_MARGIN} bytes in the measured part, for classes that are loaded late.
 *
 * <p><b>Threading</b>: the thread that runs the storm. <b>Units</b>: bytes.
 */
final class Soak {
    static final int QUARTERS = 4;
    static final long HEAP_MARGIN = 8 << 20;
    static final long THREAD_MARGIN = 64 << 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Long> heap = new ArrayList<>();
    private final long ownerId;
    private final long ownerBefore;
    private final long collectionsBefore;
    private long ownerBytes;
    private long collections;

    /** The measured part begins. */
    @SuppressWarnings("deprecation") // Thread.threadId() came after 17.
    Soak(Thread owner) {
        ownerId = owner.getId();
        ownerBefore = THREADS.getThreadAllocatedBytes(ownerId);
        collectionsBefore = collectionsSoFar();
    }

    /** A quarter ends, under way. */
    void quarterEnds() {
        heap.add(Heap.usedAfterCollection());
    }

    /** The measured part ends, all threads still being alive. */
    void end() {
        ownerBytes = THREADS.getThreadAllocatedBytes(ownerId) - ownerBefore;
        collections = collectionsSoFar() - collectionsBefore - heap.size();
    }

    private static long collectionsSoFar() {
        long sum = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += Math.max(0, collector.getCollectionCount());
        }
        return sum;
    }

    /** What was found, the producers having ended. */
    Figures.Endurance endurance(long distinctIds, long givenUp) {
        return new Figures.Endurance(
                distinctIds, givenUp, ownerBytes, collections, List.copyOf(heap));
    }

    /** Reports what was not constant. */
    void judge(List<Producer> producers, Violations violations) {
        if (heap.size() < QUARTERS) {
            return;
        }
        long most = heap.get(1) + HEAP_MARGIN;
        long last = heap.get(QUARTERS - 1);
        if (last > most) {
            violations.found(
                    Contract.CONSTANT_MEMORY,
                    "heap in use after the last quarter, of " + heap.get(1) + " after the second,",
                    last,
                    most);
        }
        judge("owner", ownerBytes, violations);
        for (Producer producer : producers) {
            judge("a producer", producer.bytes(), violations);
        }
    }

    private static void judge(String who, long bytes, Violations violations) {
        if (bytes > THREAD_MARGIN) {
            violations.found(
                    Contract.CONSTANT_MEMORY, "bytes allocated by " + who, bytes, THREAD_MARGIN);
        }
    }
}
