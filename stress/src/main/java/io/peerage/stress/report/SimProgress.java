/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.sim.SimPlan;
import io.peerage.stress.sim.SimWatcher;
import java.io.PrintWriter;

/** Tells how a simulation is going. <b>Threading</b>: the thread of the simulation. */
public final class SimProgress implements SimWatcher {
    private static final double HOUR = 3_600e9;

    private final LiveLine line;

    SimProgress(LiveLine line) {
        this.line = line;
    }

    /** Progress on the standard output, or none. */
    public static SimProgress on(PrintWriter out, boolean quiet) {
        return new SimProgress(LiveLine.on(out, quiet));
    }

    @Override
    public void look(long now, long end, int online, int links, long events) {
        if (line.isDue()) {
            line.show(
                    Text.format(
                            "%6.1f h of %.1f h %,8d online %,10d links %,14d events",
                            now / HOUR, end / HOUR, online, links, events));
        }
    }

    /** One of several simulations is done. */
    public void done(SimPlan plan) {
        if (line.isDue()) {
            line.show("done: " + SimText.plan(plan));
        }
    }

    /** The simulation is over: what comes next starts on a line of its own. */
    public void done() {
        line.done();
    }
}
