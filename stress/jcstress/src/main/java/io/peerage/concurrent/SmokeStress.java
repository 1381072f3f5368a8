/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Of two racing compare-and-sets from one value, exactly one wins: what every claim here rests on. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The first actor won.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The second actor won.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both or neither won.")
@State
public class SmokeStress {
    private final AtomicLong word = new AtomicLong();

    @Actor
    public void first(ZZ_Result result) {
        result.r1 = word.compareAndSet(0, 1);
    }

    @Actor
    public void second(ZZ_Result result) {
        result.r2 = word.compareAndSet(0, 2);
    }
}
