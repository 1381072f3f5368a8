/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.config.PrefixLimits;
import io.peerage.libp2p.testing.FakeConnection;
import io.peerage.libp2p.testing.Multiaddrs;
import io.peerage.libp2p.testing.Node;
import io.peerage.model.BanReason;
import io.peerage.model.Counter;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who comes in, with all that the library does and ought not to. */
@Tag("double")
class InboundTest {
    private static final String IP = "203.0.113.7";

    @Test
    void shouldCountAConnectionFromItsSocketToItsEnd() {
        Node node = Node.plain();

        FakeConnection connection = node.network().accept(FakeConnection.inbound(1, IP));
        assertThat(node.manager().pendingInbound()).isOne();
        assertThat(node.manager().inbound()).isZero();

        node.network().shake(connection);
        node.manager().tick();
        assertThat(node.manager().pendingInbound()).isZero();
        assertThat(node.manager().inbound()).isOne();
        assertThat(node.manager().isConnected(node.peer(1))).isTrue();
        assertThat(node.log().of(node.peer(1))).containsExactly("connected 0");

        connection.die();
        node.assertEmpty();
        assertThat(node.log().of(node.peer(1))).containsExactly("connected 0", "disconnected 0");
        assertThat(node.peerage().failures()).isZero();
    }

