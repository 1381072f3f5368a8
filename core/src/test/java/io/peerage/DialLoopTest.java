/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.ConfigException;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import io.peerage.testing.Network;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The owner's loop as a whole, in virtual time: features C4 to C8 and D1 to D8, each rule by its number. */
class DialLoopTest {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final DialTimes AT_ONCE =
            DialTimes.DEFAULT.withFirstRun(Duration.ZERO).withFeelers(Duration.ZERO);
    private static final DialConfig EIGHT =
            DialConfig.DEFAULT.withOutboundTarget(8).withTimes(AT_ONCE).withNeedAddressesBelow(0);

    private static int outbound(Network net) {
        return net.manager().outbound();
    }

    @Test
    void d1_fillsTheTargetAndNoMore() {
        Network net = new Network(EIGHT);
        net.offerNew(0, 50);
        for (int i = 0; i < 600; i++) {
            net.run(TICK, TICK);
            assertThat(outbound(net)).isLessThanOrEqualTo(8);
        }
        assertThat(outbound(net)).isEqualTo(8);
        assertThat(net.dials).hasSize(8).allMatch(dial -> dial.reason() == DialReason.TARGET);
        assertThat(net.manager().dialing().commanded(DialReason.TARGET)).isEqualTo(8);
        assertThat(net.manager().counter(Counter.DIAL_COMMANDS)).isEqualTo(8);
        assertThat(net.manager().verify()).isEmpty();
    }

    @Test
    void d1_aDisconnectIsMadeUpForAtOnce() {
        Network net = new Network(EIGHT);
        net.offerNew(0, 20);
        net.run(Duration.ofSeconds(40), TICK);
        net.drop(net.dials.get(3).peer());
        net.run(TICK, TICK);
        assertThat(outbound(net)).isEqualTo(8);
        assertThat(net.dials).hasSize(9);
    }

    @Test
    void d1_freshAddressesAreDialedAtOnce() {
        Network net = new Network(EIGHT);
        net.run(Duration.ofSeconds(5), TICK);
        net.offerNew(0, 3);
        net.run(TICK, TICK);
        assertThat(outbound(net)).isEqualTo(3);
    }

    @Test
    void d1_theFirstRunComesWithinItsTimeAndAtAnyMomentOfIt() {
        Set<Long> firsts = new HashSet<>();
        for (int key = 0; key < 20; key++) {
            int secret = key;
            Network net =
                    new Network(
                            EIGHT.withTimes(AT_ONCE.withFirstRun(Duration.ofSeconds(30))),
                            builder -> builder.hashKey(secret, 7));
            net.offerNew(0, 5);
            net.run(Duration.ofSeconds(31), TICK);
            long first = net.dials.get(0).at();
            assertThat(first).isLessThanOrEqualTo(Duration.ofMillis(30_200).toNanos());
            firsts.add(first / 3_000_000_000L);
        }
        assertThat(firsts).hasSizeGreaterThan(4);
    }

