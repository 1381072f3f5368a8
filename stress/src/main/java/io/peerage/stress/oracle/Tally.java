/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.model.Result;
import java.util.Arrays;

/**
 * What one producer's calls returned, counted. <b>Threading</b>: its producer; others once it has ended. <b>Units</b>: calls.
 */
public final class Tally {
    long admitted;
    long established;
    long first;
    long last;
    long closed;
    long closedMeanwhile;
    long handedOver;
    long abandoned;
    long refusedEnding;
    long refusedLoose;
    long leftToExpire;
    long givenUp;
    long replaced;
    final long[] refused = new long[Result.CODES];

    /** Makes this tally equal to another. */
    void set(Tally other) {
        clear();
        add(other);
    }

    private void clear() {
        admitted = 0;
        established = 0;
        first = 0;
        last = 0;
        closed = 0;
        closedMeanwhile = 0;
        handedOver = 0;
        abandoned = 0;
        refusedEnding = 0;
        refusedLoose = 0;
        leftToExpire = 0;
        givenUp = 0;
        replaced = 0;
        Arrays.fill(refused, 0);
    }

    /** Adds another tally to this one. */
    public void add(Tally other) {
        admitted += other.admitted;
        established += other.established;
        first += other.first;
        last += other.last;
        closed += other.closed;
        closedMeanwhile += other.closedMeanwhile;
        handedOver += other.handedOver;
        abandoned += other.abandoned;
        refusedEnding += other.refusedEnding;
        refusedLoose += other.refusedLoose;
        leftToExpire += other.leftToExpire;
        givenUp += other.givenUp;
        replaced += other.replaced;
        for (int code = 0; code < refused.length; code++) {
            refused[code] += other.refused[code];
        }
    }

    /** Calls that were refused for this reason. */
    public long refused(Result reason) {
        return reason.isRefusal() ? refused[-reason.code()] : 0;
    }

    /** Tickets that were admitted. */
    public long admitted() {
        return admitted;
    }

    /** Connections that were established. */
    public long established() {
        return established;
    }

    /** Peers that were given up. */
    public long givenUp() {
        return givenUp;
    }

    /** Peers that were given up for good, another one taking their number. */
    public long replaced() {
        return replaced;
    }
}
