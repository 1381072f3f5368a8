/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.DialConfig;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerDataKey;
import io.peerage.model.Result;
import io.peerage.testing.Ids;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An owner that was away for long: what expires without it, and how it catches up. */
class OwnerAwayTest {
    private static final PeerDataKey<String> NOTE =
            PeerDataKey.of("note", String.class, Duration.ofSeconds(20));
    private static final int PARALLEL = 3;
    private static final int TARGET = 8;

    /** Notes commands and answers none. */
    private static final class Sink implements CommandSink, LifecycleListener {
        final List<Long> dials = new ArrayList<>();
        final List<Long> closes = new ArrayList<>();
        final List<Long> forced = new ArrayList<>();
        final List<Long> cleared = new ArrayList<>();
        final List<Long> expired = new ArrayList<>();

        @Override
        public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
            dials.add(ticket);
        }

        @Override
        public void close(long connection, CloseReason reason) {
            closes.add(connection);
        }

        @Override
        public void onConnected(long peer, int flaps) {}

        @Override
        public void onDisconnected(long peer, int flaps) {}

        @Override
        public void onTicketExpired(long ticket, Direction direction) {
            expired.add(ticket);
        }

        @Override
        public void onCloseForced(long connection, CloseReason reason) {
            forced.add(connection);
        }

