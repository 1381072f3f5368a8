/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.Connection;
import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.security.InvalidRemotePubKey;
import io.netty.channel.ConnectTimeoutException;
import io.peerage.libp2p.outbound.DialRefusedException;
import io.peerage.libp2p.testing.FakeConnection;
import io.peerage.libp2p.testing.FakeDial;
import io.peerage.libp2p.testing.Multiaddrs;
import io.peerage.libp2p.testing.Node;
import io.peerage.model.BanReason;
import io.peerage.model.Connectedness;
import io.peerage.model.DialOutcome;
import io.peerage.model.Result;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whom the node dials, with all that the library does and ought not to. */
@Tag("double")
class OutboundTest {
    private static final Multiaddr HOME = Multiaddrs.tcp("203.0.113.7");
    private static final Multiaddr SECOND_PORT = Multiaddrs.tcp("203.0.113.7", 4002);

    @Test
    void shouldCarryOutADialCommand() {
        Node node = Node.dialing();

        FakeDial dial = node.dialed(1, HOME);

        assertThat(dial.peer().getBytes()).isEqualTo(Multiaddrs.peer(1).getBytes());
        assertThat(dial.addresses()[0]).isSameAs(HOME);
        assertThat(node.manager().pendingOutbound()).isOne();

        FakeConnection connection = dial.reach();
        assertThat(node.manager().pendingOutbound()).isZero();
        assertThat(node.manager().outbound()).isOne();
        assertThat(node.manager().dialing().ended(DialOutcome.ESTABLISHED)).isOne();

        connection.die();
        node.assertEmpty();
        assertThat(node.log().of(node.peer(1))).containsExactly("connected 0", "disconnected 0");
        assertThat(node.peerage().failures()).isZero();
    }

    @Test
    void shouldTellHowADialFailed() {
        assertOutcome(new ConnectException("refused"), DialOutcome.REFUSED);
        assertOutcome(new ConnectTimeoutException("slow"), DialOutcome.TIMEOUT);
        assertOutcome(new InvalidRemotePubKey(), DialOutcome.WRONG_ID);
        assertOutcome(new IllegalStateException("closed"), DialOutcome.HANDSHAKE);
        assertOutcome(new RejectedExecutionException("stopped"), DialOutcome.CANCELLED);
    }

    private static void assertOutcome(Throwable failure, DialOutcome outcome) {
        Node node = Node.dialing();
        FakeDial dial = node.dialed(1, HOME);

        dial.fail(failure);

        assertThat(node.manager().dialing().ended(outcome)).isOne();
        assertThat(node.manager().dialing().failuresOf(node.peer(1)))
                .isEqualTo(outcome.isBlamed() ? 1 : 0);
        dial.channels().forEach(FakeConnection::die);
        node.assertEmpty();
    }

    @Test
    void shouldDialOnlyWhereTheDialWasAdmittedFor() {
        Node node = Node.dialing();

        FakeDial dial =
                node.dialed(
                        1,
                        HOME,
                        Multiaddrs.tcp("198.51.100.9"),
                        SECOND_PORT,
                        HOME,
                        Multiaddrs.dns("example.org"),
                        Multiaddrs.named("203.0.113.7", Multiaddrs.peer(2)));

        assertThat(dial.addresses()).hasSize(2);
        assertThat(dial.addresses()[0]).isSameAs(HOME);
        assertThat(dial.addresses()[1]).isSameAs(SECOND_PORT);
    }

    @Test
    void shouldDialNamesOnTheirExecutor() {
        Node node = Node.dialing();
        node.offer(1, Multiaddrs.dns("example.org"));

        node.passUntil(() -> !node.names().isEmpty());
        assertThat(node.network().dials()).isEmpty();

        node.names().remove().run();
        assertThat(node.network().dials()).hasSize(1);
    }

    @Test
    void shouldNotDialANameAfterItsTicketRanOut() {
        Node node = Node.dialing();
        node.offer(1, Multiaddrs.dns("example.org"));
        node.passUntil(() -> !node.names().isEmpty());
        node.passUntil(DialOutcome.TIMEOUT, 1);

        node.names().remove().run();

        assertThat(node.network().dials()).isEmpty();
        node.assertEmpty();
    }

