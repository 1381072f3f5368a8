/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.ManagerSteps.Kind;
import io.peerage.ManagerSteps.Op;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.CidrRules;
import io.peerage.config.DataConfig;
import io.peerage.config.Limits;
import io.peerage.config.ManagerConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.Protection;
import io.peerage.config.ProtectionKind;
import io.peerage.config.PruneConfig;
import io.peerage.config.PruneCriterion;
import io.peerage.config.PrunePolicy;
import io.peerage.config.RateLimit;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.config.Trust;
import io.peerage.model.Counter;
import io.peerage.model.LimitKind;
import io.peerage.testing.Scenario;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random histories of a node that lets connections go, at its watermarks, when asked, and for newcomers: which ones, how many, when,
 * why, and what becomes of those that don't close (features B10, B11, D4, E1 to E7).
 *
 * <p>Rules that count members, minimums and shares are {@code PruneModelTest}'s.
 */
class MakingRoomModelTest {
    /** More than the unit in which ages are compared. */
    private static final Duration APART = Duration.ofMillis(2);

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration STEP = Duration.ofMillis(700);
    private static final int ENOUGH_TRIES = 200;

    /** What came up. */
    private static final Set<Enum<?>> SEEN = new HashSet<>();

    private static int tries;

    /** How often each kind of step is taken. */
    static final Map<Kind, Integer> FREQUENCIES =
            Map.ofEntries(
                    Map.entry(Kind.REGISTER, 2),
                    Map.entry(Kind.RELEASE, 2),
                    Map.entry(Kind.FLAG, 3),
                    Map.entry(Kind.BAN, 1),
                    Map.entry(Kind.LIFT, 1),
                    Map.entry(Kind.DISCOURAGE, 2),
                    Map.entry(Kind.GROUP, 2),
                    Map.entry(Kind.TAG, 2),
                    Map.entry(Kind.ADMIT_INBOUND, 14),
                    Map.entry(Kind.ADMIT_OUTBOUND, 4),
                    Map.entry(Kind.ESTABLISH_INBOUND_ID, 14),
                    Map.entry(Kind.ESTABLISH_OUTBOUND, 5),
                    Map.entry(Kind.CLOSE, 1),
                    Map.entry(Kind.OBEY, 2),
                    Map.entry(Kind.STREAM, 3),
                    Map.entry(Kind.PING, 9),
                    Map.entry(Kind.USEFUL, 3),
                    Map.entry(Kind.TRIM, 1),
                    Map.entry(Kind.TICK, 12),
                    Map.entry(Kind.TIME, 1));

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyHistoryAgreesWithTheModel(
            @ForAll("scenarios") Scenario scenario, @ForAll("histories") List<Op> history) {
        ManagerPair pair = new ManagerPair(scenario);
        for (Op op : history) {
            if (op.kind() == Kind.ADMIT_INBOUND || op.kind() == Kind.ADMIT_OUTBOUND) {
                pair.clock.advance(APART);
            } else if (op.kind() == Kind.TICK) {
                pair.clock.advance(STEP.multipliedBy(op.b() % 4));
            }
            ManagerSteps.apply(op, pair);
            pair.agree();
        }
        pair.drain();
        pair.agree();
        SEEN.addAll(pair.seen());
        tries++;
    }

    @AfterContainer
    static void everythingWasMetOnTheWay() {
        if (tries >= ENOUGH_TRIES) {
            assertThat(SEEN)
                    .contains(
                            Counter.CONNECTIONS_PRUNED,
                            Counter.CONNECTIONS_EVICTED,
                            Counter.CLOSES_FORCED);
        }
    }

    @Provide
    Arbitrary<List<Op>> histories() {
        return ManagerSteps.histories(FREQUENCIES, 100);
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        Arbitrary<byte[]> localIds = Arbitraries.of(ManagerSteps.IDS.get(3)).injectNull(0.5);
        Arbitrary<Long> starts =
                Arbitraries.of(0L, -1L, Long.MAX_VALUE - LEASE.toNanos(), 123_456_789_012L);
        return Combinators.combine(configs(), localIds, starts).as(Scenario::new);
    }

