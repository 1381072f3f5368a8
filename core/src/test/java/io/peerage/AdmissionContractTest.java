/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Cidr;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.model.BanReason;
import io.peerage.model.Explanation;
import io.peerage.model.IpAddress;
import io.peerage.model.Result;
import io.peerage.testing.Ids;
import io.peerage.testing.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits, their order, and what tells which of them bit (features B1 to B5, B12). */
class AdmissionContractTest {
    private static Node withLadder(PrefixLimits ladder) {
        return new Node(
                b ->
                        b.maxConnections(200)
                                .maxInbound(100)
                                .maxPendingInbound(100)
                                .prefixLimits(ladder));
    }

    private static List<Long> admitted(Node node, int wanted) {
        List<Long> tickets = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            tickets.add(node.inbound());
        }
        return tickets;
    }

    @Test
    void b1_theTotalIsHardAndCountsTickets() {
        Node node = new Node(b -> b.maxConnections(3).maxInbound(3).maxOutbound(3));
        node.connectInbound(node.peer(1));
        node.inbound();
        long dial = node.dial(node.peer(2));
        assertThat(Node.refusal(node.inbound())).isEqualTo(Result.TOTAL_LIMIT);
        assertThat(Node.refusal(node.dial(node.peer(3)))).isEqualTo(Result.TOTAL_LIMIT);
        node.close(dial);
        assertThat(node.inbound()).isPositive();
        assertThat(node.manager().verify()).isEmpty();
    }

    /** Teku PR 10846: inbound peers took all places, so that the dials which the node needed were impossible. */
    @Test
    void b2_inboundNeverTakesTheShareOfOutbound() {
        Node node = new Node(b -> b.maxConnections(10));
        assertThat(admitted(node, 6)).allMatch(ticket -> ticket > 0);
        assertThat(Node.refusal(node.inbound())).isEqualTo(Result.INBOUND_LIMIT);
        for (int i = 0; i < 4; i++) {
            assertThat(node.dial(node.peer(i))).isPositive();
        }
        assertThat(Node.refusal(node.dial(node.peer(9)))).isEqualTo(Result.OUTBOUND_LIMIT);
    }

    /** Besu and Teku check a count and act on it later, so that they overshoot (survey, defect 12). */
    @Test
    void b3_pendingEndsWithEstablish() {
        Node node = new Node(b -> b.maxPendingInbound(2).maxPendingOutbound(1));
        List<Long> tickets = admitted(node, 2);
        assertThat(Node.refusal(node.inbound())).isEqualTo(Result.PENDING_INBOUND_LIMIT);
        node.show(tickets.get(0), node.peer(1));
        assertThat(node.inbound()).isPositive();
        assertThat(node.dial(node.peer(2))).isPositive();
        assertThat(Node.refusal(node.dial(node.peer(3)))).isEqualTo(Result.PENDING_OUTBOUND_LIMIT);
    }

    @Test
    void b4_perPeerCountsBothDirectionsAndADial() {
        Node node = new Node(b -> b.maxPerPeer(2));
        long peer = node.peer(1);
        long dial = node.dial(peer);
        long inbound = node.connectInbound(peer);
        assertThat(node.show(node.inbound(), peer)).isEqualTo(Result.PEER_LIMIT);
        node.manager().establishOutbound(dial);
        assertThat(Node.refusal(node.dial(peer))).isEqualTo(Result.PEER_LIMIT);
        node.close(inbound);
        assertThat(node.connectInbound(peer)).isPositive();
    }

    @Test
    void b4_theMostThatAPeerCanHave() {
        Node node = new Node(b -> b.maxPerPeer(63));
        long peer = node.peer(1);
        for (int i = 0; i < 63; i++) {
            node.connectInbound(peer);
        }
        assertThat(node.manager().inboundOf(peer)).isEqualTo(63);
        assertThat(node.show(node.inbound(), peer)).isEqualTo(Result.PEER_LIMIT);
        assertThat(node.manager().verify()).isEmpty();
    }

    @Test
    void b5_everyRungOfTheLadder() {
        Node node = withLadder(PrefixLimits.DEFAULT);
        for (int i = 0; i < 8; i++) {
            assertThat(node.inbound("10.0.0.1")).isPositive();
        }
        assertThat(Node.refusal(node.inbound("10.0.0.1"))).isEqualTo(Result.PREFIX_LIMIT);
        for (int i = 0; i < 56; i++) {
            assertThat(node.inbound("10.0.0." + (2 + i))).isPositive();
        }
        assertThat(Node.refusal(node.inbound("10.0.0.250"))).isEqualTo(Result.PREFIX_LIMIT);
        assertThat(node.inbound("10.0.1.1")).isPositive();
    }

    /** geth#20522, zebra#11256: an exact address means nothing in IPv6; go#2858: one /56 locked a whole cluster out. */
    @Test
    void b5_ipv6CountsNetworksNotAddresses() {
        Node node = withLadder(PrefixLimits.DEFAULT);
        for (int i = 0; i < 8; i++) {
            assertThat(node.inbound("2001:db8::" + i + ":1")).isPositive();
        }
        assertThat(Node.refusal(node.inbound("2001:db8::ffff"))).isEqualTo(Result.PREFIX_LIMIT);
        for (int i = 0; i < 8; i++) {
            assertThat(node.inbound("2001:db8:0:1::" + i)).isPositive();
        }
        assertThat(Node.refusal(node.inbound("2001:db8:0:2::1")))
                .as("16 in the /56")
                .isEqualTo(Result.PREFIX_LIMIT);
        assertThat(node.inbound("2001:db8:0:100::1")).isPositive();
    }

    /** go-libp2p's conn_limiter kept an entry for the wide prefix whenever the narrow one denied (survey, defect 4). */
    @Test
    void goConnLimiter_aRefusalLeavesNoResidue() {
        Node node =
                withLadder(
                        new PrefixLimits(
                                List.of(new PrefixLimit(32, 1), new PrefixLimit(24, 2)),
                                List.of(),
                                List.of(),
                                0));
        long first = node.inbound("10.0.0.1");
        long second = node.inbound("10.0.0.2");
        for (int i = 3; i < 200; i++) {
            assertThat(Node.refusal(node.inbound("10.0.0." + i))).isEqualTo(Result.PREFIX_LIMIT);
        }
        node.close(first);
        node.close(second);
        for (int i = 1; i < 100; i++) {
            long ticket = node.inbound("10.0.0." + i);
            assertThat(ticket).isPositive();
            node.close(ticket);
        }
        assertThat(node.manager().verify()).isEmpty();
    }

    @Test
    void b5_whatIsNotCounted() {
        Node node =
                withLadder(
                        new PrefixLimits(
                                List.of(new PrefixLimit(32, 1), new PrefixLimit(8, 0)),
                                List.of(new PrefixLimit(64, 1)),
                                List.of(Cidr.parse("192.168.0.0/16")),
                                0));
        for (String free : List.of("127.0.0.1", "127.9.9.9", "::1", "192.168.3.4", "")) {
            assertThat(node.inbound(free)).as(free).isPositive();
            assertThat(node.inbound(free)).as(free).isPositive();
        }
        assertThat(node.inbound("192.169.0.1")).isPositive();
        assertThat(Node.refusal(node.inbound("192.169.0.1"))).isEqualTo(Result.PREFIX_LIMIT);
    }

    @Test
    void b5_aDialCountsItsTargetsPrefix() {
        Node node =
                withLadder(
                        new PrefixLimits(List.of(new PrefixLimit(32, 1)), List.of(), List.of(), 0));
        IpAddress ip = IpAddress.parse("10.0.0.1");
        long dial = node.manager().admitOutbound(node.peer(1), ip.hi(), ip.lo());
        assertThat(dial).isPositive();
        assertThat(Node.refusal(node.inbound("10.0.0.1"))).isEqualTo(Result.PREFIX_LIMIT);
        node.close(dial);
        assertThat(node.inbound("10.0.0.1")).isPositive();
    }

    @Test
    void b5_aFullPrefixTableRefusesAndRecovers() {
        Node node =
                withLadder(
                        new PrefixLimits(List.of(new PrefixLimit(32, 1)), List.of(), List.of(), 1));
        List<Long> tickets = new ArrayList<>();
        long ticket = node.inbound("10.0.0.0");
        while (ticket > 0) {
            tickets.add(ticket);
            ticket = node.inbound("10.0.0." + tickets.size());
        }
        assertThat(Node.refusal(ticket)).isEqualTo(Result.PREFIX_TABLE_FULL);
        assertThat(node.manager().verify()).isEmpty();
        tickets.forEach(node::close);
        for (int i = 0; i < 100; i++) {
            long other = node.inbound("10.1.0." + i);
            assertThat(other).isPositive();
            node.close(other);
        }
    }

    @Test
    void theOrderOfRefusals() {
        Node node =
                new Node(
                        b ->
                                b.maxConnections(2)
                                        .maxInbound(1)
                                        .maxOutbound(2)
                                        .maxPendingInbound(1)
                                        .maxPerPeer(1)
                                        .localId(Ids.id(99))
                                        .prefixLimits(
                                                new PrefixLimits(
                                                        List.of(new PrefixLimit(32, 1)),
                                                        List.of(),
                                                        List.of(),
                                                        0)));
        long peer = node.peer(1);
        long inbound = node.inbound("10.0.0.1");
        assertThat(Node.refusal(node.inbound("10.0.0.1")))
                .as("direction before pending before prefix")
                .isEqualTo(Result.INBOUND_LIMIT);
        long dial = node.dial(peer);
        assertThat(Node.refusal(node.inbound("10.0.0.1")))
                .as("total before direction")
                .isEqualTo(Result.TOTAL_LIMIT);
        assertThat(Node.refusal(node.dial(peer)))
                .as("a hopeless dial before all limits")
                .isEqualTo(Result.ALREADY_DIALING);
        assertThat(Node.refusal(node.dial(node.peer(99)))).isEqualTo(Result.SELF);
        node.close(inbound);
        node.close(dial);
    }

    @Test
    void b12_everyRefusalIsCountedByReasonAndExplained() {
        Node node = new Node(b -> b.maxConnections(2).maxInbound(1).maxPerPeer(1));
        PeerManager manager = node.manager();
        assertThat(manager.explain().inbound(0, 0).result()).isEqualTo(Result.DONE);
        node.inbound();
        Explanation full = manager.explain().inbound(0, 0);
        assertThat(full.result()).isEqualTo(Result.INBOUND_LIMIT);
        assertThat(full.taken()).isEqualTo(1);
        assertThat(full.limit()).isEqualTo(1);
        assertThat(full.toString()).contains("1 of 1").contains("inbound");
        assertThat(manager.refused(Result.INBOUND_LIMIT)).as("asking counts nothing").isZero();
        node.inbound();
        node.inbound();
        assertThat(manager.refused(Result.INBOUND_LIMIT)).isEqualTo(2);

        long peer = node.peer(1);
        manager.bans().ban(peer, BanReason.BY_HAND);
        assertThat(manager.explain().outbound(peer, 0, 0).result()).isEqualTo(Result.BANNED);
        assertThat(manager.explain().peer(peer).result()).isEqualTo(Result.BANNED);
        assertThat(manager.explain().peer(0).result()).isEqualTo(Result.UNKNOWN_PEER);
    }

    /** Found by the model: the peer's limit was named, past which a trusted network's dial is let. */
    @Test
    void b12_anExplanationOfADialSaysWhatTheDialWouldMeet() {
        Node node =
                new Node(
                        b -> b.maxPerPeer(1).trustedNetworks(List.of(Cidr.parse("172.16.0.0/12"))));
        long peer = node.peer(1);
        node.connectInbound(peer);
        IpAddress ip = IpAddress.parse("172.16.0.1");
        assertThat(node.manager().explain().outbound(peer, ip.hi(), ip.lo()).result())
                .isEqualTo(Result.DONE);
        assertThat(node.manager().admitOutbound(peer, ip.hi(), ip.lo())).isPositive();
        assertThat(node.manager().explain().outbound(peer, 0, 0).result())
                .isEqualTo(Result.ALREADY_DIALING);
    }
}