    @Test
    void shouldBlameAPeerWithoutAnAddress() {
        Node node = Node.dialing();
        node.offer(1, HOME);
        var unused =
                node.host().book().setAddrs(Multiaddrs.peer(1), 0, Multiaddrs.tcp("198.51.100.9"));

        node.passUntil(DialOutcome.REFUSED, 1);
        assertThat(node.network().dials()).isEmpty();
        node.assertEmpty();
    }

    @Test
    void shouldHoldWhenTheBookKnowsNobodyFailsOrThrows() {
        Node node = Node.dialing();
        node.host().book().answers(() -> CompletableFuture.completedFuture(null));
        node.offer(1, HOME);
        node.passUntil(DialOutcome.REFUSED, 1);

        node.host()
                .book()
                .answers(() -> CompletableFuture.failedFuture(new IllegalStateException("book")));
        node.offer(2, Multiaddrs.tcp("198.51.100.2"));
        node.passUntil(DialOutcome.REFUSED, 2);

        node.host()
                .book()
                .answers(
                        () -> {
                            throw new IllegalStateException("book");
                        });
        node.offer(3, Multiaddrs.tcp("192.0.2.3"));
        node.passUntil(DialOutcome.REFUSED, 3);

        assertThat(node.network().dials()).isEmpty();
        assertThat(node.peerage().failures()).isGreaterThanOrEqualTo(2);
        node.assertEmpty();
    }

    @Test
    void shouldGiveADialUpThatTheBookNeverAnswers() {
        Node node = Node.dialing();
        CompletableFuture<Collection<Multiaddr>> never = new CompletableFuture<>();
        node.host().book().answers(() -> never);
        node.offer(1, HOME);
        node.passUntil(() -> node.manager().pendingOutbound() == 1);

        node.passUntil(DialOutcome.TIMEOUT, 1);

        // The answer comes too late to dial anybody.
        never.complete(List.of(HOME));
        assertThat(node.network().dials()).isEmpty();
        node.assertEmpty();
    }

    @Test
    void shouldHoldWhenConnectThrows() {
        Node node = Node.dialing();
        node.network().connectThrows(new IllegalArgumentException("another id in the address"));
        node.offer(1, HOME);

        node.passUntil(DialOutcome.REFUSED, 1);
        node.assertEmpty();
    }

    @Test
    void shouldKeepOneOfTwoChannelsThatGotThrough() {
        Node node = Node.dialing();
        FakeDial dial = node.dialed(1, HOME, SECOND_PORT);
        // Both handshakes are done before the library cancels the second.
        FakeConnection first = dial.channels().get(0);
        FakeConnection second = dial.channels().get(1);
        node.network()
                .handlers()
                .add(
                        connection -> {
                            if (connection == first) {
                                dial.reach(1);
                            }
                        });

        dial.reach(0);

        assertThat(first.isClosed()).isFalse();
        assertThat(second.isClosed()).isTrue();
        assertThat(node.manager().outbound()).isOne();
        first.die();
        node.assertEmpty();
    }

    @Test
    void shouldCloseWhoIsNotWhoWasDialed() {
        Node node = Node.dialing();
        FakeDial dial = node.dialed(1, HOME);

        FakeConnection stranger = dial.reachStranger(Multiaddrs.peer(2));

        assertThat(stranger.isClosed()).isTrue();
        assertThat(node.manager().dialing().ended(DialOutcome.WRONG_ID)).isOne();
        assertThat(node.manager().dialing().failuresOf(node.peer(1))).isOne();
        node.assertEmpty();
    }

    @Test
    void shouldNeverDialItselfAgain() {
        Node node = Node.dialing();
        FakeDial dial = node.dialed(1, HOME);

        FakeConnection itself = dial.reachStranger(Multiaddrs.LOCAL);

        assertThat(itself.isClosed()).isTrue();
        assertThat(node.manager().dialing().ended(DialOutcome.SELF)).isOne();
        assertThat(node.manager().dialing().canDial(node.peer(1))).isFalse();
        node.assertEmpty();
    }

