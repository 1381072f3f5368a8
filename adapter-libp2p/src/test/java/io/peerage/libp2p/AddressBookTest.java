/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.AddressBook;
import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.PeerManager;
import io.peerage.config.BookConfig;
import io.peerage.config.BookTimes;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.libp2p.testing.FakeDial;
import io.peerage.libp2p.testing.Multiaddrs;
import io.peerage.libp2p.testing.Node;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The library's address book on the manager's. */
@Tag("double")
class AddressBookTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Multiaddr HOME = Multiaddrs.tcp("203.0.113.7");
    private static final Multiaddr OTHER = Multiaddrs.tcp("198.51.100.9");
    private static final PeerId PEER = Multiaddrs.peer(1);

    private final Node node = node(BookConfig.DEFAULT.sized(256));

    private static Node node(BookConfig config) {
        return Node.with(builder -> builder.maxPeers(4_096), host -> host.book(config));
    }

    private static Node dialing() {
        return Node.with(
                builder ->
                        builder.dialing(
                                DialConfig.DEFAULT
                                        .withTimes(DialTimes.DEFAULT.withFirstRun(Duration.ZERO))
                                        .withNetgroupDiversity(false)),
                host -> host.book(BookConfig.DEFAULT.sized(256)));
    }

    private AddressBook book() {
        return node.host().getAddressBook();
    }

    private void add(PeerId id, long ttl, Multiaddr... addresses) {
        assertThat(book().addAddrs(id, ttl, addresses)).isCompleted();
        node.pass(Duration.ZERO);
    }

    private static List<Integer> ports(Collection<Multiaddr> addresses) {
        List<Integer> ports = new ArrayList<>();
        for (Multiaddr address : addresses == null ? List.<Multiaddr>of() : addresses) {
            byte[] port = address.getComponents().get(1).getValue();
            ports.add((port[0] & 0xff) << Byte.SIZE | port[1] & 0xff);
        }
        return ports;
    }

    private List<Integer> known(PeerId id) {
        return ports(book().getAddrs(id).join());
    }

    @Test
    void shouldBeTheHostsOwn() {
        assertThat(book()).isSameAs(node.peerage().addressBook());
    }

    @Test
    void shouldGiveBackWhatItWasTold() {
        add(PEER, HOUR, Multiaddrs.tcp("203.0.113.7", 1), Multiaddrs.tcp("198.51.100.9", 2));
        add(PEER, HOUR, Multiaddrs.dns("example.org"));

        assertThat(known(PEER)).containsExactlyInAnyOrder(1, 2, 4001);
        assertThat(book().get(PEER).join()).hasSize(3);
        assertThat(book().getAddrs(Multiaddrs.peer(2)).join()).isNull();
    }

    @Test
    void shouldReplaceWhatIsSet() {
        add(PEER, HOUR, Multiaddrs.tcp("203.0.113.7", 1), Multiaddrs.tcp("203.0.113.7", 2));

        assertThat(
                        book().setAddrs(
                                        PEER,
                                        HOUR,
                                        Multiaddrs.tcp("203.0.113.7", 2),
                                        Multiaddrs.tcp("203.0.113.7", 3)))
                .isCompleted();
        node.pass(Duration.ZERO);
        assertThat(known(PEER)).containsExactlyInAnyOrder(2, 3);

        assertThat(book().setAddrs(PEER, HOUR)).isCompleted();
        node.pass(Duration.ZERO);
        assertThat(known(PEER)).isEmpty();
    }

    @Test
    void shouldForgetWhenTheTimeToLiveIsOver() {
        add(PEER, 5_000, Multiaddrs.tcp("203.0.113.7", 1));
        add(PEER, 600_000, Multiaddrs.tcp("203.0.113.7", 2));
        add(PEER, 24 * HOUR, Multiaddrs.tcp("203.0.113.7", 3));
        add(PEER, 0, Multiaddrs.tcp("203.0.113.7", 4));
        add(PEER, Long.MAX_VALUE, Multiaddrs.tcp("203.0.113.7", 5));

        node.pass(Duration.ofMillis(4_500));
        assertThat(known(PEER)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        node.pass(Duration.ofSeconds(1));
        assertThat(known(PEER)).containsExactlyInAnyOrder(2, 3, 4, 5);
        node.pass(Duration.ofMinutes(11));
        assertThat(known(PEER)).containsExactlyInAnyOrder(3, 4, 5);
        node.pass(Duration.ofHours(1));
        assertThat(known(PEER)).containsExactlyInAnyOrder(3, 5);
        node.pass(Duration.ofHours(24));
        assertThat(known(PEER)).containsExactly(5);
        node.pass(Duration.ofDays(400));
        assertThat(known(PEER)).containsExactly(5);
    }

    @Test
    void shouldKeepItsBounds() {
        for (int peer = 1; peer <= 1_000; peer++) {
            for (int port = 1; port <= 12; port++) {
                var unused =
                        book().addAddrs(
                                        Multiaddrs.peer(peer),
                                        HOUR,
                                        Multiaddrs.tcp(ip(peer), port));
            }
            node.pass(Duration.ofMillis(10));
        }
        PeerManager manager = node.manager();

        assertThat(manager.book().peers()).isBetween(64, 256);
        assertThat(IntStream.rangeClosed(1, 1_000).mapToObj(Multiaddrs::peer).map(this::known))
                .allMatch(ports -> ports.size() <= 8)
                .anyMatch(ports -> !ports.isEmpty());
        assertThat(manager.verify()).isEmpty();
    }

    private static String ip(int number) {
        return 20 + number / 200 + "." + number % 200 + ".0.1";
    }

    @Test
    void shouldLeaveOutWhatCanNotBeThePeers() {
        add(
                PEER,
                HOUR,
                Multiaddrs.named("203.0.113.7", Multiaddrs.peer(2)),
                Multiaddrs.of(),
                Multiaddrs.dns("a".repeat(200)),
                Multiaddrs.named("203.0.113.7", PEER));

        assertThat(book().getAddrs(PEER).join()).hasSize(1);
        assertThat(node.peerage().addressBook().leftOut()).isEqualTo(3);
    }

    @Test
    void shouldCountWhatFindsNoRoomOnTheWay() {
        Node small =
                node(new BookConfig(64, 128, 8, 128, 16, 16, 1, 64, 1, 64, 64, BookTimes.DEFAULT));
        for (int i = 0; i < 1_000; i++) {
            var unused = small.host().getAddressBook().addAddrs(PEER, HOUR, HOME);
        }

        assertThat(small.peerage().addressBook().leftOut())
                .isEqualTo(small.manager().counter(Counter.BOOK_ORDERS_REFUSED))
                .isGreaterThan(900);
    }

    @Test
    void shouldFailAsLongAsNobodyKeepsIt() {
        PeerageHost early = PeerageHost.with(PeerManager.builder()).book(BookConfig.DEFAULT);
        assertThat(early.addressBook().addAddrs(PEER, HOUR, HOME)).isCompletedExceptionally();
        assertThat(early.addressBook().getAddrs(PEER).join()).isNull();

        Node without = Node.plain();
        assertThat(without.host().getAddressBook()).isSameAs(without.host().book());
        PeerAddressBook none = without.peerage().addressBook();
        assertThat(none.setAddrs(PEER, HOUR, HOME))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("PeerageHost.book");
        assertThat(none.getAddrs(PEER).join()).isNull();
    }

    @Test
    void shouldLeaveOutBytesThatAreNoMultiaddr() {
        long peer = node.manager().register(PEER.getBytes());
        node.manager()
                .book()
                .heardFor(
                        PEER.getBytes(),
                        "no multiaddr".getBytes(StandardCharsets.UTF_8),
                        0,
                        0,
                        0,
                        0,
                        Long.MAX_VALUE,
                        PeerOrigin.STATIC);
        add(PEER, HOUR, HOME);

        assertThat(node.manager().isConnected(peer)).isFalse();
        assertThat(book().getAddrs(PEER).join()).hasSize(1);
        assertThat(node.peerage().addressBook().leftOut()).isOne();
    }

    @Test
    void shouldLeaveOutIdsThatTheManagerCanNotHave() {
        PeerId longer = new PeerId(new byte[50]);

        add(longer, HOUR, HOME);

        assertThat(book().getAddrs(longer).join()).isNull();
        assertThat(node.peerage().addressBook().leftOut()).isOne();
    }

    @Test
    void shouldDialFromTheBookAndLearnWhatWorked() {
        Node dialing = dialing();
        var unused = dialing.host().getAddressBook().addAddrs(PEER, HOUR, HOME);

        dialing.passUntil(() -> dialing.network().dials().size() == 1);
        FakeDial dial = dialing.network().dials().get(0);
        assertThat(dial.peer().getBytes()).isEqualTo(PEER.getBytes());
        assertThat(dial.addresses()).hasSize(1);
        dial.reach();
        dialing.passUntil(() -> dialing.manager().isConnected(dialing.peer(1)));
        dialing.pass(Duration.ofSeconds(1));

        // One that worked outlives its time.
        dial.channels().get(0).die();
        dialing.pass(Duration.ofDays(2));
        assertThat(dialing.host().getAddressBook().getAddrs(PEER).join()).hasSize(1);
        assertThat(dialing.manager().verify()).isEmpty();
    }

    @Test
    void shouldDialWhoIsOffered() {
        Node dialing = dialing();

        assertThat(dialing.peerage().offer(PEER, OTHER)).isEqualTo(Result.DONE.code());
        dialing.passUntil(() -> dialing.network().dials().size() == 1);
        dialing.network().dials().get(0).fail(new ConnectException("refused"));

        dialing.passUntil(DialOutcome.REFUSED, 1);
        assertThat(dialing.manager().dialing().failuresOf(dialing.peer(1))).isOne();
    }

    @Test
    void shouldDialNamesOfTheBook() throws IOException {
        Node dialing = dialing();
        var unused =
                dialing.host().getAddressBook().addAddrs(PEER, HOUR, Multiaddrs.dns("example.org"));

        dialing.passUntil(() -> !dialing.names().isEmpty());
        dialing.names().remove().run();

        assertThat(dialing.network().dials()).hasSize(1);
    }
}
