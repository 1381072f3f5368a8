/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** The system's clock, or one that the owner sets at each tick. {@link #tick} one thread, the rest any thread. */
final class Clocks {
    private final CachedNanoClock cached = new CachedNanoClock();
    private final boolean isCached;

    Clocks(String name) {
        this.isCached =
                switch (name) {
                    case "system" -> false;
                    case "cached" -> true;
                    default ->
                            throw new IllegalArgumentException(
                                    "clock '" + name + "' is neither system nor cached");
                };
        tick();
    }

    NanoClock clock() {
        return isCached ? cached : SystemNanoClock.INSTANCE;
    }

    void tick() {
        if (isCached) {
            cached.update(System.nanoTime());
        }
    }
}