    /** Refused dials are not made up for before the interval, which is the shorter the more is missing. */
    @Test
    void d1_failuresWaitForTheInterval() {
        Network net = new Network(EIGHT.withParallelDials(4));
        net.answer(peer -> DialOutcome.REFUSED);
        net.offerNew(0, 20);
        net.run(Duration.ofMillis(3_900), Duration.ofMillis(10));
        // One look at the start, and one a second: nobody is connected, and no wait is over.
        assertThat(net.dials).hasSize(4 * 4);
        assertThat(net.dials.stream().map(dial -> dial.at() / 1_000_000_000L).distinct())
                .containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void c5_neverMoreDialsAtOnceAndLeasesHealSilence() {
        Network net = new Network(DialConfig.DEFAULT.withTimes(AT_ONCE).withNeedAddressesBelow(0));
        net.answer(peer -> null);
        net.offerNew(0, 30);
        net.run(Duration.ofSeconds(9), TICK);
        assertThat(net.manager().pendingOutbound()).isEqualTo(10);
        assertThat(net.dials).hasSize(10);
        net.run(Duration.ofSeconds(2), TICK);
        assertThat(net.manager().counter(Counter.TICKETS_EXPIRED)).isEqualTo(10);
        assertThat(net.manager().dialing().ended(DialOutcome.TIMEOUT)).isEqualTo(10);
        assertThat(net.manager().dialing().failuresOf(net.dials.get(0).peer())).isEqualTo(1);
        net.run(Duration.ofSeconds(60), TICK);
        assertThat(net.dials).hasSizeGreaterThan(30);
        assertThat(net.manager().pendingOutbound()).isPositive();
    }

    @Test
    void c5_aDialTimesOutAfterTenSecondsUnlessSaidOtherwise() {
        FakeClock clock = new FakeClock(0);
        for (boolean dials : new boolean[] {true, false}) {
            PeerManagerBuilder builder =
                    PeerManager.builder().rateLimit(RateLimit.NONE).clock(clock);
            PeerManager manager =
                    (dials ? builder.dialing(EIGHT.withOutboundTarget(0)) : builder).build();
            manager.admitOutbound(manager.register(new byte[] {1}), 0, 0);
            clock.advance(Duration.ofSeconds(dials ? 10 : 15).minusNanos(1));
            manager.tick();
            assertThat(manager.pendingOutbound()).isEqualTo(1);
            clock.advance(1);
            manager.tick();
            assertThat(manager.pendingOutbound()).isZero();
        }
    }

    @Test
    void c5_aDialerThatThrowsLosesNothing() {
        Network net =
                new Network(
                        EIGHT,
                        builder ->
                                builder.commandSink(
                                        new CommandSink() {
                                            @Override
                                            public void close(long connection, CloseReason reason) {
                                                throw new AssertionError("nothing to close");
                                            }
                                        }));
        net.offerNew(0, 3);
        net.run(Duration.ofSeconds(3), TICK);
        assertThat(net.errors)
                .isNotEmpty()
                .allMatch(UnsupportedOperationException.class::isInstance);
        assertThat(net.manager().counter(Counter.SINK_FAILURES)).isEqualTo(net.errors.size());
        assertThat(net.manager().pendingOutbound()).isZero();
        assertThat(net.manager().dialing().ended(DialOutcome.CANCELLED))
                .isEqualTo(net.errors.size());
        assertThat(net.manager().verify()).isEmpty();
    }

    @Test
    void c4_persistentPeersAreBeyondTheTargetAndComeBackWithinAMinute() {
        Network net = new Network(EIGHT);
        net.offerNew(0, 20);
        for (int i = 100; i < 103; i++) {
            net.manager().setFlag(net.peer(i), PeerFlag.PERSISTENT, true);
        }
        net.run(Duration.ofSeconds(5), TICK);
        assertThat(outbound(net)).isEqualTo(11);
        assertThat(net.dials.subList(0, 3))
                .allMatch(dial -> dial.reason() == DialReason.PERSISTENT);

        net.answer(peer -> DialOutcome.REFUSED);
        long persistent = net.peer(100);
        net.drop(persistent);
        int before = net.dials.size();
        net.run(Duration.ofHours(2), Duration.ofSeconds(1));
        List<Network.Dial> since =
                net.dials.subList(before, net.dials.size()).stream()
                        .filter(dial -> dial.peer() == persistent)
                        .toList();
        assertThat(since).hasSizeGreaterThan(115);
        for (int i = 1; i < since.size(); i++) {
            assertThat(since.get(i).at() - since.get(i - 1).at())
                    .isLessThanOrEqualTo(Duration.ofSeconds(61).toNanos());
        }
        assertThat(net.manager().connectedness(persistent)).isEqualTo(Connectedness.BACKING_OFF);
    }

    @Test
    void c4_onlyAConnectionThatLastsForgetsFailuresOfAPersistentPeer() {
        Network net = new Network(EIGHT);
        long peer = net.peer(1);
        net.manager().setFlag(peer, PeerFlag.PERSISTENT, true);
        net.answer(p -> net.dials.size() <= 3 ? DialOutcome.REFUSED : DialOutcome.ESTABLISHED);
        net.run(Duration.ofSeconds(88), TICK);
        assertThat(net.dials).hasSize(4);
        net.drop(peer);
        net.run(TICK, TICK);
        assertThat(net.manager().dialing().failuresOf(peer)).isEqualTo(4);

        net.run(Duration.ofSeconds(60 + 31), TICK);
        assertThat(net.dials).hasSize(5);
        assertThat(net.manager().dialing().failuresOf(peer)).isEqualTo(4);
        net.drop(peer);
        net.run(TICK, TICK);
        assertThat(net.manager().dialing().failuresOf(peer)).isZero();
        assertThat(net.dials).hasSize(6);
    }

    @Test
    void c6_anOutageBlamesNobodyAndIsProbedOncePerInterval() {
        Network net = new Network(EIGHT.withParallelDials(4));
        net.offerNew(0, 200);
        net.run(Duration.ofSeconds(60), TICK);
        assertThat(outbound(net)).isEqualTo(8);

        net.answer(peer -> DialOutcome.TIMEOUT);
        List.copyOf(net.connected).forEach(net::drop);
        net.run(Duration.ofSeconds(30), TICK);
        assertThat(net.manager().dialing().isOutage()).isTrue();
        int before = net.dials.size();
        int blamed = failures(net);
        net.run(Duration.ofSeconds(20), TICK);
        assertThat(net.dials.size() - before).isBetween(15, 21);
        assertThat(failures(net)).isEqualTo(blamed);

        net.answer(peer -> DialOutcome.ESTABLISHED);
        net.run(Duration.ofSeconds(40), TICK);
        assertThat(net.manager().dialing().isOutage()).isFalse();
        assertThat(outbound(net)).isEqualTo(8);
    }

    private static int failures(Network net) {
        int failures = 0;
        for (int i = 0; i < 200; i++) {
            failures += net.manager().dialing().failuresOf(net.peer(i));
        }
        return failures;
    }

    @Test
    void c6_peersThatDontAnswerAreNoOutageWhileOthersStay() {
        Network net = new Network(EIGHT);
        net.offerNew(0, 4);
        net.run(Duration.ofSeconds(5), TICK);
        net.answer(peer -> DialOutcome.TIMEOUT);
        net.offerNew(10, 100);
        net.run(Duration.ofSeconds(60), TICK);
        assertThat(net.dials).hasSizeGreaterThan(40);
        assertThat(net.manager().dialing().isOutage()).isFalse();
    }

    @Test
    void c8_thisNodeIsNeverDialedUnderAnyOfItsIds() {
        Network net = new Network(EIGHT, builder -> builder.localId(Ids.id(7)));
        net.offer(7, CandidateKind.NEW);
        long alias = net.offer(8, CandidateKind.NEW);
        net.answer(peer -> DialOutcome.SELF);
        net.run(Duration.ofMinutes(30), Duration.ofSeconds(1));
        assertThat(net.dials).extracting(Network.Dial::peer).containsExactly(alias);
        assertThat(net.manager().dialing().canDial(alias)).isFalse();
        long ticket = net.manager().admitInbound(0, 0);
        assertThat(net.manager().establishInbound(ticket, alias)).isEqualTo(Result.SELF.code());
    }

    private static final BanConfig LONG_BANS =
            BanConfig.DEFAULT.lasting(Duration.ofDays(9), Duration.ofDays(9), Duration.ofDays(1));

    @Test
    void d2_bannedAndGivenUpPeersAreNotDialed() {
        Network net =
                new Network(
                        EIGHT,
                        builder ->
                                builder.backOff(BackOffConfig.DEFAULT.attempts(1)).bans(LONG_BANS));
        long banned = net.offer(1, CandidateKind.NEW);
        net.manager().bans().ban(banned, BanReason.BY_HAND);
        long givenUp = net.offer(2, CandidateKind.NEW);
        net.answer(peer -> DialOutcome.REFUSED);
        net.run(Duration.ofHours(23), Duration.ofSeconds(30));
        assertThat(net.dials).extracting(Network.Dial::peer).containsExactly(givenUp);
        // The probation is over.
        net.run(Duration.ofHours(2), Duration.ofSeconds(30));
        assertThat(net.dials).hasSize(2);

        net.answer(peer -> DialOutcome.ESTABLISHED);
        net.manager().bans().lift(banned);
        net.run(TICK.multipliedBy(2), TICK);
        assertThat(net.connected).contains(banned);
    }

    @Test
    void d2_oneANetgroupAsLongAsThereAreOthers() {
        Network net = new Network(EIGHT);
        for (int i = 0; i < 40; i++) {
            net.offer(i, "10.1." + i + ".1", CandidateKind.NEW);
        }
        for (int i = 0; i < 5; i++) {
            net.offer(100 + i, "10." + (50 + i) + ".0.1", CandidateKind.NEW);
        }
        net.run(Duration.ofSeconds(60), TICK);
        assertThat(outbound(net)).isEqualTo(8);
        Set<Long> apart = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            apart.add(net.peer(100 + i));
        }
        assertThat(net.connected).containsAll(apart);
    }

