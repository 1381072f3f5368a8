/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.PeerManager;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.libp2p.outbound.CommandExecutor;
import io.peerage.libp2p.testing.FakeConnection;
import io.peerage.libp2p.testing.FakeHost;
import io.peerage.libp2p.testing.Multiaddrs;
import io.peerage.libp2p.testing.Node;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.Counter;
import io.peerage.model.DialReason;
import io.peerage.model.Result;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the manager tells its host and its application. */
@Tag("double")
class CommandsTest {
    private static final String IP = "203.0.113.7";
    private static final Multiaddr HOME = Multiaddrs.tcp(IP);

    @Test
    void shouldCloseTheConnectionsOfAPeerThatIsBanned() {
        Node node = Node.plain();
        FakeConnection in = node.network().inbound(FakeConnection.inbound(1, IP));
        FakeConnection out = node.network().dialedByApplication(Multiaddrs.peer(1), HOME);
        FakeConnection other = node.network().inbound(FakeConnection.inbound(2, IP));

        node.manager().bans().ban(node.peer(1), BanReason.BY_HAND);
        node.manager().tick();
        node.manager().tick();

        assertThat(in.isClosed()).isTrue();
        assertThat(out.isClosed()).isTrue();
        assertThat(other.isClosed()).isFalse();
        assertThat(node.manager().connectedPeers()).isOne();
    }

    @Test
    void shouldRefuseABannedPrefixBeforeItsHandshake() {
        Node node = Node.plain();
        node.manager().bans().banPrefix(0, 0xffff_cb00_7100L, 24, BanReason.BY_HAND);
        node.manager().tick();

        FakeConnection banned = node.network().accept(FakeConnection.inbound(1, IP));
        FakeConnection other = node.network().accept(FakeConnection.inbound(2, "198.51.100.7"));

        assertThat(banned.isClosed()).isTrue();
        assertThat(other.isClosed()).isFalse();
    }

    @Test
    void shouldForgetAConnectionThatTheManagerTookForClosed() {
        Node node = Node.plain();
        FakeConnection stuck =
                node.network().inbound(FakeConnection.inbound(1, IP).whoseCloseIsLost());
        node.manager().bans().ban(node.peer(1), BanReason.BY_HAND);
        node.passUntil(() -> node.manager().counter(Counter.CLOSES_FORCED) == 1);
        int asked = stuck.closeCalls();
        assertThat(asked).isGreaterThan(1);
        assertThat(node.peerage().tracked()).isZero();

        stuck.die();

        assertThat(node.manager().refused(Result.ALREADY_CLOSED)).isZero();
        node.assertEmpty();
    }

    @Test
    void shouldTellTheApplicationOfConnectionsThatAreItsOwn() {
        Node node = Node.dialing();
        // Admitted by the application itself, of a transport that the host knows nothing of.
        long ticket = node.manager().admitInbound(0, 0);
        node.manager().establishInbound(ticket, Multiaddrs.peer(1).getBytes());

        node.manager().bans().ban(node.peer(1), BanReason.BY_HAND);
        node.pass(Duration.ofSeconds(1));

        assertThat(node.log().closes()).containsExactly(ticket);
    }

    @Test
    void shouldBlameAPeerWhoseIdIsNone() {
        Node node = Node.dialing();
        long peer = node.manager().register(new byte[] {1, 2, 3});
        node.manager().dialing().offer(peer, 0, 0, CandidateKind.NEW);

        node.passUntil(() -> node.manager().dialing().commanded(DialReason.TARGET) == 1);

        assertThat(node.network().dials()).isEmpty();
        assertThat(node.manager().pendingOutbound()).isZero();
    }

    @Test
    void shouldPassOnEveryMethodOfAListenerAndASink() {
        assertThat(names(ExpiryListener.class)).containsAll(names(LifecycleListener.class));
        assertThat(names(CommandRelay.class)).containsAll(names(CommandSink.class));
        assertThat(names(CommandExecutor.class)).containsAll(names(CommandSink.class));
    }

    private static List<String> names(Class<?> type) {
        return Stream.of(type.getDeclaredMethods()).map(Method::getName).distinct().toList();
    }

    @Test
    void shouldOfferOnlyAddressesThatCanBeThePeers() {
        Node node = Node.dialing();
        int refused =
                node.peerage()
                        .offer(
                                Multiaddrs.peer(1),
                                Multiaddrs.of(),
                                Multiaddrs.named(IP, Multiaddrs.peer(2)));
        assertThat(refused).isEqualTo(Result.UNKNOWN_PEER.code());

        int offered =
                node.peerage()
                        .offer(Multiaddrs.peer(1), Multiaddrs.named(IP, Multiaddrs.peer(2)), HOME);
        assertThat(offered).isEqualTo(Result.DONE.code());
        node.passUntil(() -> node.network().dials().size() == 1);
        assertThat(node.network().dial().addresses()).hasSize(1);
    }

    @Test
    void shouldLetNobodyInBeforeItIsAttached() {
        FakeHost host = new FakeHost();
        PeerageHost peerage = PeerageHost.with(PeerManager.builder());
        peerage.hooks().accept(host.getNetwork().builder());

        assertThat(host.getNetwork().accept(FakeConnection.inbound(1, IP)).isClosed()).isTrue();

        peerage.attach(host);
        assertThat(host.getNetwork().accept(FakeConnection.inbound(1, IP)).isClosed()).isFalse();
        assertThatThrownBy(() -> peerage.attach(host))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another PeerageHost");
    }

    @Test
    void shouldTakeWhatIsConnectedUnderTheManager() {
        FakeHost host = new FakeHost();
        FakeConnection in = host.getNetwork().inbound(FakeConnection.inbound(1, IP));
        FakeConnection out = host.getNetwork().dialedByApplication(Multiaddrs.peer(2), HOME);
        FakeConnection itself = host.getNetwork().inbound(FakeConnection.inbound(0, IP));
        PeerageHost peerage = PeerageHost.with(PeerManager.builder());

        PeerManager manager = peerage.attach(host);

        assertThat(manager.inbound()).isOne();
        assertThat(manager.outbound()).isOne();
        assertThat(itself.isClosed()).isTrue();
        assertThat(peerage.adopt()).isZero();
        in.die();
        out.die();
        assertThat(manager.connectedPeers()).isZero();
        assertThat(peerage.tracked()).isZero();
    }

    @Test
    void shouldLetTheHostGo() {
        Node node = Node.plain();
        FakeConnection before = node.network().inbound(FakeConnection.inbound(1, IP));
        PeerManager manager = node.manager();

        node.peerage().detach();
        FakeConnection after = node.network().inbound(FakeConnection.inbound(2, IP));

        assertThat(after.isClosed()).isFalse();
        assertThat(manager.inbound()).isOne();
        before.die();
        assertThat(manager.inbound()).isZero();
        assertThatThrownBy(node.peerage()::manager).isInstanceOf(IllegalStateException.class);
    }
}
