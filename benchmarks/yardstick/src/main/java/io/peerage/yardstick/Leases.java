/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

/** Runs something when a lease is over, unless it is cancelled before. Any thread. */
public interface Leases extends AutoCloseable {
    /** Starts a lease. */
    Lease start(Runnable atEnd, long nanos);

    @Override
    void close();

    /** A lease that was started. */
    @FunctionalInterface
    interface Lease {
        /** The lease is no longer needed. */
        void cancel();
    }
}
