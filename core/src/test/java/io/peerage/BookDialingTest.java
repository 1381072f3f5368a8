/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BookConfig;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.Ids;
import io.peerage.testing.Network;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the address book and the dial loop do for each other, in virtual time: features D2, D5, D6, H1 and H3, each rule by its number. */
class BookDialingTest extends BookWorld {
    // From an address to a peer that worked

    @Test
    void whoWasHeardOfIsDialedThereAndIsTriedThen() {
        hear(1, "1.2.3.4:30303");
        run(TICK);
        assertThat(net.dials).hasSize(1);
        assertThat(net.dials.get(0).ip()).isEqualTo(IpAddress.parse("1.2.3.4"));
        assertThat(net.dials.get(0).reason()).isEqualTo(DialReason.TARGET);
        assertThat(manager().isConnected(handle(1))).isTrue();
        assertThat(book().origin(handle(1))).isEqualTo(PeerOrigin.PEER_EXCHANGE);
        assertThat(read(1)).containsExactly("1.2.3.4:30303");
        assertThat(buffer.secondsSinceAttempt(0)).isZero();
        run(TICK);
        assertThat(isTried(1)).isTrue();
        assertThat(buffer.secondsSinceSuccess(0)).isZero();
        assertThat(buffer.attempts(0)).isZero();
        assertThat(book().peers()).isEqualTo(1);
        assertThat(book().addresses()).isEqualTo(1);
    }

    @Test
    void aPeerThatIsKnownIsHeardOfByItsHandle() {
        long peer = net.peer(1);
        byte[] ip = {1, 2, 3, 4};
        byte[] teller = {9, 9, 9, 9};
        assertThat(
                        book().heard(
                                        peer,
                                        text("a"),
                                        ip,
                                        teller,
                                        AddressTier.RECENT,
                                        PeerOrigin.INBOUND))
                .isEqualTo(Result.DONE.code());
        assertThat(
                        book().heard(
                                        Ids.id(2),
                                        text("b"),
                                        ip,
                                        teller,
                                        AddressTier.PERMANENT,
                                        PeerOrigin.STATIC))
                .isEqualTo(Result.DONE.code());
        manager().tick();
        assertThat(read(1)).containsExactly("a");
        assertThat(buffer.tier(0)).isEqualTo(AddressTier.RECENT);
        assertThat(buffer.ipLo(0)).isEqualTo(IpAddress.parse("1.2.3.4").lo());
        assertThat(book().origin(peer)).isEqualTo(PeerOrigin.INBOUND);
        assertThat(read(2)).containsExactly("b");
        assertThat(book().origin(handle(2))).isEqualTo(PeerOrigin.STATIC);
    }

    /** As one that is offered by hand, and not at the next interval. */
    @Test
    void whoIsHeardOfWhileSomebodyIsMissingIsDialedAtOnce() {
        run(Duration.ofSeconds(5));
        hear(1, "1.2.3.4:1");
        run(TICK);
        assertThat(net.dials).hasSize(1);
    }

    @Test
    void anAddressWithoutAnIpIsDialedToo() {
        assertThat(
                        book().heard(
                                        Ids.id(1),
                                        text("/dns4/a/tcp/1"),
                                        0,
                                        0,
                                        0,
                                        0,
                                        AddressTier.HEARD,
                                        PeerOrigin.DNS))
                .isEqualTo(Result.DONE.code());
        run(TICK.multipliedBy(2));
        assertThat(net.dials).hasSize(1);
        assertThat(net.dials.get(0).ip()).isEqualTo(IpAddress.NONE);
        assertThat(isTried(1)).isTrue();
    }

    @Test
    void aFailedDialCountsForItsAddressAndTheNextGoesElsewhere() {
        net.answer(peer -> DialOutcome.TIMEOUT);
        hear(1, "1.2.3.4:1");
        hear(1, "1.2.3.4:2");
        hear(1, "5.6.7.8:1");
        run(TICK);
        IpAddress first = net.dials.get(0).ip();
        run(TICK);
        assertThat(read(1)).hasSize(3);
        for (int i = 0; i < 3; i++) {
            boolean dialed = buffer.ipLo(i) == first.lo();
            assertThat(buffer.attempts(i)).isEqualTo(dialed ? 1 : 0);
            assertThat(buffer.secondsSinceAttempt(i) == AddressBuffer.NEVER).isEqualTo(!dialed);
        }
        assertThat(manager().connectedness(handle(1))).isEqualTo(Connectedness.BACKING_OFF);
        run(Duration.ofSeconds(20));
        assertThat(net.dials).hasSizeGreaterThan(2);
        assertThat(net.dials.get(1).ip()).isNotEqualTo(first);
        assertThat(net.dials.stream().map(Network.Dial::ip).distinct()).hasSize(2);
    }

