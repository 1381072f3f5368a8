/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Outcome;
import io.peerage.model.Result;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What both managers must do alike, one thread at a time, and racing (features A1 to A4, B1 to B5, B7, B12). */
abstract class ConnectionManagerContract extends ConnectionManagerRaces {
    // Limits: at the bound all are let in, over it none, and one more after one has left

    @Test
    void pendingInboundIsBounded() {
        List<Long> tickets = new ArrayList<>();
        for (int i = 0; i < PENDING_INBOUND; i++) {
            tickets.add(manager.admitInbound(0, 0));
        }

        assertThat(tickets).allMatch(ticket -> ticket > 0);
        assertThat(refusal(manager.admitInbound(0, 0))).isEqualTo(Result.PENDING_INBOUND_LIMIT);
        assertThat(manager.pendingInbound()).isEqualTo(PENDING_INBOUND);
        assertThat(manager.refused(Result.PENDING_INBOUND_LIMIT)).isEqualTo(1);

        manager.abandon(tickets.get(0));
        assertThat(manager.admitInbound(0, 0)).isPositive();
    }

    @Test
    void inboundIsBounded() {
        List<Long> open = new ArrayList<>();
        for (int peer = 0; peer < INBOUND; peer++) {
            open.add(connect(peer));
        }

        assertThat(refusal(manager.admitInbound(0, 0))).isEqualTo(Result.INBOUND_LIMIT);
        assertThat(manager.inbound()).isEqualTo(INBOUND);
        assertThat(manager.refused(Result.INBOUND_LIMIT)).isEqualTo(1);

        manager.close(open.get(3));
        connect(50);
        assertThat(manager.inbound()).isEqualTo(INBOUND);
    }

    @Test
    void outboundIsBounded() {
        for (int peer = 0; peer < OUTBOUND; peer++) {
            manager.establishOutbound(dial(peer));
        }
        long another = manager.register(id(50), 0, ID_BYTES);

        assertThat(refusal(manager.admitOutbound(another, 0, 0))).isEqualTo(Result.OUTBOUND_LIMIT);
        assertThat(manager.outbound()).isEqualTo(OUTBOUND);
        assertThat(manager.inbound()).isZero();
    }

    @Test
    void pendingOutboundIsBounded() {
        long first = dial(0);
        for (int peer = 1; peer < PENDING_OUTBOUND; peer++) {
            dial(peer);
        }
        long another = manager.register(id(50), 0, ID_BYTES);

        assertThat(refusal(manager.admitOutbound(another, 0, 0)))
                .isEqualTo(Result.PENDING_OUTBOUND_LIMIT);
        assertThat(manager.pendingOutbound()).isEqualTo(PENDING_OUTBOUND);
        // The refused dial left nothing behind: the peer can be dialed once there is room.
        manager.abandon(first);
        assertThat(manager.admitOutbound(another, 0, 0)).isPositive();
    }

    @Test
    void totalIsBounded() {
        for (int peer = 0; peer < INBOUND; peer++) {
            connect(peer);
        }
        for (int peer = 0; peer < TOTAL - INBOUND; peer++) {
            manager.establishOutbound(dial(20 + peer));
        }
        long another = manager.register(id(50), 0, ID_BYTES);

        assertThat(refusal(manager.admitOutbound(another, 0, 0))).isEqualTo(Result.TOTAL_LIMIT);
        assertThat(refusal(manager.admitInbound(0, 0))).isEqualTo(Result.TOTAL_LIMIT);
    }

    @Test
    void connectionsOfAPeerAreBoundedAndARefusalEndsTheTicket() {
        connect(1);
        connect(1);
        long third = manager.admitInbound(0, v4(7, 7, 7, 7));

        assertThat(result(establish(third, 1))).isEqualTo(Result.PEER_LIMIT);
        assertThat(manager.inbound()).isEqualTo(2);
        assertThat(manager.pendingInbound()).isZero();
        assertThat(result(establish(third, 2))).isEqualTo(Result.TICKET_EXPIRED);
    }

    @Test
    void aDialTakesOneOfItsPeersPlaces() {
        connect(1);
        long dial = dial(1);
        long second = manager.admitInbound(0, 0);

        assertThat(result(establish(second, 1))).isEqualTo(Result.PEER_LIMIT);
        assertThat(result(manager.establishOutbound(dial))).isEqualTo(Result.ANOTHER_CONNECTION);
        long peer = manager.lookup(id(1), 0, ID_BYTES);
        assertThat(refusal(manager.admitOutbound(peer, 0, 0))).isEqualTo(Result.PEER_LIMIT);
    }

