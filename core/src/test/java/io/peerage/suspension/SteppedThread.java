/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import java.util.concurrent.Semaphore;

/**
 * A thread that counts its accesses to shared memory, can be suspended before any of them, and may make only so many.
 *
 * <p>A thread that waits for another in a loop makes accesses without end: it fails by its budget, not by a time limit.
 */
final class SteppedThread extends Thread {
    private static final int STRIPES = 32;

    private final long suspendBefore;
    private final long budget;
    private final Semaphore stopped = new Semaphore(0);
    private final Semaphore mayResume = new Semaphore(0);
    private long steps;
    private boolean seen = true;
    private boolean suspended;
    private Throwable failure;

    private SteppedThread(Runnable work, long suspendBefore, long budget) {
        super(work);
        this.suspendBefore = suspendBefore;
        this.budget = budget;
        setDaemon(true);
        setUncaughtExceptionHandler((thread, thrown) -> failure = thrown);
    }

    /** A thread that works on the given stripe of every striped structure. */
    static SteppedThread onStripe(int stripe, Runnable work, long suspendBefore, long budget) {
        SteppedThread thread = new SteppedThread(work, suspendBefore, budget);
        while ((thread.getId() & STRIPES - 1) != stripe) {
            thread = new SteppedThread(work, suspendBefore, budget);
        }
        return thread;
    }

    @Override
    public void run() {
        try {
            super.run();
        } finally {
            stopped.release();
        }
    }

    void unseen(Runnable books) {
        seen = false;
        books.run();
        seen = true;
    }

    void step() {
        if (!seen) {
            return;
        }
        if (++steps == suspendBefore) {
            suspended = true;
            stopped.release();
            mayResume.acquireUninterruptibly();
            suspended = false;
        }
        if (steps > budget) {
            throw new BudgetExceededError(budget);
        }
    }

    /** Runs until the thread is suspended or done; whether it is suspended. */
    boolean startUntilSuspended() {
        start();
        stopped.acquireUninterruptibly();
        return suspended;
    }

    /** Lets a suspended thread go on, and waits for its end. */
    void resumeAndFinish() throws InterruptedException {
        mayResume.release();
        join();
    }

    /** Runs to the end; false if it came to wait for a lock that the suspended thread holds. */
    boolean runWhileSuspended(SteppedThread victim) {
        start();
        while (isAlive()) {
            if (Locks.isWaiting(this, victim)) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    long steps() {
        return steps;
    }

    /** What ended the work, or null. */
    Throwable failure() {
        return failure;
    }

    /** A thread made more accesses than any operation needs: it is waiting for another. */
    static final class BudgetExceededError extends Error {
        private static final long serialVersionUID = 1L;

        BudgetExceededError(long budget) {
            super(
                    "more than "
                            + budget
                            + " accesses to shared memory: it waits for another thread");
        }
    }
}
