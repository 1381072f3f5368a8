/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.PruneCriterion;
import io.peerage.config.PrunePolicy;
import io.peerage.hash.KeyedHash;
import io.peerage.model.PruneCriteria;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Snapshots of more rows than one block of columns, one after the other through the same selector, against the model: nothing
 * of the one before is left in the next.
 */
class LargeSnapshotTest {
    private static final int[] SIZES = {520, 300, 130};

    private static PrunePolicy by(PruneCriterion... order) {
        return PrunePolicy.DEFAULT
                .withProtections(List.of())
                .withMinOutboundPercent(0)
                .withOrder(List.of(order));
    }

    static Stream<PrunePolicy> policies() {
        PrunePolicy manyFields =
                by(
                        PruneCriterion.FEWEST_GROUPS,
                        PruneCriterion.UNGROUPED,
                        PruneCriterion.IDLE,
                        PruneCriterion.INBOUND,
                        PruneCriterion.DISCOURAGED,
                        PruneCriterion.VALUE,
                        PruneCriterion.YOUNGEST);
        PrunePolicy acrossTheWord =
                by(
                        PruneCriterion.FEWEST_STREAMS,
                        PruneCriterion.NEGATIVE_VALUE,
                        PruneCriterion.YOUNGEST);
        return Stream.of(
                PrunePolicy.DEFAULT.withMinOutboundPercent(0),
                PrunePolicy.DEFAULT
                        .withProtections(List.of())
                        .withGroupMinimum(0, 90)
                        .withGroupMinimum(127, 60)
                        .withMinOutboundPercent(30),
                PrunePolicy.BITCOIN,
                PrunePolicy.BITCOIN.withProtections(List.of()),
                PrunePolicy.GO_LIBP2P,
                manyFields,
                manyFields.withGroupMinimum(1, 50).withGroupMinimum(126, 80),
                acrossTheWord,
                acrossTheWord.withGroupMinimum(3, 60).withGroupMinimum(125, 100));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void victimsAreThoseOfTheModel(PrunePolicy policy) {
        PruneSelector selector = new PruneSelector(520, KeyedHash.known(3, 4));
        for (int seed = 0; seed < SIZES.length; seed++) {
            List<Row> rows = Row.random(SIZES[seed], seed);
            for (int wanted : new int[] {1, rows.size() / 3, rows.size() - 40}) {
                assertThat(Selection.of(selector, rows, policy, wanted, seed))
                        .as("%d of %d", wanted, rows.size())
                        .containsExactlyInAnyOrderElementsOf(
                                ReferencePrune.victims(rows, policy, wanted));
            }
        }
    }

    /** Of all who are spared, by the first protection that does so. */
    @Test
    void whoIsSparedIsToldByWhat() {
        PruneSelector selector = new PruneSelector(520, KeyedHash.known(3, 4));
        PrunePolicy policy = PrunePolicy.BITCOIN;
        List<Row> rows = Row.random(300, 5);
        List<Row> victims = Selection.of(selector, rows, policy, 20, 5);
        assertThat(victims).hasSize(20);
        List<String> expected = new ArrayList<>();
        List<List<Row>> left =
                IntStream.rangeClosed(0, policy.protections().size())
                        .mapToObj(rules -> ReferencePrune.protect(rows, policy, rules))
                        .toList();
        for (Row row : rows) {
            int rule = 0;
            while (rule < policy.protections().size() && left.get(rule + 1).contains(row)) {
                rule++;
            }
            expected.add(
                    victims.contains(row)
                            ? "pruned"
                            : rule == policy.protections().size()
                                    ? "not spared, others came first"
                                    : "spared: " + policy.protections().get(rule));
        }
        assertThat(
                        IntStream.range(0, rows.size())
                                .mapToObj(selector::explain)
                                .map(PruneCriteria::decision)
                                .toList())
                .isEqualTo(expected);
    }
}
