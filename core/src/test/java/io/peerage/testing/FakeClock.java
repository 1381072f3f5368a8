/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;

/**
 * A clock that moves only when told to, and starts anywhere.
 *
 * <p><b>Threading</b>: any thread. <b>Units</b>: nanoseconds; wraps around as {@link System#nanoTime} may.
 */
public final class FakeClock implements NanoClock {
    private final AtomicLong now;

    /** A clock that stands at this time. */
    public FakeClock(long now) {
        this.now = new AtomicLong(now);
    }

    @Override
    public long nanoTime() {
        return now.get();
    }

    /** Moves the clock on. */
    public void advance(Duration duration) {
        advance(duration.toNanos());
    }

    /** Moves the clock on by this many nanoseconds. */
    public void advance(long nanos) {
        now.addAndGet(nanos);
    }
}
