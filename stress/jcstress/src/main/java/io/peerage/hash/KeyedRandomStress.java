/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.hash;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads that draw at once never draw the same number. */
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "The first two numbers, one each.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A number drawn twice: two peers with the same jitter.")
@State
public class KeyedRandomStress {
    private static final KeyedHash HASH = KeyedHash.known(1, 2);
    private static final long FIRST = HASH.hash(0L);
    private static final long SECOND = HASH.hash(1L);

    private final KeyedRandom random = new KeyedRandom(HASH);

    private static int order(long number) {
        return number == FIRST ? 0 : number == SECOND ? 1 : -1;
    }

    @Actor
    public void one(II_Result r) {
        r.r1 = order(random.next());
    }

    @Actor
    public void other(II_Result r) {
        r.r2 = order(random.next());
    }
}
