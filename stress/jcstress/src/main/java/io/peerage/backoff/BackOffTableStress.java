/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import io.peerage.concurrent.LongColumn;
import io.peerage.config.BackOffConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A peer's back-off word, changed from several sides at once. */
public class BackOffTableStress {
    // Waits of 5, 6, 9, 14 s: the seconds tell how many failures a wait was meant for.
    private static final BackOffConfig POLICY = BackOffConfig.GO_LIBP2P;
    private static final long SECOND = 1_000_000_000L;

    private BackOffTableStress() {}

    private static BackOffTable failed(int failures) {
        BackOffTable table = new BackOffTable(1);
        for (int i = 0; i < failures; i++) {
            table.fail(0, 0, POLICY, 0);
        }
        return table;
    }

    private static int seconds(long word) {
        return (int) (BackOffWord.remaining(word, 0) / SECOND);
    }

    /** Two dials fail at once, one of them forced: both count. */
    @JCStressTest
    @Outcome(
            id = {"2, 3, 9", "3, 2, 9"},
            expect = Expect.ACCEPTABLE,
            desc = "Both counted, and the wait is that of three failures.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A failure was lost, or has another's wait.")
    @State
    public static class FailAgainstFail {
        private final BackOffTable table = failed(1);

        @Actor
        public void one(III_Result r) {
            r.r1 = BackOffWord.failures(table.fail(0, 0, POLICY, 0));
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = BackOffWord.failures(table.fail(0, 0, POLICY, 0));
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = seconds(table.word(0));
        }
    }

    /** The same without a CAS. */
    @JCStressTest
    @Outcome(
            id = {"2, 3, 9", "3, 2, 9"},
            expect = Expect.ACCEPTABLE,
            desc = "One after the other.")
    @Outcome(
            id = "2, 2, 6",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "A failure was lost between reading and writing.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No such words.")
    @State
    public static class WeakenedFailAgainstFail {
        private final BackOffTable table = failed(1);

        private int fail() {
            long next = BackOffWord.failed(table.word(0), 0, POLICY, 0);
            table.put(0, next);
            return BackOffWord.failures(next);
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = fail();
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = fail();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = seconds(table.word(0));
        }
    }

    /** A dial fails while an inbound connection of the same peer is established. */
    @JCStressTest
    @Outcome(id = "4, 0", expect = Expect.ACCEPTABLE, desc = "Failed first: forgotten.")
    @Outcome(id = "1, 5", expect = Expect.ACCEPTABLE, desc = "Failed last: a series of its own.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Failures from before the success came back.")
    @State
    public static class FailAgainstEstablished {
        private final BackOffTable table = failed(3);

        @Actor
        public void fail(II_Result r) {
            r.r1 = BackOffWord.failures(table.fail(0, 0, POLICY, 0));
        }

        @Actor
        public void established() {
            table.established(0, POLICY);
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = seconds(table.word(0));
        }
    }

    /** The same by hand, which swaps instead of comparing. */
    @JCStressTest
    @Outcome(id = "4, 0", expect = Expect.ACCEPTABLE, desc = "Failed first: forgotten.")
    @Outcome(id = "1, 5", expect = Expect.ACCEPTABLE, desc = "Failed last: a series of its own.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Failures from before the reset came back.")
    @State
    public static class FailAgainstReset {
        private final BackOffTable table = failed(3);

        @Actor
        public void fail(II_Result r) {
            r.r1 = BackOffWord.failures(table.fail(0, 0, POLICY, 0));
        }

        @Actor
        public void reset() {
            table.reset(0);
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = seconds(table.word(0));
        }
    }

    /** A given-up peer comes to be always wanted while another dial of it fails. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Failed, then starts anew.")
    @Outcome(
            id = "true, false",
            expect = Expect.ACCEPTABLE,
            desc = "Starts anew, then the first failure of a new series.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Given up although it is wanted.")
    @State
    public static class FailAgainstShorten {
        private final BackOffTable table = new BackOffTable(1);

        public FailAgainstShorten() {
            table.put(0, BackOffWord.waiting(5, true, SECOND));
        }

        @Actor
        public void fail() {
            table.fail(0, 0, BackOffConfig.NWAKU, 0);
        }

        @Actor
        public void shorten(ZZ_Result r) {
            r.r1 = table.shorten(0, 0, SECOND) == BackOffWord.NONE;
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            r.r1 &= !table.isUnreachable(0, 0);
            r.r2 = table.mayDial(0, 0);
        }
    }

    /** Whoever finds the dial given back finds the wait: the word is written before. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The dial still runs.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The dial still runs, and has failed.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Given back, and backing off.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Free to dial, without its wait.")
    @State
    public static class DialGivenBackAfterItsFailure {
        private final BackOffTable table = new BackOffTable(1);
        private final LongColumn dialing = LongColumn.of(1);

        public DialGivenBackAfterItsFailure() {
            dialing.setPlain(0, 1);
        }

        @Actor
        public void fail() {
            table.fail(0, 0, POLICY, 0);
            dialing.cas(0, 1, 0);
        }

        @Actor
        public void plan(II_Result r) {
            r.r1 = (int) dialing.getAcquire(0);
            r.r2 = table.isBackingOff(0, 0) ? 1 : 0;
        }
    }

    /** The same, giving the dial back first. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The dial still runs.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "It was given back in between.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Given back, and backing off.")
    @Outcome(
            id = "0, 0",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "Free to dial, without its wait.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No such values.")
    @State
    public static class WeakenedDialGivenBackBeforeItsFailure {
        private final BackOffTable table = new BackOffTable(1);
        private final LongColumn dialing = LongColumn.of(1);

        public WeakenedDialGivenBackBeforeItsFailure() {
            dialing.setPlain(0, 1);
        }

        @Actor
        public void fail() {
            dialing.cas(0, 1, 0);
            table.fail(0, 0, POLICY, 0);
        }

        @Actor
        public void plan(II_Result r) {
            r.r1 = (int) dialing.getAcquire(0);
            r.r2 = table.isBackingOff(0, 0) ? 1 : 0;
        }
    }
}
