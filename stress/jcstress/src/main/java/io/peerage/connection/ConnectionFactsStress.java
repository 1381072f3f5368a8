/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.connection;

import io.peerage.model.Direction;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;
import org.openjdk.jcstress.infra.results.ZJ_Result;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** What is told of a connection while others tell of it, or it goes and the slot gets its next tenant. */
public class ConnectionFactsStress {
    private static final int OLD = 7;

    private ConnectionFactsStress() {}

    private static ConnectionFacts facts() {
        ConnectionFacts facts = new ConnectionFacts(1, 2, 1);
        facts.begin(0, OLD, 0, 0);
        return facts;
    }

    /** Two protocols, noted at once. */
    @JCStressTest
    @Outcome(id = "true, true, 3", expect = Expect.ACCEPTABLE, desc = "Both are noted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One was lost.")
    @State
    public static class ProtocolAgainstProtocol {
        private final ConnectionFacts facts = facts();

        @Actor
        public void one(ZZJ_Result r) {
            r.r1 = facts.protocol(0, OLD, 0, true);
        }

        @Actor
        public void other(ZZJ_Result r) {
            r.r2 = facts.protocol(0, OLD, 1, true);
        }

        @Arbiter
        public void rest(ZZJ_Result r) {
            r.r3 = facts.protocols(0);
        }
    }

    /** A stream is opened while its connection goes: the node's count ends at zero either way. */
    @JCStressTest
    @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "Counted, and gone with it.")
    @Outcome(id = "false, 0", expect = Expect.ACCEPTABLE, desc = "Too late to be counted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The count leaks, or is the next tenant's.")
    @State
    public static class StreamAgainstEnd {
        private final ConnectionFacts facts = facts();

        @Actor
        public void open(ZJ_Result r) {
            r.r1 = facts.stream(0, OLD, 1, Direction.INBOUND, true);
        }

        @Actor
        public void end() {
            facts.end(0, OLD);
            facts.begin(0, OLD + 1, 0, 0);
        }

        @Arbiter
        public void rest(ZJ_Result r) {
            r.r2 = facts.streams(1, Direction.INBOUND) + facts.streams(0);
        }
    }

    /** A late ping and agent of a connection whose slot gets its next tenant meanwhile. */
    @JCStressTest
    @Outcome(
            id = "9223372036854775807, true",
            expect = Expect.ACCEPTABLE,
            desc = "Nothing is said of the next tenant.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Taken for the next tenant's.")
    @State
    public static class LateFactAgainstNextTenant {
        private final ConnectionFacts facts = facts();

        @Actor
        public void late() {
            facts.ping(0, OLD, 1_000_000);
            facts.agent(0, OLD, "old");
        }

        @Actor
        public void next() {
            facts.end(0, OLD);
            facts.begin(0, OLD + 1, 0, 0);
        }

        @Arbiter
        public void rest(JZ_Result r) {
            r.r1 = facts.minPing(0);
            r.r2 = facts.agent(0, OLD + 1) == null;
        }
    }
}
