/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import java.time.Duration;

/**
 * What a simulation is to be.
 *
 * @param nodes honest nodes, of which two in three are online at a time, {@value #FEWEST_NODES} to {@value #MOST_NODES}
 * @param duration simulated time
 * @param seed decides everything
 * @param profile how managers are set up
 * @param scenario who attacks
 *     <p><b>Threading</b>: immutable, any thread.
 */
public record SimPlan(
        int nodes, Duration duration, long seed, NodeProfile profile, SimScenario scenario) {
    /** The fewest honest nodes. */
    public static final int FEWEST_NODES = 10;

    /** The most honest nodes. */
    public static final int MOST_NODES = 20_000;
}