    @Test
    void d3_groupsBelowTheirMinimumAreDialedFirst() {
        Network net = new Network(EIGHT.withGroupMinimum(5, 3));
        net.offerNew(0, 200);
        for (int i = 0; i < 3; i++) {
            net.manager().groups().set(net.peer(50 * i + 20), 5, true);
        }
        net.run(Duration.ofSeconds(10), TICK);
        assertThat(net.connected).contains(net.peer(20), net.peer(70), net.peer(120));
        assertThat(net.dials.stream().filter(dial -> dial.reason() == DialReason.GROUP)).hasSize(3);
    }

    @Test
    void d5_seedsComeLastAndAddressesAreAskedFor() {
        Network net = new Network(EIGHT.withNeedAddressesBelow(10));
        long seed = net.offer(500, CandidateKind.SEED);
        List<Long> others = net.offerNew(0, 2);
        net.run(TICK, TICK);
        assertThat(net.dials)
                .extracting(Network.Dial::peer)
                .containsExactlyInAnyOrderElementsOf(others);
        net.run(Duration.ofSeconds(40), TICK);
        assertThat(net.dials.get(2).peer()).isEqualTo(seed);
        assertThat(net.dials.get(2).reason()).isEqualTo(DialReason.SEED);
        assertThat(net.asked).isNotEmpty();
        assertThat(net.asked.subList(1, net.asked.size())).allMatch(net.connected::contains);
        assertThat(net.manager().counter(Counter.ADDRESS_COMMANDS)).isEqualTo(net.asked.size());
        net.offerNew(10, 20);
        net.run(Duration.ofSeconds(1), TICK);
        int asked = net.asked.size();
        net.run(Duration.ofMinutes(5), TICK);
        assertThat(net.asked).hasSize(asked);
    }

