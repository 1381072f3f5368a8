/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.DialConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** What the planner and its plans say that they take is what they take. */
class DialMemoryTest {
    private static final int OBJECTS = 1_000;

    @Test
    void aPlan() {
        for (int capacity : new int[] {1, 10, 4_096}) {
            DialPlan plan = new DialPlan(capacity);
            assertThat(size(plan) - plan.bytes()).isBetween(0L, (long) OBJECTS);
        }
    }

    @Test
    void aPlanner() {
        DialConfig config =
                DialConfig.DEFAULT
                        .withOutboundTarget(8)
                        .withParallelDials(4_096)
                        .withGroupMinimum(3, 4);
        KeyedHash hash = KeyedHash.known(1, 2);
        KeyedRandom random = new KeyedRandom(hash);
        DialPlanner planner = new DialPlanner(config, random, hash);
        // The configuration and the random numbers are somebody else's.
        long shared = GraphLayout.parseInstance(config, random).totalSize();
        assertThat(size(planner) - shared - planner.bytes()).isBetween(0L, (long) OBJECTS);
    }

    private static long size(Object object) {
        return GraphLayout.parseInstance(object).totalSize();
    }
}
