/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import static io.peerage.store.Book.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BookConfig;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Readers and producers beside an owner that gives few slots from peer to peer. */
class AddressTableRaceTest {
    private static final int PEERS = 3;
    private static final int STEADY = 3;
    private static final int CHANGES = 3_000;

    /** The bytes of an address name its peer, all alike, and its length is its number. */
    private static byte[] address(int peer, int number) {
        byte[] bytes = new byte[16 + number % 100];
        java.util.Arrays.fill(bytes, (byte) (1 + peer));
        return bytes;
    }

    private static final class Reader implements Race.Runner {
        private final Book book;
        private final long[] peers;
        private final AtomicBoolean ended;
        private int reads;

        Reader(Book book, long[] peers, AtomicBoolean ended) {
            this.book = book;
            this.peers = peers;
            this.ended = ended;
        }

        @Override
        public void run() {
            AddressBuffer buffer = new AddressBuffer();
            byte[] record = new byte[600];
            // Once at least: the producers may have ended before this thread began.
            do {
                for (int peer = 0; peer < peers.length; peer++) {
                    int found = book.table.read(peers[peer], buffer);
                    boolean steady = false;
                    for (int i = 0; i < found; i++) {
                        reads++;
                        check(buffer.bytes(), buffer.offset(i), buffer.length(i), peer);
                        assertThat(buffer.ipLo(i) >>> 24 & 0xff).isEqualTo(peer + 1L);
                        steady |= buffer.length(i) == 8;
                    }
                    assertThat(steady).as("the steady address").isEqualTo(peer == STEADY);
                    int length = book.table.readRecord(peers[peer], record);
                    check(record, 0, length, peer);
                }
            } while (!ended.get());
        }

        private static void check(byte[] bytes, int offset, int length, int peer) {
            for (int i = offset; i < offset + length; i++) {
                assertThat(bytes[i]).isEqualTo((byte) (1 + peer));
            }
        }
    }

    /** An address that stays is read each time; others whole, and by their peer's name. */
    @Test
    void readersSeeWholeAddressesOfThePeer() {
        Race.rounds(
                8,
                (race, random) -> {
                    BookConfig config =
                            BookConfig.DEFAULT.sized(8).addresses(7, 8, 128).blobs(1, 8, 1, 600);
                    Book book = new Book(config, 8, random.nextLong());
                    long[] peers = new long[PEERS + 1];
                    for (int peer = 0; peer <= PEERS; peer++) {
                        peers[peer] = book.peers.register(peer);
                        book.peers.connect(peer);
                    }
                    byte[] steady = new byte[8];
                    java.util.Arrays.fill(steady, (byte) (1 + STEADY));
                    heard(book, peers, STEADY, steady);
                    book.run();
                    AtomicBoolean ended = new AtomicBoolean();
                    List<Race.Runner> runners = new ArrayList<>();
                    Reader reader = new Reader(book, peers, ended);
                    runners.add(reader);
                    int[] taken = new int[1];
                    runners.add(
                            () -> {
                                for (int i = 0; i < CHANGES; i++) {
                                    int peer = i % PEERS;
                                    byte[] bytes = address(peer, i);
                                    if (heard(book, peers, peer, bytes) == Result.DONE.code()) {
                                        taken[0]++;
                                    }
                                    book.orders.record(peers[peer], i, address(peer, 5 * i));
                                    book.orders.gone(peers[peer], bytes, 0, lo(peer));
                                }
                                ended.set(true);
                            });
                    runners.add(
                            () -> {
                                while (!ended.get()) {
                                    book.run();
                                }
                            });
                    race.run(runners);
                    book.run();
                    assertThat(taken[0]).isPositive();
                    assertThat(reader.reads).isPositive();
                    assertThat(book.complaints()).isEmpty();
                });
    }

    private static long lo(int peer) {
        return Book.lo(ip(peer + 1, 0, 0, 1));
    }

    private static int heard(Book book, long[] peers, int peer, byte[] bytes) {
        return book.orders.heard(
                peers[peer], bytes, 0, lo(peer), 0, 0, AddressTier.HEARD, PeerOrigin.DISCOVERY);
    }
}
