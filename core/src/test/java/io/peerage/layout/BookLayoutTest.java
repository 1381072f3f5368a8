/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BookConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.Counter;
import io.peerage.store.AddressBook;
import io.peerage.store.AddressTable;
import io.peerage.store.BookOrders;
import io.peerage.store.BookPeers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jol.info.GraphLayout;

/** Architecture, contract 1, for the address book: what it tells is what it takes, and what an address takes. */
class BookLayoutTest {
    private static final KeyedHash HASH = KeyedHash.known(1, 2);

    /** Peers that are only as many as they are. */
    private record Many(int capacity) implements BookPeers {
        @Override
        public long known(long peer) {
            return -1;
        }

        @Override
        public int index(long peer) {
            return 0;
        }

        @Override
        public long find(byte[] id, int length) {
            return -1;
        }

        @Override
        public long register(byte[] id, int length) {
            return -1;
        }

        @Override
        public long idHash(byte[] id, int length) {
            return 0;
        }

        @Override
        public long idHash(int peer) {
            return 0;
        }

        @Override
        public long word(int peer) {
            return 0;
        }

        @Override
        public boolean isUnreachable(int peer, long word) {
            return false;
        }

        @Override
        public long groups(int peer, long word, int half) {
            return 0;
        }

        @Override
        public void forgotten(int peer, boolean registeredByBook) {}
    }

    private record Whole(AddressTable table, BookOrders orders, AddressBook book) {
        static Whole of(BookConfig config) {
            AddressTable table = new AddressTable(config, new Many(config.peers()), HASH);
            BookOrders orders = new BookOrders(config, 48, HASH);
            StripedCounters counters = new StripedCounters(Counter.values().length, 1);
            return new Whole(
                    table,
                    orders,
                    new AddressBook(table, orders, new KeyedRandom(HASH), counters, 0));
        }

        long told() {
            return table.bytes() + orders.bytes() + book.bytes();
        }

        long taken() {
            return GraphLayout.parseInstance(table, orders, book).totalSize();
        }
    }

    @Test
    void whatItTellsIsWhatItTakes() {
        for (BookConfig config :
                new BookConfig[] {
                    BookConfig.DEFAULT,
                    BookConfig.DEFAULT.sized(1_000_000),
                    BookConfig.DEFAULT.blobs(50_000, 300, 50_000, 700)
                }) {
            Whole whole = Whole.of(config);
            assertThat(whole.taken()).isCloseTo(whole.told(), withinPercentage(1));
        }
    }

    /** A slot is a line of 64 bytes and the bytes of the longest address; a cell of each table is four bytes and a quarter. */
    @ParameterizedTest
    @CsvSource({"128, 192", "64, 128", "40, 104", "8, 72"})
    void anAddressTakesAsMuchAsTheLongest(int longest, int bytes) {
        BookConfig config = BookConfig.DEFAULT.addresses(200_000, 8, longest);
        BookConfig twice = BookConfig.DEFAULT.addresses(400_000, 8, longest);
        double anAddress = (Whole.of(twice).taken() - Whole.of(config).taken()) / 200_000.0;
        assertThat(anAddress).isCloseTo(bytes, within(0.01));
    }

    @Test
    void aPeerTakes78BytesBesideItsAddresses() {
        BookConfig config = BookConfig.DEFAULT.sized(100_000).addresses(1_000, 8, 64);
        BookConfig twice = BookConfig.DEFAULT.sized(200_000).addresses(1_000, 8, 64);
        BookConfig same = twice.buckets(config.newBuckets(), config.triedBuckets());
        double aPeer = (Whole.of(same).taken() - Whole.of(config).taken()) / 100_000.0;
        assertThat(aPeer).isCloseTo(64 + 4 + 10, within(0.01));
    }

    /** docs/address-book.md says so. */
    @Test
    void aDefaultBookTakesElevenMegabytesAndAHalf() {
        assertThat(Whole.of(BookConfig.DEFAULT).taken() / 1e6).isCloseTo(11.5, within(0.5));
    }
}
