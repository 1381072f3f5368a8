/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Every slot is free or taken by one, whatever comes and goes meanwhile. */
public class SlotPoolStress {
    private SlotPoolStress() {}

    /** The classic ABA: one sleeps between a head and its successor while others take both and give the head back. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Two slots taken, one is free.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "A slot was taken by two, or lost: a stale successor was installed as head.")
    @State
    public static class HeadComesBack {
        private final SlotPool pool = new SlotPool(3, 1, LongColumn.of(3), 1, 0);
        private int one;
        private int other;

        @Actor
        public void take() {
            one = pool.take();
        }

        @Actor
        public void takeTwoAndGiveTheFirstBack() {
            int first = pool.take();
            other = pool.take();
            pool.give(first);
        }

        @Arbiter
        public void rest(ZI_Result r) {
            r.r1 = one >= 0 && other >= 0 && one != other;
            r.r2 = pool.countFree();
        }
    }

    /** Two take and give over two stripes; both find one, since there are always as many as takers. */
    @JCStressTest
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "Each took one and gave it back.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A slot was doubled or lost.")
    @State
    public static class TakeAndGive {
        private final SlotPool pool = new SlotPool(2, 2, LongColumn.of(2), 1, 0);

        @Actor
        public void first(III_Result r) {
            r.r1 = takeAndGive();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = takeAndGive();
        }

        private int takeAndGive() {
            int slot = pool.takeKnownFree();
            pool.give(slot);
            return slot >= 0 ? 1 : 0;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = pool.countFree();
        }
    }

    /** The first test on a stack whose head carries no version. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Nobody slept at the wrong moment.")
    @Outcome(
            id = {"false, 0", "false, 1", "false, 2", "true, 0", "true, 2", "true, 3"},
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "The head came back, and with it a successor that was taken.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No stack at all.")
    @State
    public static class WeakenedHeadComesBack {
        // Word 0 is the head, the others are links; slots count from 1, 0 is the end.
        private final LongColumn words = LongColumn.of(4);
        private long one;
        private long other;

        public WeakenedHeadComesBack() {
            for (int slot = 0; slot < 3; slot++) {
                words.setPlain(slot, slot + 1);
            }
        }

        @Actor
        public void take() {
            one = pop();
        }

        @Actor
        public void takeTwoAndGiveTheFirstBack() {
            long first = pop();
            other = pop();
            long head;
            do {
                head = words.getAcquire(0);
                words.setRelease((int) first, head);
            } while (!words.cas(0, head, first));
        }

        private long pop() {
            for (; ; ) {
                long head = words.getAcquire(0);
                long next = words.getAcquire((int) head);
                if (words.cas(0, head, next)) {
                    return head;
                }
            }
        }

        @Arbiter
        public void rest(ZI_Result r) {
            r.r1 = one != other;
            int free = 0;
            for (long at = words.getAcquire(0); at != 0 && free < 3; free++) {
                at = words.getAcquire((int) at);
            }
            r.r2 = free;
        }
    }
}
