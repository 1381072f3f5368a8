/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.DialConfig;
import io.peerage.config.Preset;
import io.peerage.config.RateLimit;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.IpAddress;
import io.peerage.model.Outcome;
import io.peerage.model.PeerAction;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.Network;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Managers by preset do what their originals are documented to do, in virtual time (features, presets). */
class PresetConformanceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Node node(Preset preset) {
        return new Node(builder -> builder.preset(preset));
    }

    private static Network network(Preset preset) {
        return network(preset, builder -> builder);
    }

    private static Network network(Preset preset, UnaryOperator<PeerManagerBuilder> more) {
        return new Network(DialConfig.DEFAULT, builder -> more.apply(builder.preset(preset)));
    }

    /** Fails the peer's dials one after the other; the seconds that each makes it wait. */
    private static List<Long> waits(Node node, long peer, int failures) {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < failures; i++) {
            node.failDials(peer, 1);
            waits.add(
                    Duration.ofNanos(node.manager().dialing().backOffNanos(peer) + 500_000_000)
                            .toSeconds());
        }
        return waits;
    }

    /** How many of these many inbound attempts, each by a peer of its own at this address, come through. */
    private static int inbound(Node node, int from, int attempts, String address) {
        int admitted = 0;
        for (int i = from; i < from + attempts; i++) {
            long ticket = node.inbound(address);
            if (ticket > 0) {
                assertThat(node.show(ticket, node.peer(i))).isEqualTo(Result.FIRST_CONNECTION);
                admitted++;
            }
        }
        return admitted;
    }

    @Nested
    class Nwaku {
        @Test
        void waits120And480And1920And7680SecondsAndThenNoMore() {
            Node node = node(Preset.NWAKU);
            long peer = node.peer(1);
            assertThat(waits(node, peer, 4)).containsExactly(120L, 480L, 1_920L, 7_680L);
            node.failDials(peer, 1);
            assertThat(node.manager().connectedness(peer)).isEqualTo(Connectedness.UNREACHABLE);
            assertThat(Node.refusal(node.dial(peer))).isEqualTo(Result.UNREACHABLE);
        }

        @Test
        void dialsByItselfAtThoseTimes() {
            Network network = network(Preset.NWAKU);
            network.answer(peer -> DialOutcome.REFUSED);
            network.offer(1, CandidateKind.NEW);
            network.run(Duration.ofHours(6), SECOND);
            List<Long> gaps = new ArrayList<>();
            for (int i = 1; i < network.dials.size(); i++) {
                gaps.add(
                        Duration.ofNanos(network.dials.get(i).at() - network.dials.get(i - 1).at())
                                .toSeconds());
            }
            // A dial is due when the wait is over, and made by the tick after that.
            assertThat(gaps).hasSize(4);
            assertThat(gaps.get(0)).isBetween(120L, 121L);
            assertThat(gaps.get(1)).isBetween(480L, 481L);
            assertThat(gaps.get(2)).isBetween(1_920L, 1_921L);
            assertThat(gaps.get(3)).isBetween(7_680L, 7_681L);
        }

        @Test
        void connectingForgetsTheFailures() {
            Node node = node(Preset.NWAKU);
            long peer = node.peer(1);
            node.failDials(peer, 3);
            node.clock().advance(Duration.ofMinutes(32).plusMillis(1));
            node.close(node.connectOutbound(peer));
            assertThat(waits(node, peer, 1)).containsExactly(120L);
        }

        @Test
        void keepsATargetOf30OutboundByTenDialsAtOnce() {
            Network network = network(Preset.NWAKU);
            network.answer(peer -> null);
            network.offerNew(0, 100);
            network.run(SECOND, SECOND);
            assertThat(network.manager().pendingOutbound()).isEqualTo(10);
            network.answer(peer -> DialOutcome.ESTABLISHED);
            network.run(Duration.ofMinutes(2), SECOND);
            assertThat(network.manager().outbound()).isEqualTo(30);
        }

        @Test
        void takesFivePeersOfAnAddressAndOneConnectionOfAPeer() {
            Node node = node(Preset.NWAKU);
            assertThat(inbound(node, 0, 8, "10.0.0.1")).isEqualTo(5);
            assertThat(Node.refusal(node.inbound("10.0.0.1"))).isEqualTo(Result.PREFIX_LIMIT);
            assertThat(node.show(node.inbound("10.0.0.2"), node.peer(0)))
                    .isEqualTo(Result.PEER_LIMIT);
        }

        @Test
        void has150ConnectionsOfWhichInboundLeavesAThirdOfRelayToOutbound() {
            Node node = node(Preset.NWAKU);
            assertThat(inbound(node, 0, 200, "")).isEqualTo(120);
            for (int i = 200; i < 230; i++) {
                node.connectOutbound(node.peer(i));
            }
            assertThat(Node.refusal(node.dial(node.peer(300)))).isEqualTo(Result.TOTAL_LIMIT);
        }
    }

    @Nested
    class CometBft {
        @Test
        void waitsTwoToTheNSecondsAndUpToOneMoreSixteenTimes() {
            Node node = node(Preset.COMETBFT);
            long peer = node.peer(1);
            for (int n = 1; n <= 16; n++) {
                node.failDials(peer, 1);
                assertThat(node.manager().dialing().backOffNanos(peer))
                        .isBetween(
                                Duration.ofSeconds(1L << n).toNanos(),
                                Duration.ofSeconds((1L << n) + 1).toNanos() + 65_536);
            }
            node.failDials(peer, 1);
            assertThat(node.manager().connectedness(peer)).isEqualTo(Connectedness.UNREACHABLE);
            node.clock().advance(Duration.ofDays(1).minusSeconds(1));
            assertThat(Node.refusal(node.dial(peer))).isEqualTo(Result.UNREACHABLE);
            node.clock().advance(Duration.ofSeconds(2));
            assertThat(node.dial(peer)).isPositive();
        }

        @Test
        void takes40InAnd10OutAndNoSecondConnectionOfAPeerOrAnAddress() {
            Node node = node(Preset.COMETBFT);
            assertThat(inbound(node, 0, 60, "")).isEqualTo(40);
            assertThat(Node.refusal(node.inbound())).isEqualTo(Result.INBOUND_LIMIT);
            for (int i = 60; i < 70; i++) {
                node.connectOutbound(node.peer(i));
            }
            assertThat(Node.refusal(node.dial(node.peer(70)))).isEqualTo(Result.OUTBOUND_LIMIT);

            Node other = node(Preset.COMETBFT);
            assertThat(inbound(other, 0, 3, "10.0.0.1")).isEqualTo(1);
            assertThat(Node.refusal(other.dial(other.peer(0)))).isEqualTo(Result.PEER_LIMIT);
        }

        @Test
        void keepsTenOutboundAndReplacesOneThatIsLostAtOnce() {
            Network network = network(Preset.COMETBFT);
            network.offerNew(0, 200);
            network.run(Duration.ofSeconds(30), SECOND);
            assertThat(network.manager().outbound()).isEqualTo(10);
            long at = network.clock().nanoTime();
            network.drop(network.dials.get(0).peer());
            network.run(SECOND, SECOND);
            assertThat(network.dials.stream().filter(dial -> dial.at() - at > 0)).hasSize(1);
            assertThat(network.manager().outbound()).isEqualTo(10);
        }

        @Test
        void waitsForPersistentPeersAMinuteAtMost() {
            Node node = node(Preset.COMETBFT);
            long peer = node.peer(1);
            node.manager().setFlag(peer, PeerFlag.PERSISTENT, true);
            node.failDials(peer, 30);
            assertThat(node.manager().dialing().backOffNanos(peer))
                    .isBetween(1L, Duration.ofSeconds(60).toNanos());
        }

        @Test
        void bansForADayHoweverOften() {
            Node node = node(Preset.COMETBFT);
            long peer = node.peer(1);
            for (int i = 0; i < 3; i++) {
                node.manager().bans().ban(peer, BanReason.MISBEHAVIOUR);
                node.manager().tick();
                node.clock().advance(Duration.ofDays(1).minusSeconds(1));
                node.manager().tick();
                assertThat(node.manager().hasFlag(peer, PeerFlag.BANNED)).isTrue();
                node.clock().advance(Duration.ofSeconds(2));
                node.manager().tick();
                assertThat(node.manager().hasFlag(peer, PeerFlag.BANNED)).isFalse();
            }
        }
    }

    @Nested
    class GoLibp2p {
        @Test
        void waitsFiveSecondsAndTheSquareOfEarlierFailuresUpToFiveMinutes() {
            Node node = node(Preset.GO_LIBP2P);
            assertThat(waits(node, node.peer(1), 20))
                    .containsExactly(
                            5L, 6L, 9L, 14L, 21L, 30L, 41L, 54L, 69L, 86L, 105L, 126L, 149L, 174L,
                            201L, 230L, 261L, 294L, 300L, 300L);
        }

        @Test
        void takesEightConnectionsOfAPeerAndOfAnAddress() {
            Node node = node(Preset.GO_LIBP2P);
            assertThat(inbound(node, 0, 12, "10.0.0.1")).isEqualTo(8);
            assertThat(inbound(node, 20, 12, "2001:db8::1")).isEqualTo(8);
            assertThat(inbound(node, 40, 1, "2001:db8:0:ff::1")).isZero();
            assertThat(inbound(node, 41, 1, "2001:db8:0:100::1")).isEqualTo(1);
            for (int i = 0; i < 8; i++) {
                node.connectInbound(node.peer(100));
            }
            assertThat(node.show(node.inbound(), node.peer(100))).isEqualTo(Result.PEER_LIMIT);
        }

        @Test
        void takesSixteenAttemptsOfAnAddressAtOnceAndOneMoreEachFiveSeconds() {
            Node node = node(Preset.GO_LIBP2P);
            for (int i = 0; i < 16; i++) {
                assertThat(node.close(node.inbound("10.0.0.1"))).isEqualTo(Result.ABANDONED);
            }
            assertThat(Node.refusal(node.inbound("10.0.0.1"))).isEqualTo(Result.RATE_LIMIT);
            node.clock().advance(Duration.ofSeconds(5).plusMillis(1));
            assertThat(node.inbound("10.0.0.1")).isPositive();
            assertThat(Node.refusal(node.inbound("10.0.0.1"))).isEqualTo(Result.RATE_LIMIT);
        }

        @Test
        void dialsNobodyByItself() {
            Node node = node(Preset.GO_LIBP2P);
            assertThat(
                            Outcome.result(
                                    node.manager()
                                            .dialing()
                                            .offer(node.peer(1), new byte[] {10, 0, 0, 1})))
                    .isEqualTo(Result.DIALING_OFF);
        }
    }

    /** The watermarks of go-libp2p and of Kubo. */
    @ParameterizedTest
    @CsvSource({"GO_LIBP2P, 160, 192, 60", "KUBO, 32, 96, 20"})
    void trimsFromAboveHighToLowOnceTheGraceIsOver(Preset preset, int low, int high, int grace) {
        Network network = network(preset, builder -> builder.rateLimit(RateLimit.NONE));
        PeerManager manager = network.manager();
        int inbound = Math.min(high, 120);
        for (int i = 0; i < high; i++) {
            connect(network, i, i < inbound);
        }
        network.run(Duration.ofSeconds(grace + 60L), SECOND);
        assertThat(manager.connectedPeers()).as("at high").isEqualTo(high);

        connect(network, high, false);
        network.run(SECOND, SECOND);
        assertThat(manager.connectedPeers()).isEqualTo(low);
        assertThat(network.closes).hasSize(high + 1 - low).containsOnly(CloseReason.PRUNED);
        assertThat(manager.isConnected(network.peer(high))).as("in grace").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"GO_LIBP2P, 160, 192, 60", "KUBO, 32, 96, 20"})
    void trimsNobodyInGraceHoweverManyThereAre(Preset preset, int low, int high, int grace) {
        Network network = network(preset, builder -> builder.rateLimit(RateLimit.NONE));
        for (int i = 0; i <= high; i++) {
            connect(network, i, i < 120);
        }
        network.run(Duration.ofSeconds(grace - 1L), SECOND);
        assertThat(network.closes).isEmpty();
        // The next trim waits for the silence of ten seconds.
        network.run(Duration.ofSeconds(11), SECOND);
        assertThat(network.manager().connectedPeers()).isEqualTo(low);
    }

    private static void connect(Network network, int number, boolean inbound) {
        if (inbound) {
            network.connectInbound(number);
            return;
        }
        long ticket = network.manager().admitOutbound(network.peer(number), 0, 0);
        assertThat(Outcome.isRefused(network.manager().establishOutbound(ticket))).isFalse();
    }

    @Nested
    class Lighthouse {
        @Test
        void prunesWhatIsAboveItsTargetAndKeepsThirtyPercentOutbound() {
            Network network = network(Preset.LIGHTHOUSE);
            // One after the other, since no more than five handshakes run at once.
            for (int i = 0; i < 90; i++) {
                connect(network, i, true);
            }
            network.offerNew(1_000, 100);
            network.run(Duration.ofMinutes(5), SECOND);
            PeerManager manager = network.manager();
            assertThat(manager.outbound()).isEqualTo(30);
            assertThat(manager.connectedPeers()).isEqualTo(100);
            assertThat(network.closes).containsOnly(CloseReason.PRUNED);
        }

        @Test
        void takes90InAnd130InAll() {
            Node node = node(Preset.LIGHTHOUSE);
            assertThat(inbound(node, 0, 100, "")).isEqualTo(90);
            for (int i = 100; i < 140; i++) {
                node.connectOutbound(node.peer(i));
            }
            assertThat(Node.refusal(node.dial(node.peer(200)))).isEqualTo(Result.TOTAL_LIMIT);
            Node pending = node(Preset.LIGHTHOUSE);
            for (int i = 0; i < 5; i++) {
                assertThat(pending.inbound()).isPositive();
            }
            assertThat(Node.refusal(pending.inbound())).isEqualTo(Result.PENDING_INBOUND_LIMIT);
        }

        @Test
        void disconnectsAtMinus20AndBansAtMinus50() {
            Node node = node(Preset.LIGHTHOUSE);
            long peer = node.peer(1);
            node.connectInbound(peer);
            PeerManager manager = node.manager();
            manager.reputation().record(peer, PeerAction.SEVERE);
            manager.reputation().record(peer, PeerAction.MODERATE);
            manager.tick();
            assertThat(manager.counter(Counter.CLOSE_COMMANDS)).isZero();
            manager.reputation().record(peer, PeerAction.MODERATE);
            manager.tick();
            assertThat(manager.counter(Counter.CLOSE_COMMANDS)).isEqualTo(1);
            assertThat(manager.hasFlag(peer, PeerFlag.BANNED)).isFalse();
            for (int i = 0; i < 3; i++) {
                manager.reputation().record(peer, PeerAction.SEVERE);
            }
            manager.tick();
            assertThat(manager.hasFlag(peer, PeerFlag.BANNED)).isTrue();
            node.clock().advance(Duration.ofHours(12).minusSeconds(1));
            manager.tick();
            assertThat(manager.hasFlag(peer, PeerFlag.BANNED)).isTrue();
            node.clock().advance(Duration.ofSeconds(2));
            manager.tick();
            assertThat(manager.hasFlag(peer, PeerFlag.BANNED)).isFalse();
        }

        @Test
        void bansAnAddressBehindWhichMoreThanFivePeersAreBanned() {
            Node node = node(Preset.LIGHTHOUSE);
            assertThat(inbound(node, 0, 7, "10.0.0.1")).isEqualTo(7);
            IpAddress address = IpAddress.parse("10.0.0.1");
            for (int i = 0; i < 6; i++) {
                assertThat(node.close(node.inbound("10.0.0.1"))).isEqualTo(Result.ABANDONED);
                node.manager()
                        .bans()
                        .ban(node.peer(i), address.hi(), address.lo(), BanReason.MISBEHAVIOUR);
                node.manager().tick();
            }
            assertThat(Node.refusal(node.inbound("10.0.0.1"))).isEqualTo(Result.PREFIX_BANNED);
            assertThat(node.inbound("10.0.0.2")).isPositive();
        }
    }

    @Nested
    class BitcoinCore {
        /** A node full of inbound connections that hears of one more attempt each second. */
        private Network full(int inbound, int attempts) {
            Network network =
                    network(
                            Preset.BITCOIN_CORE,
                            builder -> builder.maxInbound(inbound).maxPendingInbound(inbound));
            for (int i = 0; i < inbound; i++) {
                network.connectInbound(i);
                network.clock().advance(SECOND);
            }
            for (int i = 0; i < attempts; i++) {
                assertThat(Node.refusal(network.manager().admitInbound(0, 0)))
                        .isEqualTo(Result.INBOUND_LIMIT);
                network.run(SECOND, SECOND);
                while (network.manager().inbound() < inbound) {
                    network.connectInbound(1_000 + i);
                }
            }
            return network;
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 8, 20})
        void nobodyIsEvictedOfTwentyOrFewer(int inbound) {
            assertThat(full(inbound, 20).closes).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {29, 40, 189})
        void somebodyIsEvictedOfTwentyNineOrMore(int inbound) {
            assertThat(full(inbound, 20).closes).hasSize(20).containsOnly(CloseReason.EVICTED);
        }

        @Test
        void protectsTheOldestHalf() {
            Network network = full(189, 50);
            for (int i = 0; i < 40; i++) {
                assertThat(network.manager().isConnected(network.peer(i))).as("" + i).isTrue();
            }
        }

        @Test
        void dialsOneByOneUntilItHasTenOfDistinctNetgroups() {
            Network network = network(Preset.BITCOIN_CORE);
            network.answer(peer -> null);
            for (int i = 0; i < 100; i++) {
                network.offer(i, "10." + i % 20 + ".0." + i, CandidateKind.NEW);
            }
            network.run(SECOND, Duration.ofMillis(500));
            assertThat(network.manager().pendingOutbound()).isEqualTo(1);
            network.manager().abandon(network.dials.get(0).ticket());
            network.answer(peer -> DialOutcome.ESTABLISHED);
            network.run(Duration.ofSeconds(30), Duration.ofMillis(500));
            assertThat(network.manager().outbound()).isEqualTo(10);
            Set<Integer> netgroups = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                if (network.manager().isConnected(network.peer(i))) {
                    netgroups.add(i % 20);
                }
            }
            assertThat(netgroups).hasSize(10);
        }

        @Test
        void triesANewAddressEveryTwoMinutesOnAverage() {
            Network network = network(Preset.BITCOIN_CORE);
            network.offerNew(0, 600);
            network.run(Duration.ofHours(10), SECOND);
            long feelers =
                    network.dials.stream()
                            .filter(dial -> dial.reason() == DialReason.FEELER)
                            .count();
            // 300 on average; four standard deviations of a Poisson count are 69.
            assertThat(feelers).isBetween(231L, 369L);
            assertThat(network.manager().outbound()).isBetween(10, 11);
        }

        @Test
        void leavesAPeerAloneForTenMinutesAfterAFailure() {
            Node node = node(Preset.BITCOIN_CORE);
            assertThat(waits(node, node.peer(1), 5)).containsOnly(600L);
        }
    }

    @Nested
    class Peerage {
        @Test
        void keepsItsOutboundTargetAndItsInboundPlacesOpen() {
            Network network = network(Preset.PEERAGE);
            network.offerNew(0, 200);
            network.run(Duration.ofMinutes(2), SECOND);
            assertThat(network.manager().outbound()).isEqualTo(24);
            for (int i = 0; i < 120; i++) {
                network.connectInbound(1_000 + i);
            }
            network.run(Duration.ofSeconds(61), SECOND);
            assertThat(Node.refusal(network.manager().admitInbound(0, 0)))
                    .isEqualTo(Result.INBOUND_LIMIT);
            network.run(SECOND, SECOND);
            assertThat(network.closes).contains(CloseReason.EVICTED);
            assertThat(network.manager().admitInbound(0, 0)).isPositive();
        }

        @Test
        void itsLimitsFollowFromWhatIsSetAfterwards() {
            Node node = new Node(builder -> builder.preset(Preset.PEERAGE).maxConnections(10));
            assertThat(inbound(node, 0, 20, "")).isEqualTo(6);
        }
    }

    @Test
    void whatIsSetAfterwardsOverrides() {
        Node node =
                new Node(
                        builder ->
                                builder.preset(Preset.NWAKU)
                                        .maxPerPeer(3)
                                        .backOff(Preset.GO_LIBP2P.backOff()));
        assertThat(waits(node, node.peer(1), 2)).containsExactly(5L, 6L);
        for (int i = 0; i < 3; i++) {
            node.connectInbound(node.peer(2));
        }
        assertThat(node.show(node.inbound(), node.peer(2))).isEqualTo(Result.PEER_LIMIT);
    }

    @Test
    void whatIsSetBeforeIsReplaced() {
        Node node = new Node(builder -> builder.maxPerPeer(9).preset(Preset.NWAKU));
        node.connectInbound(node.peer(1));
        assertThat(node.show(node.inbound(), node.peer(1))).isEqualTo(Result.PEER_LIMIT);
    }
}
