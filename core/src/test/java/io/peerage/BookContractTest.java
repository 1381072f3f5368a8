/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.config.BookConfig;
import io.peerage.config.ConfigException;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.Ids;
import io.peerage.testing.Network;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the address book of a manager keeps, and how long, in virtual time: features H2 to H6, each rule by its number. */
class BookContractTest extends BookWorld {
    // How long, and how many

    @Test
    void h2_whatNeverWorkedIsForgottenAndSoIsWhoHadNothingElse() {
        net = network(NOBODY);
        hear(1, "1.2.3.4:1", AddressTier.TEMPORARY);
        hear(2, "1.2.3.5:1", AddressTier.HEARD);
        hear(3, "1.2.3.6:1", AddressTier.PERMANENT);
        long registered = net.peer(4);
        hear(4, "1.2.3.7:1", AddressTier.TEMPORARY);
        run(Duration.ofMinutes(4));
        assertThat(handle(1)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(read(2)).hasSize(1);
        assertThat(manager().connectedness(registered)).isEqualTo(Connectedness.CANDIDATE);
        assertThat(book().origin(registered)).isNull();
        run(Duration.ofHours(1));
        assertThat(handle(2)).isEqualTo(Result.UNKNOWN_PEER.code());
        run(Duration.ofHours(2));
        assertThat(read(3)).hasSize(1);
        assertThat(book().peers()).isEqualTo(1);
        assertThat(manager().counter(Counter.ADDRESSES_EXPIRED)).isEqualTo(3);
        assertThat(manager().registeredPeers()).isEqualTo(2);
    }

    @Test
    void h2_theTimeCountsFromTheDisconnect() {
        net = network(NOBODY);
        long connection = net.connectInbound(1);
        long peer = handle(1);
        hear(1, "1.2.3.4:1", AddressTier.RECENT);
        run(Duration.ofHours(3));
        assertThat(read(1)).hasSize(1);
        manager().close(connection);
        run(Duration.ofMinutes(14));
        assertThat(read(1)).hasSize(1);
        run(Duration.ofMinutes(3));
        assertThat(read(1)).isEmpty();
        assertThat(manager().connectedness(peer)).isEqualTo(Connectedness.CANDIDATE);
    }

    @Test
    void h2_whatIsOverIsDialedNoMore() {
        net = network(EIGHT);
        net.answer(peer -> DialOutcome.REFUSED);
        hear(1, "1.2.3.4:1", AddressTier.TEMPORARY);
        run(Duration.ofMinutes(4));
        int dials = net.dials.size();
        assertThat(dials).isPositive();
        run(Duration.ofMinutes(30));
        assertThat(net.dials).hasSize(dials);
    }

    @Test
    void h4_aFullBookGivesUpWhoIsNotInUse() {
        net = network(NOBODY);
        for (int i = 0; i < 250; i++) {
            hear(i, address(i));
        }
        manager().tick();
        manager().setFlag(handle(0), PeerFlag.PERSISTENT, true);
        manager().setFlag(handle(1), PeerFlag.PROTECTED, true);
        manager().bans().ban(handle(2), BanReason.BY_HAND);
        net.connectInbound(3);
        run(TICK);
        for (int i = 250; i < 700; i++) {
            hear(i, address(i));
            run(Duration.ofMillis(100));
        }
        assertThat(manager().counter(Counter.BOOK_PEERS_EVICTED)).isPositive();
        assertThat(book().peers()).isLessThanOrEqualTo(SMALL.peers());
        assertThat(manager().registeredPeers()).isLessThanOrEqualTo(SMALL.peers() + 1);
        for (int i = 0; i < 4; i++) {
            assertThat(read(i)).as("the address of peer %d", i).hasSize(1);
        }
        assertThat(handle(4)).isEqualTo(Result.UNKNOWN_PEER.code());
    }

    /** Peers that are only heard of never keep out who comes. */
    @Test
    void aFullBookLeavesRoomForWhoConnects() {
        net = network(NOBODY, builder -> builder.maxPeers(SMALL.peers() + 116));
        for (int i = 0; i < 400; i++) {
            hear(i, address(i));
            run(Duration.ofMillis(100));
        }
        for (int i = 1_000; i < 1_040; i++) {
            net.connectInbound(i);
        }
        assertThat(manager().inbound()).isEqualTo(40);
    }

    @Test
    void whoIsReleasedIsForgotten() {
        net = network(NOBODY);
        hear(1, "1.2.3.4:1");
        run(TICK);
        long peer = handle(1);
        assertThat(manager().release(peer)).isEqualTo(Result.RELEASED.code());
        assertThat(book().read(peer, buffer)).isEqualTo(Result.UNKNOWN_PEER.code());
        run(TICK);
        assertThat(book().peers()).isZero();
        long again = net.peer(1);
        assertThat(book().read(again, buffer)).isZero();
    }

    @Test
    void h5_keysAndRecordsOfPeersInTheBook() {
        net = network(NOBODY);
        hear(1, "1.2.3.4:1");
        run(TICK);
        long peer = handle(1);
        assertThat(book().key(peer, text("key"))).isEqualTo(Result.DONE.code());
        assertThat(book().record(peer, 7, text("seven"))).isEqualTo(Result.DONE.code());
        assertThat(book().record(peer, 6, text("six"))).isEqualTo(Result.DONE.code());
        run(TICK);
        byte[] target = new byte[1_024];
        assertThat(book().readKey(peer, target)).isEqualTo(3);
        assertThat(book().readRecord(peer, target)).isEqualTo(5);
        assertThat(book().recordSequence(peer)).isEqualTo(7);
        assertThat(manager().counter(Counter.BOOK_BLOBS_REFUSED)).isEqualTo(1);
    }

    // Floods, clocks, refusals

    /** A tick carries out so many orders; the rest waits, and what finds no room is refused and counted. */
    @Test
    void aFloodHoldsNoTickUp() {
        net = network(NOBODY, builder -> builder.book(SMALL.handingOff(8_192)));
        IpAddress ip = IpAddress.parse("1.2.3.4");
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            int code =
                    book().heard(
                                    Ids.id(i % 100),
                                    text("1.2.3.4:" + i),
                                    ip.hi(),
                                    ip.lo(),
                                    0,
                                    0,
                                    AddressTier.HEARD,
                                    PeerOrigin.DISCOVERY);
            if (code == Result.DONE.code()) {
                taken++;
            } else {
                assertThat(code).isEqualTo(Result.HAND_OFF_FULL.code());
                refused++;
            }
        }
        assertThat(taken).isGreaterThan(2_000);
        assertThat(refused).isPositive();
        assertThat(manager().counter(Counter.BOOK_ORDERS_REFUSED)).isEqualTo(refused);
        int ticks = 0;
        for (int left = taken; left > 0; left -= 1_024) {
            assertThat(manager().tick()).isBetween(1, 2_048);
            ticks++;
        }
        assertThat(ticks).isGreaterThan(1);
        assertThat(manager().tick()).isZero();
    }

