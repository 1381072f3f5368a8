/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import static io.peerage.config.PrunePolicy.BITCOIN;
import static io.peerage.config.PrunePolicy.DEFAULT;
import static io.peerage.config.PrunePolicy.GO_LIBP2P;
import static io.peerage.config.PrunePolicy.LIGHTHOUSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerage.config.ConfigException;
import io.peerage.config.PruneCriterion;
import io.peerage.config.PrunePolicy;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Direction;
import io.peerage.model.NetworkKind;
import io.peerage.model.PruneCriteria;
import java.util.ArrayList;
import java.util.Collections;
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

class PruneSelectorTest {
    private static final long HOUR = 3_600_000_000_000L;

    /** In go-libp2p's order: value, streams or none, direction, number of streams. */
    @Test
    void goOrder() {
        List<Row> ordered =
                List.of(
                        Row.inbound(0, HOUR).withValue(-5).withStreams(9),
                        Row.inbound(1, HOUR).withValue(0),
                        Row.inbound(2, HOUR).withValue(0).withFlags(0),
                        Row.inbound(3, HOUR).withValue(0).withStreams(1),
                        Row.inbound(4, HOUR).withValue(0).withStreams(7),
                        Row.inbound(5, HOUR).withValue(0).withStreams(2).withFlags(0),
                        Row.inbound(6, HOUR / 2).withValue(10),
                        Row.inbound(7, HOUR).withValue(10));
        List<Row> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        for (int wanted = 0; wanted <= ordered.size(); wanted++) {
            assertThat(Selection.of(shuffled, GO_LIBP2P, wanted, 1))
                    .containsExactlyInAnyOrderElementsOf(ordered.subList(0, wanted));
        }
    }

