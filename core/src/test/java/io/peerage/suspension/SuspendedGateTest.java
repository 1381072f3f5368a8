/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rates, lists, trims and snapshots: a thread is suspended before each of its accesses to shared memory, while others come in, replace the
 * lists, trim, tick or change what is being written. Nobody waits, no token is granted twice or lost, no request is forgotten, no record
 * mixes two peers (features B6, B9, B10, J1).
 *
 * <p>Replacing the lists has no step at which it could be suspended: they are built before, and put in force by one write.
 */
class SuspendedGateTest {
    private static final SuspensionScenario WORLDS = SteppedLoader.scenario("GateSuspensionWorld");

    private static final boolean PROOF = Boolean.getBoolean("suspension.proof");

    /** A snapshot has thousands of steps, at each of which a file is written and read back. */
    private static final int STRIDE_OF_SNAPSHOTS = 67;

    static List<String> operations() {
        return WORLDS.operations();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whateverHappensMeanwhileAllIsAsIfItHadHappenedBeforeOrAfter(String operation)
            throws InterruptedException {
        int stride = operation.startsWith("SNAPSHOT") && !PROOF ? STRIDE_OF_SNAPSHOTS : 1;
        for (boolean connected : new boolean[] {false, true}) {
            int step = 1 - stride;
            Suspension run;
            do {
                step += stride;
                SuspensionScenario world = WORLDS.prepared(operation, connected);
                run = Suspension.of(world::operate, step, world::work, Suspension.STRIPE + 1);
                assertThat(run.blocked()).as("%s at step %d", operation, step).isEmpty();
                assertThat(world.reconcile())
                        .as("%s at step %d (connected: %s)", operation, step, connected)
                        .isEmpty();
            } while (run.suspended());
            assertThat(step).as("steps of %s that were seen", operation).isGreaterThan(1);
            assertThat(run.othersSteps()).as("steps of others that were seen").isPositive();
        }
    }
}