    /** Sums of ages: a clock that goes back stands still, one that jumps ahead ends what was only heard of. */
    @Test
    void aClockThatGoesBackAYearAndAheadTen() {
        net = network(NOBODY);
        hear(1, "1.2.3.4:1");
        hear(2, "1.2.3.5:1");
        run(TICK);
        IpAddress ip = IpAddress.parse("1.2.3.4");
        book().worked(handle(1), text("1.2.3.4:1"), ip.hi(), ip.lo());
        run(TICK);
        net.clock().advance(Duration.ofDays(-365));
        run(Duration.ofMinutes(50));
        assertThat(read(2)).hasSize(1);
        assertThat(buffer.secondsSinceHeard(0)).isBetween(2_990, 3_010);
        assertThat(isTried(1)).isTrue();
        run(Duration.ofMinutes(12));
        assertThat(read(2)).isEmpty();
        hear(3, "1.2.3.6:1");
        run(TICK);
        net.clock().advance(Duration.ofDays(3_650));
        run(Duration.ofMinutes(2));
        assertThat(read(3)).isEmpty();
        assertThat(read(1)).hasSize(1);
        assertThat(buffer.secondsSinceSuccess(0)).isGreaterThan(3_650 * 86_400);
        hear(4, "1.2.3.7:1");
        run(TICK);
        assertThat(read(4)).hasSize(1);
        assertThat(buffer.secondsSinceHeard(0)).isZero();
    }

    @Test
    void badLengthsAreRefusedAndCounted() {
        long peer = net.peer(1);
        IpAddress ip = IpAddress.parse("1.2.3.4");
        for (int length : new int[] {0, 129, 10_000}) {
            byte[] address = new byte[length];
            assertThat(book().worked(peer, address, ip.hi(), ip.lo()))
                    .isEqualTo(Result.BAD_LENGTH.code());
            assertThat(
                            book().heard(
                                            peer,
                                            address,
                                            0,
                                            0,
                                            0,
                                            0,
                                            AddressTier.HEARD,
                                            PeerOrigin.DISCOVERY))
                    .isEqualTo(Result.BAD_LENGTH.code());
        }
        assertThat(
                        book().heard(
                                        new byte[65],
                                        text("a"),
                                        0,
                                        0,
                                        0,
                                        0,
                                        AddressTier.HEARD,
                                        PeerOrigin.DISCOVERY))
                .isEqualTo(Result.BAD_LENGTH.code());
        assertThat(book().key(peer, new byte[513])).isEqualTo(Result.BAD_LENGTH.code());
        assertThat(book().record(peer, 1, new byte[1_025])).isEqualTo(Result.BAD_LENGTH.code());
        assertThat(manager().counter(Counter.BOOK_ORDERS_REFUSED)).isEqualTo(9);
        assertThatThrownBy(() -> book().gone(peer, null, 0, 0))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("address is null");
    }