    /** As Lighthouse's own tests have it: bad scores first, then those on no subnet, outbound ones only down to their share. */
    @Test
    void lighthouseTakesBadScoresThenThoseOnNoSubnet() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Row row = Row.inbound(i, HOUR).withGroups(1L << i % 8, 0).withValue(i % 3);
            rows.add(
                    i < 3
                            ? row.withValue(-10 + i)
                            : i < 8 ? row.withGroups(0, 0) : i < 20 ? row.withFlags(0) : row);
        }
        assertThat(Selection.of(rows, LIGHTHOUSE, 2, 1))
                .containsExactlyInAnyOrderElementsOf(rows.subList(0, 2));
        assertThat(Selection.of(rows, LIGHTHOUSE, 8, 1))
                .containsExactlyInAnyOrderElementsOf(rows.subList(0, 8));
    }

    /** Subnets of 12, 8 and 4 peers: those taken come from the fullest, until all are as full. */
    @Property(tries = 50)
    void lighthouseLevelsSubnets(@ForAll long seed, @ForAll @IntRange(max = 24) int wanted) {
        List<Row> rows =
                IntStream.range(0, 24)
                        .mapToObj(
                                i ->
                                        Row.inbound(i, HOUR)
                                                .withGroups(i < 12 ? 1 : i < 20 ? 2 : 4, 0))
                        .toList();
        Map<Long, Long> left =
                new ArrayList<>(rows)
                        .stream()
                                .filter(
                                        row ->
                                                !Selection.of(rows, LIGHTHOUSE, wanted, seed)
                                                        .contains(row))
                                .collect(Collectors.groupingBy(Row::low, Collectors.counting()));
        int[] expected = {12, 8, 4};
        for (int i = 0; i < wanted; i++) {
            expected[
                    expected[0] >= expected[1] && expected[0] >= expected[2]
                            ? 0
                            : expected[1] >= expected[2] ? 1 : 2]--;
        }
        List<Integer> sizes =
                List.of(
                        left.getOrDefault(1L, 0L).intValue(),
                        left.getOrDefault(2L, 0L).intValue(),
                        left.getOrDefault(4L, 0L).intValue());
        // Of subnets that are equally full chance takes one, so compare them by size.
        assertThat(sizes.stream().sorted().toList())
                .isEqualTo(IntStream.of(expected).sorted().boxed().toList());
    }

    /** On a subnet those who serve most others too stay. */
    @Test
    void lighthouseKeepsThoseOnMostSubnets() {
        List<Row> rows =
                IntStream.range(0, 20)
                        .mapToObj(
                                i -> Row.inbound(i, HOUR).withGroups(1 | (i < 5 ? 2L << i : 0), 0))
                        .toList();
        assertThat(Selection.of(rows, LIGHTHOUSE, 15, 7))
                .containsExactlyInAnyOrderElementsOf(rows.subList(5, 20));
    }

    @Property
    void minimumsHoldAndTheSparedStay(
            @ForAll @IntRange(max = 250) int size,
            @ForAll @IntRange(max = 250) int wanted,
            @ForAll @IntRange(min = 1, max = 30) int minimum,
            @ForAll long seed) {
        List<Row> rows = Row.random(size, seed);
        PrunePolicy policy =
                DEFAULT.withProtections(DEFAULT.protections().subList(0, 3))
                        .withGroupMinimum(1, minimum)
                        .withGroupMinimum(5, minimum)
                        .withGroupMinimum(126, minimum);
        List<Row> victims = Selection.of(rows, policy, wanted, seed);
        assertThat(victims).hasSizeLessThanOrEqualTo(wanted).doesNotHaveDuplicates();
        assertThat(victims)
                .noneMatch(
                        row ->
                                row.has(PruneCandidates.PROTECTED)
                                        || row.has(PruneCandidates.PERSISTENT)
                                        || row.has(PruneCandidates.IN_GRACE));
        List<Row> left = new ArrayList<>(rows);
        left.removeAll(victims);
        long before = rows.stream().filter(Row::isOutbound).count();
        long after = left.stream().filter(Row::isOutbound).count();
        assertThat(after == before || after * 100 >= left.size() * 30L).isTrue();
        for (int group : List.of(1, 5, 126)) {
            long had = rows.stream().filter(row -> row.isIn(group)).count();
            long has = left.stream().filter(row -> row.isIn(group)).count();
            assertThat(has).isGreaterThanOrEqualTo(Math.min(had, minimum));
        }
    }

    /**
     * Attackers have the lowest pings, the latest messages and blocks, streams, values, groups, slow networks and netgroups of
     * their own, and come later. They get what is given for these, a quarter of the rest by their networks, and no more: as many of
     * the oldest as the other quarter stay, however many are pruned.
     */
    @Property
    void forgedCriteriaEvictNobodyWhoWasThereBefore(
            @ForAll @IntRange(min = 1, max = 300) int attackers,
            @ForAll @IntRange(max = 60) int honest,
            @ForAll @IntRange(max = 360) int wanted,
            @ForAll boolean bitcoin,
            @ForAll long seed) {
        Random random = new Random(seed);
        PrunePolicy policy = bitcoin ? BITCOIN : DEFAULT;
        int given = bitcoin ? 28 : 20;
        int all = attackers + honest;
        int left = all - given;
        int safe = Math.max(0, left / 2 - left / 2 / 2);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            boolean bad = i < attackers;
            Row row = Row.inbound(i, bad ? random.nextInt(1_000) : HOUR + random.nextInt(1_000));
            rows.add(
                    bad
                            ? row.withForgeable(
                                            random.nextInt(10),
                                            random.nextInt(10),
                                            random.nextInt(10),
                                            NetworkKind.values()[random.nextInt(6)])
                                    .withValue(1_000_000)
                                    .withStreams(100)
                                    .withGroups(-1, -1)
                                    .withNetgroup(1_000 + i)
                            : row.withForgeable(5_000, 50_000, 50_000, NetworkKind.IPV4)
                                    .withNetgroup(random.nextInt(2)));
        }
        Collections.shuffle(rows, random);
        List<Row> victims = Selection.of(rows, policy, wanted, seed);
        long lost = victims.stream().filter(row -> row.number() >= attackers).count();
        assertThat(lost).isLessThanOrEqualTo(Math.max(0, honest - safe));
    }

    @Property
    void theSameSeedChoosesTheSame(
            @ForAll @IntRange(max = 200) int size,
            @ForAll @IntRange(max = 200) int wanted,
            @ForAll long seed) {
        List<Row> rows = Row.random(size, seed);
        for (PrunePolicy policy : List.of(DEFAULT, BITCOIN, GO_LIBP2P, LIGHTHOUSE)) {
            assertThat(Selection.of(rows, policy, wanted, seed))
                    .containsExactlyElementsOf(Selection.of(rows, policy, wanted, seed));
        }
    }

    /** Of a hundred equals, ten a time under a thousand seeds: each about a hundred times. */
    @Test
    void chanceDecidesBetweenEquals() {
        List<Row> rows = IntStream.range(0, 100).mapToObj(i -> Row.inbound(i, HOUR)).toList();
        int[] chosen = new int[100];
        PruneSelector selector = new PruneSelector(100, KeyedHash.known(5, 6));
        for (int seed = 0; seed < 1_000; seed++) {
            Selection.of(selector, rows, GO_LIBP2P, 10, seed * 1_000_003L)
                    .forEach(row -> chosen[row.number()]++);
        }
        // Six standard deviations of a binomial distribution.
        assertThat(chosen)
                .satisfies(all -> assertThat(IntStream.of(all)).allMatch(n -> n > 43 && n < 157));
        Set<Integer> counts = new HashSet<>();
        IntStream.of(chosen).forEach(counts::add);
        assertThat(counts).hasSizeGreaterThan(10);
    }

    @Test
    void explainsVictimsAndTheSpared() {
        PruneSelector selector = new PruneSelector(10, KeyedHash.known(1, 2));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> selector.explain(0))
                .withMessageContaining("select first");
        List<Row> rows =
                List.of(
                        Row.inbound(0, HOUR).withValue(-3).withStreams(2).withGroups(3, 1),
                        Row.inbound(1, HOUR)
                                .withFlags(PruneCandidates.PROTECTED | PruneCandidates.IN_GRACE),
                        Row.inbound(2, HOUR).withFlags(0),
                        Row.inbound(3, HOUR).withGroups(1L << 7, 0),
                        Row.inbound(4, HOUR).withValue(50));
        PrunePolicy policy = GO_LIBP2P.withMinOutboundPercent(100).withGroupMinimum(7, 1);
        assertThat(Selection.of(selector, rows, policy, 1, 1)).containsExactly(rows.get(0));
        assertThat(selector.explain(0))
                .isEqualTo(
                        new PruneCriteria(
                                1_000,
                                2_000,
                                "pruned",
                                false,
                                -3,
                                3,
                                2,
                                Direction.INBOUND,
                                HOUR,
                                NetworkKind.IPV4));
        assertThat(selector.explain(1).decision()).isEqualTo("spared: protected");
        assertThat(selector.explain(2).decision())
                .isEqualTo("spared for the minimum of outbound connections");
        assertThat(selector.explain(3).decision()).isEqualTo("spared for a group's minimum");
        assertThat(selector.explain(4).decision()).isEqualTo("not spared, others came first");
    }

    /** What an attempt found that took too many counts for nothing in the next. */
    @Test
    void explainsTheLastAttemptAlone() {
        PruneSelector selector = new PruneSelector(10, KeyedHash.known(1, 2));
        List<Row> rows =
                List.of(
                        Row.inbound(0, HOUR).withGroups(1L << 7, 0),
                        Row.inbound(1, HOUR).withValue(1),
                        Row.inbound(2, HOUR).withValue(2).withGroups(1L << 7, 0),
                        Row.inbound(3, HOUR).withFlags(PruneCandidates.PERSISTENT));
        PrunePolicy policy = GO_LIBP2P.withMinOutboundPercent(1).withGroupMinimum(7, 1);
        assertThat(Selection.of(selector, rows, policy, 3, 1))
                .containsExactlyInAnyOrder(rows.get(0), rows.get(1));
        assertThat(selector.explain(2).decision()).isEqualTo("not spared, others came first");
    }

    /** Who can't go since one of its group goes already makes way for the lowest of all others. */
    @Test
    void whoItsGroupKeepsMakesWayForTheNextLowest() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Row row = Row.inbound(i, HOUR).withValue(i);
            rows.add(i < 2 || i == 19 ? row.withGroups(1L << 7, 0) : row);
        }
        PrunePolicy policy = GO_LIBP2P.withGroupMinimum(7, 2);
        for (int seed = 0; seed < 20; seed++) {
            List<Row> shuffled = new ArrayList<>(rows);
            Collections.shuffle(shuffled, new Random(seed));
            PruneSelector selector = new PruneSelector(20, KeyedHash.known(1, 2));
            assertThat(Selection.of(selector, shuffled, policy, 2, seed))
                    .containsExactlyInAnyOrder(rows.get(0), rows.get(2));
            assertThat(selector.explain(shuffled.indexOf(rows.get(1))).decision())
                    .isEqualTo("spared for a group's minimum");
            assertThat(selector.explain(shuffled.indexOf(rows.get(3))).decision())
                    .isEqualTo("not spared, others came first");
        }
    }

    /** Also among those who differ only in what the first word of their keys has no room for. */
    @Test
    void ofOneGroupTheYoungestGoesByAllBitsOfItsAge() {
        PrunePolicy policy =
                GO_LIBP2P
                        .withOrder(
                                List.of(
                                        PruneCriterion.FEWEST_STREAMS,
                                        PruneCriterion.NEGATIVE_VALUE,
                                        PruneCriterion.YOUNGEST))
                        .withGroupMinimum(7, 2);
        Row wide =
                Row.inbound(9, 30 * 365 * 24 * HOUR)
                        .withFlags(PruneCandidates.PERSISTENT)
                        .withStreams(65_535)
                        .withValue(Integer.MIN_VALUE);
        List<Row> group =
                IntStream.range(0, 3)
                        .mapToObj(i -> Row.inbound(i, (i + 1) * HOUR / 2).withGroups(1L << 7, 0))
                        .toList();
        for (int seed = 0; seed < 20; seed++) {
            List<Row> rows = new ArrayList<>(group);
            rows.add(wide);
            Collections.shuffle(rows, new Random(seed));
            assertThat(Selection.of(rows, policy, 2, seed)).containsExactly(group.get(0));
        }
    }

    /** The reason is that of outbound ones alone. */
    @Test
    void theMinimumOfOutboundConnectionsSparesNoInboundOne() {
        PruneSelector selector = new PruneSelector(20, KeyedHash.known(1, 2));
        List<Row> rows =
                IntStream.range(0, 12)
                        .mapToObj(i -> Row.inbound(i, HOUR).withValue(i))
                        .map(row -> row.number() % 3 == 0 ? row.withFlags(0) : row)
                        .toList();
        Selection.of(selector, rows, GO_LIBP2P.withMinOutboundPercent(50), 2, 1);
        for (int row = 0; row < 12; row++) {
            assertThat(selector.explain(row).decision())
                    .isEqualTo(
                            row % 3 == 0
                                    ? "spared for the minimum of outbound connections"
                                    : row < 3 ? "pruned" : "not spared, others came first");
        }
    }

    /** A share of those who remain, rounded up: of ten three, of eleven four. */
    @Test
    void theOutboundShareIsRoundedUp() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            Row row = Row.inbound(i, HOUR);
            rows.add(i < 7 ? row.withFlags(0) : row.withValue(1));
        }
        PrunePolicy policy = GO_LIBP2P.withMinOutboundPercent(30);
        for (int wanted = 1; wanted < 14; wanted++) {
            int floor = (30 * (14 - wanted) + 99) / 100;
            assertThat(Selection.of(rows, policy, wanted, 1))
                    .hasSize(wanted)
                    .filteredOn(Row::isOutbound)
                    .hasSize(Math.min(wanted, 7 - floor));
        }
    }

    @Test
    void keysArePreparedForWhoIsNotSpared() {
        PruneSelector selector = new PruneSelector(10, KeyedHash.known(1, 2));
        List<Row> rows =
                List.of(
                        Row.inbound(0, HOUR),
                        Row.inbound(1, HOUR).withFlags(PruneCandidates.PROTECTED),
                        Row.inbound(2, HOUR));
        PruneCandidates candidates = Row.fill(new PruneCandidates(3), rows);
        assertThat(candidates.capacity()).isEqualTo(3);
        assertThat(selector.prepareKeys(candidates, GO_LIBP2P, 1)).isEqualTo(2);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        PruneSelector selector = new PruneSelector(2, KeyedHash.known(1, 2));
        List<Row> three = IntStream.range(0, 3).mapToObj(i -> Row.inbound(i, HOUR)).toList();
        PruneCandidates candidates = Row.fill(new PruneCandidates(3), three);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> selector.select(candidates, GO_LIBP2P, 1, 1, new int[3]))
                .withMessageContaining("3 rows")
                .withMessageContaining("0 to 2");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> candidates.add(1, 1, 1));
        candidates.clear(0);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> candidates.setValue(1));
        candidates.add(1, 1, 1).add(2, 2, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> selector.select(candidates, GO_LIBP2P, 2, 1, new int[1]))
                .withMessageContaining("1 places for 2 victims");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () ->
                                selector.select(
                                        candidates,
                                        GO_LIBP2P.withKeepAtLeast(-1),
                                        1,
                                        1,
                                        new int[2]));
        assertThat(selector.select(candidates, GO_LIBP2P, -1, 1, new int[0])).isZero();
        assertThat(PeerValue.of(Long.MAX_VALUE, 5)).isEqualTo(Integer.MAX_VALUE);
        assertThat(PeerValue.of(-7, 5)).isEqualTo(-2);
    }
}
