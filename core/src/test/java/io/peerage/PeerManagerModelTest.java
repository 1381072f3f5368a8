/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.ManagerSteps.Kind;
import io.peerage.ManagerSteps.Op;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.DataConfig;
import io.peerage.config.Limits;
import io.peerage.config.ManagerConfig;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.config.TagConfig;
import io.peerage.config.Trust;
import io.peerage.model.Counter;
import io.peerage.model.LimitKind;
import io.peerage.model.Result;
import io.peerage.testing.Scenario;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Random histories over the whole façade agree with the model after every step (features A1 to A6, B1 to B8, B12). */
class PeerManagerModelTest {
    private static final long INBOUND_LEASE = 5_000_000;
    private static final long OUTBOUND_LEASE = 3_000_000;
    private static final int LEVELS = 3;
    private static final int ENOUGH_TRIES = 900;

    /** The answers and counters that came up. */
    private static final Set<Enum<?>> SEEN = new HashSet<>();

    private static final Set<Enum<?>> REACHABLE =
            Stream.<Enum<?>>concat(
                            EnumSet.range(Result.UNKNOWN_PEER, Result.PEER_TABLE_FULL).stream(),
                            EnumSet.range(Counter.PEERS_REGISTERED, Counter.LIFECYCLE_FLAPS)
                                    .stream())
                    .filter(answer -> answer != Result.PEER_IN_USE)
                    .collect(Collectors.toSet());

    private static int tries;

    /** How often each kind of step is taken. */
    static final Map<Kind, Integer> FREQUENCIES =
            Map.ofEntries(
                    Map.entry(Kind.REGISTER, 4),
                    Map.entry(Kind.RELEASE, 3),
                    Map.entry(Kind.FLAG, 3),
                    Map.entry(Kind.BAN, 1),
                    Map.entry(Kind.BAN_ID, 1),
                    Map.entry(Kind.LIFT, 1),
                    Map.entry(Kind.GROUP, 1),
                    Map.entry(Kind.ADMIT_INBOUND, 9),
                    Map.entry(Kind.ADMIT_OUTBOUND, 9),
                    Map.entry(Kind.ESTABLISH_INBOUND_ID, 7),
                    Map.entry(Kind.ESTABLISH_INBOUND, 5),
                    Map.entry(Kind.ESTABLISH_OUTBOUND, 8),
                    Map.entry(Kind.ABANDON, 2),
                    Map.entry(Kind.CLOSE, 6),
                    Map.entry(Kind.CLOSE_BATCH, 1),
                    Map.entry(Kind.FAIL, 5),
                    Map.entry(Kind.FORGIVE, 1),
                    Map.entry(Kind.SELF, 1),
                    Map.entry(Kind.TICK, 5),
                    Map.entry(Kind.TIME, 3),
                    Map.entry(Kind.FOREIGN, 1));

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyHistoryAgreesWithTheModel(
            @ForAll("scenarios") Scenario scenario, @ForAll("histories") List<Op> history) {

        ManagerPair pair = new ManagerPair(scenario);
        pair.agree();
        for (Op op : history) {
            ManagerSteps.apply(op, pair);
            pair.agree();
        }
        pair.drain();
        pair.agree();
        SEEN.addAll(pair.seen());
        tries++;
    }

    /** A generator that got nowhere would agree with everything. */
    @AfterContainer
    static void everyAnswerWasMetOnTheWay() {
        if (tries >= ENOUGH_TRIES) {
            assertThat(SEEN).containsAll(REACHABLE);
        }
    }

    @Provide
    Arbitrary<List<Op>> histories() {
        return ManagerSteps.histories(FREQUENCIES, 200);
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        Arbitrary<byte[]> localIds =
                Arbitraries.of(ManagerSteps.IDS.stream().filter(id -> id.length <= 48).toList())
                        .injectNull(0.3);
        Arbitrary<Long> starts =
                Arbitraries.of(
                        0L,
                        -1L,
                        -INBOUND_LEASE,
                        Long.MAX_VALUE - 2 * INBOUND_LEASE,
                        Long.MAX_VALUE - 1,
                        Long.MIN_VALUE,
                        123_456_789_012L);
        return Combinators.combine(configs(), localIds, starts).as(Scenario::new);
    }

