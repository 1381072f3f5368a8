/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.stress.oracle.Contract;
import io.peerage.stress.race.StormClock;
import java.util.concurrent.locks.LockSupport;

/**
 * Ticks and moves the clock on; in some rounds of the storm it is away for half of the time. <b>Threading</b>: the storm's owner thread.
 */
final class OwnerLoop implements Runnable {
    private static final long PARK_NANOS = 20_000;
    private static final long LONG_PARK_NANOS = 200_000;

    private final Accounts all;
    private final StormClock clock;
    private final Gate gate;
    private volatile long awayNanos;

    OwnerLoop(Accounts all, StormClock clock, Gate gate) {
        this.all = all;
        this.clock = clock;
        this.gate = gate;
    }

    /** In the next round it is away for so long. */
    void away(long nanos) {
        awayNanos = nanos;
    }

    @Override
    public void run() {
        while (gate.runsAgain()) {
            long back = System.nanoTime() + awayNanos;
            while (gate.isRunning()) {
                clock.advance();
                boolean isAway = System.nanoTime() - back < 0;
                LockSupport.parkNanos(isAway || tick() == 0 ? LONG_PARK_NANOS : PARK_NANOS);
            }
            gate.stopped();
        }
    }

    private int tick() {
        all.ticks.begin(all.orders.isNobodyOrdering());
        try {
            return all.manager().tick();
        } catch (RuntimeException | Error e) {
            all.violations.found(Contract.NO_EXCEPTION, "a tick threw " + e);
            return 0;
        } finally {
            all.ticks.end();
        }
    }
}
