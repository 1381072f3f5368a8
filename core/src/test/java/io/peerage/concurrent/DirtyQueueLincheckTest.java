/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import io.peerage.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A queue of one stripe is a set that the owner empties at once. */
@Param(name = "thread", gen = ThreadIdGen.class)
@Tag("lincheck")
public class DirtyQueueLincheckTest {
    private static final int THREADS = 3;
    private static final int EACH = 8;

    private final DirtyQueue queue = new DirtyQueue(1, LongColumn.of((THREADS + 2) * EACH), 1, 0);
    private final int[] pushed = new int[THREADS + 2];

    @Test
    void everyInterleavingIsThatOfASet() {
        Lincheck.modelChecking(Marks.class).threads(THREADS).check(DirtyQueueLincheckTest.class);
    }

    @Test
    void realThreadsSeeASet() {
        Lincheck.stress(Marks.class).threads(THREADS).check(DirtyQueueLincheckTest.class);
    }

    /** Pushes an index that nobody else pushes. */
    @Operation
    public void push(@Param(name = "thread") int thread) {
        queue.push(thread * EACH + pushed[thread]++);
    }

    /** All that was pushed since the last time, as a set of bits. */
    @Operation(nonParallelGroup = "owner")
    public long takeAll() {
        long taken = 0;
        for (int at = queue.takeAll(0); at >= 0; at = queue.next(at)) {
            taken |= 1L << at;
        }
        return taken;
    }

    /** What it is to be. */
    public static class Marks {
        private final int[] pushed = new int[THREADS + 2];
        private long marks;

        public void push(int thread) {
            marks |= 1L << thread * EACH + pushed[thread]++;
        }

        public long takeAll() {
            long taken = marks;
            marks = 0;
            return taken;
        }
    }
}
