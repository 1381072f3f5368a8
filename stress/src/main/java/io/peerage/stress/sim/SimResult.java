/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.model.DialOutcome;
import io.peerage.model.Result;
import io.peerage.stress.sim.SimSeries.Column;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a simulation; nothing in it depends on how long it took.
 *
 * @param plan what it was to be
 * @param events what happened, ticks among them
 * @param ticks how often managers ticked
 * @param targetSeconds the median time from coming online to nine tenths of the outbound target
 * @param targetSecondsP90 nine in ten of the sessions that reached it took no longer
 * @param linkSeconds the median time from coming online to eight connections of whichever direction
 * @param inTime the share of sessions of ten minutes or more that reached it within ten minutes
 * @param dials dials that managers commanded
 * @param feelers of them those that were to find out whether an address works, and nothing else
 * @param visits of them those to seeds, which hang up by themselves
 * @param ended the others that have ended
 * @param wasted the share of these that ended without a connection
 * @param outcomes how those that ended have ended
 * @param dialsToAttackers of the dials those to attackers
 * @param dialsToNobody of the dials those to addresses at which nobody is
 * @param refused connections that honest nodes refused, by reason
 * @param honestRefused of them those of honest nodes
 * @param told addresses told
 * @param series how the network was, round by round
 * @param violations how often something was that must not be
 * @param complaints the first of them in words
 *     <p><b>Threading</b>: immutable, any thread.
 */
public record SimResult(
        SimPlan plan,
        long events,
        long ticks,
        double targetSeconds,
        double targetSecondsP90,
        double linkSeconds,
        double inTime,
        long dials,
        long feelers,
        long visits,
        long ended,
        double wasted,
        Map<DialOutcome, Long> outcomes,
        long dialsToAttackers,
        long dialsToNobody,
        Map<String, Long> refused,
        long honestRefused,
        long told,
        SimSeries series,
        long violations,
        List<String> complaints) {
    private static final int WARM_UP_ROUNDS = 3;
    private static final double SECOND = 1e9;

    static SimResult of(Network network) {
        Tallies tallies = network.tallies();
        Map<DialOutcome, Long> outcomes = new EnumMap<>(DialOutcome.class);
        for (DialOutcome outcome : DialOutcome.values()) {
            outcomes.put(outcome, tallies.count(outcome));
        }
        Map<String, Long> refused = new TreeMap<>();
        for (Result reason : Result.values()) {
            if (reason.isRefusal() && tallies.refused(reason) > 0) {
                refused.put(reason.name(), tallies.refused(reason));
            }
        }
        Rounds rounds = network.rounds();
        LongArrayList toTarget = rounds.toTarget();
        toTarget.sort(null);
        LongArrayList toLinks = rounds.toLinks();
        toLinks.sort(null);
        return new SimResult(
                network.plan(),
                network.events(),
                network.ticks(),
                quantile(toTarget, 0.5),
                quantile(toTarget, 0.9),
                quantile(toLinks, 0.5),
                rounds.sessions() == 0 ? 0 : (double) rounds.sessionsInTime() / rounds.sessions(),
                tallies.dials(),
                tallies.feelers(),
                tallies.dialsToSeeds(),
                tallies.ended(),
                tallies.wasted(),
                outcomes,
                tallies.dialsToAttackers(),
                tallies.dialsToNobody(),
                refused,
                network.strangers().honestRefused(),
                network.exchange().told(),
                rounds.series(),
                network.violations(),
                List.copyOf(network.complaints()));
    }

    private static double quantile(LongArrayList sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.getLong((int) (share * (sorted.size() - 1))) / SECOND;
    }

    /** The dials that failed, an hour that a node was online. */
    public double failedAnHour() {
        double hours = plan.duration().toSeconds() / 3_600.0;
        return wasted * ended / Math.max(1, hours * series.mean(Column.ONLINE, 0));
    }

    /** The mean of a column, without the first half hour. */
    public double mean(Column column) {
        return series.mean(column, WARM_UP_ROUNDS);
    }

    /** The least of a column, without the first half hour. */
    public double least(Column column) {
        return series.least(column, WARM_UP_ROUNDS);
    }

    /** The greatest of a column, without the first half hour. */
    public double most(Column column) {
        return series.most(column, WARM_UP_ROUNDS);
    }

    /** One line that says how it went. */
    public String verdict() {
        return violations == 0
                ? String.format(Locale.ROOT, "CLEAN: no violation in %,d events", events)
                : "FAILED: " + violations + " violations in " + events + " events";
    }
}
