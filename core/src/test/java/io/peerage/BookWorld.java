/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.Ids;
import io.peerage.testing.Network;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** A manager with a small address book in a network of virtual time, and words for what happens to it. */
abstract class BookWorld {
    static final Duration TICK = Duration.ofMillis(500);
    static final DialTimes AT_ONCE =
            DialTimes.DEFAULT.withFirstRun(Duration.ZERO).withFeelers(Duration.ZERO);
    static final DialConfig EIGHT =
            DialConfig.DEFAULT.withOutboundTarget(8).withTimes(AT_ONCE).withNeedAddressesBelow(0);
    static final DialConfig NOBODY = EIGHT.withOutboundTarget(0);
    static final BookConfig SMALL = BookConfig.DEFAULT.sized(256);
    static final BackOffConfig BRIEF =
            BackOffConfig.exponential(Duration.ofSeconds(2), 100).attempts(100);

    final AddressBuffer buffer = new AddressBuffer();
    Network net = network(EIGHT);

    static Network network(DialConfig dialing) {
        return network(dialing, builder -> builder);
    }

    static Network network(DialConfig dialing, UnaryOperator<PeerManagerBuilder> more) {
        return new Network(dialing, builder -> more.apply(builder.book(SMALL).backOff(BRIEF)));
    }

    @AfterEach
    void nothingContradictsItself() {
        assertThat(net.errors).isEmpty();
        assertThat(net.manager().verify()).isEmpty();
    }

    PeerManager manager() {
        return net.manager();
    }

    PeerBook book() {
        return net.manager().book();
    }

    static byte[] text(String address) {
        return address.getBytes(StandardCharsets.US_ASCII);
    }

    static String ipOf(String address) {
        return address.substring(0, address.indexOf(':'));
    }

    /** Hears of an address such as 1.2.3.4:5 by the peer's id, from a teller of his own network. */
    void hear(int number, String address, AddressTier tier) {
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

    int hearFor(int number, String address, Duration kept) {
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

    void hear(int number, String address) {
        hear(number, address, AddressTier.HEARD);
    }

    /** Each peer in a network of its own. */
    void hearOf(int from, int to) {
        for (int i = from; i < to; i++) {
            hear(i, address(i));
        }
    }

    static String address(int number) {
        return 20 + number / 200 + "." + number % 200 + ".0.1:30303";
    }

    long handle(int number) {
        return manager().lookup(Ids.id(number));
    }

    List<String> read(int number) {
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

    void run(Duration time) {
        net.run(time, TICK);
    }

    boolean isTried(int number) {
        return isTried(handle(number));
    }

    boolean isTried(long peer) {
        return book().read(peer, buffer) > 0 && buffer.isTried(0);
    }
}
