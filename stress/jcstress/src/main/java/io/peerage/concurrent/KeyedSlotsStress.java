/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Whoever asks for a key while its slot goes to another is told its own word, or that it is absent. */
public class KeyedSlotsStress {
    private static final long ONE = 1;
    private static final long OTHER = 2;

    private KeyedSlotsStress() {}

    /** A key leaves its slot to another key of the same home. */
    @JCStressTest
    @Outcome(
            id = {"5, 0", "0, 0", "0, 7", "5, 7"},
            expect = Expect.ACCEPTABLE,
            desc = "Each with its own word, or absent.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "Another key's word: a ban, or a score, of somebody else.")
    @State
    public static class SlotGoesToAnother {
        private final KeyedSlots slots = new KeyedSlots(1);

        public SlotGoesToAnother() {
            slots.add(ONE, 5);
        }

        @Actor
        public void owner() {
            slots.remove(slots.find(ONE));
            slots.add(OTHER, 7);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = (int) slots.word(ONE);
            r.r2 = (int) slots.word(OTHER);
        }
    }

    /** A key whose neighbour, nearer to their home, goes and comes back is found all the time. */
    @JCStressTest
    @Outcome(id = "7, 7", expect = Expect.ACCEPTABLE, desc = "Found each time.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "Overlooked behind a slot that was empty for a moment.")
    @State
    public static class NeighbourGoes {
        private final KeyedSlots slots = new KeyedSlots(2);

        public NeighbourGoes() {
            slots.add(ONE, 5);
            slots.add(OTHER, 7);
        }

        @Actor
        public void owner() {
            slots.remove(slots.find(ONE));
            slots.add(ONE, 6);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = (int) slots.word(OTHER);
            r.r2 = (int) slots.word(OTHER);
        }
    }

    /** The first test where the key is looked at once only. */
    @JCStressTest
    @Outcome(
            id = {"5", "0"},
            expect = Expect.ACCEPTABLE,
            desc = "Its own word, or absent.")
    @Outcome(id = "7", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Another key's word.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No such word.")
    @State
    public static class WeakenedOneLook {
        private final LongColumn slot = LongColumn.of(2);

        public WeakenedOneLook() {
            slot.setPlain(0, ONE);
            slot.setPlain(1, 5);
        }

        @Actor
        public void owner() {
            slot.setRelease(1, 0);
            slot.setRelease(0, OTHER);
            slot.setRelease(1, 7);
        }

        @Actor
        public void reader(I_Result r) {
            r.r1 = slot.getAcquire(0) == ONE ? (int) slot.getAcquire(1) : 0;
        }
    }
}
