/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.report;

import io.peerage.stress.race.Figures;
import io.peerage.stress.race.Plan;
import org.jspecify.annotations.Nullable;

/**
 * All that reports tell.
 *
 * @param plan what the storm was to be
 * @param peers resident peers
 * @param addresses addresses from a file, 0 for synthetic ones
 * @param ours Peerage's figures
 * @param baseline the idiomatic manager's, if it ran
 */
public record StormResult(
        Plan plan, int peers, int addresses, Figures ours, @Nullable Figures baseline) {
    /** Our events a second for each of the baseline's; 0 without a baseline. */
    public double ratio() {
        return baseline == null ? 0 : ours.eventsPerSecond() / baseline.eventsPerSecond();
    }

    /** One line that says how it went. */
    public String verdict() {
        long violations = ours.violations();
        String ratio = baseline == null ? "" : Text.format(", %.2f times the baseline", ratio());
        return violations == 0
                ? Text.format("CLEAN: no violation in %,d events%s", ours.events(), ratio)
                : Text.format(
                        "VIOLATED: %,d violations in %,d events%s",
                        violations, ours.events(), ratio);
    }
}
