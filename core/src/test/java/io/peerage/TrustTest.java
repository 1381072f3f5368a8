/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Cidr;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.model.LimitKind;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.Node;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Trusted peers and networks (features B8). */
class TrustTest {
    private static final List<Cidr> NETWORK = List.of(Cidr.parse("172.16.0.0/12"));

    private static Node node(UnaryOperator<PeerManagerBuilder> setting) {
        return new Node(
                b ->
                        setting.apply(
                                b.maxConnections(2)
                                        .maxInbound(1)
                                        .maxOutbound(1)
                                        .maxPerPeer(1)
                                        .maxTrusted(2)
                                        .trustedNetworks(NETWORK)
                                        .prefixLimits(
                                                new PrefixLimits(
                                                        List.of(new PrefixLimit(8, 1)),
                                                        List.of(),
                                                        List.of(),
                                                        0))));
    }

    private static long trusted(Node node, int number) {
        long peer = node.peer(number);
        node.manager().setFlag(peer, PeerFlag.TRUSTED, true);
        return peer;
    }

    /** rust-libp2p (PR 6218, not merged): bypassed peers are still counted in the totals, and so starve the others. */
    @Test
    void rust6218_bypassedConnectionsAreCountedApart() {
        Node node = node(b -> b);
        long one = node.inbound("172.16.0.1");
        long two = node.inbound("172.16.0.1");
        assertThat(List.of(one > 0, two > 0)).containsOnly(true);
        assertThat(node.manager().trusted()).isEqualTo(2);
        assertThat(node.manager().pendingInbound()).isZero();
        node.show(one, node.peer(1));
        assertThat(node.manager().inbound()).as("it is a connection all the same").isEqualTo(1);
        assertThat(node.inbound("10.0.0.1")).as("the ordinary place is free").isPositive();
        assertThat(node.manager().verify()).isEmpty();
    }

    @Test
    void b8_beyondThePlacesSetAsideTheOrdinaryLimitsHold() {
        Node node = node(b -> b);
        node.inbound("172.16.0.1");
        node.inbound("172.16.0.2");
        assertThat(node.inbound("172.16.0.3")).as("an ordinary place").isPositive();
        assertThat(Node.refusal(node.inbound("172.16.0.4"))).isEqualTo(Result.INBOUND_LIMIT);
    }

    @Test
    void b8_aTrustedPeerFreesItsOrdinaryPlacesOnceItIsKnown() {
        Node node = node(b -> b);
        long peer = trusted(node, 1);
        long ticket = node.inbound("10.0.0.1");
        assertThat(Node.refusal(node.inbound("10.0.0.1"))).isEqualTo(Result.INBOUND_LIMIT);
        node.show(ticket, peer);
        assertThat(node.manager().trusted()).isEqualTo(1);
        long ordinary = node.inbound("10.0.0.1");
        assertThat(ordinary).as("total, share and prefix are free again").isPositive();
        node.close(ticket);
        assertThat(node.manager().trusted()).isZero();
        assertThat(node.manager().verify()).isEmpty();
    }

    @Test
    void b8_aTrustedPeerIsLetPastItsOwnLimit() {
        Node node = node(b -> b);
        long peer = trusted(node, 1);
        node.connectInbound(peer);
        node.connectInbound(peer);
        assertThat(node.dial(peer)).isPositive();
        assertThat(node.manager().verify()).isEmpty();
    }

    @Test
    void b8_onlyTheChosenLimitsAreBypassed() {
        Node node = node(b -> b.trustedBypass(Set.of(LimitKind.PREFIX)));
        node.inbound("172.16.0.1");
        assertThat(Node.refusal(node.inbound("172.16.0.2"))).isEqualTo(Result.INBOUND_LIMIT);
    }

    /** Found by reading: the total wasn't counted where the shares imply it, which they don't for these. */
    @Test
    void b8_whoIsLetPastTheSharesAloneIsHeldToTheTotal() {
        Node node = node(b -> b.trustedBypass(Set.of(LimitKind.DIRECTION, LimitKind.PREFIX)));
        assertThat(node.inbound("172.16.0.1")).isPositive();
        assertThat(node.dial(node.peer(1))).isPositive();
        assertThat(Node.refusal(node.inbound("172.16.0.2"))).isEqualTo(Result.TOTAL_LIMIT);
    }

    @Test
    void b8_aTrustedDialHoldsAPlaceOfItsOwn() {
        Node node = node(b -> b);
        long peer = trusted(node, 1);
        node.connectOutbound(peer);
        assertThat(node.manager().trusted()).isEqualTo(1);
        assertThat(node.connectOutbound(node.peer(2))).isPositive();
        assertThat(node.manager().verify()).isEmpty();
    }
}
