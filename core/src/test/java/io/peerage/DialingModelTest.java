/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.ManagerSteps.Kind;
import io.peerage.ManagerSteps.Op;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.CidrRules;
import io.peerage.config.DataConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.config.Limits;
import io.peerage.config.ManagerConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.config.TagConfig;
import io.peerage.config.Trust;
import io.peerage.model.Counter;
import io.peerage.model.DialReason;
import io.peerage.testing.Scenario;
import java.time.Duration;
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
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random histories of a node that is offered candidates, and dials by itself: at each look exactly those who are due, for their reason, at
 * the address that was offered last, no more than may be (features C4 to C8, D1, D2, D5, D7).
 *
 * <p>When a look comes, groups, netgroups, feelers and churn are {@code DialLoopHistoryTest}'s.
 */
class DialingModelTest {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int ENOUGH_TRIES = 200;

    /** What came up. */
    private static final Set<Enum<?>> SEEN = new HashSet<>();

    private static int tries;

    /** How often each kind of step is taken. */
    static final Map<Kind, Integer> FREQUENCIES =
            Map.ofEntries(
                    Map.entry(Kind.REGISTER, 4),
                    Map.entry(Kind.RELEASE, 5),
                    Map.entry(Kind.FLAG, 2),
                    Map.entry(Kind.BAN, 1),
                    Map.entry(Kind.LIFT, 1),
                    Map.entry(Kind.DISCOURAGE, 4),
                    Map.entry(Kind.ADMIT_INBOUND, 2),
                    Map.entry(Kind.ESTABLISH_INBOUND_ID, 2),
                    Map.entry(Kind.ADMIT_OUTBOUND, 1),
                    Map.entry(Kind.ESTABLISH_OUTBOUND, 6),
                    Map.entry(Kind.FAIL, 6),
                    Map.entry(Kind.CLOSE, 3),
                    Map.entry(Kind.ABANDON, 1),
                    Map.entry(Kind.OBEY, 1),
                    Map.entry(Kind.FORGIVE, 1),
                    Map.entry(Kind.SELF, 1),
                    Map.entry(Kind.OFFER, 9),
                    Map.entry(Kind.TICK, 14));

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyHistoryAgreesWithTheModel(
            @ForAll("scenarios") Scenario scenario, @ForAll("histories") List<Op> history) {
        ManagerPair pair = new ManagerPair(scenario);
        for (Op op : history) {
            if (op.kind() == Kind.TICK) {
                pair.clock.advance(INTERVAL.multipliedBy(1 + op.b() % 3));
            }
            ManagerSteps.apply(op, pair);
            pair.agree();
        }
        SEEN.addAll(pair.seen());
        tries++;
    }

    @AfterContainer
    static void everythingWasMetOnTheWay() {
        if (tries >= ENOUGH_TRIES) {
            assertThat(SEEN)
                    .contains(
                            Counter.ADDRESS_COMMANDS,
                            Counter.CANDIDATES_STALE,
                            Counter.CANDIDATES_REFUSED,
                            DialReason.PERSISTENT,
                            DialReason.ANCHOR,
                            DialReason.TARGET,
                            DialReason.SEED);
        }
    }

    @Provide
    Arbitrary<List<Op>> histories() {
        return ManagerSteps.histories(FREQUENCIES, 120);
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        Arbitrary<byte[]> localIds = Arbitraries.of(ManagerSteps.IDS.get(3)).injectNull(0.5);
        Arbitrary<Long> starts = Arbitraries.of(0L, Long.MAX_VALUE - 20_000_000_000L, -1L);
        return Combinators.combine(configs(), localIds, starts).as(Scenario::new);
    }

    private static Arbitrary<ManagerConfig> configs() {
        Arbitrary<BackOffConfig> backOffs =
                Arbitraries.of(
                        BackOffConfig.constant(Duration.ofSeconds(2)).attempts(3),
                        BackOffConfig.constant(Duration.ofMillis(1_500)),
                        BackOffConfig.exponential(Duration.ofSeconds(1), 200)
                                .capped(Duration.ofSeconds(5))
                                .proven(Duration.ofSeconds(3)));
        return Combinators.combine(limits(), dialing(), backOffs, Arbitraries.of(5, 48))
                .as(
                        (limits, dialing, backOff, peers) ->
                                new ManagerConfig(
                                        peers,
                                        48,
                                        limits,
                                        PrefixLimits.NONE,
                                        new Trust(Set.of(), List.of()),
                                        backOff,
                                        BanConfig.DEFAULT.sized(100, 4, 4),
                                        RateLimit.NONE,
                                        CidrRules.NONE,
                                        null,
                                        TagConfig.NONE,
                                        null,
                                        DataConfig.NONE,
                                        null,
                                        dialing,
                                        null,
                                        false,
                                        INTERVAL.toNanos(),
                                        3 * INTERVAL.toNanos()))
                .filter(config -> config.problems().isEmpty());
    }

    private static Arbitrary<Limits> limits() {
        return Combinators.combine(
                        Arbitraries.of(3, 6, 40),
                        Arbitraries.of(1, 3, 40),
                        Arbitraries.of(1, 2, 6, 40),
                        Arbitraries.of(1, 3, 40))
                .as(
                        (total, in, out, pending) ->
                                new Limits(
                                        total,
                                        Math.min(total, in),
                                        Math.min(total, out),
                                        40,
                                        pending,
                                        1,
                                        0));
    }

    private static Arbitrary<DialConfig> dialing() {
        DialTimes times =
                DialTimes.DEFAULT
                        .withInterval(INTERVAL)
                        .withShortest(INTERVAL.dividedBy(4))
                        .withFirstRun(Duration.ZERO)
                        .withFeelers(Duration.ZERO);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(0, 3, 100))
                .as(
                        (target, parallel, asking) ->
                                new DialConfig(
                                        target,
                                        DialConfig.FROM_LIMITS,
                                        Map.of(),
                                        parallel,
                                        false,
                                        asking,
                                        times));
    }
}