        @Override
        public void onDataCleared(long peer, PeerDataKey<?> key, Object value) {
            cleared.add(peer);
        }
    }

    private final Sink sink = new Sink();

    private Node dialing() {
        Node node =
                new Node(
                        b ->
                                b.commandSink(sink)
                                        .listener(sink)
                                        .maxConnections(64)
                                        .backOff(BackOffConfig.constant(Duration.ofSeconds(5)))
                                        .dialing(
                                                DialConfig.DEFAULT
                                                        .withOutboundTarget(TARGET)
                                                        .withParallelDials(PARALLEL)));
        for (int i = 0; i < 40; i++) {
            long address = IpAddress.parse("198." + i + ".7.1").lo();
            node.manager().dialing().offer(node.peer(i), 0, address, CandidateKind.NEW);
        }
        return node;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M", "PT10H", "P30D"})
    void whoComesBackDialsAtTheUsualPace(String away) {
        Node node = dialing();
        PeerManager manager = node.manager();
        for (int i = 0; i < 60; i++) {
            node.clock().advance(Duration.ofSeconds(1));
            manager.tick();
        }
        assertThat(sink.dials).hasSizeGreaterThanOrEqualTo(PARALLEL);
        node.clock().advance(Duration.parse(away));
        sink.dials.clear();

        int most = 0;
        for (int i = 0; i < 30; i++) {
            int before = sink.dials.size();
            manager.tick();
            assertThat(sink.dials.size() - before).isLessThanOrEqualTo(PARALLEL);
            assertThat(manager.pendingOutbound()).isLessThanOrEqualTo(PARALLEL);
            sink.dials.forEach(ticket -> manager.dialing().failed(ticket, DialOutcome.TIMEOUT));
            most = Math.max(most, sink.dials.size() - before);
            node.clock().advance(Duration.ofSeconds(1));
        }
        assertThat(most).as("it does dial").isPositive();
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void leasesAreReclaimedAtOnceAndToldOnce() {
        Node node = new Node(b -> b.listener(sink));
        List<Long> tickets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tickets.add(node.inbound());
        }
        tickets.add(node.dial(node.peer(1)));
        node.clock().advance(Duration.ofMinutes(10));
        // Nobody but the owner gives their places back.
        assertThat(node.manager().pendingInbound()).isEqualTo(20);

        node.manager().tick();
        assertThat(sink.expired).containsExactlyInAnyOrderElementsOf(tickets);
        node.manager().tick();
        assertThat(sink.expired).hasSize(21);
        assertThat(node.manager().pendingInbound()).isZero();
    }

    @Test
    void waitsEndWithoutAnOwner() {
        Node node =
                new Node(b -> b.backOff(BackOffConfig.constant(Duration.ofMinutes(1))).data(NOTE));
        PeerManager manager = node.manager();
        long peer = node.peer(1);
        node.failDials(peer, 1);
        long prefixIp = IpAddress.parse("203.0.113.9").lo();
        manager.bans().banPrefix(0, prefixIp, 24, BanReason.BY_HAND);
        manager.tick();
        assertThat(manager.dialing().canDial(peer)).isFalse();
        assertThat(Node.refusal(manager.admitInbound(0, prefixIp))).isEqualTo(Result.PREFIX_BANNED);

        node.clock().advance(Duration.ofDays(8));

        assertThat(manager.dialing().canDial(peer)).isTrue();
        assertThat(manager.admitInbound(0, prefixIp)).isPositive();
    }

    @Test
    void aBannedPeerIsReinstatedByTheFirstTickAndNotBefore() {
        Node node = new Node(b -> b);
        PeerManager manager = node.manager();
        long peer = node.peer(1);
        manager.bans().ban(peer, BanReason.MISBEHAVIOUR);
        manager.tick();
        node.clock().advance(Duration.ofDays(8));
        assertThat(node.show(node.inbound(), peer)).isEqualTo(Result.BANNED);

        manager.tick();

        assertThat(node.show(node.inbound(), peer)).isEqualTo(Result.FIRST_CONNECTION);
    }

    @Test
    void manyBansEndAFewATickAndNoneIsForgotten() {
        int peers = 2_500;
        Node node =
                new Node(b -> b.maxPeers(4 * peers).bans(BanConfig.DEFAULT.sized(peers, 10, 10)));
        PeerManager manager = node.manager();
        for (int i = 0; i < peers; i++) {
            if (manager.bans().ban(node.peer(i), BanReason.MISBEHAVIOUR)
                    == Result.HAND_OFF_FULL.code()) {
                manager.tick();
                manager.bans().ban(node.peer(i), BanReason.MISBEHAVIOUR);
            }
        }
        while (manager.tick() > 0) {
            assertThat(manager.bans().peers()).isLessThanOrEqualTo(peers);
        }
        assertThat(manager.bans().peers()).isEqualTo(peers);
        node.clock().advance(Duration.ofDays(30));

        int ticks = 0;
        for (int left = peers; left > 0; ticks++) {
            manager.tick();
            int now = manager.bans().peers();
            assertThat(left - now).isBetween(1, 1_000);
            left = now;
        }
        assertThat(ticks).isEqualTo(3);
        for (int i = 0; i < peers; i++) {
            assertThat(manager.bans().isBanned(node.peer(i))).isFalse();
        }
    }

    @Test
    void aCloseThatWasCommandedIsNotForcedBecauseTheOwnerWasAway() {
        Node node = new Node(b -> b.commandSink(sink).listener(sink));
        PeerManager manager = node.manager();
        long peer = node.peer(1);
        long connection = node.connectInbound(peer);
        manager.bans().ban(peer, BanReason.MISBEHAVIOUR);
        manager.tick();
        assertThat(sink.closes).containsExactly(connection);

        node.clock().advance(Duration.ofMinutes(10));
        manager.tick();
        assertThat(sink.forced).as("who is to close it still has time").isEmpty();
        for (int i = 0; i < 8; i++) {
            node.clock().advance(Duration.ofSeconds(1));
            manager.tick();
        }
        assertThat(sink.closes).as("commanded once").containsExactly(connection);
        assertThat(sink.forced).containsExactly(connection);
        assertThat(manager.inbound()).isZero();
    }

    @Test
    void dataIsKeptForItsTimeFromWhenTheOwnerSawThePeerGo() {
        Node node = new Node(b -> b.data(NOTE).listener(sink));
        PeerManager manager = node.manager();
        long peer = node.peer(1);
        long connection = node.connectInbound(peer);
        manager.data().put(peer, NOTE, "kept");
        manager.tick();
        node.close(connection);
        node.clock().advance(Duration.ofHours(1));
        manager.tick();
        assertThat(manager.data().get(peer, NOTE)).isEqualTo("kept");
        node.clock().advance(Duration.ofMinutes(1));
        manager.tick();
        assertThat(sink.cleared).containsExactly(peer);
        assertThat(manager.data().get(peer, NOTE)).isNull();
    }

    @Test
    void everyPeerOfAFullTableIsToldOnceHoweverOftenItFlapped() {
        Node node = new Node(b -> b);
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 64; i++) {
                node.close(node.connectInbound(node.peer(i)));
            }
        }
        node.clock().advance(Duration.ofHours(1));

        assertThat(node.manager().tick()).isEqualTo(64);
        for (int i = 0; i < 64; i++) {
            assertThat(node.log().of(node.peer(i)))
                    .containsExactly("connected 49", "disconnected 0");
        }
        assertThat(node.manager().register(Ids.id(64))).isEqualTo(Result.PEER_TABLE_FULL.code());
    }
}
