/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Result;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Architecture, contract 2: not one byte, over tens of thousands of runs of each operation. */
class NoAllocationTest {
    private static final Operations OPERATIONS = new Operations();

    @SuppressWarnings("UnusedVariable")
    private static Object kept = "";

    static Stream<String> operations() {
        return OPERATIONS.all.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nothingIsAllocated(String operation) {
        assertThat(AllocationMeter.bytes(OPERATIONS.all.get(operation))).isZero();
    }

    /** What only a race or a hand-off that nobody takes can bring about is left out here, and no other result. */
    @Test
    void everyResultIsAmongTheOperations() {
        OPERATIONS.all.values().forEach(Runnable::run);
        EnumSet<Result> missing = EnumSet.allOf(Result.class);
        missing.removeAll(OPERATIONS.seen);
        assertThat(missing).containsExactly(Result.CLOSE_HANDED_OVER, Result.HAND_OFF_FULL);
    }

    @Test
    void theMeterSeesTheSmallestObject() {
        assertThat(AllocationMeter.bytes(() -> kept = new Object()))
                .isGreaterThanOrEqualTo(8 * 10_000L);
    }
}
