/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.FactsConfig;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.model.BanReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerAction;
import io.peerage.model.PeerFlag;
import io.peerage.testing.Ids;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people are told (features L2): the words, and that they are those of the moment. */
class DescriptionTest {
    private final Node node =
            new Node(
                    builder ->
                            builder.maxConnections(20)
                                    .scores(ScoreConfig.DEFAULT)
                                    .facts(FactsConfig.of("/ping/1", "/kad/1"))
                                    .tags(
                                            new TagConfig(
                                                    List.of(
                                                            TagKind.plain("relay"),
                                                            TagKind.plain("unused")),
                                                    List.of("validator", "friend"))));
    private final PeerManager manager = node.manager();

    private static String hex(int number) {
        return HexFormat.of().formatHex(Ids.id(number));
    }

    @Test
    void aConnectedPeerInWords() {
        long peer = node.peer(1);
        IpAddress address = IpAddress.parse("192.0.2.7");
        long inbound = manager.admitInbound(address.hi(), address.lo());
        manager.establishInbound(inbound, peer);
        long outbound = node.connectOutbound(peer);
        manager.setFlag(peer, PeerFlag.PERSISTENT, true);
        manager.groups().set(peer, 3, true);
        manager.groups().set(peer, 127, true);
        manager.reputation().record(peer, PeerAction.MODERATE);
        manager.reputation().tag(peer, 0, 12);
        manager.reputation().protect(peer, 1, true);
        manager.facts().agent(inbound, "kubo/0.30");
        manager.facts().protocol(inbound, 1, true);
        manager.facts().streamOpened(inbound, 1, Direction.INBOUND);
        node.clock().advance(Duration.ofSeconds(2));
        manager.tick();
        assertThat(manager.explain().describe(peer).lines())
                .containsExactlyInAnyOrder(
                        "peer " + hex(1) + " (handle " + peer + ")",
                        "  CONNECTED for 2000 ms; 1 inbound, 1 outbound",
                        "  flags: PROTECTED, PERSISTENT",
                        "  groups: 3, 127",
                        "  worth: score -5.0 (own -5.0), relay 12.0",
                        "  protected by: friend",
                        "  connection "
                                + inbound
                                + ": inbound for 2000 ms, 192.0.2.7, agent kubo/0.30, 1 stream, speaks"
                                + " /kad/1",
                        "  connection " + outbound + ": outbound for 2000 ms, 0 streams",
                        "  inbound would be refused: PEER_LIMIT: connections of the peer, a dial under way"
                                + " included, 2 of 2 taken");
    }

    @Test
    void aBannedPeerInWords() {
        long peer = node.peer(2);
        manager.bans().ban(peer, BanReason.MISBEHAVIOUR);
        manager.tick();
        node.clock().advance(Duration.ofHours(1));
        assertThat(manager.explain().describe(peer).lines())
                .contains(
                        "  BANNED; 0 inbound, 0 outbound",
                        "  flags: BANNED",
                        "  ban: MISBEHAVIOUR, 11 h left");
    }

    @Test
    void aPeerThatFailsInWords() {
        long peer = node.peer(3);
        node.failDials(peer, 1);
        assertThat(manager.explain().describe(peer))
                .contains("BACKING_OFF; 0 inbound, 0 outbound")
                .containsPattern("dialing: 1 failure, again in \\d+ ms");
        node.failDials(peer, 1);
        assertThat(manager.explain().describe(peer)).contains("dialing: 2 failures, again in ");
        node.clock().advance(Duration.ofHours(1));
        node.dial(peer);
        assertThat(manager.explain().describe(peer)).contains("dialing: under way, 2 failures\n");
    }

    @Test
    void anUnknownPeerInWords() {
        assertThat(manager.explain().describe(0)).isEqualTo("peer 0 is unknown\n");
    }

    @Test
    void theWholeInWords() {
        node.connectInbound(node.peer(1));
        node.connectOutbound(node.peer(2));
        node.inbound();
        manager.dialing().failed(node.dial(node.peer(3)), DialOutcome.REFUSED);
        for (int i = 0; i < 20; i++) {
            node.inbound();
        }
        manager.tick();
        node.clock().advance(Duration.ofSeconds(3));
        assertThat(manager.explain().dump().lines())
                .contains(
                        "last tick 3000 ms ago",
                        "connections: 1 inbound, 1 outbound; at most 20, 12 inbound, 8 outbound",
                        "under way: 11 of 12 handshakes, 0 of 8 dials; trusted: 0 of 16",
                        "peers: 2 connected, 3 of 64 known",
                        "bans and discouragements: 0 of 16 peers, 0 of 1000 prefixes",
                        "dials ended: 1 ESTABLISHED, 1 REFUSED",
                        "refused: 10 INBOUND_LIMIT",
                        hex(1) + "  CONNECTED for 3000 ms; 1 inbound, 0 outbound",
                        hex(2) + "  CONNECTED for 3000 ms; 0 inbound, 1 outbound")
                .noneMatch(line -> line.startsWith("dials:"));
    }
}