    @Test
    void peersAreBounded() {
        for (int peer = 0; peer < PEERS; peer++) {
            assertThat(manager.register(id(peer), 0, ID_BYTES)).isPositive();
        }

        assertThat(refusal(manager.register(id(PEERS), 0, ID_BYTES)))
                .isEqualTo(Result.PEER_TABLE_FULL);
        long ticket = manager.admitInbound(0, 0);
        assertThat(result(establish(ticket, PEERS))).isEqualTo(Result.PEER_TABLE_FULL);
        assertThat(manager.pendingInbound()).isZero();
    }

    // Prefixes

    @Test
    void anIPv4AddressHasEightPlacesAndItsNetwork64() {
        roomy();
        for (int i = 0; i < 8; i++) {
            assertThat(manager.admitInbound(0, v4(1, 2, 3, 0))).isPositive();
        }
        assertThat(refusal(manager.admitInbound(0, v4(1, 2, 3, 0)))).isEqualTo(Result.PREFIX_LIMIT);

        for (int i = 8; i < 64; i++) {
            assertThat(manager.admitInbound(0, v4(1, 2, 3, i / 8))).isPositive();
        }
        assertThat(refusal(manager.admitInbound(0, v4(1, 2, 3, 200))))
                .isEqualTo(Result.PREFIX_LIMIT);
        assertThat(manager.admitInbound(0, v4(1, 2, 4, 200))).isPositive();
        assertThat(manager.pendingInbound()).isEqualTo(65);
    }

    @Test
    void aRefusalLeavesNothingOnTheLowerLevels() {
        roomy();
        List<Long> tickets = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            tickets.add(manager.admitInbound(0, v4(1, 2, 3, i / 8)));
        }
        // Were these counted for their address, it would have no place left below.
        for (int i = 0; i < 8; i++) {
            assertThat(refusal(manager.admitInbound(0, v4(1, 2, 3, 200))))
                    .isEqualTo(Result.PREFIX_LIMIT);
        }

