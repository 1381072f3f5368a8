/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerage.model.BanReason;
import io.peerage.model.Result;
import io.peerage.testing.Node;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Features D9. */
class ServicesTest {
    private static final int STORE = 3;
    private static final int SHARD = 100;

    private final Node node = new Node(builder -> builder);
    private final PeerManager manager = node.manager();
    private final Services services = manager.services();

    private long member(int number, int... groups) {
        long peer = node.peer(number);
        for (int group : groups) {
            manager.groups().set(peer, group, true);
        }
        return peer;
    }

    @Test
    void d9_nobodyOffersIt() {
        node.connectInbound(member(1));
        member(2, STORE);
        assertThat(services.select(STORE)).isZero();
        assertThat(services.pinned(STORE)).isZero();
    }

    @Test
    void d9_anyConnectedPeerOfTheServiceIsAsLikely() {
        Map<Long, Integer> chosen = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            node.connectInbound(member(i, STORE));
        }
        node.connectInbound(member(9));
        for (int i = 0; i < 4_000; i++) {
            chosen.merge(services.select(STORE), 1, Integer::sum);
        }
        assertThat(chosen).hasSize(4).doesNotContainKey(node.peer(9));
        assertThat(chosen.values()).allMatch(times -> times > 800 && times < 1_200);
    }

    @Test
    void d9_theShardNarrowsTheChoice() {
        node.connectInbound(member(1, STORE));
        long both = member(2, STORE, SHARD);
        node.connectInbound(both);
        node.connectInbound(member(3, SHARD));
        for (int i = 0; i < 50; i++) {
            assertThat(services.select(STORE, SHARD)).isEqualTo(both);
        }
    }

    @Test
    void d9_aPinnedPeerIsPreferredUntilItIsBannedUnpinnedOrGone() {
        long other = member(1, STORE);
        node.connectInbound(other);
        long pinned = member(2, SHARD);
        assertThat(services.pin(STORE, pinned)).isEqualTo(Result.DONE.code());
        assertThat(services.select(STORE)).isEqualTo(pinned);
        assertThat(services.select(STORE, SHARD)).isEqualTo(pinned);
        assertThat(services.select(STORE, SHARD + 1)).isZero();

        manager.bans().ban(pinned, BanReason.BY_HAND);
        assertThat(services.select(STORE)).isEqualTo(other);
        manager.bans().lift(pinned);
        assertThat(services.select(STORE)).isEqualTo(pinned);

        services.unpin(STORE);
        assertThat(services.select(STORE)).isEqualTo(other);
        services.pin(STORE, pinned);
        manager.release(pinned);
        manager.tick();
        assertThat(services.pinned(STORE)).isZero();
        assertThat(services.select(STORE)).isEqualTo(other);
        assertThat(services.pin(STORE, pinned)).isEqualTo(Result.UNKNOWN_PEER.code());
    }

    @Test
    void groupsOutOfRangeAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> services.select(128))
                .withMessageContaining("group 128 is outside 0 to 127");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> services.select(0, -1))
                .withMessageContaining("group -1");
    }
}
