/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The address book: a thread is suspended before each of its accesses to shared memory, while it tells, reads or ticks, and others
 * change what it works on. Nobody waits, nothing that was told is lost, nobody reads what is another's (features H1, H5).
 */
class SuspendedBookTest {
    private static final SuspensionScenario WORLDS = SteppedLoader.scenario("BookSuspensionWorld");

    static List<String> operations() {
        return WORLDS.operations();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whateverHappensMeanwhileTheBookAgreesWithItself(String operation)
            throws InterruptedException {
        for (boolean connected : new boolean[] {false, true}) {
            int step = 0;
            Suspension run;
            do {
                step++;
                SuspensionScenario world = WORLDS.prepared(operation, connected);
                run = Suspension.of(world::operate, step, world::work, Suspension.STRIPE + 1);
                assertThat(run.blocked()).as("%s at step %d", operation, step).isEmpty();
                assertThat(world.reconcile())
                        .as("%s at step %d (dialing: %s)", operation, step, connected)
                        .isEmpty();
            } while (run.suspended());
            assertThat(step).as("steps of %s that were seen", operation).isGreaterThan(10);
            assertThat(run.othersSteps()).as("steps of others that were seen").isPositive();
        }
    }
}
