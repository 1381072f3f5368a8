/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import java.util.Arrays;

/**
 * What will happen when: a heap of events in primitives, the earliest first and, of equally early ones, the one that was added
 * first.
 *
 * <p><b>Threading</b>: one thread. <b>Complexity</b>: O(log events), no allocation but to grow. <b>Units</b>: nanoseconds
 * since the simulation's start, so times neither wrap nor go back.
 */
final class EventQueue {
    private static final int FIRST_CAPACITY = 1_024;
    private static final int CHILDREN = 4;

    private long[] times = new long[FIRST_CAPACITY];
    private long[] orders = new long[FIRST_CAPACITY];
    private long[] events = new long[FIRST_CAPACITY];
    private int size;
    private long added;

    /** Whether nothing will happen. */
    boolean isEmpty() {
        return size == 0;
    }

    /** When the next event happens; there must be one. */
    long time() {
        return times[0];
    }

    /** Adds an event. */
    void add(long time, long event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        long order = added++;
        int at = size++;
        while (at > 0 && isBefore(time, order, (at - 1) / CHILDREN)) {
            move((at - 1) / CHILDREN, at);
            at = (at - 1) / CHILDREN;
        }
        put(at, time, order, event);
    }

    /** Takes the next event out; there must be one. */
    long poll() {
        long first = events[0];
        int last = --size;
        long time = times[last];
        long order = orders[last];
        int at = 0;
        for (; ; ) {
            int child = earliestChild(at);
            if (child < 0 || isBefore(time, order, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, time, order, events[last]);
        return first;
    }

    private int earliestChild(int parent) {
        int from = CHILDREN * parent + 1;
        int earliest = from < size ? from : -1;
        for (int child = from + 1; child < Math.min(size, from + CHILDREN); child++) {
            if (isBefore(times[child], orders[child], earliest)) {
                earliest = child;
            }
        }
        return earliest;
    }

    private boolean isBefore(long time, long order, int other) {
        return time < times[other] || time == times[other] && order < orders[other];
    }

    private void move(int from, int to) {
        put(to, times[from], orders[from], events[from]);
    }

    private void put(int at, long time, long order, long event) {
        times[at] = time;
        orders[at] = order;
        events[at] = event;
    }
}
