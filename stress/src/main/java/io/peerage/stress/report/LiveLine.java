/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import java.io.Console;
import java.io.PrintWriter;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Tells how something is going: on a terminal one line that is rewritten, elsewhere a line now and then.
 *
 * <p><b>Threading</b>: one thread.
 */
final class LiveLine {
    private static final long REWRITE_NANOS = 200_000_000L;
    private static final long LINE_NANOS = 2_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final boolean quiet;
    private final NanoClock clock;
    private long last;
    private int width;

    LiveLine(PrintWriter out, boolean terminal, boolean quiet, NanoClock clock) {
        this.clock = clock;
        this.last = clock.nanoTime();
        this.out = out;
        this.terminal = terminal;
        this.quiet = quiet;
    }

    /** A line on the standard output, or none. */
    static LiveLine on(PrintWriter out, boolean quiet) {
        return new LiveLine(out, !quiet && isTerminal(), quiet, SystemNanoClock.INSTANCE);
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

    /** Whether it is time to show something again. */
    boolean isDue() {
        return !quiet && clock.nanoTime() - last >= (terminal ? REWRITE_NANOS : LINE_NANOS);
    }

    void show(String line) {
        last = clock.nanoTime();
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
            width = line.length();
        } else {
            out.println(line);
        }
    }

    /** It is over: what comes next starts on a line of its own. */
    void done() {
        if (terminal && width > 0) {
            out.println();
            width = 0;
        }
    }
}
