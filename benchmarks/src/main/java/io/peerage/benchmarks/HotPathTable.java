/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks;

import io.peerage.benchmarks.hotpath.LeaseWays;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * Results of the hot path's benchmarks as lines of text: ours beside the yardstick's.
 *
 * <p>Times are medians over all iterations of all forks. The ratio is that of the quicker of the yardstick's two
 * ways with an id to ours, so that it is never the better for a slow one; the last column is the same for a yardstick
 * whose tickets take no timer. <b>Units</b>: nanoseconds and bytes an operation, an operation of one
 * thread.
 */
final class HotPathTable {
    private static final String ROW = "%-36s %9s %7s %9s %9s %9s %7s %9s %9s %7s";
    private static final String YARDSTICK = "yardstick";
    private static final String ID_BUILT = "yardstickIdBuilt";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private HotPathTable() {}

    static List<String> of(Collection<RunResult> results) {
        Map<String, Figures> figures = new TreeMap<>();
        for (RunResult result : results) {
            figures.put(
                    key(
                            result.getParams(),
                            method(result.getParams()),
                            result.getParams().getParam("leases")),
                    Figures.of(result));
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        ROW,
                        "operation",
                        "peers",
                        "threads",
                        "ours ns",
                        "yard ns",
                        "id built",
                        "ratio",
                        "ours B/op",
                        "yard B/op",
                        "no timer"));
        for (RunResult result : results) {
            if (!method(result.getParams()).startsWith(YARDSTICK)) {
                lines.add(line(result.getParams(), figures));
            }
        }
        return lines;
    }

    private static String line(BenchmarkParams params, Map<String, Figures> figures) {
        String method = method(params);
        Figures ours = figures.getOrDefault(key(params, method, null), Figures.NONE);
        Figures yardstick =
                figures.getOrDefault(key(params, YARDSTICK, LeaseWays.EXECUTOR), Figures.NONE);
        Figures built =
                figures.getOrDefault(key(params, ID_BUILT, LeaseWays.EXECUTOR), Figures.NONE);
        Figures sharp = figures.getOrDefault(key(params, YARDSTICK, LeaseWays.TICK), Figures.NONE);
        Figures sharpBuilt =
                figures.getOrDefault(key(params, ID_BUILT, LeaseWays.TICK), Figures.NONE);
        String peers = params.getParam("peers");
        return String.format(
                Locale.ROOT,
                ROW,
                operation(params) + "." + method,
                peers == null ? "-" : peers,
                params.getThreads(),
                number(ours.nanos),
                number(yardstick.nanos),
                number(built.nanos),
                number(quicker(yardstick, built) / ours.nanos),
                number(ours.bytes),
                number(yardstick.bytes),
                number(quicker(sharp, sharpBuilt) / ours.nanos));
    }

    private static double quicker(Figures one, Figures other) {
        return Double.isNaN(other.nanos) ? one.nanos : Math.min(one.nanos, other.nanos);
    }

    private static String key(BenchmarkParams params, String method, @Nullable String leases) {
        return String.join(
                " ",
                operation(params),
                method,
                String.valueOf(leases),
                String.valueOf(params.getParam("peers")),
                String.valueOf(params.getParam("clock")),
                String.valueOf(params.getThreads()));
    }

    private static String method(BenchmarkParams params) {
        String name = params.getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String operation(BenchmarkParams params) {
        String name = params.getBenchmark();
        String type = name.substring(0, name.lastIndexOf('.'));
        return type.substring(type.lastIndexOf('.') + 1).replace("Benchmark", "");
    }

    private static String number(double number) {
        return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%.1f", number);
    }

    /** What one benchmark measured; NaN for what it didn't. */
    private record Figures(double nanos, double bytes) {
        static final Figures NONE = new Figures(Double.NaN, Double.NaN);

        static Figures of(RunResult result) {
            double bytes = Double.NaN;
            // By key, since JMH's map has values of a raw type, which the build doesn't let pass.
            for (String key : result.getSecondaryResults().keySet()) {
                if (key.endsWith(ALLOCATED)) {
                    bytes = result.getSecondaryResults().get(key).getScore();
                }
            }
            return new Figures(result.getPrimaryResult().getStatistics().getPercentile(50), bytes);
        }
    }
}
