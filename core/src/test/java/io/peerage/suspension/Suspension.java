/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

/**
 * One experiment: a thread is suspended before its n-th access to shared memory, others work, the thread goes on.
 *
 * @param suspended whether the thread made as many accesses
 * @param othersSteps how many accesses the others made
 * @param blocked how the others were stopped, or that anybody failed; empty if all was well
 */
record Suspension(boolean suspended, long othersSteps, String blocked) {
    static final int STRIPE = 1;

    private static final long BUDGET = 100_000;
    private static final long NEVER = -1;

    static Suspension of(Runnable operation, long step, Runnable work, int othersStripe)
            throws InterruptedException {
        SteppedThread victim = SteppedThread.onStripe(STRIPE, operation, step, BUDGET);
        SteppedThread others = SteppedThread.onStripe(othersStripe, work, NEVER, BUDGET);
        boolean suspended = victim.startUntilSuspended();
        boolean ran = others.runWhileSuspended(victim);
        victim.resumeAndFinish();
        others.join();
        String blocked =
                ran
                        ? failure("others", others) + failure("the resumed thread", victim)
                        : "others waited for a lock of the suspended thread";
        return new Suspension(suspended, others.steps(), blocked);
    }

    /** Two threads, each suspended once: the first goes on when the second is suspended, or done, and ends first. */
    static Suspension ofTwo(Runnable first, long step, Runnable second, long otherStep)
            throws InterruptedException {
        SteppedThread one = SteppedThread.onStripe(STRIPE, first, step, BUDGET);
        SteppedThread other = SteppedThread.onStripe(STRIPE + 1, second, otherStep, BUDGET);
        boolean suspended = one.startUntilSuspended();
        boolean otherSuspended = other.startUntilSuspended();
        one.resumeAndFinish();
        other.resumeAndFinish();
        return new Suspension(
                suspended && otherSuspended,
                other.steps(),
                failure("the first", one) + failure("the second", other));
    }

    private static String failure(String who, SteppedThread thread) {
        Throwable thrown = thread.failure();
        if (thrown == null) {
            return "";
        }
        StackTraceElement[] trace = thrown.getStackTrace();
        StringBuilder text = new StringBuilder(who).append(" failed: ").append(thrown);
        for (int i = 0; i < Math.min(trace.length, 12); i++) {
            text.append("\n    at ").append(trace[i]);
        }
        return text.append('\n').toString();
    }
}
