/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static io.peerage.allocation.Expectation.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.backoff.BackOffTable;
import io.peerage.config.BackOffConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.Connectedness;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Architecture, contract 2, for back-off: not one byte a failure, a success or a question. */
class BackOffAllocationTest {
    private static final Map<String, Runnable> OPERATIONS = operations();

    private static Map<String, Runnable> operations() {
        BackOffTable table = new BackOffTable(4);
        KeyedRandom random = new KeyedRandom(KeyedHash.known(1, 2));
        long[] sum = new long[1];
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put("draw", () -> sum[0] += random.next());
        all.put(
                "fail up to the last, and succeed",
                () -> {
                    for (int n = 0; n < 20; n++) {
                        table.fail(0, sum[0], BackOffConfig.COMETBFT, random.next());
                    }
                    expect(table.standing(0, sum[0]) == Connectedness.UNREACHABLE);
                    table.established(0, BackOffConfig.COMETBFT);
                    expect(table.mayDial(0, sum[0]));
                });
        all.put(
                "fail, persistent, quadratic",
                () -> {
                    table.fail(1, 0, BackOffConfig.PERSISTENT, random.next());
                    table.fail(1, 0, BackOffConfig.GO_LIBP2P, random.next());
                    table.ended(1, 1, 0, BackOffConfig.PERSISTENT, random.next());
                    table.postpone(1, 0, 1L << 40);
                    expect(!table.mayDial(1, 0) && table.isBackingOff(1, 0));
                    expect(!table.isUnreachable(1, 0) && table.failures(1) == 3);
                    expect(table.nextAllowed(1, 0) > 0 && table.shorten(1, 0, 5) > 0);
                    expect(table.reset(1) && !table.reset(1));
                    table.clear(1);
                });
        return all;
    }

    static Stream<String> names() {
        return OPERATIONS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsAllocated(String operation) {
        assertThat(AllocationMeter.bytes(OPERATIONS.get(operation))).isZero();
    }
}
