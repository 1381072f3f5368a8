/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import static io.peerage.config.PrunePolicy.BITCOIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.PruneCriterion;
import io.peerage.config.PrunePolicy;
import io.peerage.model.NetworkKind;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What Bitcoin Core's own tests of its eviction hold it to. Features E4, B10. */
class BitcoinGuaranteesTest {
    /** Rows that no rule for all spares. */
    private static List<Row> evictable(int size, long seed) {
        return Row.random(size, seed).stream()
                .map(
                        row ->
                                row.withFlags(
                                        row.flags()
                                                        & (PruneCandidates.DISCOURAGED
                                                                | PruneCandidates.BLOCK_ONLY)
                                                | PruneCandidates.INBOUND))
                .toList();
    }

    @Property
    void at29ThereIsAlwaysAVictim(
            @ForAll @IntRange(min = 29, max = 250) int size, @ForAll long seed) {
        assertThat(Selection.of(evictable(size, seed), BITCOIN, 1, seed)).hasSize(1);
    }

    @Property
    void at20ThereIsNever(@ForAll @IntRange(max = 20) int size, @ForAll long seed) {
        assertThat(Selection.of(evictable(size, seed), BITCOIN, 1, seed)).isEmpty();
        assertThat(Selection.of(evictable(size, seed), BITCOIN, 100, seed)).isEmpty();
    }

    @Property
    void whomACriterionSparesIsNeverChosen(
            @ForAll @IntRange(max = 250) int size,
            @ForAll @IntRange(min = 1, max = 250) int wanted,
            @ForAll long seed) {
        List<Row> rows = Row.random(size, seed);
        List<Row> victims = Selection.of(rows, BITCOIN, wanted, seed);
        for (int rule = 1; rule <= BITCOIN.protections().size(); rule++) {
            Set<Row> spared = new HashSet<>(rows);
            spared.removeAll(ReferencePrune.protect(rows, BITCOIN, rule));
            assertThat(victims)
                    .as(BITCOIN.protections().get(rule - 1).toString())
                    .noneMatch(spared::contains);
        }
        assertThat(victims)
                .noneMatch(
                        row ->
                                row.has(PruneCandidates.PROTECTED | PruneCandidates.PERSISTENT)
                                        || row.isOutbound());
    }

    /** Each criterion for itself, told by its own figures and not by a model. */
    @Property
    void theBestByEachCriterionStay(
            @ForAll @IntRange(min = 60, max = 250) int size, @ForAll long seed) {
        Random random = new Random(seed);
        List<Integer> places = IntStream.range(0, size).boxed().collect(Collectors.toList());
        java.util.Collections.shuffle(places, random);
        List<Row> rows =
                IntStream.range(0, size)
                        .mapToObj(
                                i ->
                                        Row.inbound(i, 1 + random.nextInt(1_000))
                                                .withForgeable(
                                                        places.get(i),
                                                        (places.get(i) + size / 3) % size,
                                                        (places.get(i) + size / 2) % size,
                                                        NetworkKind.IPV4))
                        .toList();
        // All protections but the one by netgroup, so that nobody shifts down the line by chance.
        PrunePolicy policy =
                BITCOIN.withProtections(
                        BITCOIN.protections().stream()
                                .filter(p -> !p.kind().name().equals("NETGROUP"))
                                .toList());
        List<Row> victims = Selection.of(rows, policy, size, seed);
        assertThat(victims).isNotEmpty();
        assertThat(victims).noneMatch(row -> row.ping() < 8);
        assertThat(victims).noneMatch(row -> row.message() < 4);
        assertThat(victims).noneMatch(row -> row.block() < 4);
        // 16 are spared by these three, of the rest half.
        assertThat(victims).hasSize(size - 16 - (size - 16) / 2);
        assertThat(victims.stream().mapToLong(Row::age).max().orElseThrow())
                .isLessThanOrEqualTo(
                        rows.stream()
                                .map(Row::age)
                                .sorted(Comparator.reverseOrder())
                                .toList()
                                .get((size - 16) / 2 - 1));
    }

    @Property
    void theVictimIsTheYoungestOfTheMostPopulousNetgroup(
            @ForAll @IntRange(min = 29, max = 250) int size, @ForAll long seed) {
        List<Row> rows = evictable(size, seed);
        Row victim = Selection.of(rows, BITCOIN, 1, seed).get(0);
        List<Row> left = ReferencePrune.protect(rows, BITCOIN);
        if (left.stream().anyMatch(row -> row.has(PruneCandidates.DISCOURAGED))) {
            left = left.stream().filter(row -> row.has(PruneCandidates.DISCOURAGED)).toList();
        }
        Map<Long, List<Row>> netgroups =
                left.stream().collect(Collectors.groupingBy(Row::netgroup));
        int most = netgroups.values().stream().mapToInt(List::size).max().orElseThrow();
        List<Row> fullest =
                netgroups.values().stream()
                        .filter(members -> members.size() == most)
                        .flatMap(List::stream)
                        .toList();
        assertThat(fullest).contains(victim);
        assertThat(victim.age())
                .isEqualTo(fullest.stream().mapToLong(Row::age).min().orElseThrow());
    }

    /** Several at once are those that it would take one by one, its protections decided once. */
    @Test
    void severalVictimsShrinkNetgroupsToOneSize() {
        List<Row> rows =
                IntStream.range(0, 60)
                        .mapToObj(
                                i ->
                                        Row.inbound(i, 1_000L + i)
                                                .withNetgroup(i < 30 ? 1 : i < 50 ? 2 : 3))
                        .toList();
        PrunePolicy order = BITCOIN.withProtections(List.of());
        Map<Long, Long> victims =
                Selection.of(rows, order, 20, 1).stream()
                        .collect(Collectors.groupingBy(Row::netgroup, Collectors.counting()));
        assertThat(victims).isEqualTo(Map.of(1L, 15L, 2L, 5L));
    }

    /** Of 40 rows left, 20 stay by uptime, 10 of these by their networks however young. */
    @Test
    void halfOfTheHalfIsReservedForSlowNetworks() {
        List<Row> rows =
                IntStream.range(0, 40)
                        .mapToObj(
                                i ->
                                        Row.inbound(i, 1_000L - i)
                                                .withForgeable(
                                                        Long.MAX_VALUE,
                                                        -1,
                                                        -1,
                                                        i >= 38
                                                                ? NetworkKind.I2P
                                                                : i >= 25
                                                                        ? NetworkKind.ONION
                                                                        : NetworkKind.IPV4))
                        .toList();
        PrunePolicy uptime =
                BITCOIN.withProtections(
                                BITCOIN.protections()
                                        .subList(
                                                BITCOIN.protections().size() - 1,
                                                BITCOIN.protections().size()))
                        .withOrder(List.of(PruneCriterion.YOUNGEST));
        Set<Integer> spared =
                IntStream.range(0, 40).boxed().collect(Collectors.toCollection(HashSet::new));
        Selection.of(rows, uptime, 40, 1).forEach(row -> spared.remove(row.number()));
        // I2P has two and leaves three of its five to onion, whose oldest eight are 25 to 32.
        Set<Integer> expected =
                IntStream.concat(IntStream.range(0, 10), IntStream.of(38, 39))
                        .boxed()
                        .collect(Collectors.toCollection(HashSet::new));
        IntStream.range(25, 33).forEach(expected::add);
        assertThat(spared).isEqualTo(expected);
    }
}
