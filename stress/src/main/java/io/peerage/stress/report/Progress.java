/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.race.Watcher;
import java.io.PrintWriter;

/**
 * Tells how a storm is going: on a terminal one line that is rewritten, elsewhere a line now and then.
 *
 * <p><b>Threading</b>: the thread that runs the storm.
 */
public final class Progress implements Watcher {
    private final LiveLine line;
    private long sumOfRates;
    private int rates;

    Progress(LiveLine line) {
        this.line = line;
    }

    /** Progress on the standard output, or none. */
    public static Progress on(PrintWriter out, boolean quiet) {
        return new Progress(LiveLine.on(out, quiet));
    }

    @Override
    public void look(Sample sample) {
        sumOfRates += (long) sample.eventsPerSecond();
        rates++;
        if (!line.isDue()) {
            return;
        }
        line.show(
                Text.format(
                        "%-9s %-8s %5.1f s %,14d events/s %,12d connected %,14d refused %,4d violations",
                        sample.contender(),
                        sample.measuring() ? "measured" : "warm-up",
                        sample.seconds(),
                        sumOfRates / rates,
                        sample.connected(),
                        sample.refused(),
                        sample.violations()));
        sumOfRates = 0;
        rates = 0;
    }

    /** The storm is over: what comes next starts on a line of its own. */
    public void done() {
        line.done();
    }
}
