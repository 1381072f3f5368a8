/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.race.Watcher;
import java.io.Console;
import java.io.PrintWriter;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Tells how a storm is going: on a terminal one line that is rewritten, elsewhere a line now and then.
 *
 * <p><b>Threading</b>: the thread that runs the storm.
 */
public final class Progress implements Watcher {
    private static final long REWRITE_NANOS = 200_000_000L;
    private static final long LINE_NANOS = 2_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final boolean quiet;
    private final NanoClock clock;
    private long last;
    private long sumOfRates;
    private int rates;
    private int width;

    Progress(PrintWriter out, boolean terminal, boolean quiet, NanoClock clock) {
        this.clock = clock;
        this.last = clock.nanoTime();
        this.out = out;
        this.terminal = terminal;
        this.quiet = quiet;
    }

    /** Progress on the standard output, or none. */
    public static Progress on(PrintWriter out, boolean quiet) {
        return new Progress(out, !quiet && isTerminal(), quiet, SystemNanoClock.INSTANCE);
    }

    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // Newer JDKs have a console without a terminal too, and a method that tells; 17 has
            // not.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Override
    public void look(Sample sample) {
        sumOfRates += (long) sample.eventsPerSecond();
        rates++;
        long now = clock.nanoTime();
        if (quiet || now - last < (terminal ? REWRITE_NANOS : LINE_NANOS)) {
            return;
        }
        String line =
                Text.format(
                        "%-9s %-8s %5.1f s %,14d events/s %,12d connected %,14d refused %,4d violations",
                        sample.contender(),
                        sample.measuring() ? "measured" : "warm-up",
                        sample.seconds(),
                        sumOfRates / rates,
                        sample.connected(),
                        sample.refused(),
                        sample.violations());
        last = now;
        sumOfRates = 0;
        rates = 0;
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
            width = line.length();
        } else {
            out.println(line);
        }
    }

    /** The storm is over: what comes next starts on a line of its own. */
    public void done() {
        if (terminal && width > 0) {
            out.println();
            width = 0;
        }
    }
}
