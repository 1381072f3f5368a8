/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A thread that is suspended before any access to shared memory, inside any any-thread operation, keeps no other from
 * making progress; and when it goes on, everything adds up (architecture, contracts 2 to 5).
 */
class SuspendedThreadTest {
    private static final int OTHER_STRIPE = Suspension.STRIPE + 1;
    private static final SuspensionScenario WORLDS = SteppedLoader.scenario("SuspensionWorld");
    private static final SuspensionScenario BLOCKING = SteppedLoader.scenario("BlockingWorld");

    static List<String> operations() {
        return WORLDS.operations();
    }

    static List<String> blockingOperations() {
        return BLOCKING.operations();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void othersProceedWhileAThreadIsSuspendedAtAnyStep(String operation)
            throws InterruptedException {
        for (boolean recycling : new boolean[] {false, true}) {
            suspendAtEveryStep(operation, recycling, Suspension.STRIPE);
            suspendAtEveryStep(operation, recycling, OTHER_STRIPE);
        }
    }

    private static void suspendAtEveryStep(String operation, boolean recycling, int othersStripe)
            throws InterruptedException {
        int step = 0;
        Suspension run;
        do {
            step++;
            SuspensionScenario world = WORLDS.prepared(operation, recycling);
            run = Suspension.of(world::operate, step, world::work, othersStripe);
            assertThat(run.blocked())
                    .as("others, while %s is suspended at step %d", operation, step)
                    .isEmpty();
            assertThat(world.reconcile())
                    .as(
                            "after %s was suspended at step %d (recycling: %s, stripe %d)",
                            operation, step, recycling, othersStripe)
                    .isEmpty();
        } while (run.suspended());
        assertThat(step).as("steps of %s that were seen", operation).isGreaterThan(1);
        assertThat(run.othersSteps()).as("steps of others that were seen").isGreaterThan(1000);
    }

    @ParameterizedTest
    @MethodSource("blockingOperations")
    void anOperationThatBlocksIsRecognised(String operation) throws InterruptedException {
        SuspensionScenario world = BLOCKING.prepared(operation, false);
        // Not before the lock is taken.
        int inside = operation.equals("MONITOR") ? 1 : 2;
        Suspension run = Suspension.of(world::operate, inside, world::work, OTHER_STRIPE);
        assertThat(run.suspended()).isTrue();
        assertThat(run.blocked()).startsWith("others");
    }

    @Test
    void noSharedMemoryIsReachedPastTheSteps()
            throws ClassNotFoundException, IOException, URISyntaxException {
        Path root =
                Path.of(
                        PeerManager.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        SteppedLoader loader = new SteppedLoader();
        int loaded = 0;
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replaceAll("[/\\\\]", ".");
                if (!name.endsWith("-info.class")) {
                    loader.loadClass(name.substring(0, name.length() - ".class".length()));
                    loaded++;
                }
            }
        }
        assertThat(loaded).isGreaterThan(40);
        assertThat(loader.bypassing()).isEmpty();
    }
}
