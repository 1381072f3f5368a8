/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.config.Preset;
import java.time.Duration;

/**
 * What a simulation is to be.
 *
 * @param nodes honest nodes, of which two in three are online at a time, {@value #FEWEST_NODES} to {@value #MOST_NODES}
 * @param duration simulated time
 * @param seed decides everything
 * @param preset how managers are set up
 * @param scenario who attacks
 * @param defended whether the defence that the scenario is about is on
 *     <p><b>Threading</b>: immutable, any thread.
 */
public record SimPlan(
        int nodes,
        Duration duration,
        long seed,
        Preset preset,
        SimScenario scenario,
        boolean defended) {
    /** The fewest honest nodes. */
    public static final int FEWEST_NODES = 10;

    /** The most honest nodes. */
    public static final int MOST_NODES = 20_000;

    /** How managers are set up. */
    NodeProfile profile() {
        return defended ? NodeProfile.of(preset) : new NodeProfile(preset, scenario.undoing());
    }
}
