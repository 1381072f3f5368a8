/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An object with a small number that any thread reads and changes, 0 to begin with: where the object stands in its life.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free per access. <b>Complexity</b>: O(1), four bytes.
 */
@AnyThread
public class StateCell {
    private static final VarHandle STATE = state();

    // Read and written through the handle alone.
    @SuppressWarnings("unused")
    private int state;

    /** In state 0. */
    protected StateCell() {}

    private static VarHandle state() {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(StateCell.class, "state", int.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the field named here is declared above", e);
        }
    }

    /** Reads atomically in one total order with the other volatile accesses. */
    public final int getState() {
        return (int) STATE.getVolatile(this);
    }

    /** Replaces the expected state by another; false, and no change, if it is in a different one. */
    public final boolean cas(int expected, int next) {
        return STATE.compareAndSet(this, expected, next);
    }
}
