/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import java.util.concurrent.atomic.AtomicLongArray;

/** Hands numbers from one thread to one other. <b>Threading</b>: one gives, one takes. <b>Progress</b>: wait-free, no allocation. */
final class Mailbox {
    private static final int GIVEN = 0;
    private static final int TAKEN = 16;

    private final AtomicLongArray positions = new AtomicLongArray(TAKEN + 16);
    private final AtomicLongArray cells;

    Mailbox(int capacity) {
        cells = new AtomicLongArray(Integer.highestOneBit(Math.max(2, capacity) * 2 - 1));
    }

    /** False if it is full. */
    boolean give(long number) {
        long given = positions.getPlain(GIVEN);
        if (given - positions.getAcquire(TAKEN) == cells.length()) {
            return false;
        }
        cells.setPlain((int) given & cells.length() - 1, number);
        positions.setRelease(GIVEN, given + 1);
        return true;
    }

    /** 0 if it is empty. */
    long take() {
        long taken = positions.getPlain(TAKEN);
        if (taken == positions.getAcquire(GIVEN)) {
            return 0;
        }
        long number = cells.getPlain((int) taken & cells.length() - 1);
        positions.setRelease(TAKEN, taken + 1);
        return number;
    }
}
