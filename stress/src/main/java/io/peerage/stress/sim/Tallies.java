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
    private long dialsToAttackers;
    private long dialsToNobody;

    void dial() {
        dials++;
    }

    void dialToAttacker() {
        dialsToAttackers++;
    }

    void dialToNobody() {
        dialsToNobody++;
    }

    void ended(DialOutcome outcome) {
        outcomes[outcome.ordinal()]++;
    }

    /** An honest node has refused a connection with this code. */
    void refused(long code) {
        refused[(int) -code]++;
    }

    long dials() {
        return dials;
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
