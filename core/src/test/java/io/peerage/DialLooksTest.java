/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the loop does at each look, and when it doesn't look: asks for addresses, spreads over netgroups, drops the stale. */
class DialLooksTest {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final DialTimes AT_ONCE =
            DialTimes.DEFAULT.withFirstRun(Duration.ZERO).withFeelers(Duration.ZERO);
    private static final DialConfig EIGHT =
            DialConfig.DEFAULT.withOutboundTarget(8).withTimes(AT_ONCE).withNeedAddressesBelow(0);

    private final List<Long> established = new ArrayList<>();

    private static int netgroup(Network.Dial dial) {
        return (int) dial.ip().lo() >>> 16;
    }

    private static int netgroup(String address) {
        return (int) IpAddress.parse(address).lo() >>> 16;
    }

    // Addresses

    /** There is nobody to spread the first dials of, so there is nothing to wait for (D5). */
    @Test
    void d5_aNodeThatKnowsNobodyAsksAtOnce() {
        Network net =
                new Network(
                        EIGHT.withNeedAddressesBelow(10)
                                .withTimes(AT_ONCE.withFirstRun(Duration.ofHours(1))));
        net.run(TICK, TICK);
        assertThat(net.asked).containsExactly(0L);
    }

    /** Every offer is a reason to look; to ask, only once in the shortest interval. */
    @Test
    void d5_addressesAreAskedForOnceASecondHoweverOftenTheLoopLooks() {
        Network net = new Network(EIGHT.withOutboundTarget(40).withNeedAddressesBelow(900));
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 35; i++) {
            net.offerNew(i, 1);
            int before = net.asked.size();
            net.run(TICK, TICK);
            if (net.asked.size() > before) {
                times.add(net.clock().nanoTime() / 100_000_000L);
            }
        }
        assertThat(net.dials).as("a look at each offer").hasSize(35);
        assertThat(times).containsExactly(1L, 11L, 21L, 31L);
        assertThat(net.asked).hasSize(4);
        assertThat(net.manager().counter(Counter.ADDRESS_COMMANDS)).isEqualTo(4);
    }

    /** Each time somebody else, of all who are connected. */
    @Test
    void d5_whomItAsksIsAnyOfThoseConnected() {
        Network net =
                new Network(
                        EIGHT.withOutboundTarget(8).withNeedAddressesBelow(900),
                        builder -> builder.maxPeers(8));
        net.offerNew(0, 4);
        net.run(Duration.ofMinutes(20), Duration.ofSeconds(1));
        Set<Long> asked = net.asked.stream().skip(1).collect(Collectors.toSet());
        assertThat(asked).containsExactlyInAnyOrderElementsOf(net.connected);
    }

    /** Whoever is known counts, reachable or not: a node that knows enough of them asks nobody for more. */
    @ParameterizedTest
    @CsvSource({"6, false", "7, true"})
    void d5_aNodeThatKnowsEnoughDoesntAsk(int below, boolean asks) {
        Network net = new Network(EIGHT.withNeedAddressesBelow(below));
        net.connectInbound(999);
        net.answer(peer -> DialOutcome.REFUSED);
        net.offerNew(0, 6);
        net.run(Duration.ofSeconds(20), TICK);
        assertThat(net.asked.isEmpty()).isEqualTo(!asks);
    }

    // Whom it takes

    /** Not those who were offered together. */
    @Test
    void picksAreSpreadOverAllCandidates() {
        Network net = new Network(EIGHT);
        List<Long> peers = net.offerNew(0, 400);
        net.run(TICK, TICK);
        List<Integer> places =
                net.dials.stream().map(dial -> peers.indexOf(dial.peer())).sorted().toList();
        assertThat(places).hasSize(8);
        assertThat(places.get(7) - places.get(0)).isGreaterThan(100);
        int neighbours = 0;
        for (int i = 1; i < 8; i++) {
            neighbours += places.get(i) - places.get(i - 1) == 1 ? 1 : 0;
        }
        assertThat(neighbours).isLessThan(3);
    }

    // Groups

    /** D3: a group has those who are connected, in whichever direction, until they leave. */
    @Test
    void d3_whoIsConnectedCountsForItsGroups() {
        Network net = new Network(EIGHT.withGroupMinimum(5, 2).withGroupMinimum(70, 2));
        long ticket = net.connectInbound(500);
        join(net, 500, 5);
        join(net, 500, 70);
        net.offerNew(0, 400);
        for (int i = 0; i < 8; i++) {
            join(net, i, i < 4 ? 5 : 70);
        }
        net.run(TICK.multipliedBy(2), TICK);
        assertThat(net.dials).hasSize(8);
        assertThat(ofGroups(net)).containsExactlyInAnyOrder(5, 70);

        dropOneOfNoGroup(net);
        assertThat(net.dials).hasSize(9);
        assertThat(ofGroups(net)).hasSize(2);

        net.manager().close(ticket);
        dropOneOfNoGroup(net);
        dropOneOfNoGroup(net);
        assertThat(ofGroups(net)).containsExactlyInAnyOrder(5, 5, 70, 70);
        dropOneOfNoGroup(net);
        assertThat(net.dials).hasSize(12);
        assertThat(ofGroups(net)).hasSize(4);
    }

    /** D3: and those who are being dialed. */
    @Test
    void d3_whoIsBeingDialedCountsForItsGroups() {
        Network net = new Network(EIGHT.withGroupMinimum(5, 2).withGroupMinimum(70, 1));
        net.answer(peer -> null);
        for (int i = 0; i < 3; i++) {
            join(net, i, i < 2 ? 5 : 70);
        }
        net.offerNew(0, 3);
        net.run(TICK, TICK);
        assertThat(ofGroups(net)).containsExactlyInAnyOrder(5, 5, 70);
        for (int i = 10; i < 30; i++) {
            join(net, i, i < 20 ? 5 : 70);
        }
        net.offerNew(10, 20);
        net.run(TICK, TICK);
        assertThat(net.dials).hasSize(8);
        assertThat(ofGroups(net)).hasSize(3);
    }

    private static void join(Network net, int number, int group) {
        net.manager().groups().set(net.peer(number), group, true);
    }

    private static List<Integer> ofGroups(Network net) {
        return net.dials.stream()
                .filter(dial -> dial.reason() == DialReason.GROUP)
                .map(dial -> net.manager().groups().contains(dial.peer(), 5) ? 5 : 70)
                .toList();
    }

    private static void dropOneOfNoGroup(Network net) {
        long peer =
                net.dials.stream()
                        .filter(dial -> dial.reason() == DialReason.TARGET)
                        .map(Network.Dial::peer)
                        .filter(net.connected::contains)
                        .filter(one -> !net.manager().groups().contains(one, 5))
                        .filter(one -> !net.manager().groups().contains(one, 70))
                        .findFirst()
                        .orElseThrow();
        net.drop(peer);
        net.run(TICK.multipliedBy(2), TICK);
    }

    // Netgroups

    /** D2: also those of whom one was dialed a while ago, whatever places there are. */
    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void d2_theNetgroupsOfThoseConnectedAreLeftToOthers(int trusted) {
        Network net =
                new Network(
                        EIGHT.withOutboundTarget(3).withParallelDials(1),
                        builder -> builder.maxTrusted(trusted));
        for (int i = 0; i < 30; i++) {
            net.offer(i, "10.1." + i + ".1", CandidateKind.NEW);
        }
        net.offer(50, "10.2.0.1", CandidateKind.NEW);
        net.offer(51, "10.3.0.1", CandidateKind.NEW);
        net.run(Duration.ofMinutes(2), TICK);
        assertThat(net.dials.stream().map(DialLooksTest::netgroup))
                .containsExactlyInAnyOrder(
                        netgroup("10.1.0.0"), netgroup("10.2.0.0"), netgroup("10.3.0.0"));
    }

    @Test
    void d2_whoDoesntCareAboutNetgroupsTakesAnybody() {
        Network net =
                new Network(
                        EIGHT.withOutboundTarget(3)
                                .withParallelDials(1)
                                .withNetgroupDiversity(false));
        for (int i = 0; i < 100; i++) {
            net.offer(i, "10.1." + i + ".1", CandidateKind.NEW);
        }
        net.offer(150, "10.2.0.1", CandidateKind.NEW);
        net.offer(151, "10.3.0.1", CandidateKind.NEW);
        net.run(Duration.ofMinutes(2), TICK);
        assertThat(net.dials.stream().map(DialLooksTest::netgroup))
                .filteredOn(netgroup -> netgroup == netgroup("10.1.0.0"))
                .hasSizeGreaterThan(1);
    }

    // Who is dialed by hand, which the loop isn't told

    /**
     * Once a look has met the dial, its netgroup is in use like that of any other: of two candidates the one elsewhere is
     * dialed.
     */
    @Test
    void aDialByHandThatALookHasMetTakesItsNetgroup() {
        for (int key = 0; key < 8; key++) {
            Network net = byHand(key, EIGHT.withOutboundTarget(2));
            leave(net);
            net.run(TICK, TICK);
            assertTheOneElsewhereIsDialed(net);
        }
    }

    /** A look for somebody whom a feeler might visit meets it as well. */
    @Test
    void aDialByHandThatAFeelerHasMetTakesItsNetgroup() {
        for (int key = 0; key < 8; key++) {
            Network net =
                    byHand(
                            key,
                            EIGHT.withOutboundTarget(2)
                                    .withTimes(AT_ONCE.withFeelers(Duration.ofMinutes(2))));
            net.run(Duration.ofMinutes(50), Duration.ofSeconds(10));
            leave(net);
            assertTheOneElsewhereIsDialed(net);
        }
    }

    /** All places taken by those who can't be dialed again, then a candidate dialed without the loop. */
    private Network byHand(int key, DialConfig config) {
        Network net =
                new Network(
                        config,
                        builder -> builder.hashKey(key, 9).outboundLease(Duration.ofHours(1)));
        established.clear();
        for (int i = 100; i < 102; i++) {
            long ticket = net.manager().admitOutbound(net.peer(i), 0, 0);
            net.manager().establishOutbound(ticket);
            established.add(ticket);
        }
        net.run(TICK, TICK);
        assertThat(net.connected).hasSize(2);
        long peer = net.offer(2, "10.1.0.1", CandidateKind.NEW);
        net.run(TICK, TICK);
        IpAddress ip = IpAddress.parse("10.1.0.1");
        assertThat(net.manager().admitOutbound(peer, ip.hi(), ip.lo())).isPositive();
        return net;
    }

    private void leave(Network net) {
        established.forEach(net.manager()::close);
    }

    private static void assertTheOneElsewhereIsDialed(Network net) {
        net.offer(3, "10.1.0.2", CandidateKind.NEW);
        net.offer(4, "10.2.0.1", CandidateKind.NEW);
        net.run(TICK, TICK);
        assertThat(net.dials.stream().map(DialLooksTest::netgroup))
                .containsExactly(netgroup("10.2.0.1"));
    }

    // Churn

    /** D8: a dial under way is a connection that isn't missing. */
    @Test
    void d8_whoIsBeingDialedIsNotMissing() {
        Network net =
                new Network(
                        EIGHT.withOutboundTarget(2)
                                .withTimes(
                                        AT_ONCE.withChurn(
                                                Duration.ofSeconds(20), Duration.ofSeconds(40))),
                        builder -> builder.outboundLease(Duration.ofHours(1)));
        long silent = net.peer(900);
        assertThat(net.manager().admitOutbound(silent, 0, 0)).isPositive();
        net.offerNew(0, 20);
        net.run(Duration.ofMinutes(5), TICK);
        assertThat(net.manager().outbound()).isEqualTo(1);
        assertThat(net.closes).hasSizeBetween(6, 15).containsOnly(CloseReason.CHURN);
    }

    /** D8: while one is missing, nobody is let go. */
    @Test
    void d8_whileOneIsMissingAllStay() {
        Network net =
                new Network(
                        EIGHT.withTimes(
                                AT_ONCE.withChurn(Duration.ofSeconds(20), Duration.ofSeconds(40))));
        net.offerNew(0, 7);
        net.run(Duration.ofMinutes(5), TICK);
        assertThat(net.manager().outbound()).isEqualTo(7);
        assertThat(net.closes).isEmpty();
    }

    /** D8: whoever is protected, always wanted or trusted stays, though nobody else is left to go. */
    @ParameterizedTest
    @EnumSource(
            value = PeerFlag.class,
            names = {"PROTECTED", "PERSISTENT", "TRUSTED"})
    void d8_whoIsWantedStays(PeerFlag flag) {
        Network net =
                new Network(
                        EIGHT.withOutboundTarget(1)
                                .withTimes(
                                        AT_ONCE.withChurn(
                                                Duration.ofSeconds(20), Duration.ofSeconds(40))));
        long one = net.peer(1);
        long other = net.peer(2);
        for (long peer : new long[] {one, other}) {
            net.manager().establishOutbound(net.manager().admitOutbound(peer, 0, 0));
        }
        net.manager().setFlag(one, PeerFlag.PROTECTED, true);
        net.manager().setFlag(other, flag, true);
        net.run(Duration.ofMinutes(10), Duration.ofSeconds(1));
        assertThat(net.closes).isEmpty();
        net.manager().setFlag(other, flag, false);
        net.run(Duration.ofMinutes(2), Duration.ofSeconds(1));
        assertThat(net.closes).containsExactly(CloseReason.CHURN);
        assertThat(net.connected).containsExactly(one);
    }

    // What a dial comes to

    /** D7: an anchor that can't be reached is one among others from then on. */
    @Test
    void d7_anAnchorIsPreferredOnce() {
        Network net =
                new Network(
                        EIGHT,
                        builder -> builder.backOff(BackOffConfig.constant(Duration.ofSeconds(2))));
        net.connectInbound(999);
        net.answer(peer -> DialOutcome.REFUSED);
        net.offer(1, CandidateKind.ANCHOR);
        net.run(Duration.ofSeconds(10), TICK);
        assertThat(net.dials).hasSizeGreaterThan(2);
        assertThat(net.dials.get(0).reason()).isEqualTo(DialReason.ANCHOR);
        assertThat(net.dials.subList(1, net.dials.size()))
                .extracting(Network.Dial::reason)
                .containsOnly(DialReason.TARGET);
    }

    /** What keeps one out keeps all out: the others of the plan aren't tried. */
    @Test
    void aFullNodeTriesOneDialALook() {
        Network net =
                new Network(
                        EIGHT.withOutboundTarget(6),
                        builder -> builder.maxConnections(6).maxInbound(4).maxOutbound(6));
        List<Long> tickets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tickets.add(net.connectInbound(900 + i));
        }
        net.offerNew(0, 20);
        net.run(TICK, TICK);
        assertThat(net.manager().outbound()).isEqualTo(2);
        assertThat(net.manager().refused(Result.TOTAL_LIMIT)).isEqualTo(1);
        net.manager().close(tickets.get(0));
        net.run(TICK, TICK);
        assertThat(net.manager().outbound()).isEqualTo(3);
        assertThat(net.manager().refused(Result.TOTAL_LIMIT)).isEqualTo(2);
    }

    // Outages

    /** C6: one dial a look, whoever else is waiting. */
    @Test
    void c6_anOutageIsProbedByOneDialAtATime() {
        Network net = new Network(EIGHT.withParallelDials(4));
        net.offerNew(0, 200);
        net.run(Duration.ofSeconds(60), TICK);
        net.answer(peer -> DialOutcome.TIMEOUT);
        List.copyOf(net.connected).forEach(net::drop);
        while (!net.manager().dialing().isOutage()) {
            net.run(TICK, TICK);
        }
        net.answer(peer -> null);
        int before = net.dials.size();
        // Nobody answers: the first probe is still under way at the looks that follow.
        net.run(Duration.ofSeconds(8), TICK);
        assertThat(net.dials).hasSize(before + 1);
        net.run(Duration.ofSeconds(40), TICK);
        assertThat(net.dials.size() - before).isBetween(4, 6);
    }

    // What a tick says that it did, which the owner's idle strategy goes by

    @Test
    void aTickCountsWhatTheLoopDid() {
        Network net =
                new Network(
                        EIGHT.withNeedAddressesBelow(900),
                        builder -> builder.backOff(BackOffConfig.constant(Duration.ofSeconds(20))));
        net.connectInbound(999);
        net.manager().tick();
        net.clock().advance(Duration.ofSeconds(40));
        assertThat(net.manager().tick()).as("asks for addresses").isEqualTo(1);
        assertThat(net.manager().tick()).isZero();

        net.answer(peer -> DialOutcome.REFUSED);
        net.offerNew(0, 3);
        assertThat(net.manager().tick()).as("takes 3 in, dials 3").isEqualTo(3 + 3);
        assertThat(net.manager().tick()).as("notes 3 failures").isEqualTo(3);
        assertThat(net.manager().tick()).isZero();

        net.clock().advance(Duration.ofSeconds(15));
        net.manager().tick();
        net.clock().advance(Duration.ofSeconds(15));
        net.answer(peer -> DialOutcome.ESTABLISHED);
        net.offerNew(10, 2);
        assertThat(net.manager().tick())
                .as("takes 2 in, 3 waits are over, dials 5, asks for addresses")
                .isEqualTo(2 + 3 + 5 + 1);
    }

    @Test
    void aTickCountsFeelersAndChurn() {
        Network net =
                new Network(
                        EIGHT.withOutboundTarget(0)
                                .withTimes(AT_ONCE.withFeelers(Duration.ofMinutes(2))));
        net.offerNew(0, 5);
        net.manager().tick();
        int done = 0;
        for (int i = 0; i < 10_000 && net.dials.isEmpty(); i++) {
            assertThat(done).isZero();
            net.clock().advance(TICK);
            done = net.manager().tick();
        }
        assertThat(net.dials).extracting(Network.Dial::reason).containsExactly(DialReason.FEELER);
        assertThat(done).as("dials").isEqualTo(1);
        assertThat(net.closes).isEmpty();
        assertThat(net.manager().tick()).as("is told of, and closed").isEqualTo(2);
        assertThat(net.closes).containsExactly(CloseReason.FEELER);
        assertThat(net.manager().tick()).as("is told of").isEqualTo(1);
        assertThat(net.manager().tick()).isZero();

        net =
                new Network(
                        EIGHT.withOutboundTarget(1)
                                .withTimes(
                                        AT_ONCE.withChurn(
                                                Duration.ofSeconds(10), Duration.ofSeconds(20))));
        net.offerNew(0, 1);
        net.manager().tick();
        net.manager().tick();
        done = 0;
        for (int i = 0; i < 1_000 && net.closes.isEmpty(); i++) {
            assertThat(done).isZero();
            net.clock().advance(TICK);
            done = net.manager().tick();
        }
        assertThat(net.closes).containsExactly(CloseReason.CHURN);
        assertThat(done).as("lets one go").isEqualTo(1);
    }
}
