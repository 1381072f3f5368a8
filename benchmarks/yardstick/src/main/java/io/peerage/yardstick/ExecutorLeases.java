/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Leases on the JDK's scheduled executor, cancelled tasks removed at once, as its documentation advises. */
public final class ExecutorLeases implements Leases {
    private final ScheduledThreadPoolExecutor executor;

    /** One daemon thread. */
    public ExecutorLeases() {
        executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "leases");
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Lease start(Runnable atEnd, long nanos) {
        ScheduledFuture<?> future = executor.schedule(atEnd, nanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
