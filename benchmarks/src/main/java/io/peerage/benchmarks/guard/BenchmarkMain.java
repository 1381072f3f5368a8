/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;

/** Where {@code benchmarks/run} begins. */
public final class BenchmarkMain {
    private BenchmarkMain() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Before the first class of AWT is loaded: charts are drawn, never shown.
        System.setProperty("java.awt.headless", "true");
        // Whoever measures meanwhile disturbs, but is no reason to fail: ratios have their margins.
        System.setProperty("jmh.ignoreLock", "true");
        long memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize();
        System.exit(
                BenchmarkCommand.execute(
                        new BenchmarkCommand(effort -> new Harness(effort.pace()), memory),
                        args,
                        new PrintWriter(System.out, true),
                        new PrintWriter(System.err, true)));
    }
}
