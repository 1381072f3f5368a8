/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import static io.peerage.store.Book.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BookConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.AddressTier;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The book against {@link ReferenceBook}: random histories of few peers in few cells, so that addresses meet in them. */
class AddressBookModelTest {
    private static final int PEERS = 12;

    private final Book book =
            new Book(BookConfig.DEFAULT.sized(64).addresses(1_024, 8, 128), PEERS, 5);
    private final KeyedHash hash = KeyedHash.known(5, 2);
    private final ReferenceBook model =
            new ReferenceBook(
                    book.table.buckets(),
                    book.orders.addressHash(),
                    new KeyedRandom(hash.derive(3)));
    private final long[] peers = new long[PEERS];
    private final boolean[] connected = new boolean[PEERS];

    /** The bits of a step say what, who, where, and who told. */
    @Property(tries = 300)
    void theBookIsWhatItsRulesSay(@ForAll @Size(max = 600) List<Long> steps) {
        for (int peer = 0; peer < PEERS; peer++) {
            peers[peer] = book.peers.register(peer);
        }
        for (long step : steps) {
            step(step);
            check();
        }
    }

    /** Histories in which addresses of one network work and fail over days, so that places are disputed. */
    @Property(tries = 200)
    void placesAreDisputedAsTheRulesSay(
            @ForAll @Size(min = 300, max = 900) List<@LongRange(min = 0) Long> steps) {
        for (int peer = 0; peer < PEERS; peer++) {
            peers[peer] = book.peers.register(peer);
        }
        for (long step : steps) {
            int peer = (int) (step >>> 8 & 0xff) % PEERS;
            int host = (int) (step >>> 16 & 0xff);
            int ip = ip(1, 1, 1, host);
            if ((step & 7) < 2) {
                hear(peer, ip, ip(2 + (host & 3), 1, 1, 1), AddressTier.HEARD);
            } else if ((step & 7) < 5) {
                work(peer, ip);
            } else if ((step & 7) < 6) {
                fail(peer, ip);
            } else {
                pass(Duration.ofMinutes(1 + (step >>> 24 & 0xff)));
            }
            check();
        }
    }

    private void step(long step) {
        int peer = (int) (step >>> 8 & 0xff) % PEERS;
        int host = (int) (step >>> 16 & 15);
        int ip = ip(1, (int) (step >>> 20 & 1), 1, host);
        int teller = ip(2 + (int) (step >>> 21 & 3), 1, 1, 1);
        switch ((int) (step & 15)) {
            case 0, 1, 2, 3, 4, 5 -> hear(peer, ip, teller, AddressTier.HEARD);
            case 6 -> hear(peer, ip, teller, AddressTier.values()[(int) (step >>> 24 & 3)]);
            case 7, 8 -> work(peer, ip);
            case 9 -> fail(peer, ip);
            case 10 -> {
                book.orders.failed(peers[peer]);
                model.failed(peer, null);
            }
            case 11 -> {
                book.orders.gone(peers[peer], Book.address(ip, 1), 0, Book.lo(ip));
                model.gone(peer, text(ip));
            }
            case 12, 13 -> connect(peer);
            case 14 -> pass(Duration.ofSeconds(1 + (step >>> 24 & 0xfff)));
            default -> pass(Duration.ofHours(1 + (step >>> 24 & 0x3f)));
        }
        book.run();
        model.resolve();
    }

    private void hear(int peer, int ip, int teller, AddressTier tier) {
        book.hear(peers[peer], ip, 1, teller, tier);
        book.run();
        long source = AddressBuckets.group(0, Book.lo(teller), 0);
        model.heard(
                peer, text(ip), Book.address(ip, 1), Book.lo(ip), source, tier.ordinal(), false);
        model.resolve();
    }

    private void work(int peer, int ip) {
        book.worked(peers[peer], ip, 1);
        book.run();
        model.worked(peer, text(ip), Book.address(ip, 1), Book.lo(ip));
        model.resolve();
    }

    private void fail(int peer, int ip) {
        book.failed(peers[peer], ip, 1);
        book.run();
        model.failed(peer, text(ip));
        model.resolve();
    }

    private void connect(int peer) {
        connected[peer] = !connected[peer];
        long before = connected[peer] ? book.peers.connect(peer) : book.peers.disconnect(peer);
        book.book.drained(peer, before, false);
        model.connected(peer, connected[peer]);
    }

    // What is over goes at once here, in the book after all slots were swept.
    private void pass(Duration time) {
        book.wait(time);
        model.now += time.toSeconds();
        model.resolve();
        model.sweep();
        book.sweepAll();
        model.resolve();
    }

    private static String text(int ip) {
        return (ip >>> 24) + "." + (ip >>> 16 & 255) + "." + (ip >>> 8 & 255) + "." + (ip & 255);
    }

    private Map<String, List<Object>> describe(int peer) {
        Map<String, List<Object>> found = new LinkedHashMap<>();
        book.table.read(peers[peer], book.buffer);
        for (int i = 0; i < book.buffer.size(); i++) {
            found.put(
                    text((int) book.buffer.ipLo(i)),
                    List.of(
                            book.buffer.isTried(i),
                            book.buffer.attempts(i),
                            book.buffer.tier(i).ordinal(),
                            (long) book.buffer.secondsSinceHeard(i),
                            (long) book.buffer.secondsSinceAttempt(i),
                            (long) book.buffer.secondsSinceSuccess(i),
                            book.buffer.source(i)));
        }
        return found;
    }

    private void check() {
        for (int peer = 0; peer < PEERS; peer++) {
            assertThat(describe(peer)).as("peer %d", peer).isEqualTo(model.describe(peer));
        }
        assertThat(book.table.peers()).isEqualTo(model.peers());
        assertThat(book.complaints()).isEmpty();
    }
}
