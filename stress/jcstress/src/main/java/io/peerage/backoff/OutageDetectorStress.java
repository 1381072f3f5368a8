/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import io.peerage.concurrent.LongColumn;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** No dial that ended is overlooked, whoever looks meanwhile. */
public class OutageDetectorStress {
    private OutageDetectorStress() {}

    /** A node of two peers that lost both, and has dialed so often since without an answer. */
    private static OutageDetector unanswered(int dials) {
        OutageDetector detector = new OutageDetector();
        detector.record(true);
        detector.evaluate(2);
        for (int i = 0; i < dials; i++) {
            detector.record(false);
        }
        return detector;
    }

    /** Two dials end at once, one of them being the last but one that the window takes. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "Both counted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One was lost.")
    @State
    public static class RecordAgainstRecord {
        private final OutageDetector detector = unanswered(OutageDetector.WINDOW - 3);

        @Actor
        public void one() {
            detector.record(false);
        }

        @Actor
        public void other() {
            detector.record(false);
        }

        @Arbiter
        public void rest(Z_Result r) {
            detector.evaluate(0);
            r.r1 = detector.isOutage();
        }
    }

    /** A dial is answered while an outage would begin. */
    @JCStressTest
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "It began, and ended.")
    @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "It didn't begin.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The answer was overlooked.")
    @State
    public static class AnswerAgainstBeginning {
        private final OutageDetector detector = unanswered(OutageDetector.WINDOW);

        @Actor
        public void answer() {
            detector.record(true);
        }

        @Actor
        public void owner(ZZ_Result r) {
            r.r1 = detector.evaluate(0);
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            detector.evaluate(0);
            r.r2 = detector.isOutage();
        }
    }

    /** A dial goes unanswered while the outage ends: it may be forgotten, and keeps nothing up. */
    @JCStressTest
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "It ended.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It didn't, although a peer came back.")
    @State
    public static class FailureAgainstEnd {
        private final OutageDetector detector = unanswered(OutageDetector.WINDOW);

        public FailureAgainstEnd() {
            detector.evaluate(0);
        }

        @Actor
        public void fail() {
            detector.record(false);
        }

        @Actor
        public void owner(ZZ_Result r) {
            r.r1 = detector.evaluate(1);
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            detector.evaluate(1);
            r.r2 = detector.isOutage();
        }
    }

    /** The same with an outage that is written, not compared and set. */
    @JCStressTest
    @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "It didn't begin.")
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "It began, and ended.")
    @Outcome(
            id = "true, true",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "The answer was overlooked, and the outage goes on.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No such values.")
    @State
    public static class WeakenedAnswerAgainstBeginning {
        private static final long ANSWERED = 1;
        private static final long OUTAGE = 2;
        private final LongColumn word = LongColumn.of(1);

        @Actor
        public void answer() {
            long before;
            do {
                before = word.getVolatile(0);
            } while (!word.cas(0, before, before | ANSWERED));
        }

        @Actor
        public void owner(ZZ_Result r) {
            r.r1 = word.getVolatile(0) == 0;
            if (r.r1) {
                word.setVolatile(0, OUTAGE);
            }
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            r.r2 = word.getVolatile(0) == OUTAGE;
        }
    }
}
