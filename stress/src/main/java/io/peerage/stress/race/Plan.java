/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import io.peerage.stress.scenario.ScenarioKind;
import java.time.Duration;

/**
 * What a storm is to be.
 *
 * @param scenario what the producers do
 * @param seed decides everything that is random
 * @param producers the number of producer threads
 * @param warmUp how long they run before anything is measured
 * @param duration how long the measured part lasts
 * @param soak whether memory must stay constant too; see {@link Soak}
 */
public record Plan(
        ScenarioKind scenario,
        long seed,
        int producers,
        Duration warmUp,
        Duration duration,
        boolean soak) {
    /** A storm whose memory is not watched. */
    public Plan(
            ScenarioKind scenario, long seed, int producers, Duration warmUp, Duration duration) {
        this(scenario, seed, producers, warmUp, duration, false);
    }
}