    @Test
    void d6_aFeelerIsClosedOnceItHasReachedItsPeer() {
        Network net = new Network(EIGHT.withTimes(AT_ONCE.withFeelers(Duration.ofMinutes(2))));
        net.offerNew(0, 60);
        net.run(Duration.ofHours(1), TICK);
        long feelers = net.manager().dialing().commanded(DialReason.FEELER);
        assertThat(feelers).isBetween(12L, 60L);
        assertThat(net.closes).hasSize((int) feelers).containsOnly(CloseReason.FEELER);
        assertThat(outbound(net)).isEqualTo(8);
    }

    @Test
    void d7_anchorsAreDialedFirst() {
        Network net = new Network(EIGHT);
        net.offerNew(0, 100);
        long one = net.offer(200, CandidateKind.ANCHOR);
        long two = net.offer(201, CandidateKind.ANCHOR);
        net.run(TICK.multipliedBy(2), TICK);
        assertThat(net.dials.subList(0, 2))
                .extracting(Network.Dial::peer)
                .containsExactlyInAnyOrder(one, two);
        long[] anchors = new long[2];
        assertThat(net.manager().dialing().anchors(anchors)).isEqualTo(2);
        assertThat(net.connected).contains(anchors[0], anchors[1]);
    }

    @Test
    void d8_slowChurnLetsOneGoAndFindsAnother() {
        Network net = new Network(EIGHT.withTimes(AT_ONCE.withChurn()));
        net.offerNew(0, 60);
        net.run(Duration.ofSeconds(30), TICK);
        Set<Long> before = Set.copyOf(net.connected);
        net.connected.forEach(
                peer -> net.manager().setFlag(peer, PeerFlag.PROTECTED, before.size() > 9));
        long kept = before.iterator().next();
        net.manager().setFlag(kept, PeerFlag.PROTECTED, true);
        net.run(Duration.ofHours(1), TICK);
        assertThat(net.closes).hasSizeBetween(8, 20).containsOnly(CloseReason.CHURN);
        assertThat(outbound(net)).isEqualTo(8);
        assertThat(net.connected).contains(kept).isNotEqualTo(before);
    }

