/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.connection;

import io.peerage.concurrent.HandleSpace;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A ticket that can be seen has its fields: they are written plainly, and published by the release of its word. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "No ticket yet.")
@Outcome(id = "1, 7, 9", expect = Expect.ACCEPTABLE, desc = "A ticket with its peer and its time.")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "A ticket without its fields: it would expire at once, or dial peer 0.")
@State
public class ConnectionTableStress {
    private static final long ADMITTED = 9;

    private final ConnectionTable table =
            new ConnectionTable(1, 1, new HandleSpace("connection", 1, 1, 1));

    @Actor
    public void admit() {
        int slot = table.take();
        table.prefixCells(slot, -1, -1, -1);
        table.ticket(slot, 0, 0, 7, ADMITTED);
    }

    @Actor
    public void sweep(III_Result r) {
        if (ConnectionWord.state(table.word(0)) == ConnectionWord.PENDING) {
            r.r1 = 1;
            r.r2 = table.peer(0);
            r.r3 = (int) table.admitted(0);
        }
    }
}
