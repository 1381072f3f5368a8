/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

/** What orders rows whose keys are equal; computed only for these. Pure function of the snapshot. */
interface TieBreak {
    /** Ranks a row among equals, the lowest first. */
    long of(PruneCandidates candidates, int row);
}
