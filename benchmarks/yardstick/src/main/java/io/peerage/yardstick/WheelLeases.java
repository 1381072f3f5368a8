/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.util.concurrent.TimeUnit;

/** Leases on Netty's hashed wheel, the cheaper choice for timers that are nearly always cancelled. */
public final class WheelLeases implements Leases {
    private final HashedWheelTimer timer;

    /** One daemon thread. */
    public WheelLeases() {
        timer =
                new HashedWheelTimer(
                        task -> {
                            Thread thread = new Thread(task, "leases");
                            thread.setDaemon(true);
                            return thread;
                        },
                        20,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public Lease start(Runnable atEnd, long nanos) {
        Timeout timeout = timer.newTimeout(ended -> atEnd.run(), nanos, TimeUnit.NANOSECONDS);
        return timeout::cancel;
    }

    @Override
    public void close() {
        timer.stop();
    }
}
