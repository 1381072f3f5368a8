/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** What was handed over arrives whole and once. */
public class HandOffRingStress {
    private HandOffRingStress() {}

    /** A ring, and what its owner has taken: how often each of two records, and whether one was torn. */
    static class Ring {
        final HandOffRing ring = new HandOffRing(2);
        int first;
        int second;
        boolean torn;

        void take() {
            while (ring.isReady()) {
                long number = ring.word(0);
                torn |=
                        ring.word(1) != -number
                                || ring.word(2) != ~number
                                || ring.word(3) != 3 * number;
                if (number == 1) {
                    first++;
                } else {
                    second++;
                }
                ring.advance();
            }
        }

        boolean offer(long number) {
            return ring.offer(number, -number, ~number, 3 * number);
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

    /** Two producers for the last cell, which the owner may free: what is refused does not arrive. */
    @JCStressTest
    @Outcome(
            id = {"1, 1, true", "1, 0, true", "0, 1, true"},
            expect = Expect.ACCEPTABLE,
            desc = "What was accepted arrived; both only if a cell was freed in time.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Accepted and lost, or refused and there.")
    @State
    public static class LastCell extends Ring {
        private boolean oneAccepted;
        private boolean otherAccepted;

        public LastCell() {
            ring.offer(3, -3, ~3L, 9);
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
                ring.advance();
            }
        }

        @Arbiter
        public void rest(IIZ_Result r) {
            if (ring.isReady() && ring.word(0) == 3) {
                ring.advance();
            }
            take();
            r.r1 = first;
            r.r2 = second;
            r.r3 = !torn && first == (oneAccepted ? 1 : 0) && second == (otherAccepted ? 1 : 0);
        }
    }

    /** The same with a cell that is said to be filled before it is. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "Not there yet, or whole.")
    @Outcome(
            id = {"1, 0", "0, 2"},
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "A record of which a part is missing.")
    @Outcome(
            id = "3, 3",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "A record of which nothing is there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No such values.")
    @State
    public static class WeakenedFilledBefore {
        private final LongColumn cell = LongColumn.of(3);

        @Actor
        public void producer() {
            cell.setRelease(0, 1);
            cell.setPlain(1, 1);
            cell.setPlain(2, 2);
        }

        @Actor
        public void owner(II_Result r) {
            if (cell.getAcquire(0) == 1) {
                r.r1 = (int) cell.getPlain(1);
                r.r2 = (int) cell.getPlain(2);
                if (r.r1 == 0 && r.r2 == 0) {
                    r.r1 = 3;
                    r.r2 = 3;
                }
            }
        }
    }
}