    @Test
    void shouldCloseADialThatIsBannedMeanwhile() {
        Node node = Node.dialing();
        FakeDial dial = node.dialed(1, HOME);
        node.manager().bans().ban(node.peer(1), BanReason.BY_HAND);
        node.manager().tick();

        FakeConnection banned = dial.reach();

        assertThat(banned.isClosed()).isTrue();
        assertThat(node.manager().refused(Result.BANNED)).isOne();
        node.assertEmpty();
    }

    @Test
    void shouldCloseTheSocketThatAThrowingNeighbourLeavesOpen() {
        Node node = Node.dialing();
        node.network()
                .handlers()
                .add(
                        connection -> {
                            throw new IllegalStateException("neighbour");
                        });
        FakeDial dial = node.dialed(1, HOME);

        FakeConnection orphan = dial.reach();

        assertThat(orphan.isClosed()).isTrue();
        node.assertEmpty();
    }

    @Test
    void shouldCancelADialWhoseLeaseRunsOut() {
        Node node = Node.dialing();
        FakeDial dial = node.dialed(1, HOME);

        node.passUntil(DialOutcome.TIMEOUT, 1);

        assertThat(dial.future()).isCancelled();
        assertThat(dial.channels()).allMatch(FakeConnection::isClosed);
        assertThat(node.manager().refused(Result.ALREADY_CLOSED)).isZero();
        node.assertEmpty();
    }

    @Test
    void shouldTakeTheConnectionThatIsThereForNoSuccess() {
        Node node = Node.dialing();
        // Known to the table, dead, and not removed yet.
        FakeConnection dead =
                node.network().dialedByApplication(Multiaddrs.peer(1), HOME).whoseCloseIsLost();
        long peer = node.peer(1);
        assertThat(node.manager().isConnected(peer)).isTrue();

        long before = node.manager().dialing().ended(DialOutcome.CANCELLED);
        CompletableFuture<Connection> again = node.peerage().connect(Multiaddrs.peer(1), HOME);

        assertThat(again).isCompletedWithValue(dead);
        assertThat(node.manager().dialing().ended(DialOutcome.CANCELLED)).isEqualTo(before + 1);
        assertThat(node.manager().outbound()).isOne();
        dead.die();
        node.assertEmpty();
    }

    @Test
    void shouldCountWhatTheApplicationDials() {
        Node node = Node.plain();

        FakeConnection connection = node.network().dialedByApplication(Multiaddrs.peer(1), HOME);

        assertThat(node.manager().outbound()).isOne();
        connection.die();
        node.assertEmpty();
    }

    @Test
    void shouldRefuseWhatTheApplicationDialsBeyondALimit() {
        Node node = Node.with(builder -> builder.maxOutbound(1).maxPerPeer(1));
        node.network().dialedByApplication(Multiaddrs.peer(1), HOME);

        FakeConnection second = node.network().dialedByApplication(Multiaddrs.peer(2), SECOND_PORT);

        assertThat(second.isClosed()).isTrue();
        assertThat(node.manager().refused(Result.OUTBOUND_LIMIT)).isOne();
        assertThat(node.manager().outbound()).isOne();
    }

    @Test
    void shouldForgiveAPeerThatTheApplicationReached() {
        Node node = Node.dialing();
        node.dialed(1, HOME).fail(new ConnectException("refused"));
        assertThat(node.manager().connectedness(node.peer(1))).isEqualTo(Connectedness.BACKING_OFF);

        node.network().dialedByApplication(Multiaddrs.peer(1), HOME);

        assertThat(node.manager().isConnected(node.peer(1))).isTrue();
        assertThat(node.manager().outbound()).isOne();
    }

