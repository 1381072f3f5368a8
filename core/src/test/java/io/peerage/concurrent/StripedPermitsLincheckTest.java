/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import io.peerage.lincheck.Lincheck;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Striped permits are one counter: a refusal means that there was none at some moment of the call. */
@Param(name = "thread", gen = ThreadIdGen.class)
@Tag("lincheck")
public class StripedPermitsLincheckTest {
    private static final int PERMITS = 2;
    private static final int THREADS = 3;

    private final StripedPermits permits = new StripedPermits(PERMITS, 0, 2);
    private final int[] held = new int[THREADS + 2];

    @Test
    void everyInterleavingIsThatOfACounter() {
        Lincheck.modelChecking(Counter.class)
                .threads(THREADS)
                .check(StripedPermitsLincheckTest.class);
    }

    @Test
    void realThreadsSeeACounter() {
        Lincheck.stress(Counter.class).threads(THREADS).check(StripedPermitsLincheckTest.class);
    }

    @Test
    void nobodyIsRefusedWhilePermitsWander() {
        Lincheck.racing(
                        Counter.class,
                        Lincheck.scenario(
                                List.of(call("acquire", 1)),
                                List.of(call("acquire", 2), call("release", 1), call("acquire", 3)),
                                List.of()))
                .check(StripedPermitsLincheckTest.class);
    }

    private static Actor call(String operation, Object... arguments) {
        return Lincheck.call(StripedPermitsLincheckTest.class, operation, arguments);
    }

    /** Takes a permit for this thread. */
    @Operation
    public boolean acquire(@Param(name = "thread") int thread) {
        boolean acquired = permits.acquire(StripedPermits.FIRST) == 0;
        held[thread] += acquired ? 1 : 0;
        return acquired;
    }

    /** Gives one of this thread's back, if it has one. */
    @Operation
    public boolean release(@Param(name = "thread") int thread) {
        if (held[thread] == 0) {
            return false;
        }
        held[thread]--;
        permits.release(StripedPermits.FIRST);
        return true;
    }

    /** What it is to be. */
    public static class Counter {
        private final int[] held = new int[THREADS + 2];
        private int free = PERMITS;

        public boolean acquire(int thread) {
            if (free == 0) {
                return false;
            }
            free--;
            held[thread]++;
            return true;
        }

        public boolean release(int thread) {
            if (held[thread] == 0) {
                return false;
            }
            held[thread]--;
            free++;
            return true;
        }
    }
}
