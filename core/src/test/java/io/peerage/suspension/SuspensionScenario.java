/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import java.util.List;

/** What the harness knows of a world of instrumented classes: two threads' work on it, never at the same time. */
public interface SuspensionScenario {
    /** The names of the operations that a thread can be suspended in. */
    List<String> operations();

    /** A fresh world, ready for an operation. */
    SuspensionScenario prepared(String operation, boolean recycling);

    /** The operation, on the thread that gets suspended. */
    void operate();

    /** Another operation on what the first works on, on another thread. */
    void operate(String other);

    /** Everything that others do meanwhile. */
    void work();

    /** Ends what is left; what is wrong then, or was before, one sentence each. */
    List<String> reconcile();
}
