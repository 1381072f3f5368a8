/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.config.BanConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.RateLimit;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.Counter;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerDataKey;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.Ids;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** Whatever is full says so, is counted, and takes in others as soon as there is room. */
class FullTablesTest {
    private static final long IP = IpAddress.parse("198.51.100.1").lo();

    /** Calls until it is refused; how often it wasn't. */
    private static int fill(IntSupplier call, Result refusal) {
        for (int done = 0; ; done++) {
            int code = call.getAsInt();
            if (code < 0) {
                assertThat(Result.ofRefusal(code)).isEqualTo(refusal);
                return done;
            }
            assertThat(done).as("it is bounded").isLessThan(1 << 20);
        }
    }

    @Test
    void peers() {
        Node node = new Node(b -> b);
        int[] next = {0};
        IntSupplier register = () -> node.peer(next[0]++) < 0 ? Result.PEER_TABLE_FULL.code() : 1;
        assertThat(fill(register, Result.PEER_TABLE_FULL)).isEqualTo(64);
        long ticket = node.inbound();
        int outcome = node.manager().establishInbound(ticket, Ids.id(999));
        assertThat(outcome).isEqualTo(Result.PEER_TABLE_FULL.code());
        assertThat(node.manager().refused(Result.PEER_TABLE_FULL)).isEqualTo(1);
        assertThat(node.manager().pendingInbound()).as("the ticket has ended").isZero();

        node.manager().release(node.peer(7));
        node.manager().tick();
        assertThat(node.show(node.inbound(), node.peer(999))).isEqualTo(Result.FIRST_CONNECTION);
        assertThat(node.manager().verify()).isEmpty();
    }

    @Test
    void connectionsAndTickets() {
        Node node =
                new Node(
                        b -> b.maxConnections(6).maxInbound(6).maxOutbound(3).maxPendingInbound(4));
        PeerManager manager = node.manager();
        List<Long> tickets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tickets.add(node.inbound());
        }
        assertThat(Node.refusal(node.inbound())).isEqualTo(Result.PENDING_INBOUND_LIMIT);
        for (int i = 0; i < 4; i++) {
            node.show(tickets.get(i), node.peer(i));
        }
        node.connectInbound(node.peer(4));
        node.connectInbound(node.peer(5));
        assertThat(Node.refusal(node.inbound())).isEqualTo(Result.TOTAL_LIMIT);
        assertThat(Node.refusal(node.dial(node.peer(6)))).isEqualTo(Result.TOTAL_LIMIT);
        assertThat(manager.refused(Result.TOTAL_LIMIT)).isEqualTo(2);
        assertThat(manager.refused(Result.PENDING_INBOUND_LIMIT)).isEqualTo(1);