    @Test
    void peersInAFullPrefixWaitForAnInterval() {
        PrefixLimits narrow =
                new PrefixLimits(List.of(new PrefixLimit(16, 1)), List.of(), List.of(), 64);
        Network net = new Network(EIGHT, builder -> builder.prefixLimits(narrow));
        for (int i = 0; i < 5; i++) {
            net.offer(i, "10.1." + i + ".1", CandidateKind.NEW);
        }
        net.run(Duration.ofSeconds(29), TICK);
        assertThat(outbound(net)).isEqualTo(1);
        assertThat(net.manager().refused(Result.PREFIX_LIMIT)).isLessThanOrEqualTo(4);
    }

    @Test
    void offersAreRefusedWithAReason() {
        PeerManager quiet = PeerManager.builder().rateLimit(RateLimit.NONE).build();
        long peer = quiet.register(new byte[] {1});
        assertThat(quiet.dialing().offer(peer, new byte[0])).isEqualTo(Result.DIALING_OFF.code());

        Network net = new Network(EIGHT);
        assertThat(net.manager().dialing().offer(0, new byte[] {1, 2, 3, 4}))
                .isEqualTo(Result.UNKNOWN_PEER.code());
        long known = net.peer(1);
        int taken = 0;
        while (net.manager().dialing().offer(known, new byte[0]) > 0) {
            taken++;
        }
        assertThat(taken).isEqualTo(1_024);
        assertThat(net.manager().dialing().offer(known, new byte[0]))
                .isEqualTo(Result.HAND_OFF_FULL.code());
        assertThat(net.manager().counter(Counter.CANDIDATES_REFUSED)).isEqualTo(2);
        net.run(TICK, TICK);
        assertThat(net.manager().dialing().offer(known, new byte[0])).isEqualTo(Result.DONE.code());
    }

    @Test
    void aPeerThatWasGivenUpIsForgotten() {
        Network net = new Network(EIGHT);
        net.answer(peer -> DialOutcome.REFUSED);
        long first = net.offer(1, CandidateKind.NEW);
        net.run(TICK, TICK);
        net.offer(2, CandidateKind.NEW);
        assertThat(net.manager().release(net.peer(2))).isEqualTo(Result.RELEASED.code());
        assertThat(net.manager().release(first)).isEqualTo(Result.RELEASED.code());
        net.run(Duration.ofMinutes(30), Duration.ofSeconds(1));
        assertThat(net.dials).hasSize(1);
        assertThat(net.manager().counter(Counter.CANDIDATES_STALE)).isEqualTo(1);
        // The next tenant of the slot starts without a past.
        assertThat(net.manager().dialing().failuresOf(net.peer(3))).isZero();
        assertThat(net.manager().dialing().canDial(net.peer(3))).isTrue();
    }

    @Test
    void settingsThatContradictTheLimitsAreNamedWithTheOthers() {
        assertThatThrownBy(
                        () ->
                                PeerManager.builder()
                                        .rateLimit(RateLimit.NONE)
                                        .maxConnections(10)
                                        .dialing(DialConfig.DEFAULT.withOutboundTarget(50))
                                        .backOff(BackOffConfig.constant(Duration.ofDays(8)))
                                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("outboundTarget 50 is above maxOutbound 4")
                .hasMessageContaining("backOff initial");
    }
}
