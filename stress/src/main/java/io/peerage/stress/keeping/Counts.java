/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.model.Result;

/** What one producer's calls returned, counted. <b>Threading</b>: its producer; others at rest. <b>Units</b>: calls. */
final class Counts {
    long admitted;
    long established;
    long first;
    long last;
    long closed;
    long abandoned;
    long refusedEnding;
    long endedByBan;
    long commanded;
    long forgotten;
    long bansRefused;
    long offersRefused;
    long released;
    final long[] refused = new long[Result.CODES];

    /** Adds others to these. */
    void add(Counts other) {
        admitted += other.admitted;
        established += other.established;
        first += other.first;
        last += other.last;
        closed += other.closed;
        abandoned += other.abandoned;
        refusedEnding += other.refusedEnding;
        endedByBan += other.endedByBan;
        commanded += other.commanded;
        forgotten += other.forgotten;
        bansRefused += other.bansRefused;
        offersRefused += other.offersRefused;
        released += other.released;
        for (int code = 0; code < refused.length; code++) {
            refused[code] += other.refused[code];
        }
    }

    long refused(Result reason) {
        return refused[-reason.code()];
    }
}
