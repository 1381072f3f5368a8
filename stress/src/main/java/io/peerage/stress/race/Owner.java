/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import io.peerage.stress.oracle.Books;
import io.peerage.stress.oracle.Contract;
import io.peerage.yardstick.ConnectionManager;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** Ticks, moves the clock on, and looks at the totals, until stopped. <b>Threading</b>: the storm's owner thread. */
final class Owner implements Runnable {
    private static final long SHORTEST_PARK = 20_000;
    private static final long LONGEST_PARK = 500_000;

    private final ConnectionManager subject;
    private final StormClock clock;
    private final Books books;
    private volatile boolean stopped;

    Owner(ConnectionManager subject, StormClock clock, Books books) {
        this.subject = subject;
        this.clock = clock;
        this.books = books;
    }

    /** Lets the loop end after its present round. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        IdleStrategy idle = new BackoffIdleStrategy(10, 5, SHORTEST_PARK, LONGEST_PARK);
        while (!stopped) {
            idle.idle(round());
        }
    }

    private int round() {
        clock.advance();
        int done = 0;
        try {
            done = subject.tick();
        } catch (RuntimeException | Error e) {
            books.violations().found(Contract.NO_EXCEPTION, "a tick threw " + e);
        }
        books.checkTotals();
        return done;
    }
}