    @Test
    void shouldLetTheApplicationsDialTakeThePlaceOfItsOwn() {
        Node node = Node.dialing();
        FakeDial dial = node.dialed(1, HOME);

        FakeConnection faster = node.network().dialedByApplication(Multiaddrs.peer(1), HOME);

        assertThat(faster.isClosed()).isFalse();
        assertThat(dial.future()).isCancelled();
        assertThat(dial.channels()).allMatch(FakeConnection::isClosed);
        assertThat(node.manager().outbound()).isOne();
        assertThat(node.manager().pendingOutbound()).isZero();
        faster.die();
        node.assertEmpty();
    }

    @Test
    void shouldDialForTheApplicationUnderTheLimits() {
        Node node = Node.plain();
        PeerId peer = Multiaddrs.peer(1);

        CompletableFuture<Connection> connected = node.peerage().connect(peer, HOME);
        assertThat(node.manager().pendingOutbound()).isOne();
        FakeConnection connection = node.network().dial().reach();

        assertThat(connected).isCompletedWithValue(connection);
        assertThat(node.manager().outbound()).isOne();
        connection.die();
        node.assertEmpty();
    }

    @Test
    void shouldRefuseTheApplicationsDialBeforeItBegins() {
        Node node = Node.plain();
        long peer = node.manager().register(Multiaddrs.peer(1).getBytes());
        node.manager().bans().ban(peer, BanReason.BY_HAND);
        node.manager().tick();

        CompletableFuture<Connection> refused = node.peerage().connect(Multiaddrs.peer(1), HOME);

        assertThat(refused)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        DialRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Result.BANNED));
        assertThat(node.network().dials()).isEmpty();
        node.assertEmpty();
    }

    @Test
    void shouldTellTheApplicationOfARefusalAfterTheHandshake() {
        Node node = Node.plain();
        CompletableFuture<Connection> refused = node.peerage().connect(Multiaddrs.peer(1), HOME);
        node.manager().bans().ban(node.peer(1), BanReason.BY_HAND);
        node.manager().tick();

        node.network().dial().reach();

        assertThat(refused).isCompletedExceptionally();
        node.assertEmpty();
    }

    @Test
    void shouldCloseWhatTheManagerWantsClosed() {
        // The smaller id's dial stays: ours, of this node.
        Node node = Node.dialing(builder -> builder.maxPerPeer(1));
        FakeDial dial = node.dialed(1, HOME);

        FakeConnection inbound = node.network().inbound(FakeConnection.inbound(1, "198.51.100.7"));
        node.manager().tick();

        boolean kept = !inbound.isClosed();
        assertThat(dial.future().isCancelled()).isEqualTo(kept);
        assertThat(node.manager().connectedPeers() + node.manager().pendingOutbound()).isOne();
        inbound.die();
        dial.channels().forEach(FakeConnection::die);
        dial.fail(new ConnectException("closed"));
        node.assertEmpty();
    }

    @Test
    void shouldGiveADialUpThatTheApplicationCancels() {
        Node node = Node.plain();
        CompletableFuture<Connection> asked = node.peerage().connect(Multiaddrs.peer(1), HOME);
        assertThat(node.manager().pendingOutbound()).isOne();

        asked.cancel(true);

        assertThat(node.network().dial().future()).isCancelled();
        assertThat(node.manager().pendingOutbound()).isZero();
        node.assertEmpty();
    }

    @Test
    void shouldDialNobodyAfterTheHostIsLetGo() {
        Node node = Node.dialing();
        node.offer(1, HOME);

        node.peerage().detach();
        node.passUntil(DialOutcome.CANCELLED, 1);

        assertThat(node.network().dials()).isEmpty();
    }

    @Test
    void shouldFailADialWhoseConnectionThrows() {
        Node node = Node.plain();
        FakeConnection broken = new FakeConnection(true, HOME, new PeerId(new byte[50]));

        node.network().shake(broken);

        assertThat(broken.isClosed()).isTrue();
        assertThat(node.network().lastSwallowed()).isInstanceOf(IllegalArgumentException.class);
        assertThat(node.peerage().failures()).isOne();
        node.assertEmpty();
    }
}
