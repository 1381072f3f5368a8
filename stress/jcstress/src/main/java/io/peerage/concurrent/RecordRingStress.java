/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Records of different lengths arrive whole and once. */
public class RecordRingStress {
    private RecordRingStress() {}

    /** A ring, and what its owner has taken: how often each of two records, and whether one was torn. */
    static class Ring {
        final RecordRing ring = new RecordRing(4);
        int first;
        int second;
        boolean torn;

        void take() {
            while (ring.isReady()) {
                takeOne();
            }
        }

        void takeOne() {
            int words = ring.length();
            long number = ring.word(0);
            for (int i = 0; i < words; i++) {
                torn |= ring.word(i) != number * (i + 1);
            }
            torn |= words != words(number);
            if (number == 1) {
                first++;
            } else if (number == 2) {
                second++;
            }
            ring.advance();
        }

        // One, two, and one cells.
        static int words(long number) {
            return number == 2 ? 9 : 3;
        }

        boolean offer(long number) {
            long record = ring.claim(words(number));
            if (record == RecordRing.FULL) {
                return false;
            }
            for (int i = 0; i < words(number); i++) {
                ring.set(record, i, number * (i + 1));
            }
            ring.commit(record);
            return true;
        }
    }

    /** Two producers and the owner. */
    @JCStressTest
    @Outcome(id = "1, 1, true", expect = Expect.ACCEPTABLE, desc = "Each arrived once, whole.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One was lost, torn, or arrived twice.")
    @State
    public static class TwoProducers extends Ring {
        @Actor
        public void one() {
            offer(1);
        }

        @Actor
        public void other() {
            offer(2);
        }

        @Actor
        public void owner() {
            take();
        }

        @Arbiter
        public void rest(IIZ_Result r) {
            take();
            r.r1 = first;
            r.r2 = second;
            r.r3 = !torn;
        }
    }

    /** Two producers for the last cells, of which the owner may free some: what is refused does not arrive. */
    @JCStressTest
    @Outcome(
            id = {"1, 1, true", "1, 0, true", "0, 1, true"},
            expect = Expect.ACCEPTABLE,
            desc = "What was accepted arrived; both only if cells were freed in time.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Accepted and lost, or refused and there.")
    @State
    public static class LastCells extends Ring {
        private boolean oneAccepted;
        private boolean otherAccepted;

        public LastCells() {
            offer(3);
            offer(3);
        }

        @Actor
        public void one() {
            oneAccepted = offer(1);
        }

        @Actor
        public void other() {
            otherAccepted = offer(2);
        }

        @Actor
        public void owner() {
            if (ring.isReady()) {
                takeOne();
            }
        }

        @Arbiter
        public void rest(IIZ_Result r) {
            take();
            r.r1 = first;
            r.r2 = second;
            r.r3 = !torn && first == (oneAccepted ? 1 : 0) && second == (otherAccepted ? 1 : 0);
        }
    }

    /** The second cell of a record whose turn says that it is there before it is. */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "Not there yet, or whole.")
    @Outcome(
            id = "-1",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "A record whose second cell is missing.")
    @State
    public static class WeakenedFirstCellOnly {
        private final LongColumn cells = LongColumn.of(16);

        @Actor
        public void producer() {
            cells.setRelease(0, 1);
            cells.setPlain(9, 1);
        }

        @Actor
        public void owner(I_Result r) {
            if (cells.getAcquire(0) == 1) {
                r.r1 = cells.getPlain(9) == 1 ? 1 : -1;
            }
        }
    }
}