        node.close(tickets.get(0));
        assertThat(node.dial(node.peer(6))).isPositive();
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void ordersOfBans() {
        Node node = new Node(b -> b.bans(BanConfig.DEFAULT.sized(16, 5_000, 10)));
        PeerManager manager = node.manager();
        long peer = node.peer(1);
        long other = node.peer(2);
        int[] octet = {0};
        int taken =
                fill(
                        () ->
                                manager.bans()
                                        .banPrefix(
                                                0, IP + octet[0]++ * 256L, 24, BanReason.BY_HAND),
                        Result.HAND_OFF_FULL);
        assertThat(taken).isPositive();
        assertThat(manager.bans().ban(peer, BanReason.BY_HAND))
                .isEqualTo(Result.HAND_OFF_FULL.code());
        assertThat(manager.bans().isBanned(peer)).as("a refused ban does nothing").isFalse();
        assertThat(manager.bans().lift(other)).isEqualTo(Result.HAND_OFF_FULL.code());
        assertThat(manager.counter(Counter.BANS_REFUSED)).isEqualTo(3);

        manager.tick();
        assertThat(manager.bans().ban(peer, BanReason.BY_HAND)).isEqualTo(Result.DONE.code());
        manager.tick();
        assertThat(manager.bans().isBanned(peer)).isTrue();
        assertThat(manager.bans().prefixes()).isEqualTo(taken);
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void bansAndFormerOffenders() {
        Node node = new Node(b -> b.bans(BanConfig.DEFAULT.sized(8, 8, 8)));
        PeerManager manager = node.manager();
        for (int i = 0; i < 60; i++) {
            manager.bans().ban(node.peer(i), BanReason.MISBEHAVIOUR);
            manager.bans().banPrefix(0, IP + i * 256L, 24, BanReason.MISBEHAVIOUR);
            node.clock().advance(Duration.ofSeconds(1));
            manager.tick();
        }
        assertThat(manager.bans().peers()).isEqualTo(8);
        assertThat(manager.bans().prefixes()).isEqualTo(8);
        assertThat(manager.counter(Counter.PEER_BANS_DROPPED)).isEqualTo(52);
        assertThat(manager.counter(Counter.PREFIX_BANS_DROPPED)).isEqualTo(52);
        assertThat(manager.bans().isBanned(node.peer(59))).as("the newest").isTrue();
        assertThat(manager.bans().isBanned(node.peer(51))).as("an older one").isFalse();
        node.clock().advance(Duration.ofDays(30));
        manager.tick();
        assertThat(manager.bans().peers() + manager.bans().prefixes()).isZero();
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void offersOfCandidates() {
        Node node = new Node(b -> b.dialing(DialConfig.DEFAULT));
        PeerManager manager = node.manager();
        long peer = node.peer(1);
        IntSupplier offer = () -> manager.dialing().offer(peer, 0, IP, CandidateKind.NEW);
        int taken = fill(offer, Result.HAND_OFF_FULL);
        assertThat(taken).isPositive();
        assertThat(manager.counter(Counter.CANDIDATES_REFUSED)).isEqualTo(1);

        manager.tick();
        assertThat(fill(offer, Result.HAND_OFF_FULL)).isEqualTo(taken);
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void theBookAndItsHandOff() {
        Node node =
                new Node(
                        b -> b.maxPeers(300).maxConnections(16).book(BookConfig.DEFAULT.sized(20)));
        PeerManager manager = node.manager();
        int[] next = {0};
        IntSupplier hear =
                () -> {
                    int number = next[0]++;
                    return manager.book()
                            .heard(
                                    Ids.id(number),
                                    new byte[] {1, (byte) number, (byte) (number >> 8)},
                                    0,
                                    IP + number * 65_536L,
                                    0,
                                    0,
                                    AddressTier.HEARD,
                                    PeerOrigin.PEER_EXCHANGE);
                };
        int taken = fill(hear, Result.HAND_OFF_FULL);
        assertThat(taken).isPositive();
        assertThat(manager.counter(Counter.BOOK_ORDERS_REFUSED)).isEqualTo(1);
        for (int i = 0; i < 50; i++) {
            manager.tick();
            assertThat(manager.book().peers()).isLessThanOrEqualTo(20);
            fill(hear, Result.HAND_OFF_FULL);
        }
        while (manager.tick() > 0) {
            assertThat(manager.book().peers()).isLessThanOrEqualTo(20);
        }
        assertThat(manager.book().peers()).isPositive();
        assertThat(manager.registeredPeers()).isLessThanOrEqualTo(manager.book().peers());
        assertThat(
                        manager.counter(Counter.ADDRESSES_REFUSED)
                                + manager.counter(Counter.ADDRESSES_DISPLACED)
                                + manager.counter(Counter.BOOK_PEERS_EVICTED))
                .isPositive();
        assertThat(manager.verify()).isEmpty();
    }

    /** There is one of each a peer, so that none of them can be full. */
    @Test
    void dirtyMarksBackOffsAndDataHaveRoomForEveryPeer() {
        PeerDataKey<Integer> key = PeerDataKey.of("number", Integer.class, Duration.ofSeconds(20));
        Node node = new Node(b -> b.data(key));
        for (int i = 0; i < 64; i++) {
            node.close(node.connectInbound(node.peer(i)));
            node.failDials(node.peer(i), 1);
            assertThat(node.manager().data().put(node.peer(i), key, i)).isPositive();
        }
        assertThat(node.manager().data().countValues()).isEqualTo(64);
        for (int i = 0; i < 64; i++) {
            assertThat(node.manager().dialing().failuresOf(node.peer(i))).isEqualTo(1);
        }
        assertThat(node.manager().tick()).isEqualTo(64);
        node.clock().advance(Duration.ofMinutes(1));
        node.manager().tick();
        assertThat(node.manager().counter(Counter.PEER_DATA_CLEARED)).isEqualTo(64);
        assertThat(node.manager().verify()).isEmpty();
    }

    @Test
    void rates() {
        Node node = new Node(b -> b.rateLimit(RateLimit.DEFAULT));
        PeerManager manager = node.manager();
        Result refusal = null;
        for (int i = 0; i < 1_000 && refusal == null; i++) {
            long ticket = manager.admitInbound(0, IP);
            refusal = Node.refusal(ticket);
            if (ticket > 0) {
                manager.abandon(ticket);
            }
        }
        assertThat(refusal).isEqualTo(Result.RATE_LIMIT);
        assertThat(manager.refused(Result.RATE_LIMIT)).isEqualTo(1);
        node.clock().advance(Duration.ofHours(1));
        assertThat(manager.admitInbound(0, IP)).isPositive();
    }
}
