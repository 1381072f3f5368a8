/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import org.agrona.concurrent.NanoClock;

/**
 * The manager's clock in a storm: real time, held back while a producer is stuck in a step.
 *
 * <p>A ticket that a producer holds within a step must not expire because the operating system had the thread wait; else the
 * auditor could not tell a slow producer from a manager that breaks its word. So the clock moves on by at most a quarter of
 * the lease until every producer has begun another step. A ticket admitted in some step sees at most two such moves before the
 * step ends: half a lease.
 *
 * <p><b>Threading</b>: {@link #nanoTime} any thread; the rest, the owner.
 */
public final class StormClock implements NanoClock {
    private final Live live;
    private final long most;
    private final long[] seen;
    private long real = System.nanoTime();
    private long base;
    private volatile long now;

    /** A clock for producers that publish their steps, and hold tickets of this lease. */
    public StormClock(Live live, long leaseNanos) {
        this.live = live;
        this.most = leaseNanos / 4;
        this.seen = new long[live.producers()];
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /** Moves on with real time, as far as the producers allow. */
    public void advance() {
        long current = System.nanoTime();
        long elapsed = current - real;
        real = current;
        if (haveAllMoved()) {
            base = now;
        }
        now = Math.min(now + elapsed, base + most);
    }

    private boolean haveAllMoved() {
        for (int producer = 0; producer < seen.length; producer++) {
            if (live.steps(producer) == seen[producer]) {
                return false;
            }
        }
        for (int producer = 0; producer < seen.length; producer++) {
            seen[producer] = live.steps(producer);
        }
        return true;
    }

    /** Moves on freely, all producers being at rest. */
    public void skip(long nanos) {
        now = now + nanos;
        base = now;
    }
}
