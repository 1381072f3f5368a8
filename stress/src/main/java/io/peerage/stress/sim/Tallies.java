/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.model.DialOutcome;
import io.peerage.model.Result;

/**
 * What has happened in all honest nodes together.
 *
 * <p><b>Threading</b>: one thread. <b>Complexity</b>: O(1), no allocation.
 */
final class Tallies {
    private final long[] outcomes = new long[DialOutcome.values().length];
    private final long[] refused = new long[Result.CODES];
    private long dials;
    private long feelers;
    private long ended;
    private long wasted;
    private long dialsToAttackers;
    private long dialsToNobody;

    void dial(boolean feeler) {
        dials++;
        feelers += feeler ? 1 : 0;
    }

    void dialToAttacker() {
        dialsToAttackers++;
    }

    void dialToNobody() {
        dialsToNobody++;
    }

    void ended(DialOutcome outcome, boolean feeler) {
        outcomes[outcome.ordinal()]++;
        if (!feeler) {
            ended++;
            wasted += outcome == DialOutcome.ESTABLISHED ? 0 : 1;
        }
    }

    /** An honest node has refused a connection with this code. */
    void refused(long code) {
        refused[(int) -code]++;
    }

    long dials() {
        return dials;
    }

    long feelers() {
        return feelers;
    }

    /** The share of the dials, feelers aside, that ended without a connection. */
    double wasted() {
        return ended == 0 ? 0 : (double) wasted / ended;
    }

    long dialsToAttackers() {
        return dialsToAttackers;
    }

    long dialsToNobody() {
        return dialsToNobody;
    }

    /** How many dials have ended so. */
    long count(DialOutcome outcome) {
        return outcomes[outcome.ordinal()];
    }

    long refused(Result reason) {
        return refused[-reason.code()];
    }
}