    private static Arbitrary<ManagerConfig> configs() {
        return Combinators.combine(limits(), pruning(), Arbitraries.of(true, false))
                .as(
                        (limits, pruning, trusting) ->
                                new ManagerConfig(
                                        48,
                                        48,
                                        limits,
                                        PrefixLimits.NONE,
                                        new Trust(
                                                trusting
                                                        ? EnumSet.complementOf(
                                                                EnumSet.of(LimitKind.PEER))
                                                        : Set.of(LimitKind.DIRECTION),
                                                List.of()),
                                        BackOffConfig.constant(Duration.ofMillis(20)),
                                        BanConfig.DEFAULT.sized(100, 4, 4),
                                        RateLimit.NONE,
                                        CidrRules.NONE,
                                        null,
                                        new TagConfig(List.of(TagKind.plain("worth")), List.of()),
                                        null,
                                        DataConfig.NONE,
                                        pruning,
                                        null,
                                        null,
                                        false,
                                        LEASE.toNanos(),
                                        LEASE.toNanos()))
                .filter(config -> config.problems().isEmpty());
    }

    /** One connection a peer, trusted or not: a group counts peers, and of several connections the one in the lowest slot is in it. */
    private static Arbitrary<Limits> limits() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 2))
                .as(
                        (total, in, out, trusted) ->
                                new Limits(
                                        total,
                                        Math.min(total, in),
                                        Math.min(total, out),
                                        40,
                                        40,
                                        1,
                                        trusted));
    }

    private static Arbitrary<PruneConfig> pruning() {
        Arbitrary<int[]> watermarks =
                Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.just(new int[] {0, 0})),
                        Tuple.of(1, Arbitraries.of(new int[] {1, 2}, new int[] {2, 5})));
        return Combinators.combine(
                        policies(),
                        Arbitraries.integers().between(0, 2),
                        watermarks,
                        Arbitraries.of(Duration.ZERO, Duration.ofSeconds(1)),
                        Arbitraries.of(true, true, false))
                .as(
                        (policy, keep, marks, silence, evicts) ->
                                PruneConfig.DEFAULT
                                        .by(policy.withKeepAtLeast(keep))
                                        .watermarks(marks[0], marks[1])
                                        .silence(silence)
                                        .evicting(evicts));
    }

    /** Together all rules and criteria that look at one connection at a time. */
    private static Arbitrary<PrunePolicy> policies() {
        PrunePolicy best =
                PrunePolicy.GO_LIBP2P.withProtections(
                        List.of(
                                Protection.all(ProtectionKind.PERSISTENT),
                                new Protection(ProtectionKind.LOWEST_PING, 1),
                                new Protection(ProtectionKind.LATEST_MESSAGE, 1),
                                new Protection(ProtectionKind.LATEST_BLOCK, 1)));
        return Arbitraries.of(
                PrunePolicy.GO_LIBP2P.withGrace(Duration.ofMillis(9)),
                PrunePolicy.GO_LIBP2P.withGrace(Duration.ZERO),
                best.withOrder(
                        List.of(
                                PruneCriterion.DISCOURAGED,
                                PruneCriterion.UNGROUPED,
                                PruneCriterion.NEGATIVE_VALUE,
                                PruneCriterion.YOUNGEST)),
                best.withOrder(
                        List.of(
                                PruneCriterion.FEWEST_GROUPS,
                                PruneCriterion.INBOUND,
                                PruneCriterion.YOUNGEST)),
                PrunePolicy.GO_LIBP2P
                        .withProtections(List.of(Protection.all(ProtectionKind.OUTBOUND)))
                        .withOrder(List.of(PruneCriterion.DISCOURAGED, PruneCriterion.YOUNGEST)));
    }
}
