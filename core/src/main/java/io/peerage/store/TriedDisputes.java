/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;

/**
 * Addresses that worked and whose place in the tried table another has, which is to be tested before it is evicted.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O({@value #MOST}), no allocation. <b>Bounds</b>: at most {@value #MOST} at once; one too many
 * stays where it is. <b>Origin</b>: features H3 (Bitcoin Core's test-before-evict).
 */
@OwnerThread
final class TriedDisputes {
    static final int MOST = 16;

    private final int[] slots = new int[MOST];
    private final long[] headers = new long[MOST];
    private int size;

    int size() {
        return size;
    }

    boolean isFull() {
        return size == MOST;
    }

    void add(int slot, long header) {
        slots[size] = slot;
        headers[size++] = header;
    }

    int slot(int at) {
        return slots[at];
    }

    /** The header that the slot had when its address was added here. */
    long header(int at) {
        return headers[at];
    }

    /** Takes one out; the last takes its position. */
    void remove(int at) {
        slots[at] = slots[--size];
        headers[at] = headers[size];
    }
}
