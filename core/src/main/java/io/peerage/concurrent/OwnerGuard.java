/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * Holds that owner-thread methods don't overlap: two threads in them at once are a bug of the caller.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free, O(1). <b>Errors</b>: {@link #enter} throws {@link
 * IllegalStateException} while another thread is inside. The owner may hand its work to another thread between two calls;
 * it may also call again from inside a callback, where {@code enter} says so by returning false.
 */
@AnyThread
public final class OwnerGuard {
    private final PaddedLongs owner = new PaddedLongs(1);

    /** Enters; false if this thread is inside already. */
    public boolean enter() {
        long me = Thread.currentThread().getId();
        if (owner.cas(0, 0, me)) {
            return true;
        }
        long other = owner.getVolatile(0);
        if (other == me) {
            return false;
        }
        throw new IllegalStateException(
                "thread "
                        + me
                        + " ticks while thread "
                        + other
                        + " is in a tick; one thread at a time may own a manager");
    }

    /** Leaves, after an {@link #enter} that returned true. */
    public void leave() {
        owner.setVolatile(0, 0);
    }
}
