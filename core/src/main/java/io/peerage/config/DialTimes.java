/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;
import java.util.List;

/**
 * When a manager looks for peers to dial.
 *
 * @param intervalNanos how long from one look to the next while nothing is missing, 1 ms to one day
 * @param shortestNanos how long at least, however much is missing, 1 ms to the interval
 * @param firstRunNanos within how long after the start the first look comes, at random, 0 to one day
 * @param feelerNanos how long on average from one feeler to the next, 1 ms to one day; 0 for none
 * @param churnLeastNanos how long at least until an outbound peer gives way to another while none is missing, 1 ms to one
 *     day; 0 for never
 * @param churnMostNanos how long at most, from the least to one day; 0 for never
 *     <p><b>Threading</b>: immutable, any thread. <b>Units</b>: nanoseconds. <b>Ranges</b>: {@link #problems()} lists what is
 *     out of range or contradictory. <b>Origin</b>: features D1 (nwaku's interval, CometBFT's first run), D6 (Bitcoin Core),
 *     D8 (go-ethereum).
 */
public record DialTimes(
        long intervalNanos,
        long shortestNanos,
        long firstRunNanos,
        long feelerNanos,
        long churnLeastNanos,
        long churnMostNanos) {
    /** Every 30 s or, when peers are missing, sooner, down to 1 s; first at once; a feeler every 2 min; no churn. */
    public static final DialTimes DEFAULT =
            new DialTimes(
                    Duration.ofSeconds(30).toNanos(),
                    Duration.ofSeconds(1).toNanos(),
                    0,
                    Duration.ofMinutes(2).toNanos(),
                    0,
                    0);

    private static final Duration CHURN_LEAST = Duration.ofMinutes(3);
    private static final Duration CHURN_MOST = Duration.ofMinutes(7);
    private static final long LEAST_NANOS = 1_000_000L;
    private static final long MOST_NANOS = 24 * 3_600_000_000_000L;

    /**
     * {@return the same with another time from one look to the next while nothing is missing}
     *
     * @param interval the time
     */
    public DialTimes withInterval(Duration interval) {
        long nanos = Given.nanos(interval, "interval");
        return new DialTimes(
                nanos, shortestNanos, firstRunNanos, feelerNanos, churnLeastNanos, churnMostNanos);
    }

    /**
     * {@return the same with another shortest time from one look to the next}
     *
     * @param shortest the time
     */
    public DialTimes withShortest(Duration shortest) {
        long nanos = Given.nanos(shortest, "shortest interval");
        return new DialTimes(
                intervalNanos, nanos, firstRunNanos, feelerNanos, churnLeastNanos, churnMostNanos);
    }

    /**
     * {@return the same with another time within which the first look comes; zero for at once}
     *
     * @param within the time
     */
    public DialTimes withFirstRun(Duration within) {
        long nanos = Given.nanos(within, "first run");
        return new DialTimes(
                intervalNanos, shortestNanos, nanos, feelerNanos, churnLeastNanos, churnMostNanos);
    }

    /**
     * {@return the same with another mean time from one feeler to the next; zero for none}
     *
     * @param mean the mean
     */
    public DialTimes withFeelers(Duration mean) {
        long nanos = Given.nanos(mean, "feelers");
        return new DialTimes(
                intervalNanos,
                shortestNanos,
                firstRunNanos,
                nanos,
                churnLeastNanos,
                churnMostNanos);
    }

    /**
     * {@return the same with slow churn, evenly between these two times; both zero for none}
     *
     * @param least the shortest
     * @param most the longest
     */
    public DialTimes withChurn(Duration least, Duration most) {
        return new DialTimes(
                intervalNanos,
                shortestNanos,
                firstRunNanos,
                feelerNanos,
                Given.nanos(least, "least churn"),
                Given.nanos(most, "most churn"));
    }

    /** {@return the same with slow churn every 3 to 7 min} */
    public DialTimes withChurn() {
        return withChurn(CHURN_LEAST, CHURN_MOST);
    }

    /** {@return all mistakes in these times, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.time(
                "dial interval",
                intervalNanos,
                LEAST_NANOS,
                MOST_NANOS,
                "set how often to look while nothing is missing");
        problems.time(
                "shortest dial interval",
                shortestNanos,
                LEAST_NANOS,
                MOST_NANOS,
                "set how often to look at most");
        problems.time("first dial run", firstRunNanos, 0, MOST_NANOS, "set 0 for at once");
        if (feelerNanos != 0) {
            problems.time("feeler mean", feelerNanos, LEAST_NANOS, MOST_NANOS, "set 0 for none");
        }
        if (shortestNanos > intervalNanos && intervalNanos >= LEAST_NANOS) {
            problems.add(
                    "shortest dial interval is "
                            + Problems.text(shortestNanos)
                            + ", above the dial interval of "
                            + Problems.text(intervalNanos)
                            + "; lower it or raise the interval");
        }
        churn(problems);
        return problems.found();
    }

    private void churn(Problems problems) {
        if (churnLeastNanos == 0 && churnMostNanos == 0) {
            return;
        }
        problems.time(
                "least churn",
                churnLeastNanos,
                LEAST_NANOS,
                MOST_NANOS,
                "set both churn times to 0 for none");
        problems.time(
                "most churn",
                churnMostNanos,
                LEAST_NANOS,
                MOST_NANOS,
                "set both churn times to 0 for none");
        if (churnLeastNanos > churnMostNanos && churnMostNanos >= LEAST_NANOS) {
            problems.add(
                    "least churn is "
                            + Problems.text(churnLeastNanos)
                            + ", above the most churn of "
                            + Problems.text(churnMostNanos)
                            + "; lower it or raise the other");
        }
    }
}
