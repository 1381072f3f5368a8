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

/** No permit is held twice, none gets lost, and a refusal means that there was none. */
public class StripedPermitsStress {
    private static final int STRIPES = 2;

    private StripedPermitsStress() {}

    private static int took(StripedPermits permits) {
        return permits.acquire(StripedPermits.FIRST) == 0 ? 1 : 0;
    }

    /** Two want the last permit, which lies on the stripe of one of them or of none. */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "The first got it.")
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "The second got it.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "Both (a limit exceeded), or neither (refused with a permit to spare).")
    @State
    public static class LastPermit {
        private final StripedPermits permits = new StripedPermits(1, 1, STRIPES);

        @Actor
        public void first(III_Result r) {
            r.r1 = took(permits);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = took(permits);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = permits.heldFirst();
        }
    }

    /** One of two permits is held, given back and taken again while another wants one: one is free at every moment. */
    @JCStressTest
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "Both got one, wherever it lay.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "Refused although one was always free, or permits made or lost.")
    @State
    public static class AcquireAgainstRelease {
        private final StripedPermits permits = new StripedPermits(2, 0, STRIPES);

        public AcquireAgainstRelease() {
            permits.acquire(StripedPermits.FIRST);
        }

        @Actor
        public void releaseAndAcquire(III_Result r) {
            permits.release(StripedPermits.FIRST);
            r.r1 = took(permits);
        }

        @Actor
        public void acquire(III_Result r) {
            r.r2 = took(permits);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = permits.heldFirst();
        }
    }

    /** One has the first and no second limit, so it gives the first back while another wants it. */
    @JCStressTest
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "The second found it.")
    @Outcome(
            id = "0, 0, 0",
            expect = Expect.ACCEPTABLE,
            desc = "The second was refused while the first held it in vain.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Half of a pair was kept, or lost.")
    @State
    public static class AllOrNone {
        private final StripedPermits permits = new StripedPermits(1, 0, STRIPES);

        @Actor
        public void both(III_Result r) {
            r.r1 = permits.acquire(StripedPermits.FIRST | StripedPermits.SECOND) == 0 ? 1 : 0;
        }

        @Actor
        public void one(III_Result r) {
            r.r2 = took(permits);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = permits.heldFirst();
        }
    }

    /** What the first test would see if a permit were taken by reading and writing. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "One got it.")
    @Outcome(
            id = "1, 1",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "Both got it: without a compare-and-set the limit is none.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Nobody got it.")
    @State
    public static class WeakenedLastPermit {
        private final LongColumn stripe = LongColumn.of(1);

        public WeakenedLastPermit() {
            stripe.setPlain(0, 1);
        }

        @Actor
        public void first(II_Result r) {
            r.r1 = take();
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = take();
        }

        private int take() {
            long available = stripe.getAcquire(0);
            if (available == 0) {
                return 0;
            }
            stripe.setRelease(0, available - 1);
            return 1;
        }
    }
}