    @Test
    void aStaleHandleIsUnknown() {
        long peer = net.peer(1);
        manager().release(peer);
        assertThat(book().failed(peer)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(book().key(peer, text("k"))).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(book().readKey(peer, new byte[10])).isEqualTo(Result.UNKNOWN_PEER.code());
        run(TICK);
    }

    @Test
    void aManagerWithoutABookSaysSo() {
        net = new Network(EIGHT);
        long peer = net.peer(1);
        buffer.add(3, 0, 0, 0, AddressTier.HEARD);
        assertThat(book().read(peer, buffer)).isEqualTo(Result.NOT_CONFIGURED.code());
        assertThat(buffer.size()).isZero();
        assertThat(
                        book().heard(
                                        Ids.id(1),
                                        text("a"),
                                        0,
                                        0,
                                        0,
                                        0,
                                        AddressTier.HEARD,
                                        PeerOrigin.DISCOVERY))
                .isEqualTo(Result.NOT_CONFIGURED.code());
        assertThat(book().worked(peer, text("a"), 0, 0)).isEqualTo(Result.NOT_CONFIGURED.code());
        assertThat(book().failed(peer)).isEqualTo(Result.NOT_CONFIGURED.code());
        assertThat(book().readRecord(peer, new byte[1])).isEqualTo(Result.NOT_CONFIGURED.code());
        assertThat(book().recordSequence(peer)).isZero();
        assertThat(book().origin(peer)).isNull();
        assertThat(book().peers() + book().addresses()).isZero();
        assertThat(book().config()).isNull();
        assertThat(manager().footprint().bookBytes()).isZero();
    }

    @Test
    void theBooksMemoryIsToldApart() {
        PeerManager plain = PeerManager.builder().maxPeers(20_000).dialing(EIGHT).build();
        PeerManager kept =
                PeerManager.builder()
                        .maxPeers(20_000)
                        .dialing(EIGHT)
                        .book(BookConfig.DEFAULT)
                        .build();
        assertThat(kept.footprint().peerBytes()).isEqualTo(plain.footprint().peerBytes());
        assertThat(kept.footprint().connectionBytes())
                .isEqualTo(plain.footprint().connectionBytes());
        assertThat(kept.footprint().otherBytes()).isEqualTo(plain.footprint().otherBytes());
        assertThat(kept.footprint().bookBytes()).isBetween(11_000_000L, 12_500_000L);
    }

    @Test
    void theBooksPeersNeedRoomBesideOthers() {
        assertThat(PeerManager.builder().book(BookConfig.DEFAULT).build().footprint().peers())
                .isEqualTo(32_768);
        PeerManagerBuilder builder = PeerManager.builder().book(SMALL.sized(1_000)).maxPeers(1_100);
        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("maxPeers of at least 1216")
                .hasMessageContaining("it is 1100");
        assertThatThrownBy(() -> PeerManager.builder().book(SMALL.sized(0)).build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("book peers");
    }

    // features H2
    @Test
    void anAddressIsKeptForTheTimeThatItWasToldFor() {
        net = network(NOBODY);
        List<Duration> times =
                List.of(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(14),
                        Duration.ofHours(1),
                        Duration.ofHours(25));
        for (int i = 0; i < times.size(); i++) {
            assertThat(hearFor(i, address(i), times.get(i))).isEqualTo(Result.DONE.code());
        }
        manager().tick();
        Duration passed = Duration.ZERO;
        for (int i = 0; i < times.size(); i++) {
            Duration shortly = times.get(i).minusMillis(600);
            net.clock().advance(shortly.minus(passed));
            manager().tick();
            assertThat(read(i)).as("shortly before %s", times.get(i)).hasSize(1);
            net.clock().advance(Duration.ofSeconds(2));
            manager().tick();
            assertThat(read(i)).as("after %s", times.get(i)).isEmpty();
            passed = shortly.plusSeconds(2);
        }
    }

    // features H2
    @Test
    void toldAgainAnAddressHasTheLaterEnd() {
        net = network(NOBODY);
        hearFor(1, address(1), Duration.ofMinutes(10));
        hearFor(2, address(2), Duration.ofMinutes(1));
        hear(3, address(3), AddressTier.PERMANENT);
        manager().tick();
        hearFor(1, address(1), Duration.ofMinutes(1));
        hearFor(2, address(2), Duration.ofMinutes(10));
        hearFor(3, address(3), Duration.ofMinutes(1));
        run(Duration.ofMinutes(9));
        assertThat(read(1)).hasSize(1);
        assertThat(read(2)).hasSize(1);
        run(Duration.ofMinutes(2));
        assertThat(read(1)).isEmpty();
        assertThat(read(2)).isEmpty();
        assertThat(read(3)).hasSize(1);
    }

    @Test
    void whatIsToldForEverIsPermanentAndForNoTimeRefused() {
        net = network(NOBODY);
        hearFor(1, address(1), Duration.ofNanos(Long.MAX_VALUE));
        run(Duration.ofSeconds(1));
        book().read(handle(1), buffer);
        assertThat(buffer.tier(0)).isEqualTo(AddressTier.PERMANENT);
        assertThatThrownBy(() -> hearFor(1, address(1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keptNanos is 0");
    }
}
