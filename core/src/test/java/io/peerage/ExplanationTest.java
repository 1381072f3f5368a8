/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.model.BanReason;
import io.peerage.model.Explanation;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.Ids;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An explanation names what the admission is then refused for, with its figures (features B12). */
class ExplanationTest {
    private static Explanation inbound(Node node, String address) {
        IpAddress ip = IpAddress.parse(address);
        return node.manager().explain().inbound(ip.hi(), ip.lo());
    }

    private static Explanation outbound(Node node, long peer, String address) {
        IpAddress ip = IpAddress.parse(address);
        return node.manager().explain().outbound(peer, ip.hi(), ip.lo());
    }

    private static long dial(Node node, long peer, String address) {
        IpAddress ip = IpAddress.parse(address);
        return node.manager().admitOutbound(peer, ip.hi(), ip.lo());
    }

    private static void assertSays(
            Explanation said, Result result, String subject, int taken, int limit) {
        assertThat(said).isEqualTo(new Explanation(result, subject, taken, limit));
    }

    private static void assertNothing(Explanation said) {
        assertThat(said).isEqualTo(Explanation.admitted());
    }

    @Test
    void theNodesOwnLimits() {
        Node node =
                new Node(
                        b ->
                                b.maxConnections(5)
                                        .maxInbound(4)
                                        .maxOutbound(3)
                                        .maxPendingInbound(2)
                                        .maxPendingOutbound(1));
        assertNothing(inbound(node, "10.0.0.1"));
        node.inbound();
        long second = node.inbound();
        assertSays(
                inbound(node, "10.0.0.1"),
                Result.PENDING_INBOUND_LIMIT,
                "inbound handshakes under way",
                2,
                2);
        node.show(second, node.peer(1));
        node.connectInbound(node.peer(2));
        node.connectInbound(node.peer(3));
        assertSays(
                inbound(node, "10.0.0.1"),
                Result.INBOUND_LIMIT,
                "inbound connections of the node, tickets included",
                4,
                4);
        long peer = node.peer(9);
        assertNothing(outbound(node, peer, "10.0.0.1"));
        long dial = node.dial(node.peer(8));
        for (Explanation said :
                List.of(inbound(node, "10.0.0.1"), outbound(node, peer, "10.0.0.1"))) {
            assertSays(said, Result.TOTAL_LIMIT, "connections of the node", 5, 5);
        }
        assertThat(Node.refusal(node.dial(peer))).isEqualTo(Result.TOTAL_LIMIT);
        node.close(second);
        assertSays(
                outbound(node, peer, "10.0.0.1"),
                Result.PENDING_OUTBOUND_LIMIT,
                "dials under way",
                1,
                1);
        assertThat(Node.refusal(node.dial(peer))).isEqualTo(Result.PENDING_OUTBOUND_LIMIT);
        node.close(dial);
        assertNothing(outbound(node, peer, "10.0.0.1"));
    }

    /** Where both shares fit into the total, the shares are what bites. */
    @Test
    void theShareOfOutbound() {
        Node node = new Node(b -> b.maxConnections(4).maxInbound(2).maxOutbound(2));
        node.connectOutbound(node.peer(1));
        node.connectOutbound(node.peer(2));
        assertSays(
                outbound(node, node.peer(3), "10.0.0.1"),
                Result.OUTBOUND_LIMIT,
                "outbound connections of the node, tickets included",
                2,
                2);
    }

    @Test
    void everyRungOfTheLadders() {
        PrefixLimits ladder =
                new PrefixLimits(
                        List.of(new PrefixLimit(32, 1), new PrefixLimit(8, 2)),
                        List.of(
                                new PrefixLimit(64, 1),
                                new PrefixLimit(56, 2),
                                new PrefixLimit(48, 3)),
                        List.of(),
                        0);
        Node node = new Node(b -> b.prefixLimits(ladder));
        node.inbound("10.0.0.1");
        assertSays(
                inbound(node, "10.0.0.1"),
                Result.PREFIX_LIMIT,
                "connections of the address's IPv4 /32",
                1,
                1);
        assertNothing(inbound(node, "10.0.0.2"));
        node.inbound("10.1.0.2");
        assertSays(
                outbound(node, node.peer(1), "10.0.0.2"),
                Result.PREFIX_LIMIT,
                "connections of the address's IPv4 /8",
                2,
                2);
        assertNothing(inbound(node, "127.0.0.1"));
        node.inbound("2001:db8::1");
        node.inbound("2001:db8:0:1::1");
        assertSays(
                inbound(node, "2001:db8::2"),
                Result.PREFIX_LIMIT,
                "connections of the address's IPv6 /64",
                1,
                1);
        assertSays(
                inbound(node, "2001:db8:0:2::1"),
                Result.PREFIX_LIMIT,
                "connections of the address's IPv6 /56",
                2,
                2);
        node.inbound("2001:db8:0:100::1");
        assertSays(
                inbound(node, "2001:db8:0:200::1"),
                Result.PREFIX_LIMIT,
                "connections of the address's IPv6 /48",
                3,
                3);
        assertNothing(inbound(node, "2001:db9::1"));
    }

