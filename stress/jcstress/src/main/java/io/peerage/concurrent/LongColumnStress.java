/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The orders that everything else is built on. */
public class LongColumnStress {
    private LongColumnStress() {}

    /** Plain writes before a release are seen after the acquire that saw it: slots and peers are published so. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Nothing published yet.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The field was early; nobody asks.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Published with its field.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Published without its field.")
    @State
    public static class Publication {
        private final LongColumn words = LongColumn.of(2);

        @Actor
        public void writer() {
            words.setPlain(1, 1);
            words.setRelease(0, 1);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = (int) words.getAcquire(0);
            r.r2 = (int) words.getPlain(1);
        }
    }

    /** A change of one word and a volatile read of another: one of two such sees the other's change. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "One saw the other.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "Each missed the other: a connected peer left out of walks.")
    @State
    public static class EachLooksAfterItsChange {
        private final LongColumn words = LongColumn.of(2);

        @Actor
        public void first(II_Result r) {
            words.cas(0, 0, 1);
            r.r1 = (int) words.getVolatile(1);
        }

        @Actor
        public void second(II_Result r) {
            words.getAndOr(1, 1);
            r.r2 = (int) words.getVolatile(0);
        }
    }

    /** The same with weaker writes and reads. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "One saw the other.")
    @Outcome(
            id = "0, 0",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "Both writes were still on their way when the reads were done.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No such values.")
    @State
    public static class WeakenedEachLooksAfterItsChange {
        private final LongColumn words = LongColumn.of(2);

        @Actor
        public void first(II_Result r) {
            words.setRelease(0, 1);
            r.r1 = (int) words.getAcquire(1);
        }

        @Actor
        public void second(II_Result r) {
            words.setRelease(1, 1);
            r.r2 = (int) words.getAcquire(0);
        }
    }

    /** Bits of one word that are set and cleared at once: a set of indexes shares words so. */
    @JCStressTest
    @Outcome(
            id = "2, 5, 5",
            expect = Expect.ACCEPTABLE,
            desc = "Bit 1 cleared, bit 2 set, bit 0 kept.")
    @Outcome(id = "2, 7, 5", expect = Expect.ACCEPTABLE, desc = "As above; the setter came first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A neighbour's change was lost.")
    @State
    public static class NeighbouringBits {
        private final LongColumn words = LongColumn.of(1);

        public NeighbouringBits() {
            words.setPlain(0, 3);
        }

        @Actor
        public void clear(III_Result r) {
            r.r1 = (int) words.getAndAnd(0, ~2L) & 2;
        }

        @Actor
        public void set(III_Result r) {
            r.r2 = (int) words.getAndOr(0, 4) | 4;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = (int) words.getPlain(0);
        }
    }

    /** Members that come during a walk are seen or not, never others, never twice. */
    @JCStressTest
    @Outcome(
            id = {"true, true"},
            expect = Expect.ACCEPTABLE,
            desc = "An orderly walk; both are in.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A walk in disorder, or a lost member.")
    @State
    public static class WalkAgainstPut {
        private final BitColumn set = new BitColumn(3);

        public WalkAgainstPut() {
            set.put(1, true);
        }

        @Actor
        public void put() {
            set.put(0, true);
            set.put(2, true);
            set.put(1, false);
        }

        @Actor
        public void walk(ZZ_Result r) {
            int previous = -1;
            boolean orderly = true;
            for (int at = set.firstSet(); at >= 0; at = set.nextSet(at)) {
                orderly &= at > previous && at < 3;
                previous = at;
            }
            r.r1 = orderly;
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            r.r2 = set.contains(0) && !set.contains(1) && set.contains(2);
        }
    }
}