    @Test
    void shouldRefuseACrowdedPrefixBeforeItsHandshake() {
        Node node = Node.plain();
        int most = PrefixLimits.DEFAULT.v4().get(0).connections();
        for (int i = 0; i < most; i++) {
            node.network().inbound(FakeConnection.inbound(1 + i, IP));
        }
        assertThat(node.manager().inbound()).isEqualTo(most);

        FakeConnection oneTooMany = node.network().accept(FakeConnection.inbound(99, IP));

        assertThat(oneTooMany.isClosed()).isTrue();
        assertThat(node.manager().pendingInbound()).isZero();
        assertThat(node.manager().refused(Result.PREFIX_LIMIT)).isOne();
        assertThat(node.peer(99)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(node.peerage().failures()).isZero();
    }

    @Test
    void shouldRefuseABannedPeerRightAfterItsHandshake() {
        Node node = Node.plain();
        long peer = node.manager().register(Multiaddrs.peer(1).getBytes());
        node.manager().bans().ban(peer, BanReason.BY_HAND);
        node.manager().tick();
        List<String> seen = new ArrayList<>();
        node.network().handlers().add(connection -> seen.add(state((FakeConnection) connection)));

        FakeConnection banned = node.network().inbound(FakeConnection.inbound(1, IP));

        assertThat(banned.isClosed()).isTrue();
        // The library calls later handlers all the same, but on a connection that is closed.
        assertThat(seen).containsExactly("closed");
        assertThat(node.manager().refused(Result.BANNED)).isOne();
        node.assertEmpty();
    }

    private static String state(FakeConnection connection) {
        return connection.isClosed() ? "closed" : "open";
    }

    @Test
    void shouldRefuseOneConnectionTooManyOfAPeer() {
        Node node = Node.with(builder -> builder.maxPerPeer(1));
        FakeConnection first = node.network().inbound(FakeConnection.inbound(1, IP));

        FakeConnection second = node.network().inbound(FakeConnection.inbound(1, "198.51.100.7"));

        assertThat(first.isClosed()).isFalse();
        assertThat(second.isClosed()).isTrue();
        assertThat(node.manager().refused(Result.PEER_LIMIT)).isOne();
        assertThat(node.manager().inbound()).isOne();
    }

    @Test
    void shouldRefuseItself() {
        Node node = Node.plain();

        FakeConnection itself = node.network().inbound(FakeConnection.inbound(0, IP));

        assertThat(itself.isClosed()).isTrue();
        assertThat(node.manager().refused(Result.SELF)).isOne();
        node.assertEmpty();
    }

    @Test
    void shouldRefuseAtTheTotalBeforeTheHandshake() {
        Node node = Node.with(builder -> builder.maxConnections(4).maxInbound(2).maxTrusted(0));
        node.network().inbound(FakeConnection.inbound(1, "198.51.100.1"));
        node.network().inbound(FakeConnection.inbound(2, "198.51.100.2"));

        FakeConnection third = node.network().accept(FakeConnection.inbound(3, "198.51.100.3"));

        assertThat(third.isClosed()).isTrue();
        assertThat(node.manager().refused(Result.INBOUND_LIMIT)).isOne();
    }

    @Test
    void shouldGiveTheTicketOfAHandshakeThatFailsBack() {
        Node node = Node.plain();
        FakeConnection halfOpen = node.network().accept(FakeConnection.inbound(1, IP));

        halfOpen.die();

        assertThat(node.manager().counter(Counter.TICKETS_ABANDONED)).isOne();
        node.assertEmpty();
    }

    @Test
    void shouldCloseAHandshakeThatNeverEnds() {
        Node node = Node.plain();
        FakeConnection stalled = node.network().accept(FakeConnection.inbound(1, IP));

        node.pass(Duration.ofSeconds(16));
        node.pass(Duration.ofSeconds(16));

        assertThat(stalled.isClosed()).isTrue();
        assertThat(node.manager().counter(Counter.TICKETS_EXPIRED)).isOne();
        assertThat(node.log().expired()).hasSize(1);
        assertThat(node.manager().refused(Result.ALREADY_CLOSED)).isZero();
        node.assertEmpty();
    }

    @Test
    void shouldHoldWhenTheHandlerIsCalledForAClosedConnection() {
        Node node = Node.plain();
        FakeConnection connection = node.network().accept(FakeConnection.inbound(1, IP));
        connection.die();

        node.network().shakeEvenIfClosed(connection);

        node.assertEmpty();
        assertThat(node.log().peers()).isEmpty();
    }

    @Test
    void shouldHoldWhenTheHandlerIsCalledForARefusedConnection() {
        Node node = Node.with(builder -> builder.maxInbound(0).maxPendingInbound(0));
        FakeConnection connection = node.network().accept(FakeConnection.inbound(1, IP));

        node.network().shakeEvenIfClosed(connection);

        assertThat(node.manager().refused(Result.INBOUND_LIMIT)).isOne();
        node.assertEmpty();
    }

    @Test
    void shouldHoldWhenANeighbourClosesInsideItsHandler() {
        Node node = Node.plain();
        node.network()
                .handlers()
                .add(
                        connection -> {
                            var unused = connection.close();
                        });

        node.network().inbound(FakeConnection.inbound(1, IP));

        node.assertEmpty();
        assertThat(node.log().of(node.peer(1))).containsExactly("connected 0", "disconnected 0");
    }

    @Test
    void shouldCountAConnectionWhoseLaterNeighbourThrows() {
        Node node = Node.plain();
        node.network()
                .handlers()
                .add(
                        connection -> {
                            throw new IllegalStateException("neighbour");
                        });

        FakeConnection connection = node.network().inbound(FakeConnection.inbound(1, IP));

        // It stays open and serves streams, so it counts.
        assertThat(connection.isClosed()).isFalse();
        assertThat(node.manager().inbound()).isOne();
        connection.die();
        node.assertEmpty();
    }

    @Test
    void shouldCloseAConnectionWhoseEarlierNeighbourThrows() {
        Node node = Node.plain();
        node.network()
                .handlers()
                .add(
                        0,
                        connection -> {
                            throw new IllegalStateException("neighbour");
                        });

        FakeConnection connection = node.network().inbound(FakeConnection.inbound(1, IP));

        assertThat(node.manager().inbound()).isZero();
        node.pass(Duration.ofSeconds(16));
        node.pass(Duration.ofSeconds(16));
        assertThat(connection.isClosed()).isTrue();
        node.assertEmpty();
    }

    @Test
    void shouldBeTheFirstOfAllHandlers() {
        Node node = Node.plain();

        assertThat(node.network().handlers()).first().isInstanceOf(ConnectionGate.class);
    }

    @Test
    void shouldCloseAConnectionWhoseAddressThrows() {
        Node node = Node.plain();

        FakeConnection connection =
                node.network().accept(FakeConnection.inbound(1, IP).whoseAddressThrows());

        assertThat(connection.isClosed()).isTrue();
        assertThat(node.peerage().failures()).isOne();
        assertThat(node.peerage().lastFailure()).isInstanceOf(NullPointerException.class);
        node.assertEmpty();
    }

    @Test
    void shouldCloseAConnectionWhoseSessionThrows() {
        Node node = Node.plain();
        FakeConnection connection = node.network().accept(FakeConnection.inbound(1, IP));

        // Before its handshake, where there is no session.
        node.network().getConnectionHandler().handleConnection(connection);

        assertThat(connection.isClosed()).isTrue();
        assertThat(node.peerage().failures()).isOne();
        node.assertEmpty();
    }

    @Test
    void shouldCloseAPeerWhoseIdIsTooLong() {
        Node node = Node.plain();
        PeerId overlong = new PeerId(new byte[50]);

        FakeConnection connection = new FakeConnection(false, Multiaddrs.tcp(IP), overlong);
        node.network().inbound(connection);

        assertThat(connection.isClosed()).isTrue();
        assertThat(node.peerage().failures()).isOne();
        node.assertEmpty();
    }

    @Test
    void shouldNoteACloseThatThrows() {
        Node node = Node.with(builder -> builder.maxInbound(0).maxPendingInbound(0));

        FakeConnection connection =
                node.network().accept(FakeConnection.inbound(1, IP).whoseCloseThrows());

        assertThat(connection.closeCalls()).isOne();
        assertThat(node.peerage().failures()).isOne();
    }

    @Test
    void shouldNotAdmitTwiceWhatIsHookedTwice() {
        Node node = Node.plain();
        var unused = node.network().listen(Multiaddrs.tcp("0.0.0.0"), node.peerage().gate());

        FakeConnection connection = node.network().accept(FakeConnection.inbound(1, IP));

        assertThat(node.manager().pendingInbound()).isOne();
        node.network().shake(connection).die();
        node.assertEmpty();
    }

    @Test
    void shouldAdmitAfterTheHandshakeWhereNothingIsHookedBeforeIt() {
        Node node = Node.late();

        FakeConnection connection = node.network().accept(FakeConnection.inbound(1, IP));
        assertThat(node.manager().pendingInbound()).isZero();
        node.network().shake(connection);

        assertThat(node.manager().inbound()).isOne();
        connection.die();
        node.assertEmpty();
    }

    @Test
    void shouldRefuseBeforeTheHandshakeWhereListenersAreHookedByHand() {
        Node node = Node.late();
        var unused = node.network().listen(Multiaddrs.tcp("0.0.0.0"), node.peerage().gate());

        FakeConnection connection = node.network().accept(FakeConnection.inbound(1, IP));

        assertThat(node.manager().pendingInbound()).isOne();
        node.network().shake(connection).die();
        node.assertEmpty();
    }

    @Test
    void shouldNotBlameARelayForThoseBehindIt() {
        Node node = Node.plain();
        int many = PrefixLimits.DEFAULT.v4().get(0).connections() + 3;
        for (int i = 1; i <= many; i++) {
            Multiaddr address = Multiaddrs.relayed(IP, Multiaddrs.peer(1_000), Multiaddrs.peer(i));
            node.network().inbound(new FakeConnection(false, address, Multiaddrs.peer(i)));
        }

        assertThat(node.manager().inbound()).isEqualTo(many);
        assertThat(node.manager().refused(Result.PREFIX_LIMIT)).isZero();
    }

    @Test
    void shouldCloseAnExpiredTicketOnceThoughClosingTakesItsTime() {
        Node node = Node.plain();
        FakeConnection stuck =
                node.network().accept(FakeConnection.inbound(1, IP).whoseCloseIsLost());

        node.pass(Duration.ofSeconds(16));
        node.pass(Duration.ofSeconds(16));
        assertThat(stuck.closeCalls()).isOne();

        // Its slot has another tenant by now, whom the late end of the first must not touch.
        FakeConnection next = node.network().inbound(FakeConnection.inbound(2, IP));
        stuck.die();
        assertThat(node.manager().inbound()).isOne();
        next.die();
        node.assertEmpty();
    }

    @Test
    void shouldAskAnewForAHandshakeThatIsDoneAfterItsTicketExpired() {
        Node node = Node.plain();
        FakeConnection stuck =
                node.network().accept(FakeConnection.inbound(1, IP).whoseCloseIsLost());
        node.pass(Duration.ofSeconds(16));
        node.pass(Duration.ofSeconds(16));

        // Told to close, and not closed yet.
        node.network().shake(stuck);
        assertThat(node.manager().inbound()).isOne();

        stuck.die();
        node.assertEmpty();
    }
}
