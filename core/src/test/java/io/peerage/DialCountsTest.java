/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.PeerFlag;
import io.peerage.testing.Network;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who counts for the target and for the dials under way, and who beside them (features B8, C4, C5, D1, D6). */
class DialCountsTest {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final DialTimes AT_ONCE =
            DialTimes.DEFAULT.withFirstRun(Duration.ZERO).withFeelers(Duration.ZERO);
    private static final DialConfig EIGHT =
            DialConfig.DEFAULT.withOutboundTarget(8).withTimes(AT_ONCE).withNeedAddressesBelow(0);

    /** They take no place of the node's, so there is none to be subtracted. */
    @Test
    void trustedPersistentPeersMakeNoRoomForOthers() {
        Network net = new Network(EIGHT);
        net.offerNew(0, 50);
        for (int i = 100; i < 105; i++) {
            net.manager().setFlag(net.peer(i), PeerFlag.PERSISTENT, true);
            net.manager().setFlag(net.peer(i), PeerFlag.TRUSTED, true);
        }
        net.run(Duration.ofMinutes(2), TICK);
        assertThat(net.manager().outbound()).isEqualTo(8 + 5);
        assertThat(net.manager().trusted()).isEqualTo(5);
    }

    /** What counts is what a connection was admitted as, not what its peer has become since. */
    @Test
    void persistentPeersThatWereTrustedWhenDialedMakeNoRoomForOthers() {
        Network net = new Network(EIGHT);
        long peer = net.peer(100);
        net.manager().setFlag(peer, PeerFlag.PERSISTENT, true);
        net.manager().setFlag(peer, PeerFlag.TRUSTED, true);
        net.offerNew(0, 50);
        net.run(TICK, TICK);
        net.manager().setFlag(peer, PeerFlag.TRUSTED, false);
        net.run(Duration.ofMinutes(2), TICK);
        assertThat(net.manager().outbound()).isEqualTo(8 + 1);

        long other = net.connected.stream().filter(p -> p != peer).findAny().orElseThrow();
        net.manager().setFlag(other, PeerFlag.PERSISTENT, true);
        net.run(Duration.ofMinutes(1), TICK);
        net.manager().setFlag(other, PeerFlag.TRUSTED, true);
        net.run(Duration.ofMinutes(1), TICK);
        assertThat(net.manager().outbound()).as("of two persistent peers").isEqualTo(8 + 2);
    }

    @Test
    void aFeelerWhosePeerIsPersistentIsSubtractedOnce() {
        Network net = new Network(EIGHT.withTimes(AT_ONCE.withFeelers(Duration.ofMinutes(1))));
        net.closing(false);
        net.offerNew(0, 50);
        while (net.unclosed.isEmpty()) {
            net.run(TICK, TICK);
        }
        Network.Dial feeler = net.dials.get(net.dials.size() - 1);
        assertThat(feeler.reason()).isEqualTo(DialReason.FEELER);
        assertThat(net.manager().outbound()).isEqualTo(8 + 1);
        net.manager().setFlag(feeler.peer(), PeerFlag.PERSISTENT, true);
        net.run(TICK, TICK);
        net.drop(net.dials.get(0).peer());
        // Before the manager takes the feeler for closed.
        net.run(Duration.ofSeconds(3), TICK);
        assertThat(net.manager().outbound()).isEqualTo(8 + 1);
    }

    /** They are let past the limit of dials under way, which is not that of the loop (C5). */
    @Test
    void dialsToTrustedPeersAreBoundedToo() {
        Network net = new Network(EIGHT.withParallelDials(3));
        net.answer(peer -> null);
        net.offerNew(0, 12).forEach(peer -> net.manager().setFlag(peer, PeerFlag.TRUSTED, true));
        net.run(Duration.ofSeconds(5), TICK);
        assertThat(net.dials).hasSize(3);
        assertThat(net.manager().trusted()).isEqualTo(3);
        assertThat(net.manager().pendingOutbound()).isZero();
    }