    /** What is nobody's fault, or not the address's, isn't counted for it. */
    @Test
    void aCancelledDialCountsForNoAddress() {
        net.answer(peer -> DialOutcome.CANCELLED);
        hear(1, "1.2.3.4:1");
        run(Duration.ofSeconds(3));
        assertThat(net.dials).isNotEmpty();
        read(1);
        assertThat(buffer.attempts(0)).isZero();
        assertThat(buffer.secondsSinceAttempt(0)).isNotNegative();
    }

    /** C6: while the node's own network is down, addresses don't fail. */
    @Test
    void c6_anOutageCountsForNoAddress() {
        hearOf(0, 60);
        run(Duration.ofSeconds(2));
        assertThat(manager().outbound()).isEqualTo(8);
        net.answer(peer -> DialOutcome.TIMEOUT);
        List.copyOf(net.dials).forEach(dial -> net.drop(dial.peer()));
        run(Duration.ofMinutes(3));
        assertThat(manager().dialing().isOutage()).isTrue();
        int before = attempts(60);
        run(Duration.ofMinutes(10));
        assertThat(manager().dialing().isOutage()).isTrue();
        assertThat(attempts(60)).isEqualTo(before);
    }

    private int attempts(int peers) {
        int attempts = 0;
        for (int i = 0; i < peers; i++) {
            read(i);
            for (int j = 0; j < buffer.size(); j++) {
                attempts += buffer.attempts(j);
            }
        }
        return attempts;
    }

    @Test
    void aDialThatTheApplicationAdmitsCountsToo() {
        net = network(NOBODY);
        hear(1, "1.2.3.4:1");
        hear(2, "1.2.3.5:1");
        run(TICK);
        IpAddress ip = IpAddress.parse("1.2.3.4");
        long ticket = manager().admitOutbound(handle(1), ip.hi(), ip.lo());
        manager().establishOutbound(ticket);
        IpAddress other = IpAddress.parse("1.2.3.5");
        long expiring = manager().admitOutbound(handle(2), other.hi(), other.lo());
        assertThat(expiring).isPositive();
        run(Duration.ofSeconds(12));
        assertThat(isTried(1)).isTrue();
        assertThat(isTried(2)).isFalse();
        assertThat(buffer.attempts(0)).isEqualTo(1);
        assertThat(net.dials).isEmpty();
    }

    @Test
    void whatTheDialerKnowsBetterItTells() {
        net = network(NOBODY);
        hear(1, "1.2.3.4:1");
        hear(1, "1.2.3.4:2");
        hear(1, "1.2.3.4:3");
        run(TICK);
        long peer = handle(1);
        IpAddress ip = IpAddress.parse("1.2.3.4");
        book().worked(peer, text("1.2.3.4:2"), ip.hi(), ip.lo());
        book().failed(peer, text("1.2.3.4:1"), ip.hi(), ip.lo());
        book().gone(peer, text("1.2.3.4:3"), ip.hi(), ip.lo());
        run(TICK);
        assertThat(read(1)).containsExactly("1.2.3.4:2", "1.2.3.4:1");
        assertThat(buffer.isTried(0)).isTrue();
        assertThat(buffer.attempts(1)).isEqualTo(1);
        book().failed(peer);
        run(TICK);
        read(1);
        assertThat(buffer.attempts(0)).isEqualTo(1);
        assertThat(buffer.attempts(1)).isEqualTo(2);
    }

    // Whom to dial

    /** D2: without outbound connections one dial in ten goes to somebody new. */
    @Test
    void d2_triedOnesFirst() {
        int fresh = 0;
        int nodes = 300;
        for (int key = 0; key < nodes; key++) {
            fresh += isFirstDialToANewOne(key) ? 1 : 0;
        }
        assertThat(fresh).isBetween(nodes / 25, nodes / 5);
    }

    private boolean isFirstDialToANewOne(int key) {
        net = network(EIGHT.withOutboundTarget(1), builder -> builder.hashKey(key, 5));
        Set<Long> tried = new HashSet<>();
        for (int i = 0; i < 16; i++) {
            if (i < 8) {
                IpAddress ip = IpAddress.parse(ipOf(address(i)));
                tried.add(net.peer(i));
                book().worked(handle(i), text(address(i)), ip.hi(), ip.lo());
            } else {
                hear(i, address(i));
            }
        }
        manager().tick();
        assertThat(net.dials).hasSize(1);
        return !tried.contains(net.dials.get(0).peer());
    }

