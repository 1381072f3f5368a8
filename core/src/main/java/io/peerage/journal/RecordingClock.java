/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import org.agrona.concurrent.NanoClock;

/**
 * The clock of a manager that is recorded: it stands still for whoever has the turn, so that a call has one time; for
 * others, who only ask, it goes on.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free.
 */
public final class RecordingClock implements NanoClock {
    private final NanoClock clock;
    private volatile long holder;
    private volatile long frozen;

    /** Around a clock. */
    public RecordingClock(NanoClock clock) {
        this.clock = clock;
    }

    /** Stops it for the calling thread; the time at which it stands. */
    public long stop() {
        long now = clock.nanoTime();
        frozen = now;
        holder = Thread.currentThread().getId();
        return now;
    }

    /** Lets it go on. */
    public void resume() {
        holder = 0;
    }

    @Override
    public long nanoTime() {
        return holder == Thread.currentThread().getId() ? frozen : clock.nanoTime();
    }
}
