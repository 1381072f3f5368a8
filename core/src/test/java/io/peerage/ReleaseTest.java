/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static io.peerage.testing.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.BanReason;
import io.peerage.model.Connectedness;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Giving peers up, recycling their indexes, and what stale handles can't do (architecture, vocabulary; contract 1). */
class ReleaseTest {
    private final Node node = new Node(b -> b.maxPeers(1).maxPerPeer(1));
    private final PeerManager manager = node.manager();
    private final long first = node.peer(1);

    @AfterEach
    void everythingAgrees() {
        assertThat(manager.verify()).isEmpty();
    }

    private static void assertReleased(PeerManager manager, long peer, Result expected) {
        assertThat(manager.release(peer)).isEqualTo(expected.code());
    }

    @Test
    void aReleasedPeerIsUnknownAtOnceAndRecycledByTheTick() {
        assertReleased(manager, first, Result.RELEASED);
        assertReleased(manager, first, Result.UNKNOWN_PEER);
        assertThat(manager.lookup(id(1))).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(manager.connectedness(first)).isEqualTo(Connectedness.UNKNOWN);
        assertThat(node.peer(2)).as("its index is still held").isNegative();
        manager.tick();
        assertThat(node.peer(2)).isPositive();
    }

    @Test
    void aStaleHandleNeverActsOnTheNextTenant() {
        manager.release(first);
        manager.tick();
        long second = node.peer(2);
        assertThat(second).isNotEqualTo(first);

        assertThat(manager.bans().ban(first, BanReason.BY_HAND))
                .isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(manager.groups().set(first, 3, true)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertReleased(manager, first, Result.UNKNOWN_PEER);
        assertThat(Node.refusal(node.dial(first))).isEqualTo(Result.UNKNOWN_PEER);
        assertThat(node.show(node.inbound(), first)).isEqualTo(Result.UNKNOWN_PEER);
        assertThat(manager.copyId(first, new byte[64], 0)).isEqualTo(Result.UNKNOWN_PEER.code());

        node.connectInbound(second);
        assertThat(manager.hasFlag(second, PeerFlag.BANNED)).isFalse();
        assertThat(manager.groups().contains(second, 3)).isFalse();
        assertThat(manager.isConnected(first)).isFalse();
        assertThat(manager.inboundOf(first)).isZero();
        assertThat(manager.connectedForNanos(first)).isEqualTo(-1);
    }

    @Test
    void aPeerThatIsWantedAgainInTimeKeepsItsHandleAndAllThatIsKnown() {
        manager.groups().set(first, 5, true);
        manager.release(first);
        assertThat(node.peer(1)).isEqualTo(first);
        manager.tick();
        assertThat(manager.groups().contains(first, 5)).isTrue();
        assertThat(manager.lookup(id(1))).isEqualTo(first);
    }

    @Test
    void nothingOfATenantIsLeftForTheNext() {
        manager.groups().set(first, 5, true);
        manager.setFlag(first, PeerFlag.TRUSTED, true);
        node.close(node.connectInbound(first));
        manager.release(first);
        manager.tick();
        long again = node.peer(1);
        assertThat(manager.groups().contains(again, 5)).isFalse();
        assertThat(manager.hasFlag(again, PeerFlag.TRUSTED)).isFalse();
        assertThat(manager.disconnectedForNanos(again)).isEqualTo(-1);
    }

    @Test
    void whoIsConnectedOrDialedIsNotReleased() {
        long dial = node.dial(first);
        assertReleased(manager, first, Result.PEER_IN_USE);
        manager.establishOutbound(dial);
        assertReleased(manager, first, Result.PEER_IN_USE);
        node.close(dial);
        assertReleased(manager, first, Result.RELEASED);
    }

    @ParameterizedTest
    @EnumSource(PeerFlag.class)
    void whoIsWantedOrBannedIsNotReleased(PeerFlag flag) {
        boolean holds =
                flag == PeerFlag.PROTECTED
                        || flag == PeerFlag.PERSISTENT
                        || flag == PeerFlag.BANNED;
        if (flag == PeerFlag.BANNED) {
            manager.bans().ban(first, BanReason.BY_HAND);
        } else {
            manager.setFlag(first, flag, true);
        }
        assertReleased(manager, first, holds ? Result.PEER_IN_USE : Result.RELEASED);
    }

    @Test
    void aReleasedPeerThatShowsUpIsKnownAgain() {
        manager.release(first);
        manager.establishInbound(node.inbound(), id(1));
        manager.tick();
        assertThat(manager.isConnected(first)).isTrue();
        assertThat(node.log().of(first)).containsExactly("connected 0");
    }

    /** Found by the model: with the flag cleared the node gave itself up, and ties were broken by whoever came next. */
    @Test
    void aNodeNeverGivesItselfUp() {
        Node self = new Node(b -> b.localId(id(7)));
        long own = self.manager().lookup(id(7));
        self.manager().setFlag(own, PeerFlag.PROTECTED, false);
        assertReleased(self.manager(), own, Result.PEER_IN_USE);
        self.manager().tick();
        assertThat(Node.refusal(self.dial(self.peer(7)))).isEqualTo(Result.SELF);
    }

    /** Found by the model: it named whoever had taken the index of its peer since. */
    @Test
    void aSupersededConnectionNamesNoPeer() {
        Node contested = new Node(b -> b.maxPeers(1).maxPerPeer(1).localId(id(7)));
        long peer = contested.peer(1);
        long dialed = contested.connectOutbound(peer);
        assertThat(contested.manager().peerOf(dialed)).isEqualTo(peer);
        long inbound = contested.connectInbound(peer);
        contested.close(inbound);
        contested.manager().release(peer);
        contested.manager().tick();
        contested.peer(2);

        assertThat(contested.manager().peerOf(dialed)).isEqualTo(Result.UNKNOWN_CONNECTION.code());
        assertThat(contested.close(dialed)).isEqualTo(Result.SUPERSEDED);
        assertThat(contested.manager().verify()).isEmpty();
    }
}
