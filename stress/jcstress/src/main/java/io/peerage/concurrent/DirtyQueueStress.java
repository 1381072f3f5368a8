/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What is pushed comes out once. */
public class DirtyQueueStress {
    private DirtyQueueStress() {}

    /** Two push to one stack while the owner takes. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each came out once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One was lost, or came out twice.")
    @State
    public static class PushAgainstTake {
        private final DirtyQueue queue = new DirtyQueue(1, LongColumn.of(2), 1, 0);
        private final int[] seen = new int[2];

        @Actor
        public void first() {
            queue.push(0);
        }

        @Actor
        public void secondThenTake() {
            queue.push(1);
            take();
        }

        @Arbiter
        public void rest(II_Result r) {
            take();
            r.r1 = seen[0];
            r.r2 = seen[1];
        }

        private void take() {
            for (int at = queue.takeAll(0); at >= 0; at = queue.next(at)) {
                seen[at]++;
            }
        }
    }

    /** The same with a head that is written, not compared and set. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "One after the other.")
    @Outcome(
            id = {"0, 1", "1, 0"},
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "One head overwrote the other, and an index was lost.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Nothing, or twice.")
    @State
    public static class WeakenedPush {
        private final LongColumn words = LongColumn.of(3);

        @Actor
        public void first() {
            push(1);
        }

        @Actor
        public void second() {
            push(2);
        }

        private void push(int index) {
            words.setRelease(index, words.getAcquire(0));
            words.setRelease(0, index);
        }

        @Arbiter
        public void rest(II_Result r) {
            for (int at = (int) words.getPlain(0); at != 0; at = (int) words.getPlain(at)) {
                if (at == 1) {
                    r.r1++;
                } else {
                    r.r2++;
                }
            }
        }
    }
}
