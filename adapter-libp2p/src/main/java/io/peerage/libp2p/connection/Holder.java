/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.connection;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Holds a ticket or a connection of the manager, until whoever ends it first gives it back.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free. <b>Guarantee</b>: of all calls of {@link #end}, one gets true.
 */
public abstract class Holder {
    private static final AtomicIntegerFieldUpdater<Holder> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(Holder.class, "ended");

    private final long handle;
    private volatile int ended;

    /** Holds this. */
    protected Holder(long handle) {
        this.handle = handle;
    }

    /** The handle of the ticket, and of the connection that it becomes. */
    public final long handle() {
        return handle;
    }

    /** Whether this call ends it, so that the caller and nobody else tells the manager, if the manager doesn't know. */
    public final boolean end() {
        return ended == 0 && ENDED.compareAndSet(this, 0, 1);
    }

    /** Whether it has ended. */
    public final boolean isEnded() {
        return ended != 0;
    }

    /** Closes the transport; the manager is told once that is closed. */
    public abstract void close();

    /** Closes the transport; the manager has ended the ticket by itself. */
    public abstract void expire();
}
