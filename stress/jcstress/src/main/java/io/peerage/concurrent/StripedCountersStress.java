/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** No addition is lost, on one stripe or two, the owner's own word included. */
@JCStressTest
@Outcome(
        id = {"0, 11", "5, 11", "10, 11"},
        expect = Expect.ACCEPTABLE,
        desc = "Read before, between or after; all is there at the end.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A sum of no additions, or one was lost.")
@State
public class StripedCountersStress {
    private final StripedCounters counters = new StripedCounters(1, 1);

    /** Reads between its own addition and nothing. */
    @Actor
    public void readAndAdd(II_Result r) {
        r.r1 = (int) counters.sum(0);
        counters.add(0, 1);
    }

    /** The owner's way to add. */
    @Actor
    public void addOwned() {
        counters.addOwned(0, 5);
        counters.add(0, 5);
    }

    @Arbiter
    public void rest(II_Result r) {
        r.r2 = (int) counters.sum(0);
    }
}