    /** H3: whoever fills his share of the new table with peers gets as many dials as his buckets are, not as his peers are. */
    @Test
    void h3_aFloodOfPeersFromOneNetworkGetsFewDials() {
        net =
                network(
                        EIGHT.withParallelDials(1).withNetgroupDiversity(false),
                        builder -> builder.book(BookConfig.DEFAULT.sized(4_096)).maxPeers(5_000));
        net.answer(peer -> DialOutcome.CANCELLED);
        hearOf(0, 800);
        run(TICK);
        for (int i = 0; i < 8_000; i++) {
            // Addresses of many networks, told by one.
            IpAddress ip = IpAddress.parse(60 + i % 100 + "." + i / 100 + ".0.1");
            book().heard(
                            Ids.id(100_000 + i),
                            text("evil " + i),
                            ip.hi(),
                            ip.lo(),
                            ip.hi(),
                            IpAddress.parse("66.6.6.6").lo(),
                            AddressTier.HEARD,
                            PeerOrigin.PEER_EXCHANGE);
            manager().tick();
        }
        int evil = book().peers() - 800;
        assertThat(evil).isGreaterThan(600);
        // Who was dialed meanwhile is as likely as others again.
        net.clock().advance(Duration.ofMinutes(15));
        net.dials.clear();
        // Not so long that who was dialed lately has to be dialed again.
        run(Duration.ofSeconds(100));
        assertThat(net.dials).hasSizeGreaterThan(90);
        long toEvil = net.dials.stream().filter(dial -> !isHonest(dial.ip())).count();
        // Even draws give half.
        assertThat((double) toEvil / net.dials.size()).isLessThan(0.3);
    }

    private static boolean isHonest(IpAddress ip) {
        return (ip.lo() >>> 24 & 0xff) < 60;
    }

    @Test
    void d5_asksForAddressesWhileTheBookHasFew() {
        net = network(EIGHT.withNeedAddressesBelow(20));
        hearOf(0, 5);
        run(Duration.ofSeconds(5));
        assertThat(net.asked).isNotEmpty();
        hearOf(5, 40);
        run(TICK);
        int asked = net.asked.size();
        run(Duration.ofMinutes(2));
        assertThat(net.asked).hasSize(asked);
        assertThat(manager().outbound()).isEqualTo(8);
    }

