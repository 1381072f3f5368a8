/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Protection;
import io.peerage.config.ProtectionKind;
import io.peerage.config.PruneCriterion;
import io.peerage.config.PrunePolicy;
import io.peerage.hash.KeyedHash;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Selections against objects sorted for every rule. */
class PruneModelTest {
    private final PruneSelector reused = new PruneSelector(400, KeyedHash.known(3, 4));

    /** Policies whose order leaves nobody equal, since no two ages are. */
    @Provide
    Arbitrary<PrunePolicy> policies() {
        return Arbitraries.of(
                PrunePolicy.DEFAULT,
                PrunePolicy.DEFAULT.withProtections(List.of()).withKeepAtLeast(7),
                PrunePolicy.DEFAULT.withGroupMinimum(2, 5).withGroupMinimum(127, 3),
                PrunePolicy.DEFAULT
                        .withProtections(List.of())
                        .withGroupMinimum(0, 20)
                        .withGroupMinimum(1, 4)
                        .withGroupMinimum(62, 1)
                        .withMinOutboundPercent(20),
                PrunePolicy.BITCOIN,
                PrunePolicy.BITCOIN.withProtections(List.of()),
                PrunePolicy.GO_LIBP2P,
                PrunePolicy.GO_LIBP2P.withProtections(
                        List.of(
                                new Protection(ProtectionKind.LOWEST_PING, 3),
                                Protection.all(ProtectionKind.OUTBOUND),
                                new Protection(ProtectionKind.UPTIME, 30),
                                Protection.all(ProtectionKind.PERSISTENT),
                                Protection.all(ProtectionKind.PROTECTED))),
                PrunePolicy.GO_LIBP2P
                        .withProtections(List.of())
                        .withGroupMinimum(3, 9)
                        .withGroupMinimum(4, 9),
                PrunePolicy.LIGHTHOUSE.withOrder(
                        List.of(
                                PruneCriterion.NEGATIVE_VALUE,
                                PruneCriterion.UNGROUPED,
                                PruneCriterion.YOUNGEST)));
    }

    @Property
    void victimsAreThoseOfTheModel(
            @ForAll("policies") PrunePolicy policy,
            @ForAll @IntRange(max = 300) int size,
            @ForAll @IntRange(max = 320) int wanted,
            @ForAll long seed) {
        List<Row> rows = Row.random(size, seed);
        assertThat(Selection.of(reused, rows, policy, wanted, seed))
                .containsExactlyInAnyOrderElementsOf(ReferencePrune.victims(rows, policy, wanted));
    }
}
