/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.event.CommandSink;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.PeerFlag;
import io.peerage.testing.Network;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often the loop dials: neither in a tight loop, nor slower than its interval says (features D1). */
class DialPaceTest {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final DialConfig EIGHT =
            DialConfig.DEFAULT
                    .withOutboundTarget(8)
                    .withNeedAddressesBelow(0)
                    .withTimes(
                            DialTimes.DEFAULT
                                    .withFirstRun(Duration.ZERO)
                                    .withFeelers(Duration.ZERO));

    private static void assertApart(Network net, long peer, Duration least) {
        List<Network.Dial> dials = net.dials.stream().filter(dial -> dial.peer() == peer).toList();
        assertThat(dials).hasSizeGreaterThan(2);
        for (int i = 1; i < dials.size(); i++) {
            assertThat(dials.get(i).at() - dials.get(i - 1).at())
                    .isBetween(least.toNanos(), least.plus(TICK.multipliedBy(2)).toNanos());
        }
    }

    @Test
    void whoHangsUpAtOnceIsDialedOnceAnInterval() {
        Network net = new Network(EIGHT);
        List<Long> peers = net.offerNew(0, 3);
        for (int i = 0; i < 1_200; i++) {
            net.run(TICK, TICK);
            List.copyOf(net.connected).forEach(net::drop);
        }
        peers.forEach(peer -> assertApart(net, peer, INTERVAL));
    }

    @Test
    void aDialThatIsGivenUpIsNotMadeAgainAtOnce() {
        Network net = new Network(EIGHT);
        List<Long> peers = net.offerNew(0, 2);
        long persistent = net.peer(5);
        net.manager().setFlag(persistent, PeerFlag.PERSISTENT, true);
        net.answer(peer -> DialOutcome.CANCELLED);
        net.run(Duration.ofMinutes(2), TICK);
        peers.forEach(peer -> assertApart(net, peer, INTERVAL));
        assertApart(net, persistent, INTERVAL);
        // Nobody is to blame: whoever wants to may dial at once.
        assertThat(net.manager().dialing().canDial(persistent)).isTrue();
    }

    @Test
    void aDialerThatThrowsIsCalledOnceAnIntervalForEachPeer() {
        Network net =
                new Network(
                        EIGHT,
                        builder ->
                                builder.commandSink(
                                        new CommandSink() {
                                            @Override
                                            public void close(long connection, CloseReason why) {}

                                            @Override
                                            public void dial(
                                                    long peer,
                                                    long ticket,
                                                    long ipHi,
                                                    long ipLo,
                                                    DialReason reason) {
                                                throw new IllegalStateException("broken");
                                            }
                                        }));
        net.offerNew(0, 3);
        net.run(Duration.ofMinutes(2), TICK);
        assertThat(net.errors).hasSizeBetween(9, 12);
    }

    /** A wait that a policy makes shorter than the interval is no longer for it. */
    @Test
    void failuresWaitAsTheirPolicySays() {
        Network net =
                new Network(
                        EIGHT,
                        builder -> builder.backOff(BackOffConfig.constant(Duration.ofSeconds(2))));
        net.connectInbound(999);
        net.answer(peer -> DialOutcome.REFUSED);
        assertApartAfter(net, Duration.ofSeconds(2));
    }

    private static void assertApartAfter(Network net, Duration wait) {
        long peer = net.offer(1, CandidateKind.NEW);
        net.run(Duration.ofSeconds(20), TICK);
        assertApart(net, peer, wait);
    }

    /** A peer that stayed for long is dialed again as soon as it leaves. */
    @Test
    void whoWasThereForLongIsDialedAgainAtOnce() {
        Network net = new Network(EIGHT);
        long peer = net.offer(1, CandidateKind.NEW);
        net.run(INTERVAL.plus(TICK), TICK);
        net.drop(peer);
        net.run(TICK, TICK);
        assertThat(net.dials).hasSize(2);
        // This one was short, and only the time of its dial counts.
        net.run(Duration.ofSeconds(20), TICK);
        net.drop(peer);
        net.run(Duration.ofSeconds(9), TICK);
        assertThat(net.dials).hasSize(2);
        net.run(Duration.ofMillis(1_200), TICK);
        assertThat(net.dials).hasSize(3);
    }

    /** What the last interval was drawn up for doesn't count once everybody is gone. */
    @Test
    void aNodeThatLosesEverybodyLooksEverySecondAgain() {
        Network net = new Network(EIGHT.withOutboundTarget(50));
        net.offerNew(0, 900);
        net.run(Duration.ofSeconds(100), TICK);
        assertThat(net.manager().outbound()).isEqualTo(50);
        List.copyOf(net.connected).forEach(net::drop);
        net.run(Duration.ofMillis(1_200), TICK);
        assertThat(net.manager().outbound()).isEqualTo(20);
    }
}
