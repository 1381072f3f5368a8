/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A prefix is counted in one cell, exactly, up to its limit. */
public class PrefixTableStress {
    private static final long P = 0x0123_4567_89ab_cdefL;
    private static final long Q = 0x7654_3210_fedc_ba98L;
    private static final int CELLS = 7;

    private PrefixTableStress() {}

    private static int enter(PrefixTable table, long hash, int limit) {
        return table.enter(hash, table.seek(hash), limit);
    }

    /** Two enter a prefix that nobody knows, at a limit of one. */
    @JCStressTest
    @Outcome(
            id = {"true, false, 1", "false, true, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "One is in.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "Both: two cells for one prefix, or a count past the limit. Or none.")
    @State
    public static class EnterAgainstEnter {
        private final PrefixTable table = new PrefixTable(1);

        @Actor
        public void first(ZZI_Result r) {
            r.r1 = enter(table, P, 1) >= 0;
        }

        @Actor
        public void second(ZZI_Result r) {
            r.r2 = enter(table, P, 1) >= 0;
        }

        @Arbiter
        public void rest(ZZI_Result r) {
            r.r3 = (int) table.sum() + (table.count(P) == 1 ? 0 : 100);
        }
    }

    /** The one inside leaves while another enters. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Left, then entered.")
    @Outcome(
            id = "false, true",
            expect = Expect.ACCEPTABLE,
            desc = "Refused while the other was inside.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The count is not what was done.")
    @State
    public static class EnterAgainstLeave {
        private final PrefixTable table = new PrefixTable(1);
        private final int inside = enter(table, P, 1);
        private boolean entered;

        @Actor
        public void enterOne(ZZ_Result r) {
            entered = enter(table, P, 1) >= 0;
            r.r1 = entered;
        }

        @Actor
        public void leave() {
            table.leave(inside);
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            r.r2 = table.count(P) == (entered ? 1 : 0) && table.sum() == (entered ? 1 : 0);
        }
    }

    /** The only cell without a count is wanted by its prefix again, and by another. */
    @JCStressTest
    @Outcome(
            id = "true, false, 1",
            expect = Expect.ACCEPTABLE,
            desc = "Revived; no cell for the other.")
    @Outcome(
            id = "false, true, 1",
            expect = Expect.ACCEPTABLE,
            desc = "Claimed; no cell for the first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One cell counts two prefixes.")
    @State
    public static class ClaimAgainstRevival {
        private final PrefixTable table = new PrefixTable(1);

        public ClaimAgainstRevival() {
            table.leave(enter(table, P, 1));
            for (int other = 1; other < CELLS; other++) {
                enter(table, P + ((long) other << 8), 1);
            }
        }

        @Actor
        public void revive(ZZI_Result r) {
            r.r1 = enter(table, P, 2) >= 0;
        }

        @Actor
        public void claim(ZZI_Result r) {
            r.r2 = enter(table, Q, 2) >= 0;
        }

        @Arbiter
        public void rest(ZZI_Result r) {
            r.r3 = table.count(P) + table.count(Q);
        }
    }

    /** One revives a prefix while another takes its cell and a third cell comes free. */
    @JCStressTest
    @Outcome(id = "true, true, 2", expect = Expect.ACCEPTABLE, desc = "Each in a cell of its own.")
    @Outcome(
            id = {"true, false, 1", "false, true, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "The cell that came free came too late for one.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A prefix in two cells, or a lost count.")
    @State
    public static class ClaimAgainstRevivalWithRoom {
        private final PrefixTable table = new PrefixTable(1);
        private int leaving;

        public ClaimAgainstRevivalWithRoom() {
            table.leave(enter(table, P, 1));
            for (int other = 1; other < CELLS; other++) {
                leaving = enter(table, P + ((long) other << 8), 1);
            }
        }

        @Actor
        public void leaveAndRevive(ZZI_Result r) {
            table.leave(leaving);
            r.r1 = enter(table, P, 2) >= 0;
        }

        @Actor
        public void claim(ZZI_Result r) {
            r.r2 = enter(table, Q, 2) >= 0;
        }

        @Arbiter
        public void rest(ZZI_Result r) {
            int others = CELLS - 2;
            r.r3 = table.count(P) + table.count(Q);
            if (table.sum() != r.r3 + others) {
                r.r3 = -1;
            }
        }
    }
}
