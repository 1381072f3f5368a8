/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.PrunePolicy;
import io.peerage.hash.KeyedHash;
import io.peerage.model.NetworkKind;
import io.peerage.prune.PruneCandidates;
import io.peerage.prune.PruneSelector;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Features E7: not one byte a selection, filling the snapshot included. */
class PruneAllocationTest {
    private static final int ROWS = 120;
    private static final int WANTED = 30;
    private static final NetworkKind[] NETWORKS = NetworkKind.values();

    private final PruneCandidates candidates = new PruneCandidates(ROWS);
    private final PruneSelector selector = new PruneSelector(ROWS, KeyedHash.known(1, 2));
    private final int[] victims = new int[ROWS];
    private long seed;

    static Stream<PrunePolicy> policies() {
        return Stream.of(
                PrunePolicy.DEFAULT,
                PrunePolicy.BITCOIN,
                PrunePolicy.GO_LIBP2P,
                PrunePolicy.LIGHTHOUSE,
                PrunePolicy.GO_LIBP2P.withGroupMinimum(1, 20).withGroupMinimum(2, 29));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void nothingIsAllocated(PrunePolicy policy) {
        long bytes =
                AllocationMeter.bytes(
                        () -> {
                            fill();
                            int found =
                                    selector.select(candidates, policy, WANTED, seed++, victims);
                            if (found != WANTED) {
                                throw new AssertionError(found + " victims");
                            }
                        });
        assertThat(bytes).isZero();
    }

    private void fill() {
        candidates.clear(1_000_000_000_000L);
        for (int i = 0; i < ROWS; i++) {
            candidates
                    .add(i, i, i * 1_000_000_000L)
                    .setFlags(PruneCandidates.INBOUND)
                    .setValue(i % 5)
                    .setStreams(i % 3)
                    .setGroups(1L << i % 4, 0)
                    .setMinPing(i * 37 % 101)
                    .setUseful(i % 7, i % 11)
                    .setNetwork(NETWORKS[i % NETWORKS.length], i % 13);
        }
    }
}
