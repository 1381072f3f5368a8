/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.connection;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what was thrown where nothing may be thrown on, and keeps the latest.
 *
 * <p>Nothing is logged: who can make a node fail could flood its log too.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free.
 */
public final class Failures {
    private final LongAdder count = new LongAdder();
    private final AtomicReference<@Nullable Throwable> last = new AtomicReference<>();

    /** None yet. */
    public Failures() {}

    /** This was thrown. */
    public void note(Throwable failure) {
        last.setRelease(failure);
        count.increment();
    }

    /** How many there were. */
    public long count() {
        return count.sum();
    }

    /** The latest, or null. */
    public @Nullable Throwable last() {
        return last.getAcquire();
    }
}
