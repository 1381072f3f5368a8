/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.config.BackOffConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.ConfigException;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
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
import io.peerage.model.PeerFlag;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.Ids;
import io.peerage.testing.Network;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The address book as a manager keeps it, in virtual time: features D2, D5, D6, H1 to H6, each rule by its number. */
class BookContractTest {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final DialTimes AT_ONCE =
            DialTimes.DEFAULT.withFirstRun(Duration.ZERO).withFeelers(Duration.ZERO);
    private static final DialConfig EIGHT =
            DialConfig.DEFAULT.withOutboundTarget(8).withTimes(AT_ONCE).withNeedAddressesBelow(0);
    private static final DialConfig NOBODY = EIGHT.withOutboundTarget(0);
    private static final BookConfig SMALL = BookConfig.DEFAULT.sized(256);
    private static final BackOffConfig BRIEF =
            BackOffConfig.exponential(Duration.ofSeconds(2), 100).attempts(100);

    private final AddressBuffer buffer = new AddressBuffer();
    private Network net = network(EIGHT);

    private static Network network(DialConfig dialing) {
        return network(dialing, builder -> builder);
    }

    private static Network network(DialConfig dialing, UnaryOperator<PeerManagerBuilder> more) {
        return new Network(dialing, builder -> more.apply(builder.book(SMALL).backOff(BRIEF)));
    }

    @AfterEach
    void nothingContradictsItself() {
        assertThat(net.errors).isEmpty();
        assertThat(net.manager().verify()).isEmpty();
    }

    private PeerManager manager() {
        return net.manager();
    }

    private PeerBook book() {
        return net.manager().book();
    }

    private static byte[] text(String address) {
        return address.getBytes(StandardCharsets.US_ASCII);
    }

    private static String ipOf(String address) {
        return address.substring(0, address.indexOf(':'));
    }

    /** Hears of an address such as 1.2.3.4:5 by the peer's id, from a teller of his own network. */
    private void hear(int number, String address, AddressTier tier) {
        IpAddress ip = IpAddress.parse(ipOf(address));
        assertThat(
                        book().heard(
                                        Ids.id(number),
                                        text(address),
                                        ip.hi(),
                                        ip.lo(),
                                        0,
                                        0,
                                        tier,
                                        PeerOrigin.PEER_EXCHANGE))
                .isEqualTo(Result.DONE.code());
    }

    private int hearFor(int number, String address, Duration kept) {
        IpAddress ip = IpAddress.parse(ipOf(address));
        return book().heardFor(
                        Ids.id(number),
                        text(address),
                        ip.hi(),
                        ip.lo(),
                        0,
                        0,
                        kept.toNanos(),
                        PeerOrigin.DISCOVERY);
    }

    private void hear(int number, String address) {
        hear(number, address, AddressTier.HEARD);
    }

    /** Each peer in a network of its own. */
    private void hearOf(int from, int to) {
        for (int i = from; i < to; i++) {
            hear(i, address(i));
        }
    }

    private static String address(int number) {
        return 20 + number / 200 + "." + number % 200 + ".0.1:30303";
    }

    private long handle(int number) {
        return manager().lookup(Ids.id(number));
    }

    private List<String> read(int number) {
        List<String> found = new ArrayList<>();
        if (book().read(handle(number), buffer) > 0) {
            for (int i = 0; i < buffer.size(); i++) {
                byte[] bytes = new byte[buffer.length(i)];
                buffer.copy(i, bytes, 0);
                found.add(new String(bytes, StandardCharsets.US_ASCII));
            }
        }
        return found;
    }

    private void run(Duration time) {
        net.run(time, TICK);
    }

    private boolean isTried(int number) {
        return isTried(handle(number));
    }

    private boolean isTried(long peer) {
        return book().read(peer, buffer) > 0 && buffer.isTried(0);
    }

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