    /** The widest rung refuses, and the narrower ones, which had room, are as if nobody had asked. */
    @Test
    void b5_aRefusalByTheWidestRungLeavesNoResidue() {
        PrefixLimits ladder =
                new PrefixLimits(
                        List.of(),
                        List.of(
                                new PrefixLimit(64, 1),
                                new PrefixLimit(56, 1),
                                new PrefixLimit(48, 2)),
                        List.of(),
                        0);
        Node node = new Node(b -> b.prefixLimits(ladder));
        long first = node.inbound("2001:db8:0:100::1");
        long second = node.inbound("2001:db8:0:200::1");
        for (int i = 0; i < 3; i++) {
            assertThat(Node.refusal(node.inbound("2001:db8:0:300::1")))
                    .isEqualTo(Result.PREFIX_LIMIT);
        }
        assertThat(node.manager().verify()).isEmpty();
        node.close(first);
        assertThat(node.inbound("2001:db8:0:300::1")).isPositive();
        node.close(second);
        assertThat(node.inbound("2001:db8:0:100::1")).isPositive();
        assertThat(node.manager().verify()).isEmpty();
    }

    @Test
    void whatThePeerHasAgainstADial() {
        Node node = new Node(b -> b.maxPerPeer(2).localId(Ids.id(99)));
        long peer = node.peer(1);
        PeerManager manager = node.manager();
        node.dial(peer);
        assertSays(
                outbound(node, peer, "10.0.0.1"),
                Result.ALREADY_DIALING,
                "dials to the peer",
                1,
                1);
        node.connectInbound(peer);
        assertSays(
                manager.explain().peer(peer),
                Result.PEER_LIMIT,
                "connections of the peer, a dial under way included",
                2,
                2);
        assertSays(
                outbound(node, node.peer(99), "10.0.0.1"),
                Result.SELF,
                "the peer is this node",
                0,
                0);
        long failing = node.peer(2);
        node.failDials(failing, 3);
        assertThat(outbound(node, failing, "10.0.0.1"))
                .isEqualTo(new Explanation(Result.BACKING_OFF, "failed dials in a row", 3, 0));
        assertNothing(manager.explain().peer(failing));
        int most = BackOffConfig.DEFAULT.maxAttempts();
        node.failDials(failing, most - 3);
        assertThat(outbound(node, failing, "10.0.0.1"))
                .isEqualTo(new Explanation(Result.UNREACHABLE, "failed dials in a row", most, 0));
        manager.bans().ban(failing, BanReason.BY_HAND);
        assertSays(outbound(node, failing, "10.0.0.1"), Result.BANNED, "the peer is banned", 0, 0);
        assertSays(manager.explain().peer(0), Result.UNKNOWN_PEER, "the handle is stale", 0, 0);
    }

    @Test
    void whatTheAddressHasAgainstIt() {
        Node node =
                new Node(
                        b ->
                                b.lists(
                                                new CidrRules(
                                                        List.of(),
                                                        List.of(Cidr.parse("192.0.2.0/24"))))
                                        .rateLimit(
                                                RateLimit.DEFAULT.rate(1, Duration.ofMinutes(1))));
        long peer = node.peer(1);
        IpAddress banned = IpAddress.parse("198.51.100.7");
        node.manager().bans().banPrefix(banned.hi(), banned.lo(), 24, BanReason.BY_HAND);
        node.manager().tick();
        for (Explanation said :
                List.of(inbound(node, "192.0.2.9"), outbound(node, peer, "192.0.2.9"))) {
            assertSays(said, Result.ADDRESS_DENIED, "the address is on the deny list", 0, 0);
        }
        for (Explanation said :
                List.of(inbound(node, "198.51.100.9"), outbound(node, peer, "198.51.100.9"))) {
            assertSays(
                    said, Result.PREFIX_BANNED, "a network prefix of the address is banned", 0, 0);
        }
        assertThat(Node.refusal(dial(node, peer, "198.51.100.9"))).isEqualTo(Result.PREFIX_BANNED);
        assertNothing(inbound(node, "203.0.113.1"));
        assertThat(node.inbound("203.0.113.1")).isPositive();
        Explanation rate = inbound(node, "203.0.113.1");
        assertThat(rate.result()).isEqualTo(Node.refusal(node.inbound("203.0.113.1")));
        assertThat(rate.subject()).isEqualTo("attempts that the address's network prefix has left");
        assertNothing(outbound(node, peer, "203.0.113.1"));
    }

    /** Trusted ones are held to the ordinary limits once the places set aside for them are taken. */
    @Test
    void theTrustedWhileTheyHavePlacesOfTheirOwn() {
        Node node =
                new Node(
                        b ->
                                b.maxConnections(2)
                                        .maxInbound(1)
                                        .maxOutbound(1)
                                        .maxPerPeer(1)
                                        .maxTrusted(1)
                                        .trustedNetworks(List.of(Cidr.parse("172.16.0.0/12")))
                                        .prefixLimits(
                                                new PrefixLimits(
                                                        List.of(new PrefixLimit(8, 1)),
                                                        List.of(),
                                                        List.of(),
                                                        0)));
        long peer = node.peer(1);
        node.manager().setFlag(peer, PeerFlag.TRUSTED, true);
        node.inbound("172.16.0.9");
        assertThat(node.manager().trusted()).isEqualTo(1);
        assertNothing(inbound(node, "172.16.0.1"));
        node.inbound("172.16.0.1");
        assertThat(inbound(node, "172.16.0.1").result()).isEqualTo(Result.INBOUND_LIMIT);
        assertThat(outbound(node, peer, "172.16.0.1").result()).isEqualTo(Result.PREFIX_LIMIT);
        assertThat(Node.refusal(dial(node, peer, "172.16.0.1"))).isEqualTo(Result.PREFIX_LIMIT);
        assertNothing(outbound(node, peer, "10.0.0.1"));

        Node free = new Node(b -> b.maxTrusted(2).trustedNetworks(List.of(Cidr.parse("::/0"))));
        assertThat(free.inbound("2001:db8::1")).isPositive();
        assertNothing(outbound(free, free.peer(1), "2001:db8::1"));
    }
}
