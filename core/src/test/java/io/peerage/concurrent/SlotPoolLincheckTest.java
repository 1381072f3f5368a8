/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import io.peerage.lincheck.Lincheck;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pool of one stripe is a stack, in spite of slots that go and come back. */
@Param(name = "thread", gen = ThreadIdGen.class)
@Tag("lincheck")
public class SlotPoolLincheckTest {
    private static final int SLOTS = 3;
    private static final int THREADS = 2;

    private final SlotPool pool = new SlotPool(SLOTS, 1, LongColumn.of(SLOTS), 1, 0);
    private final Held held = new Held();

    @Test
    void everyInterleavingIsThatOfAStack() {
        Lincheck.modelChecking(Stack.class).actorsPerThread(3).check(SlotPoolLincheckTest.class);
    }

    @Test
    void realThreadsSeeAStack() {
        Lincheck.stress(Stack.class).check(SlotPoolLincheckTest.class);
    }

    /** Takes a slot for this thread. */
    @Operation
    public int take(@Param(name = "thread") int thread) {
        return held.add(thread, pool.take());
    }

    /** Gives the slot back that this thread has had longest. */
    @Operation
    public int give(@Param(name = "thread") int thread) {
        int slot = held.oldest(thread);
        if (slot >= 0) {
            pool.give(slot);
        }
        return slot;
    }

    /** What it is to be. */
    public static class Stack {
        private final Deque<Integer> free = new ArrayDeque<>();
        private final Held held = new Held();

        public Stack() {
            for (int slot = SLOTS - 1; slot >= 0; slot--) {
                free.push(slot);
            }
        }

        public int take(int thread) {
            return held.add(thread, free.isEmpty() ? -1 : free.pop());
        }

        public int give(int thread) {
            int slot = held.oldest(thread);
            if (slot >= 0) {
                free.push(slot);
            }
            return slot;
        }
    }

    /** Whose slots are whose. */
    private static final class Held {
        private final int[][] slots = new int[THREADS + 2][64];
        private final int[] from = new int[THREADS + 2];
        private final int[] to = new int[THREADS + 2];

        int add(int thread, int slot) {
            if (slot >= 0) {
                slots[thread][to[thread]++] = slot;
            }
            return slot;
        }

        int oldest(int thread) {
            return from[thread] < to[thread] ? slots[thread][from[thread]++] : -1;
        }
    }
}