    private static Arbitrary<ManagerConfig> configs() {
        Arbitrary<Integer> peers = Arbitraries.of(1, 2, 3, 5, 12);
        Arbitrary<Integer> idBytes = Arbitraries.of(48, 64);
        return Combinators.combine(peers, idBytes, limits(), prefixes(), trusts(), backOffs())
                .as(
                        (capacity, bytes, limits, prefixes, trust, backOff) ->
                                new ManagerConfig(
                                        capacity,
                                        bytes,
                                        limits,
                                        prefixes,
                                        trust,
                                        backOff,
                                        BanConfig.DEFAULT.sized(100, 4, 1),
                                        RateLimit.NONE,
                                        CidrRules.NONE,
                                        null,
                                        TagConfig.NONE,
                                        null,
                                        DataConfig.NONE,
                                        null,
                                        null,
                                        null,
                                        false,
                                        INBOUND_LEASE,
                                        OUTBOUND_LEASE))
                .filter(config -> config.problems().isEmpty());
    }

    /** Without jitter, so that the model knows how long each wait is. */
    private static Arbitrary<BackOffConfig> backOffs() {
        BackOffConfig doubling = BackOffConfig.exponential(Duration.ofMillis(2), 200);
        return Arbitraries.of(
                doubling.attempts(3).probation(Duration.ofMillis(20)),
                doubling.attempts(1).probation(Duration.ofMillis(30)),
                doubling.capped(Duration.ofMillis(7)),
                doubling.attempts(2).proven(Duration.ofMillis(4)));
    }

    private static Arbitrary<Limits> limits() {
        Arbitrary<Integer> totals = Arbitraries.of(1, 2, 3, 4, 6, 40);
        Arbitrary<Integer> percents = Arbitraries.of(0, 30, 50, 70, 100);
        Arbitrary<Integer> pending = Arbitraries.of(1, 2, 3, 40);
        Arbitrary<Integer> perPeer = Arbitraries.of(1, 1, 2, 3, 63);
        Arbitrary<Integer> trusted = Arbitraries.integers().between(0, 3);
        return Combinators.combine(totals, percents, percents, pending, pending, perPeer, trusted)
                .as(
                        (total, in, out, pendingIn, pendingOut, each, apart) ->
                                new Limits(
                                        total,
                                        share(total, in),
                                        share(total, out),
                                        pendingIn,
                                        pendingOut,
                                        each,
                                        apart));
    }

    private static int share(int total, int percent) {
        return (total * percent + 99) / 100;
    }

    private static Arbitrary<PrefixLimits> prefixes() {
        Arbitrary<Integer> levels = Arbitraries.integers().between(0, LEVELS);
        Arbitrary<Integer> narrowest = Arbitraries.integers().between(0, 2);
        Arbitrary<Boolean> exempts = Arbitraries.of(true, false);
        return Combinators.combine(levels, levels, narrowest, exempts)
                .as(
                        (v4, v6, least, exempt) ->
                                new PrefixLimits(
                                        ladder(List.of(32, 24, 8), v4, least),
                                        ladder(List.of(64, 56, 48), v6, least),
                                        exempt
                                                ? List.of(
                                                        Cidr.parse("192.168.0.0/16"),
                                                        Cidr.parse("fd00::/8"))
                                                : List.of(),
                                        4_096));
    }

    /** Given in the order that is not the one of evaluation. */
    private static List<PrefixLimit> ladder(List<Integer> widths, int levels, int least) {
        return Stream.iterate(levels - 1, level -> level >= 0, level -> level - 1)
                .map(level -> new PrefixLimit(widths.get(level), level + least))
                .toList();
    }

    private static Arbitrary<Trust> trusts() {
        Arbitrary<Set<LimitKind>> bypasses =
                Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.just(Set.of(LimitKind.values()))),
                        Tuple.of(2, Arbitraries.of(LimitKind.class).set()));
        Arbitrary<List<Cidr>> networks =
                Arbitraries.of(
                        List.of(),
                        List.of(Cidr.parse("172.16.0.0/12")),
                        List.of(Cidr.parse("172.16.0.0/12"), Cidr.parse("2001:db8:0:1::/64")));
        return Combinators.combine(bypasses, networks).as(Trust::new);
    }
}
