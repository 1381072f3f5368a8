/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import org.HdrHistogram.Histogram;

/**
 * How long calls took: one in {@value #SAMPLE} is timed. <b>Threading</b>: one thread; others once it has ended. <b>Units</b>:
 * nanoseconds, up to a minute, three digits. Recording allocates nothing.
 */
public final class Latency {
    /** One call in this many is timed; a power of two. */
    public static final int SAMPLE = 16;

    private static final long LONGEST = 60_000_000_000L;

    private final Histogram histogram = new Histogram(1, LONGEST, 3);
    private boolean frozen;

    /** Whether the call of this number is timed. */
    public static boolean isSampled(long event) {
        return (event & SAMPLE - 1) == 0;
    }

    /** A call took so long. */
    public void record(long nanos) {
        if (frozen) {
            return;
        }
        histogram.recordValue(Math.max(1, Math.min(LONGEST, nanos)));
    }

    /** Ignores what comes from now on. */
    public void freeze() {
        frozen = true;
    }

    /** Forgets everything. */
    public void reset() {
        histogram.reset();
    }

    /** Adds another's measurements. */
    public void add(Latency other) {
        histogram.add(other.histogram);
    }

    /** The value that this share of calls, in percent, did not exceed. */
    public long percentile(double percent) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percent);
    }

    /** The longest. */
    public long max() {
        return histogram.getMaxValue();
    }
}
