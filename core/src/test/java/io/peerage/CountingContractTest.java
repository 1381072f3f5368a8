/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static io.peerage.testing.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.model.BanReason;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Connectedness;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counts, transitions and queries (features A1, A2, A4, A5; contract 4). */
class CountingContractTest {
    private final Node node = new Node(b -> b.maxPerPeer(5));
    private final PeerManager manager = node.manager();

    @AfterEach
    void everythingAgrees() {
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void a1_countsPerPeerAndInAll() {
        long one = node.peer(1);
        long two = node.peer(2);
        node.connectInbound(one);
        node.connectInbound(one);
        node.connectOutbound(one);
        node.connectOutbound(two);
        node.inbound();
        node.dial(two);

        assertThat(List.of(manager.inboundOf(one), manager.outboundOf(one))).containsExactly(2, 1);
        assertThat(List.of(manager.inboundOf(two), manager.outboundOf(two))).containsExactly(0, 1);
        assertThat(List.of(manager.inbound(), manager.outbound())).containsExactly(2, 2);
        assertThat(List.of(manager.pendingInbound(), manager.pendingOutbound()))
                .containsExactly(1, 1);
        assertThat(manager.connectedPeers()).isEqualTo(2);
    }

    @Test
    void a2_firstAnotherStillLast() {
        long peer = node.peer(1);
        long a = node.inbound();
        long b = node.dial(peer);

        assertOutcome(manager.establishInbound(a, id(1)), Result.FIRST_CONNECTION, 1);
        assertOutcome(manager.establishOutbound(b), Result.ANOTHER_CONNECTION, 2);
        assertOutcome(manager.close(a), Result.STILL_CONNECTED, 1);
        assertOutcome(manager.close(b), Result.LAST_CONNECTION, 0);
    }

    private static void assertOutcome(int outcome, Result result, int connections) {
        assertThat(Outcome.result(outcome)).isEqualTo(result);
        assertThat(Outcome.connections(outcome)).isEqualTo(connections);
        assertThat(Outcome.isFirst(outcome)).isEqualTo(result == Result.FIRST_CONNECTION);
        assertThat(Outcome.isLast(outcome)).isEqualTo(result == Result.LAST_CONNECTION);
    }

    /** go-libp2p's connmgr logs and ignores the second close; counting it made totals negative elsewhere (survey A6). */
    @Test
    void a2_closingTwiceIsRecognisedAndCountedOnce() {
        long peer = node.peer(1);
        long a = node.connectInbound(peer);
        node.connectInbound(peer);

        assertThat(node.close(a)).isEqualTo(Result.STILL_CONNECTED);
        assertThat(node.close(a)).isEqualTo(Result.ALREADY_CLOSED);
        assertThat(manager.inboundOf(peer)).isEqualTo(1);
        assertThat(manager.refused(Result.ALREADY_CLOSED)).isEqualTo(1);
    }

    /** A recycled slot is another connection: the close of its former tenant must not end it (Agrona's stale timer id). */
    @Test
    void a2_aLateCloseNeverEndsTheSlotsNextConnection() {
        Node single = new Node(b -> b.maxConnections(1).maxOutbound(0).maxTrusted(0));
        long first = single.connectInbound(single.peer(1));
        single.close(first);
        long second = single.connectInbound(single.peer(2));

        assertThat(single.manager().slotOf(second)).isEqualTo(single.manager().slotOf(first));
        assertThat(single.close(first)).isEqualTo(Result.ALREADY_CLOSED);
        assertThat(single.manager().isConnected(single.peer(2))).isTrue();
    }

    @Test
    void a2_whatWasNeverGivenOutIsUnknown() {
        assertThat(node.close(0)).isEqualTo(Result.UNKNOWN_CONNECTION);
        assertThat(node.close(Result.TOTAL_LIMIT.code())).isEqualTo(Result.UNKNOWN_CONNECTION);
        assertThat(manager.isConnected(0)).isFalse();
        assertThat(manager.connectedness(Result.UNKNOWN_PEER.code()))
                .isEqualTo(Connectedness.UNKNOWN);
    }

    @Test
    void a4_walksVisitEachPeerOnce() {
        long in = node.peer(1);
        long out = node.peer(2);
        long both = node.peer(3);
        node.peer(4);
        node.connectInbound(in);
        node.connectInbound(in);
        node.connectOutbound(out);
        node.connectInbound(both);
        node.connectOutbound(both);
        manager.groups().set(both, 127, true);

        assertThat(walk(ConnectedFilter.ALL)).containsExactlyInAnyOrder(in, out, both);
        assertThat(walk(ConnectedFilter.INBOUND)).containsExactlyInAnyOrder(in, both);
        assertThat(walk(ConnectedFilter.OUTBOUND)).containsExactlyInAnyOrder(out, both);
        assertThat(manager.connected().first(ConnectedFilter.ALL, 127)).isEqualTo(both);
        assertThat(manager.connected().next(both, ConnectedFilter.ALL, 127)).isZero();
    }

    private List<Long> walk(ConnectedFilter filter) {
        List<Long> walked = new ArrayList<>();
        for (long p = manager.connected().first(filter);
                p != 0;
                p = manager.connected().next(p, filter)) {
            walked.add(p);
        }
        return walked;
    }

    @Test
    void a4_timesCountFromAdmissionAndFromTheTickAfterTheLastClose() {
        long peer = node.peer(1);
        assertThat(manager.disconnectedForNanos(peer)).isEqualTo(-1);
        long ticket = node.inbound();
        node.clock().advance(Duration.ofSeconds(2));
        node.show(ticket, peer);
        node.clock().advance(Duration.ofSeconds(5));

        assertThat(manager.connectedForNanos(peer)).isEqualTo(Duration.ofSeconds(7).toNanos());
        assertThat(manager.disconnectedForNanos(peer)).isEqualTo(-1);

        node.close(ticket);
        node.clock().advance(1);
        assertThat(manager.connectedForNanos(peer)).isEqualTo(-1);
        assertThat(manager.disconnectedForNanos(peer)).isZero();

        manager.tick();
        node.clock().advance(2);
        assertThat(manager.disconnectedForNanos(peer)).isEqualTo(2);
    }

    @Test
    void a4_aPeerThatWasGivenUpAndIsBackHasNeverBeenConnected() {
        long peer = node.peer(1);
        manager.release(peer);
        assertThat(node.peer(1)).isEqualTo(peer);

        assertThat(manager.disconnectedForNanos(peer)).isEqualTo(-1);
    }

    /** Each state as it comes about, and a ban that hides it as long as it lasts. */
    @ParameterizedTest
    @EnumSource(
            value = Connectedness.class,
            names = {"UNKNOWN", "BANNED"},
            mode = EnumSource.Mode.EXCLUDE)
    void a5_connectednessAndTheBanThatHidesIt(Connectedness state) {
        long peer = node.peer(1);
        switch (state) {
            case CONNECTED -> node.connectInbound(peer);
            case DIALING -> node.dial(peer);
            case BACKING_OFF -> node.failDials(peer, 1);
            case UNREACHABLE -> node.failDials(peer, BackOffConfig.DEFAULT.maxAttempts());
            default -> assertThat(state).isEqualTo(Connectedness.CANDIDATE);
        }
        assertThat(manager.connectedness(peer)).isEqualTo(state);

        manager.bans().ban(peer, BanReason.BY_HAND);
        assertThat(manager.connectedness(peer)).isEqualTo(Connectedness.BANNED);
        manager.bans().lift(peer);
        assertThat(manager.connectedness(peer)).isEqualTo(state);
    }

    @Test
    void a5_aConnectionEndsABackOffAndAProbation() {
        long peer = node.peer(1);
        node.failDials(peer, BackOffConfig.DEFAULT.maxAttempts());
        assertThat(Node.refusal(node.dial(peer))).isEqualTo(Result.UNREACHABLE);
        node.close(node.connectInbound(peer));

        assertThat(manager.connectedness(peer)).isEqualTo(Connectedness.CANDIDATE);
        assertThat(node.dial(peer)).isPositive();
    }

    /** rust-libp2p#6218: an empty set stayed behind for every peer id ever seen. */
    @Test
    void rust6218_nothingStaysBehindForPeersThatWent() {
        for (int round = 0; round < 1_000; round++) {
            long peer = node.peer(round);
            assertThat(peer).isPositive();
            node.close(node.connectInbound(peer));
            assertThat(manager.release(peer)).isEqualTo(Result.RELEASED.code());
            manager.tick();
        }
        assertThat(manager.registeredPeers()).isZero();
    }
}
