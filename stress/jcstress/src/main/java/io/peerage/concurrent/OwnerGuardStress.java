/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two owners at once: never both inside. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "One after the other.")
@Outcome(
        id = {"-1, 0", "0, -1"},
        expect = Expect.ACCEPTABLE,
        desc = "One was told that the other ticks.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both were inside, or neither.")
@State
public class OwnerGuardStress {
    private final OwnerGuard guard = new OwnerGuard();
    private int inside;

    @Actor
    public void first(II_Result r) {
        r.r1 = tick();
    }

    @Actor
    public void second(II_Result r) {
        r.r2 = tick();
    }

    // Plain on purpose: the guard must also hand what one owner wrote to the next.
    private int tick() {
        try {
            guard.enter();
        } catch (IllegalStateException overlapping) {
            return -1;
        }
        int others = inside;
        inside = others + 1;
        inside = others;
        guard.leave();
        return others;
    }
}
