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
    private long dialsToSeeds;

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

    void dialToSeed() {
        dialsToSeeds++;
    }

    /** A dial has ended; those aside are not meant to be kept, and so neither useful nor wasted. */
    void ended(DialOutcome outcome, boolean aside) {
        outcomes[outcome.ordinal()]++;
        if (!aside) {
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

    /** The share of the dials, feelers and visits of seeds aside, that ended without a connection. */
    double wasted() {
        return ended == 0 ? 0 : (double) wasted / ended;
    }

    long dialsToAttackers() {
        return dialsToAttackers;
    }

    long dialsToNobody() {
        return dialsToNobody;
    }

    long dialsToSeeds() {
        return dialsToSeeds;
    }

    /** How many of the dials that are not aside have ended. */
    long ended() {
        return ended;
    }

    /** How many dials have ended so. */
    long count(DialOutcome outcome) {
        return outcomes[outcome.ordinal()];
    }

    long refused(Result reason) {
        return refused[-reason.code()];
    }
}