    /** Beyond the 4,096 that are told apart, a peer that isn't wanted any more isn't dialed either. */
    @Test
    void aMultitudeOfPersistentPeersCanCeaseToBe() {
        Network net =
                new Network(
                        EIGHT.withTimes(AT_ONCE.withFirstRun(Duration.ofSeconds(30))),
                        builder -> builder.maxPeers(5_000).hashKey(3, 4));
        for (int i = 0; i < 4_200; i++) {
            net.manager().setFlag(net.peer(i), PeerFlag.PERSISTENT, true);
        }
        net.manager().tick();
        for (int i = 0; i < 4_200; i++) {
            net.manager().setFlag(net.peer(i), PeerFlag.PERSISTENT, false);
        }
        net.run(Duration.ofMinutes(2), TICK);
        assertThat(net.dials).isEmpty();
    }

    /** C4: whatever it waited for before, a peer that is always wanted is dialed within a minute. */
    @Test
    void aPeerThatBecomesPersistentWaitsForAMinuteAtMost() {
        Network net = new Network(EIGHT, builder -> builder.backOff(BackOffConfig.NWAKU));
        net.connectInbound(999);
        net.answer(peer -> DialOutcome.REFUSED);
        long peer = net.offer(1, CandidateKind.NEW);
        net.run(Duration.ofSeconds(2_600), TICK);
        assertThat(net.dials).hasSize(4);
        net.manager().setFlag(peer, PeerFlag.PERSISTENT, true);
        net.run(Duration.ofMillis(60_300), TICK);
        assertThat(net.dials).hasSize(5);
        assertThat(net.manager().dialing().failuresOf(peer)).isEqualTo(5);
    }

    /** C4 and C6: nor does an outage make it wait longer. */
    @Test
    void aPersistentPeerWaitsForAMinuteAtMostInAnOutage() {
        Network net = new Network(EIGHT, builder -> builder.backOff(BackOffConfig.NWAKU));
        long peer = net.peer(900);
        net.manager().setFlag(peer, PeerFlag.PERSISTENT, true);
        net.offerNew(0, 100);
        net.run(Duration.ofMinutes(1), TICK);
        net.answer(p -> DialOutcome.TIMEOUT);
        List.copyOf(net.connected).forEach(net::drop);
        net.run(Duration.ofMinutes(5), TICK);
        assertThat(net.manager().dialing().isOutage()).isTrue();
        for (int i = 0; i < 100; i++) {
            net.run(Duration.ofSeconds(3), TICK);
            assertThat(net.manager().dialing().backOffNanos(peer)).isLessThan(60_100_000_000L);
        }
    }

    /** A dial that became a connection before its dialer threw is a dial like any. */
    @Test
    void aDialerThatThrowsAfterItsDialWasAnsweredLosesNothing() {
        Network net = new Network(EIGHT.withTimes(AT_ONCE.withFeelers(Duration.ofMinutes(1))));
        net.offerNew(0, 50);
        net.duringDials(
                dial -> {
                    throw new IllegalStateException("thrown by a test");
                });
        net.run(Duration.ofMinutes(10), TICK);
        long feelers = net.manager().dialing().commanded(DialReason.FEELER);
        assertThat(feelers).isPositive();
        assertThat(net.closes).as("feelers that were closed").hasSize((int) feelers);
        assertThat(net.errors).hasSameSizeAs(net.dials);
        assertThat(net.manager().outbound()).isEqualTo(8);
    }

    /** What a dialer does meanwhile may take a pick of the same plan away. */
    @Test
    void aPeerThatConnectedWhileOthersWereDialedIsNotDialed() {
        Network net = new Network(EIGHT);
        List<Long> peers = net.offerNew(0, 8);
        net.duringDials(
                dial -> {
                    for (int i = 0; i < 8; i++) {
                        if (!net.manager().isConnected(peers.get(i))) {
                            net.connectInbound(i);
                            return;
                        }
                    }
                });
        net.run(TICK, TICK);
        assertThat(net.dials).as("who comes after it in the plan doesn't wait").hasSize(4);
        net.run(Duration.ofSeconds(3), TICK);
        assertThat(net.dials).hasSize(4);
        assertThat(net.manager().connectedPeers()).isEqualTo(8);
    }
}
