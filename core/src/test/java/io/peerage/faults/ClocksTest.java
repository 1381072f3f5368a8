/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.config.BookConfig;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import io.peerage.testing.Node;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that start anywhere, wrap around, jump ahead, and step back. */
class ClocksTest {
    private static final long SECOND = 1_000_000_000L;

    private static FaultyNode node(FakeClock clock) {
        return new FaultyNode(Callback.CONNECTED, () -> {}, () -> {}, clock);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                Long.MAX_VALUE - 3 * SECOND,
                Long.MAX_VALUE - 20 * SECOND,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                -3 * SECOND,
                -1,
                0,
                1
            })
    void whereTheClockStandsAndWrapsMakesNoDifference(long start) {
        FaultyNode plain = node(new FakeClock(1_000 * SECOND));
        plain.live();

        FaultyNode node = node(new FakeClock(start));
        node.live();

        assertThat(node.told).isEqualTo(plain.told);
        assertThat(node.manager.verify()).isEmpty();
    }

    @Test
    void stepsBackAreRiddenOut() {
        FaultyNode plain = node(new FakeClock(5));
        plain.live();

        FakeClock clock = new FakeClock(5);
        FaultyNode node =
                new FaultyNode(Callback.CONNECTED, () -> {}, () -> {}, clock) {
                    @Override
                    void tick() {
                        manager.tick();
                        clock.advance(-SECOND / 3);
                        manager.tick();
                        manager.nanosSinceTick();
                        clock.advance(SECOND / 3);
                    }
                };
        node.live();

        // Twice as many ticks look for somebody to dial more often.
        for (Callback callback : EnumSet.range(Callback.CONNECTED, Callback.CLOSE)) {
            if (callback != Callback.TICKET_EXPIRED) {
                assertThat(node.calls.get(callback))
                        .as(callback.name())
                        .isEqualTo(plain.calls.get(callback));
            }
        }
        assertThat(node.errors).isEmpty();
        assertThat(node.manager.verify()).isEmpty();
    }

    @Test
    void aStepBackEndsNoLeaseAndNoWaitEarly() {
        Node node = new Node(b -> b);
        PeerManager manager = node.manager();
        node.failDials(node.peer(1), 1);
        manager.bans().ban(node.peer(2), BanReason.BY_HAND);
        long ticket = node.inbound();
        manager.tick();
        node.clock().advance(-Duration.ofSeconds(2).toNanos());
        manager.tick();

        assertThat(manager.nanosSinceTick()).isZero();
        assertThat(manager.dialing().canDial(node.peer(1))).isFalse();
        assertThat(manager.bans().isBanned(node.peer(2))).isTrue();
        assertThat(node.show(ticket, node.peer(3))).isEqualTo(Result.FIRST_CONNECTION);
        assertThat(manager.connectedForNanos(node.peer(3))).isGreaterThanOrEqualTo(0);
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void aJumpAheadExpiresWhatIsOverAndNothingElse() {
        Node node = new Node(b -> b);
        PeerManager manager = node.manager();
        long kept = node.connectInbound(node.peer(1));
        node.failDials(node.peer(2), 1);
        manager.bans().ban(node.peer(3), BanReason.BY_HAND);
        long ticket = node.inbound();
        manager.tick();
        node.clock().advance(Duration.ofHours(11));
        manager.tick();

        assertThat(node.log().expired()).containsExactly(ticket);
        assertThat(manager.dialing().canDial(node.peer(2))).isTrue();
        assertThat(manager.bans().isBanned(node.peer(3))).as("12 h are not over").isTrue();
        assertThat(manager.isConnected(node.peer(1))).isTrue();
        assertThat(node.close(kept)).isEqualTo(Result.LAST_CONNECTION);
        assertThat(manager.verify()).isEmpty();
    }

    /** The book counts seconds of the wall clock, which somebody sets. */
    @Test
    void aWallClockThatJumpsLeavesTheBookInOrder() {
        AtomicLong epoch = new AtomicLong(1_800_000_000_000L);
        Node node =
                new Node(
                        b ->
                                b.maxPeers(400)
                                        .maxConnections(16)
                                        .book(BookConfig.DEFAULT.sized(50))
                                        .epochClock(epoch::get));
        PeerManager manager = node.manager();
        long year = Duration.ofDays(365).toMillis();
        for (long jump : new long[] {0, -year, 10 * year, -20 * year, 100 * year}) {
            epoch.addAndGet(jump);
            for (int i = 0; i < 80; i++) {
                manager.book()
                        .heard(
                                Ids.id(i),
                                new byte[] {1, (byte) i},
                                0,
                                0xffff_0000_0000L | 0xc633_0000L + i * 256L,
                                0,
                                0,
                                AddressTier.HEARD,
                                PeerOrigin.PEER_EXCHANGE);
                node.clock().advance(Duration.ofSeconds(1));
                manager.tick();
            }
            assertThat(manager.book().peers()).as("after " + jump).isBetween(1, 50);
            assertThat(manager.verify()).as("after " + jump).isEmpty();
        }
    }
}
