/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The clock of a recorded manager stands still for who has the turn, and for nobody else. */
public class RecordingClockStress {
    private RecordingClockStress() {}

    /** One has the turn, another asks for the time meanwhile. */
    @JCStressTest
    @Outcome(
            id = "true, true",
            expect = Expect.ACCEPTABLE,
            desc = "One time a turn, others' goes on.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "A call with two times, or a bystander's clock stood.")
    @State
    public static class TurnAgainstBystander {
        private final AtomicLong time = new AtomicLong();
        private final RecordingClock clock = new RecordingClock(time::incrementAndGet);

        @Actor
        public void turn(ZZ_Result r) {
            long at = clock.stop();
            boolean still = clock.nanoTime() == at && clock.nanoTime() == at;
            clock.resume();
            r.r1 = still && clock.nanoTime() > at;
        }

        @Actor
        public void bystander(ZZ_Result r) {
            long before = clock.nanoTime();
            r.r2 = clock.nanoTime() > before;
        }
    }
}
