/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Per-peer data: a thread is suspended before each of its accesses to shared memory, inside a put, a removal or the owner's
 * tick, while others change the same peer. Nobody waits, nothing leaks, nothing is told twice or to nobody (features J1).
 */
class SuspendedDataTest {
    private static final SuspensionScenario WORLDS = SteppedLoader.scenario("DataSuspensionWorld");

    static List<String> operations() {
        return WORLDS.operations();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whateverHappensMeanwhileNothingIsLeftBehind(String operation) throws InterruptedException {
        for (boolean connected : new boolean[] {false, true}) {
            int step = 0;
            Suspension run;
            do {
                step++;
                SuspensionScenario world = WORLDS.prepared(operation, connected);
                run = Suspension.of(world::operate, step, world::work, Suspension.STRIPE + 1);
                assertThat(run.blocked()).as("%s at step %d", operation, step).isEmpty();
                assertThat(world.reconcile())
                        .as("%s at step %d (connected: %s)", operation, step, connected)
                        .isEmpty();
            } while (run.suspended());
            assertThat(step).as("steps of %s that were seen", operation).isGreaterThan(3);
            assertThat(run.othersSteps()).as("steps of others that were seen").isPositive();
        }
    }
}
