/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static io.peerage.testing.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.model.BanReason;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reservations: given back exactly once on every outcome, reclaimed after their lease (features B7; contract 6). */
class TicketContractTest {
    private static final PrefixLimits ONE_AN_ADDRESS =
            new PrefixLimits(List.of(new PrefixLimit(32, 1)), List.of(), List.of(), 0);

    private final Node node =
            new Node(
                    b ->
                            b.maxConnections(2)
                                    .maxInbound(1)
                                    .maxOutbound(1)
                                    .maxPerPeer(1)
                                    .maxTrusted(0)
                                    .prefixLimits(ONE_AN_ADDRESS));
    private final PeerManager manager = node.manager();
    private final long peer = node.peer(1);

    @AfterEach
    void everythingWasGivenBack() {
        assertThat(manager.verify()).isEmpty();
        long again = node.inbound("10.0.0.1");
        assertThat(again).as("the only place is free again").isPositive();
        assertThat(node.show(again, peer)).isEqualTo(Result.FIRST_CONNECTION);
    }

    @Test
    void b7_abandoned() {
        long ticket = node.inbound("10.0.0.1");
        assertThat(Outcome.result(manager.abandon(ticket))).isEqualTo(Result.ABANDONED);
        assertThat(Outcome.result(manager.abandon(ticket))).isEqualTo(Result.ALREADY_CLOSED);
        assertThat(node.show(ticket, peer)).isEqualTo(Result.TICKET_EXPIRED);
    }

    @Test
    void b7_closedBeforeItWasEstablished() {
        long ticket = node.dial(peer);
        assertThat(node.close(ticket)).isEqualTo(Result.ABANDONED);
        assertThat(node.close(ticket)).isEqualTo(Result.ALREADY_CLOSED);
    }

    @Test
    void b7_established() {
        long ticket = node.inbound("10.0.0.1");
        node.show(ticket, peer);
        assertThat(node.show(ticket, peer)).isEqualTo(Result.ALREADY_ESTABLISHED);
        assertThat(Outcome.result(manager.abandon(ticket))).isEqualTo(Result.ALREADY_ESTABLISHED);
        assertThat(manager.pendingInbound()).isZero();
        assertThat(node.close(ticket)).isEqualTo(Result.LAST_CONNECTION);
    }

    /**
     * stacks-sbtc/sbtc#2086, paritytech/litep2p#286: a connection that was denied never saw a close, so that its place
     * was lost; one peer brought the node down.
     */
    @Test
    void sbtc2086_aDeniedConnectionGivesItsPlaceBack() {
        manager.bans().ban(peer, BanReason.BY_HAND);
        for (int i = 0; i < 100; i++) {
            long ticket = node.inbound("10.0.0.1");
            assertThat(ticket).isPositive();
            assertThat(node.show(ticket, peer)).isEqualTo(Result.BANNED);
            assertThat(node.close(ticket)).isEqualTo(Result.ALREADY_CLOSED);
        }
        manager.bans().lift(peer);
        assertThat(manager.counter(Counter.TICKETS_REFUSED)).isEqualTo(100);
    }

    @Test
    void b7_aPeerThatCantBecomeKnownGivesThePlaceBack() {
        for (int i = 2; node.peer(i) > 0; i++) {
            assertThat(i).isLessThan(1_000);
        }
        long ticket = node.inbound("10.0.0.1");
        assertThat(Outcome.result(manager.establishInbound(ticket, id(5_000))))
                .isEqualTo(Result.PEER_TABLE_FULL);
    }

    @Test
    void b7_theOtherDirectionIsRefusedAndTheTicketStays() {
        long ticket = node.inbound("10.0.0.1");
        assertThat(Outcome.result(manager.establishOutbound(ticket)))
                .isEqualTo(Result.WRONG_DIRECTION);
        assertThat(manager.pendingInbound()).isEqualTo(1);
        manager.abandon(ticket);
    }

    @Test
    void b7_aDialHoldsThePeersPlace() {
        long dial = node.dial(peer);
        assertThat(Node.refusal(node.dial(peer))).isEqualTo(Result.ALREADY_DIALING);
        assertThat(manager.dialTicket(peer)).isEqualTo(dial);
        assertThat(node.show(node.inbound("10.0.0.1"), peer)).isEqualTo(Result.PEER_LIMIT);
        manager.abandon(dial);
        assertThat(manager.dialTicket(peer)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -15_000_000_000L, Long.MAX_VALUE - 1, Long.MIN_VALUE, 42})
    void contract8_reclaimedAtItsLeaseNeverBefore(long start) {
        FakeClock clock = new FakeClock(start);
        Node other = new Node(b -> b.clock(clock).inboundLease(Duration.ofSeconds(5)));
        PeerManager its = other.manager();
        clock.advance(7);
        long ticket = other.inbound();
        long dial = other.dial(other.peer(1));
        clock.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(its.tick()).isZero();
        clock.advance(1);
        assertThat(its.tick()).isEqualTo(1);
        assertThat(other.log().expired()).containsExactly(ticket);
        assertThat(other.show(ticket, other.peer(1))).isEqualTo(Result.TICKET_EXPIRED);
        clock.advance(Node.LEASE.minusSeconds(5).minusNanos(1));
        assertThat(its.tick()).isZero();
        clock.advance(1);
        assertThat(its.tick()).isPositive();
        assertThat(other.log().expired()).containsExactly(ticket, dial);
        assertThat(its.counter(Counter.TICKETS_EXPIRED)).isEqualTo(2);
        assertThat(its.connectedness(other.peer(1))).isEqualTo(Connectedness.BACKING_OFF);
        assertThat(its.verify()).isEmpty();
    }

    /** The owner reclaims; until it does, a late handshake is still welcome. */
    @Test
    void b7_aLateEstablishBeforeTheTickIsAccepted() {
        long ticket = node.inbound("10.0.0.1");
        node.clock().advance(Node.LEASE.multipliedBy(2));
        assertThat(node.show(ticket, peer)).isEqualTo(Result.FIRST_CONNECTION);
        assertThat(manager.tick()).isEqualTo(1);
        assertThat(node.log().expired()).isEmpty();
        node.close(ticket);
    }
}
