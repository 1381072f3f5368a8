/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells how far a run is, how long that took. One thread. */
class Progress implements Session.Watcher {
    private static final int A_MINUTE = 60;

    private final PrintWriter err;
    private final long secondsBefore;
    private final long begin = System.nanoTime();

    Progress(PrintWriter err, long secondsBefore) {
        this.err = err;
        this.secondsBefore = secondsBefore;
    }

    /** How long it has taken, with the runs that it goes on from. */
    final long seconds() {
        return secondsBefore + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    }

    @Override
    public final void begins(
            String operation, Setting setting, int number, int all, boolean again) {
        err.printf(
                Locale.ROOT,
                "[%d/%d, %s] %s%s, size %,d, threads %d%n",
                number,
                all,
                time(seconds()),
                again ? "failed, once more: " : "",
                operation,
                setting.peers(),
                setting.threads());
    }

    private static String time(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d", seconds / A_MINUTE, seconds % A_MINUTE);
    }
}