        for (int i = 0; i < 8; i++) {
            manager.abandon(tickets.get(i));
            assertThat(manager.admitInbound(0, v4(1, 2, 3, 200))).isPositive();
        }
    }

    @Test
    void anIPv6NetworkHasThreeLevels() {
        roomy();
        for (int i = 0; i < 8; i++) {
            assertThat(manager.admitInbound(v6(1, 1, 1), i)).isPositive();
        }
        assertThat(refusal(manager.admitInbound(v6(1, 1, 1), 99))).isEqualTo(Result.PREFIX_LIMIT);
        for (int i = 8; i < 16; i++) {
            assertThat(manager.admitInbound(v6(1, 1, 2), i)).isPositive();
        }
        assertThat(refusal(manager.admitInbound(v6(1, 1, 3), 1))).isEqualTo(Result.PREFIX_LIMIT);
        for (int i = 16; i < 64; i++) {
            assertThat(manager.admitInbound(v6(1, i / 16 + 1, i / 8), i)).isPositive();
        }
        assertThat(refusal(manager.admitInbound(v6(1, 77, 1), 1))).isEqualTo(Result.PREFIX_LIMIT);
        assertThat(manager.admitInbound(v6(2, 77, 1), 1)).isPositive();
    }

    @Test
    void loopbackAndNoAddressAreNotCounted() {
        roomy();
        for (int i = 0; i < 70; i++) {
            assertThat(manager.admitInbound(0, v4(127, 0, 0, 1))).isPositive();
            assertThat(manager.admitInbound(0, 1)).isPositive();
            assertThat(manager.admitInbound(0, 0)).isPositive();
        }
    }

    @Test
    void aClosedConnectionLeavesItsPrefixes() {
        roomy();
        for (int i = 0; i < 30; i++) {
            long ticket = manager.admitInbound(0, v4(1, 2, 3, 4));
            assertThat(ticket).isPositive();
            establish(ticket, i);
            manager.close(ticket);
        }
    }

    // Lifecycle

    @Test
    void firstAndLastAreToldFromTheOthers() {
        long first = manager.admitInbound(0, 0);
        int opened = establish(first, 1);
        assertThat(result(opened)).isEqualTo(Result.FIRST_CONNECTION);
        assertThat(Outcome.connections(opened)).isEqualTo(1);
        long second = manager.admitInbound(0, 0);
        int another = establish(second, 1);
        assertThat(result(another)).isEqualTo(Result.ANOTHER_CONNECTION);
        assertThat(Outcome.connections(another)).isEqualTo(2);

        int still = manager.close(first);
        assertThat(result(still)).isEqualTo(Result.STILL_CONNECTED);
        assertThat(Outcome.connections(still)).isEqualTo(1);
        assertThat(manager.isConnected(id(1), 0, ID_BYTES)).isTrue();
        assertThat(result(manager.close(second))).isEqualTo(Result.LAST_CONNECTION);
        assertThat(manager.isConnected(id(1), 0, ID_BYTES)).isFalse();
    }

    @Test
    void closingTwiceIsRecognised() {
        long connection = connect(1);
        connect(1);
        manager.close(connection);

        assertThat(result(manager.close(connection))).isEqualTo(Result.ALREADY_CLOSED);
        assertThat(result(manager.abandon(connection))).isEqualTo(Result.ALREADY_CLOSED);
        assertThat(manager.inbound()).isEqualTo(1);
        assertThat(manager.refused(Result.ALREADY_CLOSED)).isEqualTo(2);
    }

    @Test
    void aTicketIsEstablishedOnceAndInItsDirection() {
        long inbound = manager.admitInbound(0, 0);
        long outbound = dial(2);

        assertThat(result(manager.establishOutbound(inbound))).isEqualTo(Result.WRONG_DIRECTION);
        assertThat(result(establish(outbound, 3))).isEqualTo(Result.WRONG_DIRECTION);
        assertThat(result(establish(inbound, 1))).isEqualTo(Result.FIRST_CONNECTION);
        assertThat(result(establish(inbound, 1))).isEqualTo(Result.ALREADY_ESTABLISHED);
        assertThat(result(manager.abandon(inbound))).isEqualTo(Result.ALREADY_ESTABLISHED);
        assertThat(result(manager.establishOutbound(outbound))).isEqualTo(Result.FIRST_CONNECTION);
        manager.close(inbound);
        assertThat(result(establish(inbound, 1))).isEqualTo(Result.TICKET_EXPIRED);
    }

    @Test
    void closingATicketAbandonsIt() {
        long ticket = manager.admitInbound(0, v4(1, 1, 1, 1));

        assertThat(result(manager.close(ticket))).isEqualTo(Result.ABANDONED);
        assertThat(result(manager.close(ticket))).isEqualTo(Result.ALREADY_CLOSED);
        assertThat(result(establish(ticket, 1))).isEqualTo(Result.TICKET_EXPIRED);
        assertThat(manager.pendingInbound()).isZero();
        assertThat(manager.connectedPeers()).isZero();
    }

    @Test
    void whatIsNoTicketIsUnknown() {
        assertThat(result(manager.close(0))).isEqualTo(Result.UNKNOWN_CONNECTION);
        assertThat(result(manager.abandon(-4))).isEqualTo(Result.UNKNOWN_CONNECTION);
        assertThat(result(establish(0, 1))).isEqualTo(Result.UNKNOWN_CONNECTION);
        assertThat(result(manager.establishOutbound(-1))).isEqualTo(Result.UNKNOWN_CONNECTION);
    }

    @Test
    void onePeerHasOneDialInFlight() {
        long dial = dial(1);
        long peer = manager.lookup(id(1), 0, ID_BYTES);

        assertThat(refusal(manager.admitOutbound(peer, 0, 0))).isEqualTo(Result.ALREADY_DIALING);
        assertThat(result(manager.establishOutbound(dial))).isEqualTo(Result.FIRST_CONNECTION);
        assertThat(manager.admitOutbound(peer, 0, 0)).isPositive();
    }

    @Test
    void aFailedDialFreesItsPeerAndItsPlaces() {
        for (int i = 0; i < 20; i++) {
            assertThat(result(manager.abandon(dial(1)))).isEqualTo(Result.ABANDONED);
        }
        assertThat(manager.pendingOutbound()).isZero();
        assertThat(manager.outbound()).isZero();
    }

    @Test
    void dialingAnUnknownPeerIsRefused() {
        long peer = manager.register(id(1), 0, ID_BYTES);
        manager.release(peer);

        assertThat(refusal(manager.admitOutbound(peer, 0, 0))).isEqualTo(Result.UNKNOWN_PEER);
        assertThat(manager.pendingOutbound()).isZero();
    }

    @Test
    void aPeerIsGivenUpOnlyWhenNothingHoldsIt() {
        long connection = connect(1);
        long dial = dial(2);
        long connected = manager.lookup(id(1), 0, ID_BYTES);
        long dialed = manager.lookup(id(2), 0, ID_BYTES);

        assertThat(manager.release(connected)).isEqualTo(Result.PEER_IN_USE.code());
        assertThat(manager.release(dialed)).isEqualTo(Result.PEER_IN_USE.code());
        manager.close(connection);
        manager.abandon(dial);
        assertThat(manager.release(connected)).isEqualTo(Result.RELEASED.code());
        assertThat(manager.release(connected)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(manager.release(dialed)).isEqualTo(Result.RELEASED.code());
        manager.tick();
        assertThat(manager.lookup(id(1), 0, ID_BYTES)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(manager.register(id(1), 0, ID_BYTES)).isPositive();
    }

    // Expiry

    @Test
    void aTicketExpiresAtItsLeaseAndNotBefore() {
        long ticket = manager.admitInbound(0, v4(1, 1, 1, 1));
        clock.advance(LEASE.minusNanos(1));
        manager.tick();
        assertThat(manager.pendingInbound()).isEqualTo(1);

        clock.advance(1);
        manager.tick();

        assertThat(manager.pendingInbound()).isZero();
        assertThat(events.heard).containsExactly("expired " + ticket);
        assertThat(result(establish(ticket, 1))).isEqualTo(Result.TICKET_EXPIRED);
        assertThat(result(manager.close(ticket))).isEqualTo(Result.ALREADY_CLOSED);
    }

    @Test
    void eachTicketHasItsOwnLease() {
        manager.admitInbound(0, 0);
        clock.advance(LEASE.dividedBy(3));
        long dial = dial(1);
        long established = connect(2);
        clock.advance(LEASE.dividedBy(3).multipliedBy(2));
        manager.tick();
        assertThat(manager.pendingInbound()).isZero();
        assertThat(manager.pendingOutbound()).isEqualTo(1);

        clock.advance(LEASE.dividedBy(3));
        manager.tick();

        assertThat(events.heard).contains("expired " + dial);
        assertThat(manager.pendingOutbound()).isZero();
        assertThat(dial(3)).isPositive();
        assertThat(result(manager.close(established))).isEqualTo(Result.LAST_CONNECTION);
    }

    // Events

    @Test
    void eventsAlternateAndEndInTheTruth() {
        long first = connect(1);
        long peer = manager.lookup(id(1), 0, ID_BYTES);
        assertThat(events.heard).isEmpty();
        manager.tick();
        connect(1);
        manager.close(first);
        manager.tick();
        assertThat(events.heard).containsExactly("+" + peer);
        manager.close(connect(1));
        manager.tick();
        assertThat(events.heard).containsExactly("+" + peer);
        assertThat(manager.connectedPeers()).isEqualTo(1);
    }

    @Test
    void aPeerThatComesAndGoesIsHeardOfBothTimes() {
        for (int round = 0; round < 3; round++) {
            long connection = connect(1);
            manager.tick();
            manager.close(connection);
            manager.tick();
        }
        long peer = manager.lookup(id(1), 0, ID_BYTES);

        assertThat(events.heard)
                .containsExactly(
                        "+" + peer, "-" + peer, "+" + peer, "-" + peer, "+" + peer, "-" + peer);
    }

    // Queries

    @Test
    void countsAreThoseOfTheConnections() {
        connect(1);
        connect(1);
        manager.establishOutbound(dial(2));
        manager.admitInbound(0, 0);
        dial(3);

        assertThat(manager.inbound()).isEqualTo(2);
        assertThat(manager.outbound()).isEqualTo(1);
        assertThat(manager.pendingInbound()).isEqualTo(1);
        assertThat(manager.pendingOutbound()).isEqualTo(1);
        assertThat(manager.connectedPeers()).isEqualTo(2);
        assertThat(manager.countConnectedByWalk()).isEqualTo(2);
        long peer = manager.lookup(id(1), 0, ID_BYTES);
        assertThat(manager.connectionsOf(peer)).isEqualTo(2);
        assertThat(manager.isConnected(peer)).isTrue();
        assertThat(manager.isConnected(manager.lookup(id(3), 0, ID_BYTES))).isFalse();
        assertThat(manager.isConnected(id(99), 0, ID_BYTES)).isFalse();
    }

    @Test
    void connectedTimeCountsFromTheAdmissionThatConnected() {
        long ticket = manager.admitInbound(0, 0);
        clock.advance(Duration.ofSeconds(2));
        establish(ticket, 1);
        clock.advance(Duration.ofSeconds(3));
        connect(1);
        long peer = manager.lookup(id(1), 0, ID_BYTES);

        assertThat(manager.connectedForNanos(peer)).isEqualTo(Duration.ofSeconds(5).toNanos());
        manager.close(ticket);
        assertThat(manager.connectedForNanos(peer)).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void anIdInsideALargerArrayIsTheSameId() {
        byte[] pool = ByteBuffer.allocate(3 * ID_BYTES).position(7).put(id(1)).array();
        connect(1);

        assertThat(manager.isConnected(pool, 7, ID_BYTES)).isTrue();
        assertThat(manager.isConnected(pool, 8, ID_BYTES)).isFalse();
        assertThat(manager.lookup(pool, 7, ID_BYTES)).isEqualTo(manager.lookup(id(1), 0, ID_BYTES));
    }
}
