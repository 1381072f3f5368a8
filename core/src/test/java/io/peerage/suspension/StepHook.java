/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

/** What instrumented code calls before every access to shared memory; only {@link SteppedThread}s take notice. */
public final class StepHook {
    private StepHook() {}

    /** One access is about to happen. */
    public static void step() {
        if (Thread.currentThread() instanceof SteppedThread stepped) {
            stepped.step();
        }
    }

    /** Runs what is no part of the operation: the books of the test. */
    public static void unseen(Runnable books) {
        if (Thread.currentThread() instanceof SteppedThread stepped) {
            stepped.unseen(books);
        } else {
            books.run();
        }
    }
}
