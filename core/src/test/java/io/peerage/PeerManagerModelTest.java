/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.ManagerPair.Twin;
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
import io.peerage.model.BanReason;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.LimitKind;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.Scenario;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
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
import net.jqwik.api.RandomDistribution;
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

    /** Timeouts most of all, so that some node is cut off from everybody; seldom this node itself. */
    private static final List<DialOutcome> OUTCOMES =
            List.of(
                    DialOutcome.TIMEOUT,
                    DialOutcome.TIMEOUT,
                    DialOutcome.TIMEOUT,
                    DialOutcome.REFUSED,
                    DialOutcome.REFUSED,
                    DialOutcome.HANDSHAKE,
                    DialOutcome.WRONG_ID,
                    DialOutcome.CANCELLED,
                    DialOutcome.SELF);

    /** Ids that begin each other, of every kind of length, with bytes above 127 where they differ. */
    private static final List<byte[]> IDS = ids();

    /** Neighbours at every rung of the ladders, exempt and trusted ones, none, and IPv6 bits that look like IPv4's. */
    private static final List<IpAddress> ADDRESSES =
            Stream.concat(
                            Stream.of(
                                            "10.0.0.1",
                                            "10.0.0.2",
                                            "10.0.1.1",
                                            "10.200.0.1",
                                            "192.168.7.9",
                                            "172.16.3.4",
                                            "172.16.3.5",
                                            "127.0.0.1",
                                            "2001:db8::1",
                                            "2001:db8::2",
                                            "2001:db8:0:1::1",
                                            "2001:db8:0:100::1",
                                            "2001:db9::1",
                                            "fd00::1",
                                            "a00:1::",
                                            "::1")
                                    .map(IpAddress::parse),
                            Stream.of(IpAddress.NONE))
                    .toList();

    private static List<byte[]> ids() {
        byte[] longest = new byte[64];
        for (int i = 0; i < longest.length; i++) {
            longest[i] = (byte) (0x7e + i);
        }
        Stream<byte[]> prefixes =
                Stream.of(1, 2, 3, 7, 8, 9, 16, 47, 48).map(n -> Arrays.copyOf(longest, n));
        byte[] sibling = Arrays.copyOf(longest, 48);
        sibling[47] ^= (byte) 0x80;
        byte[] zeros = new byte[8];
        return Stream.concat(prefixes, Stream.of(sibling, zeros, longest)).toList();
    }

    /** What is done; the numbers choose among what there is. */
    enum Kind {
        REGISTER,
        RELEASE,
        FLAG,
        GROUP,
        ADMIT_INBOUND,
        ADMIT_OUTBOUND,
        ESTABLISH_INBOUND_ID,
        ESTABLISH_INBOUND,
        ESTABLISH_OUTBOUND,
        ABANDON,
        CLOSE,
        CLOSE_BATCH,
        FAIL,
        FORGIVE,
        SELF,
        TICK,
        TIME,
        FOREIGN
    }

    record Op(Kind kind, int a, int b) {}

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyHistoryAgreesWithTheModel(
            @ForAll("scenarios") Scenario scenario, @ForAll("histories") List<Op> history) {

        ManagerPair pair = new ManagerPair(scenario, usable(scenario), ADDRESSES);
        pair.agree();
        for (Op op : history) {
            apply(op, pair);
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

    private static List<byte[]> usable(Scenario scenario) {
        return IDS.stream().filter(id -> id.length <= scenario.config().idBytes()).toList();
    }

    private static void apply(Op op, ManagerPair pair) {
        PeerManager real = pair.real;
        var model = pair.model;
        Twin peer = pair.peer(op.a);
        Twin link = pair.link(op.a);
        Twin inbound = pair.ticket(op.a, Direction.INBOUND);
        Twin dial = pair.ticket(op.a, Direction.OUTBOUND);
        byte[] id = pair.id(op.b);
        IpAddress ip = pair.address(op.b);
        switch (op.kind) {
            case REGISTER -> pair.newPeer(register(real, id), model.register(id));
            case RELEASE -> same(real.release(peer.real()), model.release(peer.model()));
            case FLAG -> {
                PeerFlag flag = PeerFlag.values()[op.b % PeerFlag.values().length];
                boolean on = op.b / PeerFlag.values().length % 2 == 0;
                if (flag == PeerFlag.BANNED) {
                    ban(pair, peer, on);
                    return;
                }
                same(real.setFlag(peer.real(), flag, on), model.setFlag(peer.model(), flag, on));
            }
            case GROUP -> {
                int group = op.b % 3 == 0 ? 127 : 77;
                boolean on = op.b % 2 == 0;
                same(
                        real.groups().set(peer.real(), group, on),
                        model.setGroup(peer.model(), group, on));
            }
            case ADMIT_INBOUND ->
                    pair.newLink(
                            real.admitInbound(ip.hi(), ip.lo()),
                            model.admitInbound(ip.hi(), ip.lo()));
            case ADMIT_OUTBOUND ->
                    pair.newLink(
                            real.admitOutbound(peer.real(), ip.hi(), ip.lo()),
                            model.admitOutbound(peer.model(), ip.hi(), ip.lo()));
            case ESTABLISH_INBOUND_ID ->
                    same(
                            real.establishInbound(inbound.real(), id, 0, id.length),
                            model.establishInbound(inbound.model(), id));
            case ESTABLISH_INBOUND -> {
                Twin shown = pair.peer(op.b);
                same(
                        real.establishInbound(inbound.real(), shown.real()),
                        model.establishInbound(inbound.model(), shown.model()));
            }
            case ESTABLISH_OUTBOUND ->
                    same(
                            real.establishOutbound(dial.real()),
                            model.establishOutbound(dial.model()));
            case ABANDON -> same(real.abandon(link.real()), model.abandon(link.model()));
            case CLOSE -> same(real.close(link.real()), model.close(link.model()));
            case CLOSE_BATCH -> closeBatch(op, pair);
            case FAIL -> {
                DialOutcome outcome = OUTCOMES.get(op.b % OUTCOMES.size());
                Twin failing = op.b % 7 == 0 ? link : dial;
                same(
                        real.dialing().failed(failing.real(), outcome),
                        model.failed(failing.model(), outcome));
            }
            case FORGIVE -> same(real.dialing().forgive(peer.real()), model.forgive(peer.model()));
            case SELF -> same(real.dialing().learnSelf(peer.real()), model.learnSelf(peer.model()));
            case TICK -> pair.tick();
            case TIME -> pair.clock.advance(time(op.a));
            case FOREIGN -> foreign(op, pair);
        }
    }

    private static void ban(ManagerPair pair, Twin peer, boolean on) {
        if (on) {
            same(
                    pair.real.bans().ban(peer.real(), BanReason.BY_HAND),
                    pair.model.ban(peer.model()));
        } else {
            same(pair.real.bans().lift(peer.real()), pair.model.lift(peer.model()));
        }
    }

    /** The model knows of one close at a time. */
    private static void closeBatch(Op op, ManagerPair pair) {
        long[] batch = new long[op.b % 8];
        int[] outcomes = new int[batch.length];
        int[] expected = new int[batch.length];
        for (int i = 0; i < batch.length; i++) {
            Twin link = pair.link(op.a + op.b / 8 % 3 * i);
            batch[i] = link.real();
            expected[i] = pair.model.close(link.model());
        }
        pair.real.batches().close(batch, batch.length, outcomes);
        assertThat(outcomes).isEqualTo(expected);
    }

    /** Every other time, from inside a larger array. */
    private static long register(PeerManager real, byte[] id) {
        byte[] larger = new byte[id.length + 9];
        System.arraycopy(id, 0, larger, 5, id.length);
        return real.register(larger, 5, id.length);
    }

    private static void same(int real, int model) {
        assertThat(real).isEqualTo(model);
    }

    /** Just before, at, and after the leases. */
    private static long time(int choice) {
        long[] steps = {
            OUTBOUND_LEASE - 1,
            1,
            OUTBOUND_LEASE,
            INBOUND_LEASE - OUTBOUND_LEASE,
            INBOUND_LEASE - 1,
            INBOUND_LEASE,
            INBOUND_LEASE * 1_000
        };
        return steps[choice % steps.length];
    }

    /** Peer handles for connections and the other way round, and handles of another manager: refused, nothing changed. */
    private static void foreign(Op op, ManagerPair pair) {
        PeerManager other = PeerManager.builder().rateLimit(RateLimit.NONE).maxPeers(1).build();
        long peer = other.register(new byte[] {1});
        long link = pair.link(op.a).real();
        long ticket = other.admitInbound(0, 0);
        switch (op.b % 5) {
            case 0 -> rejected(() -> pair.real.establishInbound(link, peer));
            case 1 -> rejected(() -> pair.real.admitOutbound(peer, 0, 0));
            case 2 -> rejected(() -> pair.real.close(ticket));
            case 3 -> rejected(() -> pair.real.setFlag(peer, PeerFlag.PROTECTED, true));
            default -> rejected(() -> pair.real.establishInbound(ticket, pair.peer(op.a).real()));
        }
        if (pair.peer(0).real() > 0) {
            rejected(() -> pair.real.close(pair.peer(0).real()));
        }
    }

    private static void rejected(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<List<Op>> histories() {
        Arbitrary<Kind> kinds =
                Arbitraries.frequency(
                        Tuple.of(4, Kind.REGISTER),
                        Tuple.of(3, Kind.RELEASE),
                        Tuple.of(4, Kind.FLAG),
                        Tuple.of(1, Kind.GROUP),
                        Tuple.of(9, Kind.ADMIT_INBOUND),
                        Tuple.of(9, Kind.ADMIT_OUTBOUND),
                        Tuple.of(7, Kind.ESTABLISH_INBOUND_ID),
                        Tuple.of(5, Kind.ESTABLISH_INBOUND),
                        Tuple.of(8, Kind.ESTABLISH_OUTBOUND),
                        Tuple.of(2, Kind.ABANDON),
                        Tuple.of(6, Kind.CLOSE),
                        Tuple.of(1, Kind.CLOSE_BATCH),
                        Tuple.of(5, Kind.FAIL),
                        Tuple.of(1, Kind.FORGIVE),
                        Tuple.of(1, Kind.SELF),
                        Tuple.of(5, Kind.TICK),
                        Tuple.of(3, Kind.TIME),
                        Tuple.of(1, Kind.FOREIGN));
        Arbitrary<Integer> recent =
                Arbitraries.frequencyOf(
                        Tuple.of(2, Arbitraries.integers().between(0, 3)),
                        Tuple.of(1, Arbitraries.integers().between(0, 60)));
        return Combinators.combine(kinds, recent, Arbitraries.integers().between(0, 60))
                .as(Op::new)
                .list()
                .ofMaxSize(200)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        Arbitrary<byte[]> localIds =
                Arbitraries.of(IDS.stream().filter(id -> id.length <= 48).toList()).injectNull(0.3);
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
                                        BanConfig.DEFAULT,
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
