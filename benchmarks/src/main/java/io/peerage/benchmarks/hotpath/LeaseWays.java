/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.yardstick.ExecutorLeases;
import io.peerage.yardstick.Leases;
import io.peerage.yardstick.WheelLeases;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which the yardstick lets tickets expire.
 *
 * <p>A timer a ticket is what one writes, and what the yardstick is defined by: on the JDK's scheduled executor, or, for
 * nodes that have Netty anyway, on its wheel, which is quicker and less exact. Looking through all tickets at a tick, as
 * Peerage does, takes no timer at all: it is measured beside, as the sharpest form of the yardstick that we know.
 */
public final class LeaseWays {
    /** A task a ticket on a {@code ScheduledThreadPoolExecutor}. */
    public static final String EXECUTOR = "executor";

    /** A timeout a ticket on Netty's {@code HashedWheelTimer}. */
    public static final String WHEEL = "wheel";

    /** No timer; the tick looks. */
    public static final String TICK = "tick";

    private LeaseWays() {}

    static @Nullable Leases of(String way) {
        return switch (way) {
            case EXECUTOR -> new ExecutorLeases();
            case WHEEL -> new WheelLeases();
            case TICK -> null;
            default ->
                    throw new IllegalArgumentException(
                            "leases is " + way + "; pass executor, wheel or tick");
        };
    }
}
