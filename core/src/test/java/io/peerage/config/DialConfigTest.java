/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.peerage.peer.GroupColumn;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DialConfigTest {
    private static final Duration NS = Duration.ofNanos(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static Limits limits(int inbound, int outbound, int pendingOutbound) {
        return new Limits(1_000, inbound, outbound, 10, pendingOutbound, 2, 0);
    }

    private static DialTimes times() {
        return DialTimes.DEFAULT;
    }

    private static DialConfig config() {
        return DialConfig.DEFAULT;
    }

    @Test
    void theDefaultsAreThoseOfTheFeaturesButForDecision22() {
        assertThat(config().parallelDials()).isEqualTo(10);
        assertThat(config().netgroupDiversity()).isTrue();
        assertThat(config().needAddressesBelow()).isEqualTo(1_000);
        assertThat(config().groupMinimums()).isEmpty();
        assertThat(times().intervalNanos()).isEqualTo(30_000_000_000L);
        assertThat(times().shortestNanos()).isEqualTo(1_000_000_000L);
        assertThat(times().firstRunNanos()).isZero();
        assertThat(times().feelerNanos()).isEqualTo(120_000_000_000L);
        assertThat(times().churnLeastNanos()).isZero();
        assertThat(times().churnMostNanos()).isZero();
        assertThat(times().withChurn().churnLeastNanos()).isEqualTo(180_000_000_000L);
        assertThat(times().withChurn().churnMostNanos()).isEqualTo(420_000_000_000L);
        assertThat(config().problems()).isEmpty();
        assertThat(config().problems(limits(0, 0, 0))).isEmpty();
    }

    /** Also: each setting goes where it belongs. */
    @Test
    void everyMistakeIsToldAtOnce() {
        DialConfig wrong =
                config().withOutboundTarget(-2)
                        .withInboundTarget(2_000_001)
                        .withGroupMinimum(128, 1)
                        .withGroupMinimum(-1, 1)
                        .withGroupMinimum(5, -1)
                        .withParallelDials(0)
                        .withNeedAddressesBelow(-1)
                        .withTimes(
                                times().withInterval(Duration.ZERO)
                                        .withShortest(DAY.plus(NS))
                                        .withFirstRun(NS.negated())
                                        .withFeelers(NS)
                                        .withChurn(Duration.ZERO, DAY.plus(NS)));
        List<String> told =
                List.of(
                        "outboundTarget is -2, allowed are -1 to 2000000; set -1 to have it follow maxOutbound",
                        "inboundTarget is 2000001, allowed are -1 to 2000000; set -1 to have it follow maxInbound",
                        "group is -1, allowed are 0 to 127; number capabilities and shards within that",
                        "minimum of group 5 is -1, allowed are 0 to 2000000; set 0 for none",
                        "group is 128, allowed are 0 to 127; number capabilities and shards within that",
                        "parallelDials is 0, allowed are 1 to 4096; set how many dials may run at once",
                        "needAddressesBelow is -1, allowed are 0 to 16000000; set 0 to never ask for addresses",
                        "dial interval is 0, allowed are 1 ms to 1 d; set how often to look while nothing is missing",
                        "shortest dial interval is 86400000000001 ns, allowed are 1 ms to 1 d; set how often to look at most",
                        "first dial run is -1 ns, allowed are 0 to 1 d; set 0 for at once",
                        "feeler mean is 1 ns, allowed are 1 ms to 1 d; set 0 for none",
                        "least churn is 0, allowed are 1 ms to 1 d; set both churn times to 0 for none",
                        "most churn is 86400000000001 ns, allowed are 1 ms to 1 d; set both churn times to 0 for none");
        assertThat(wrong.problems()).isEqualTo(told);
        assertThat(wrong.problems(limits(10, 10, 10))).isEqualTo(told);
    }

    static Stream<Arguments> single() {
        return Stream.of(
                Arguments.of(config().withOutboundTarget(2_000_001), "outboundTarget is 2000001"),
                Arguments.of(config().withInboundTarget(-2), "inboundTarget is -2"),
                Arguments.of(
                        config().withOutboundTarget(11),
                        "outboundTarget 11 is above maxOutbound 10; lower it or raise maxOutbound"),
                Arguments.of(
                        config().withInboundTarget(21),
                        "inboundTarget 21 is above maxInbound 20; lower it or raise maxInbound"),
                Arguments.of(config().withGroupMinimum(0, 2_000_001), "minimum of group 0 is 2"),
                Arguments.of(config().withParallelDials(4_097), "parallelDials is 4097"),
                Arguments.of(config().withNeedAddressesBelow(16_000_001), "needAddressesBelow is"),
                Arguments.of(
                        config().withTimes(times().withInterval(Duration.ofDays(400_000_000))),
                        "dial interval is 292 years or more"),
                Arguments.of(
                        config().withTimes(times().withShortest(Duration.ofSeconds(31))),
                        "shortest dial interval is 31 s, above the dial interval of 30 s; lower it or raise the interval"),
                Arguments.of(config().withTimes(times().withShortest(Duration.ZERO)), "is 0,"),
                Arguments.of(config().withTimes(times().withFirstRun(DAY.plus(NS))), "first dial"),
                Arguments.of(config().withTimes(times().withFeelers(DAY.plus(NS))), "feeler mean"),
                Arguments.of(config().withTimes(times().withFeelers(NS.negated())), "is -1 ns,"),
                Arguments.of(
                        config().withTimes(
                                        times().withChurn(
                                                        Duration.ofMillis(2),
                                                        Duration.ofMillis(1))),
                        "least churn is 2 ms, above the most churn of 1 ms; lower it or raise the other"),
                Arguments.of(
                        config().withTimes(times().withChurn(NS.negated(), DAY)),
                        "least churn is -1 ns, allowed"));
    }

    @ParameterizedTest
    @MethodSource
    void single(DialConfig wrong, String told) {
        assertThat(wrong.problems(limits(20, 10, 10))).singleElement().asString().contains(told);
    }

    @Test
    void whatIsAtTheEdgeIsAllowed() {
        Duration ms = Duration.ofMillis(1);
        assertThat(
                        config().withOutboundTarget(10)
                                .withInboundTarget(20)
                                .withGroupMinimum(0, 2_000_000)
                                .withGroupMinimum(127, 0)
                                .withParallelDials(4_096)
                                .withNeedAddressesBelow(16_000_000)
                                .withTimes(
                                        times().withInterval(ms)
                                                .withShortest(ms)
                                                .withFirstRun(DAY)
                                                .withFeelers(ms)
                                                .withChurn(ms, ms))
                                .problems(limits(20, 10, 10)))
                .isEmpty();
        assertThat(
                        config().withOutboundTarget(0)
                                .withInboundTarget(0)
                                .withParallelDials(1)
                                .withNeedAddressesBelow(0)
                                .withTimes(
                                        times().withInterval(DAY)
                                                .withShortest(DAY)
                                                .withFirstRun(Duration.ZERO)
                                                .withFeelers(Duration.ZERO)
                                                .withChurn(DAY, DAY))
                                .problems(limits(20, 10, 10)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "800, 24", "80, 24", "27, 24", "26, 24", "25, 23", "20, 18", "19, 18", "9, 9", "1, 1",
        "0, 0"
    })
    void targetsFollowFromTheLimits(int maxOutbound, int target) {
        DialConfig resolved = config().resolved(limits(120, maxOutbound, 64));
        assertThat(resolved).isEqualTo(config().withOutboundTarget(target).withInboundTarget(120));
        DialConfig given = config().withOutboundTarget(3).withInboundTarget(4);
        assertThat(given.resolved(limits(120, maxOutbound, 64))).isEqualTo(given);
    }

    @ParameterizedTest
    @CsvSource({"64, 10", "10, 10", "9, 9", "1, 1", "0, 1"})
    void noMoreDialsAtOnceThanTheLimitsAllow(int pendingOutbound, int parallel) {
        assertThat(config().resolved(limits(1, 1, pendingOutbound)).parallelDials())
                .isEqualTo(parallel);
    }

    @Test
    void minimumsAreCopied() {
        Map<Integer, Integer> given = new HashMap<>(Map.of(1, 2));
        DialConfig config = config().withGroupMinimums(given).withGroupMinimum(3, 4);
        given.put(1, 9);
        assertThat(config.groupMinimums()).isEqualTo(Map.of(1, 2, 3, 4)).isUnmodifiable();
        assertThat(config.withGroupMinimums(Map.of(5, 6)).groupMinimums()).containsOnlyKeys(5);
    }

    @Test
    void nullsAreTold() {
        Map<Integer, Integer> noGroup = new HashMap<>();
        noGroup.put(null, 1);
        Map<Integer, Integer> noMinimum = new HashMap<>();
        noMinimum.put(7, null);
        assertThatNullPointerException()
                .isThrownBy(() -> config().withGroupMinimums(null))
                .withMessage("groupMinimums is null; pass Map.of() for none");
        assertThatNullPointerException()
                .isThrownBy(() -> config().withGroupMinimums(noGroup))
                .withMessage("groupMinimums has null as a group; leave it out");
        assertThatNullPointerException()
                .isThrownBy(() -> config().withGroupMinimums(noMinimum))
                .withMessage("the minimum of group 7 is null; leave the group out");
        assertThatNullPointerException()
                .isThrownBy(() -> config().withTimes(null))
                .withMessage("times is null; pass DialTimes.DEFAULT");
        assertThatNullPointerException()
                .isThrownBy(() -> times().withInterval(null))
                .withMessageStartingWith("interval is null");
    }

    @Test
    void thereAreAsManyGroupsAsPeersCanBeIn() {
        assertThat(DialConfig.GROUPS).isEqualTo(GroupColumn.GROUPS);
    }
}