    @Test
    void d6_aFeelerThatReachesAnAddressMakesItATriedOne() {
        net = network(NOBODY.withTimes(AT_ONCE.withFeelers(Duration.ofSeconds(30))));
        hearOf(0, 3);
        run(Duration.ofMinutes(20));
        assertThat(net.dials).isNotEmpty().allMatch(dial -> dial.reason() == DialReason.FEELER);
        assertThat(net.closes).containsOnly(CloseReason.FEELER);
        Set<Integer> tried = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            if (isTried(i)) {
                tried.add(i);
            }
        }
        assertThat(tried).containsExactly(0, 1, 2);
        assertThat(manager().outbound()).isZero();
    }

    /** D6: of all addresses, not of those alone that would be dialed anyway. */
    @Test
    void d6_aFeelerVisitsTheAddressThatItIsAbout() {
        net = network(NOBODY.withTimes(AT_ONCE.withFeelers(Duration.ofSeconds(30))));
        net.answer(peer -> DialOutcome.CANCELLED);
        for (int i = 0; i < 30; i++) {
            hear(i, "20." + i + ".0.1:1");
            hear(i, "30." + i + ".0.1:1");
        }
        run(Duration.ofMinutes(45));
        long peers = net.dials.stream().map(Network.Dial::peer).distinct().count();
        long addresses = net.dials.stream().map(Network.Dial::ip).distinct().count();
        assertThat(net.dials).hasSizeGreaterThan(60);
        assertThat(addresses).isGreaterThan(peers * 5 / 4);
    }

    /** H3, D6: an address that worked and finds its place taken has the one who is there visited, where that one is in doubt. */
    @Test
    void d6_aFeelerVisitsWhoHasThePlaceThatAnotherClaims() {
        net = network(NOBODY.withTimes(AT_ONCE.withFeelers(Duration.ofMinutes(2))));
        // All of one group: they reach 8 buckets of 64 places.
        Set<Long> old = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String address = "7.7." + i + ".1:1";
            IpAddress ip = IpAddress.parse(ipOf(address));
            long peer = net.peer(i);
            book().worked(peer, text(address), ip.hi(), ip.lo());
            old.add(peer);
        }
        run(TICK);
        assertThat(net.dials).isEmpty();
        old.removeIf(peer -> !isTried(peer));
        assertThat(old).hasSizeGreaterThan(100);
        net.clock().advance(Duration.ofHours(5));
        for (int i = 200; i < 230; i++) {
            String address = "7.7." + i + ".1:1";
            IpAddress ip = IpAddress.parse(ipOf(address));
            hear(i, address);
            run(TICK);
            if (handle(i) > 0) {
                book().worked(handle(i), text(address), ip.hi(), ip.lo());
            }
        }
        int before = net.dials.size();
        run(Duration.ofMinutes(35));
        List<Network.Dial> feelers = net.dials.subList(before, net.dials.size());
        assertThat(feelers).hasSizeGreaterThan(5);
        assertThat(feelers).allMatch(dial -> dial.reason() == DialReason.FEELER);
        long visited =
                feelers.stream()
                        .filter(dial -> old.contains(dial.peer()))
                        // Who answered has kept his place.
                        .peek(dial -> assertThat(isTried(dial.peer())).isTrue())
                        .count();
        assertThat(visited).isGreaterThan(feelers.size() / 2);
    }

    @Test
    void g2_whoIsBannedIsNotDialed() {
        hear(1, "1.2.3.4:1");
        long peer = net.peer(1);
        manager().bans().ban(peer, BanReason.BY_HAND);
        run(Duration.ofSeconds(5));
        assertThat(read(1)).containsExactly("1.2.3.4:1");
        assertThat(net.dials).isEmpty();
        manager().bans().lift(peer);
        run(TICK.multipliedBy(2));
        assertThat(net.dials).hasSize(1);
    }

    /** G4: who comes back by way of the book is still the one who was discouraged, given up or not. */
    @Test
    void g4_whoIsDiscouragedIsNotDialed() {
        long peer = net.peer(1);
        manager().bans().discourage(peer, BanReason.BY_HAND);
        manager().tick();
        assertThat(manager().release(peer)).isEqualTo(Result.RELEASED.code());
        manager().tick();
        hear(1, "1.2.3.4:1");
        run(Duration.ofSeconds(5));
        assertThat(read(1)).containsExactly("1.2.3.4:1");
        assertThat(manager().bans().isDiscouraged(handle(1))).isTrue();
        assertThat(net.dials).isEmpty();
        manager().bans().lift(handle(1));
        run(TICK.multipliedBy(2));
        assertThat(net.dials).hasSize(1);
    }

    /** B9, G1: an address that may not be dialed keeps nobody from the peer's others, nor from other peers. */
    @Test
    void aDeniedAddressGivesWayToAnother() {
        net =
                network(
                        EIGHT,
                        builder ->
                                builder.lists(
                                        new CidrRules(
                                                List.of(), List.of(Cidr.parse("66.0.0.0/8")))));
        hear(1, "66.1.1.1:1");
        hear(1, "3.1.1.1:1");
        hear(2, "66.1.1.2:1");
        run(Duration.ofSeconds(60));
        assertThat(net.dials).hasSize(1);
        assertThat(net.dials.get(0).ip()).isEqualTo(IpAddress.parse("3.1.1.1"));
        assertThat(manager().isConnected(handle(1))).isTrue();
        assertThat(manager().connectedness(handle(2))).isNotEqualTo(Connectedness.UNREACHABLE);
        // Asked for now and then, not at each look.
        assertThat(manager().refused(Result.ADDRESS_DENIED)).isBetween(1L, 10L);
    }

    @Test
    void c8_thisNodeIsNeverInItsOwnBook() {
        net = network(EIGHT, builder -> builder.localId(Ids.id(7)));
        hear(7, "1.2.3.4:1");
        run(Duration.ofSeconds(3));
        assertThat(book().peers()).isZero();
        assertThat(net.dials).isEmpty();
        assertThat(manager().counter(Counter.BOOK_ORDERS_STALE)).isEqualTo(1);
    }

    @Test
    void whatWasOfferedByHandStaysWhenTheBookForgets() {
        net = network(NOBODY);
        long peer = net.offer(1, "1.2.3.4", CandidateKind.NEW);
        hear(2, "1.2.3.5:1", AddressTier.TEMPORARY);
        run(TICK);
        long other = handle(2);
        manager().dialing().offer(other, 0, IpAddress.parse("1.2.3.5").lo(), CandidateKind.NEW);
        hear(1, "1.2.3.4:1", AddressTier.TEMPORARY);
        run(Duration.ofMinutes(5));
        assertThat(book().peers()).isZero();
        assertThat(manager().connectedness(peer)).isEqualTo(Connectedness.CANDIDATE);
        assertThat(manager().connectedness(other)).isEqualTo(Connectedness.CANDIDATE);
        assertThat(manager().verify()).isEmpty();
    }
}
