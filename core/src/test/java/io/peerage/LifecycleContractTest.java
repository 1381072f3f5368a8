/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Counter;
import io.peerage.testing.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What listeners hear (features A3; contract 5). The log itself fails when two notifications of a kind follow each other. */
class LifecycleContractTest {
    private final Node node = new Node(b -> b);
    private final PeerManager manager = node.manager();
    private final long peer = node.peer(1);

    @AfterEach
    void everythingAgreesAndNoListenerFailed() {
        assertThat(manager.verify()).isEmpty();
        assertThat(manager.counter(Counter.LISTENER_FAILURES)).isZero();
    }

    private void flap(int times) {
        for (int i = 0; i < times; i++) {
            node.close(node.connectInbound(peer));
        }
    }

    @Test
    void a3_nothingIsToldBeforeTheTick() {
        node.connectInbound(peer);
        assertThat(node.log().of(peer)).isEmpty();
        manager.tick();
        assertThat(node.log().of(peer)).containsExactly("connected 0");
        manager.tick();
        assertThat(node.log().of(peer)).hasSize(1);
    }

    @Test
    void a3_onlyTheFirstAndTheLastConnectionAreTold() {
        long a = node.connectInbound(peer);
        long b = node.connectInbound(peer);
        manager.tick();
        node.close(a);
        manager.tick();
        node.close(b);
        manager.tick();
        assertThat(node.log().of(peer)).containsExactly("connected 0", "disconnected 0");
    }

    /** besu#4091, go-libp2p#2692: a disconnect that was dispatched before its connect left ghost peers behind. */
    @Test
    void besu4091_aShortConnectionIsToldConnectedFirst() {
        flap(1);
        manager.tick();
        assertThat(node.log().of(peer)).containsExactly("connected 0", "disconnected 0");
    }

    @Test
    void a3_whoWasDisconnectedAndFlapped() {
        flap(3);
        manager.tick();
        assertThat(node.log().of(peer)).containsExactly("connected 2", "disconnected 0");
    }

    @Test
    void a3_whoWasDisconnectedAndStayed() {
        flap(2);
        node.connectInbound(peer);
        manager.tick();
        assertThat(node.log().of(peer)).containsExactly("connected 2");
    }

    @Test
    void a3_whoWasConnectedAndCameBack() {
        long connection = node.connectInbound(peer);
        manager.tick();
        node.close(connection);
        flap(1);
        node.connectInbound(peer);
        manager.tick();
        assertThat(node.log().of(peer))
                .containsExactly("connected 0", "disconnected 0", "connected 1");
    }

    @Test
    void a3_whoWasConnectedAndFlappedAway() {
        long connection = node.connectInbound(peer);
        manager.tick();
        node.close(connection);
        flap(2);
        manager.tick();
        assertThat(node.log().of(peer)).containsExactly("connected 0", "disconnected 2");
    }

    @Test
    void a3_flapsSaturateAndTheRestIsCounted() {
        flap(300);
        manager.tick();
        assertThat(node.log().of(peer)).containsExactly("connected 254", "disconnected 0");
        assertThat(manager.counter(Counter.FLAPS_SATURATED)).isEqualTo(45);
        assertThat(manager.counter(Counter.LIFECYCLE_FLAPS)).isEqualTo(254);
        flap(1);
        manager.tick();
        assertThat(node.log().of(peer)).endsWith("connected 0", "disconnected 0");
    }

    /** A queue of events would have overflowed or grown; a mark a peer does neither. */
    @Test
    void contract5_aStormOnOnePeerIsOneThingToDo() {
        flap(10_000);
        assertThat(manager.tick()).isEqualTo(1);
        assertThat(manager.tick()).isZero();
    }

    @Test
    void a3_aReleasedPeerIsToldDisconnectedBeforeItsIndexIsRecycled() {
        long connection = node.connectInbound(peer);
        manager.tick();
        node.close(connection);
        manager.release(peer);
        manager.tick();
        assertThat(node.log().of(peer)).containsExactly("connected 0", "disconnected 0");
        assertThat(manager.registeredPeers()).isZero();
    }
}
