/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.peerage.testing.Docs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PrunePolicyTest {
    private static final PrunePolicy POLICY = PrunePolicy.GO_LIBP2P;
    private static final List<PrunePolicy> PRESETS =
            List.of(
                    PrunePolicy.DEFAULT,
                    PrunePolicy.BITCOIN,
                    PrunePolicy.GO_LIBP2P,
                    PrunePolicy.LIGHTHOUSE);

    private static List<Protection> protections(ProtectionKind kind, int count) {
        return List.of(new Protection(kind, count));
    }

    @Test
    void presetsAreAcceptedAndShown() {
        assertThat(PRESETS).allMatch(policy -> policy.problems().isEmpty());
        assertThat(PrunePolicy.DEFAULT)
                .hasToString(
                        "DEFAULT: spare protected, persistent, in grace, 4 by keyed netgroup, 8 by lowest ping,"
                                + " 4 by latest useful message, 4 by latest block, 50 % by uptime (grace PT1M);"
                                + " keep at least 0 connections, 30 % outbound, groups {}; prune by DISCOURAGED → VALUE"
                                + " → FEWEST_GROUPS → IDLE → INBOUND → YOUNGEST → chance");
        assertThat(PrunePolicy.BITCOIN)
                .hasToString(
                        "BITCOIN: spare protected, persistent, outbound, 4 by keyed netgroup, 8 by lowest ping,"
                                + " 4 by latest useful message, 8 by latest block among block-only, 4 by latest block,"
                                + " 50 % by uptime; keep at least 0 connections, 0 % outbound, groups {};"
                                + " prune by DISCOURAGED → CROWDED_NETGROUP → YOUNGEST → chance");
    }

    @Test
    void eachSettingIsShown() {
        assertThat(
                        POLICY.named("mine")
                                .withProtections(List.of())
                                .withOrder(List.of())
                                .withMinOutboundPercent(7)
                                .withGroupMinimum(9, 3)
                                .withGroupMinimum(4, 0)
                                .withGroupMinimum(9, 2)
                                .withGrace(Duration.ofMillis(1_500))
                                .withKeepAtLeast(11))
                .hasToString(
                        "mine: spare nobody (grace PT1.5S); keep at least 11 connections, 7 % outbound,"
                                + " groups {4=0, 9=2}; prune by chance");
    }

    /** Presets in the documents, one a row: whom they spare, and the order. */
    @Test
    void theDocumentsSayWhatTheCodeDoes() {
        assertThat(Docs.table("pruning.md", "preset"))
                .isEqualTo(PRESETS.stream().map(PrunePolicyTest::row).toList());
        assertThat(Docs.table("pruning.md", "criterion").stream().map(row -> row.get(0)))
                .isEqualTo(Arrays.stream(PruneCriterion.values()).map(c -> "`" + c + "`").toList());
        assertThat(Docs.table("pruning.md", "protection").stream().map(row -> row.get(0)))
                .isEqualTo(Arrays.stream(ProtectionKind.values()).map(c -> "`" + c + "`").toList());
    }

    private static List<String> row(PrunePolicy policy) {
        String grace = " (" + policy.graceNanos() / 1_000_000_000 + " s)";
        String spares =
                policy.protections().stream()
                        .map(p -> p + (p.kind() == ProtectionKind.IN_GRACE ? grace : ""))
                        .collect(Collectors.joining(", "));
        int outbound = policy.minOutboundPercent();
        return List.of(
                "`" + policy.name() + "`",
                spares + (outbound > 0 ? "; " + outbound + " % outbound" : ""),
                policy.order().stream()
                        .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        List<PruneCriterion> order = List.of(PruneCriterion.VALUE, PruneCriterion.VALUE);
        assertThat(
                        POLICY.withProtections(
                                        List.of(
                                                new Protection(ProtectionKind.PROTECTED, 1),
                                                new Protection(ProtectionKind.UPTIME, 101),
                                                new Protection(ProtectionKind.NETGROUP, 65_536)))
                                .withOrder(order)
                                .withMinOutboundPercent(101)
                                .withGrace(Duration.ofDays(1).plusNanos(1))
                                .withKeepAtLeast(2_000_001)
                                .withGroupMinimum(128, 1)
                                .withGroupMinimum(3, -1)
                                .problems())
                .containsExactly(
                        "count of protection PROTECTED is 1, allowed are 0 to 0; it spares all, so leave it at 0",
                        "percentage of protection UPTIME is 101, allowed are 0 to 100; set 0 to spare none",
                        "count of protection NETGROUP is 65536, allowed are 0 to 65535; set 0 to spare none",
                        "minimum outbound in percent is 101, allowed are 0 to 100; set 0 to let outbound connections go like others",
                        "prune grace is 86400000000001 ns, allowed are 0 to 1 d; set Duration.ZERO for none",
                        "keepAtLeast is 2000001, allowed are 0 to 2000000; set 0 for no such floor",
                        "minimum of group 3 is -1, allowed are 0 to 2000000; set 0 for none",
                        "group is 128, allowed are 0 to 127; number groups from 0 on",
                        "prune order [VALUE, VALUE] has a criterion twice, whose second place decides nothing; leave it out");
    }

    static Stream<Arguments> single() {
        return Stream.of(
                Arguments.of(
                        POLICY.withProtections(protections(ProtectionKind.UPTIME, -1)), "is -1"),
                Arguments.of(
                        POLICY.withProtections(protections(ProtectionKind.LOWEST_PING, -1)),
                        "count of protection LOWEST_PING is -1"),
                Arguments.of(
                        POLICY.withProtections(
                                Collections.nCopies(65, Protection.all(ProtectionKind.PERSISTENT))),
                        "number of protections is 65, allowed are 0 to 64"),
                Arguments.of(POLICY.withMinOutboundPercent(-1), "outbound in percent is -1"),
                Arguments.of(POLICY.withGrace(Duration.ofNanos(-1)), "grace is -1 ns"),
                Arguments.of(POLICY.withKeepAtLeast(-1), "keepAtLeast is -1"),
                Arguments.of(POLICY.withGroupMinimum(-1, 1), "group is -1"),
                Arguments.of(POLICY.withGroupMinimum(0, 2_000_001), "group 0 is 2000001"),
                Arguments.of(
                        POLICY.withOrder(
                                List.of(
                                        PruneCriterion.VALUE,
                                        PruneCriterion.NEGATIVE_VALUE,
                                        PruneCriterion.YOUNGEST)),
                        "prune order [VALUE, NEGATIVE_VALUE, YOUNGEST] takes 104 bits, allowed are 0 to 94; leave out a criterion"));
    }

    @ParameterizedTest
    @MethodSource
    void single(PrunePolicy wrong, String told) {
        assertThat(wrong.problems()).singleElement().asString().contains(told);
    }

    @Test
    void whatIsAtTheEdgeIsAllowed() {
        assertThat(
                        POLICY.withProtections(
                                        List.of(
                                                new Protection(ProtectionKind.UPTIME, 100),
                                                new Protection(ProtectionKind.LATEST_BLOCK, 65_535),
                                                new Protection(ProtectionKind.NETGROUP, 0)))
                                .withOrder(
                                        List.of(
                                                PruneCriterion.VALUE,
                                                PruneCriterion.CROWDED_GROUP,
                                                PruneCriterion.YOUNGEST,
                                                PruneCriterion.IDLE))
                                .withMinOutboundPercent(100)
                                .withGrace(Duration.ofDays(1))
                                .withKeepAtLeast(2_000_000)
                                .withGroupMinimum(0, 2_000_000)
                                .withGroupMinimum(127, 0)
                                .problems())
                .isEmpty();
        assertThat(
                        POLICY.withProtections(
                                        Collections.nCopies(
                                                64, Protection.all(ProtectionKind.OUTBOUND)))
                                .withOrder(List.of())
                                .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfProtectionSaysWhatItSpares(ProtectionKind kind) {
        assertThat(kind.words()).isNotBlank();
        assertThat(kind.isForAll() && kind.isPercent()).isFalse();
        assertThat(new Protection(kind, 3).toString())
                .isEqualTo(
                        kind.isForAll()
                                ? kind.words()
                                : kind.isPercent() ? "3 % " + kind.words() : "3 " + kind.words());
    }

    @Test
    void aPolicyIsAValue() {
        Map<Integer, Integer> minimums = new HashMap<>(Map.of(1, 2));
        List<PruneCriterion> order = new ArrayList<>(List.of(PruneCriterion.VALUE));
        PrunePolicy policy = new PrunePolicy("p", List.of(), order, 0, minimums, 0, 0);
        minimums.clear();
        order.clear();
        assertThat(policy)
                .isEqualTo(
                        new PrunePolicy(
                                "p",
                                List.of(),
                                List.of(PruneCriterion.VALUE),
                                0,
                                Map.of(1, 2),
                                0,
                                0));
    }

    @Test
    void nullIsNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> POLICY.named(null))
                .withMessageContaining("name is null");
        assertThatNullPointerException()
                .isThrownBy(() -> POLICY.withProtections(null))
                .withMessageContaining("protections");
        assertThatNullPointerException()
                .isThrownBy(() -> POLICY.withOrder(null))
                .withMessageContaining("order");
        assertThatNullPointerException()
                .isThrownBy(() -> new PrunePolicy("p", List.of(), List.of(), 0, null, 0, 0))
                .withMessageContaining("groupMinimums is null");
        Map<Integer, Integer> minimums = new HashMap<>();
        minimums.put(3, null);
        assertThatNullPointerException()
                .isThrownBy(() -> new PrunePolicy("p", List.of(), List.of(), 0, minimums, 0, 0))
                .withMessageContaining("minimum of group 3 is null");
        assertThatNullPointerException()
                .isThrownBy(
                        () ->
                                new PrunePolicy(
                                        "p",
                                        List.of(),
                                        List.of(),
                                        0,
                                        Collections.singletonMap(null, 3),
                                        0,
                                        0))
                .withMessageContaining("null as a group");
        assertThatNullPointerException()
                .isThrownBy(() -> Protection.all(null))
                .withMessageContaining("protection kind is null");
    }
}
