/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import static io.peerage.store.Book.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.config.BookConfig;
import io.peerage.model.Counter;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Features H5. */
class BookBlobsTest {
    private final Book book = new Book(BookConfig.DEFAULT.sized(64).blobs(2, 300, 2, 600), 64);
    private final byte[] target = new byte[600];

    @AfterEach
    void nothingContradictsItself() {
        assertThat(book.complaints()).isEmpty();
    }

    private long peer(int number) {
        long peer = book.peers.register(number);
        book.hear(peer, ip(number, 2, 3, 4), 1, ip(number, 9, 9, 9));
        book.run();
        return peer;
    }

    private void record(long peer, long sequence, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (sequence + length));
        assertThat(book.orders.record(peer, sequence, bytes)).isEqualTo(Result.DONE.code());
        book.run();
    }

    @Test
    void aKeyIsKeptWhole() {
        long peer = peer(1);
        byte[] key = new byte[299];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        assertThat(book.table.readKey(peer, target)).isZero();
        assertThat(book.orders.key(peer, key)).isEqualTo(Result.DONE.code());
        book.run();
        assertThat(book.table.readKey(peer, target)).isEqualTo(299);
        assertThat(Arrays.copyOf(target, 299)).isEqualTo(key);
        assertThat(book.table.readRecord(peer, target)).isZero();
        assertThatThrownBy(() -> book.table.readKey(peer, new byte[298]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("298")
                .hasMessageContaining("299");
    }

    @Test
    void theNewerRecordWins() {
        long peer = peer(1);
        record(peer, 5, 100);
        record(peer, 4, 101);
        record(peer, 5, 102);
        assertThat(book.table.readRecord(peer, target)).isEqualTo(100);
        assertThat(book.count(Counter.BOOK_BLOBS_REFUSED)).isEqualTo(2);
        // The highest bit of a sequence number is one like others.
        record(peer, -1, 103);
        record(peer, 6, 104);
        assertThat(book.table.readRecord(peer, target)).isEqualTo(103);
        assertThat(target[0]).isEqualTo((byte) (103 - 1));
        assertThat(book.table.recordSequence(peer)).isEqualTo(-1);
    }

    @Test
    void strangersDisplaceStrangersOnly() {
        long met = peer(1);
        int index = book.peers.index(met);
        record(met, 1, 10);
        book.book.drained(index, book.peers.connect(index), false);
        book.book.drained(index, book.peers.disconnect(index), false);
        long first = peer(2);
        long second = peer(3);
        record(first, 1, 10);
        record(second, 1, 10);
        assertThat(book.table.readRecord(met, target)).isEqualTo(10);
        assertThat(book.table.readRecord(first, target)).isZero();
        assertThat(book.table.readRecord(second, target)).isEqualTo(10);
        long other = peer(4);
        int otherIndex = book.peers.index(other);
        book.book.drained(otherIndex, book.peers.connect(otherIndex), false);
        record(other, 1, 10);
        assertThat(book.table.readRecord(second, target)).isZero();
        record(second, 2, 10);
        assertThat(book.table.readRecord(second, target)).isZero();
        assertThat(book.count(Counter.BOOK_BLOBS_REFUSED)).isEqualTo(1);
    }

    @Test
    void aConnectedPeerWithoutAddressHasARecordUntilItGoes() {
        long peer = book.peers.register(9);
        int index = book.peers.index(peer);
        book.orders.record(peer, 1, new byte[10]);
        book.run();
        assertThat(book.count(Counter.BOOK_ORDERS_STALE)).isEqualTo(1);
        long word = book.peers.connect(index);
        record(peer, 1, 10);
        book.book.drained(index, word, false);
        assertThat(book.table.readRecord(peer, target)).isEqualTo(10);
        assertThat(book.table.origin(peer)).isEqualTo(PeerOrigin.INBOUND);
        book.book.drained(index, book.peers.disconnect(index), false);
        assertThat(book.table.readRecord(peer, target)).isZero();
        assertThat(book.table.recordSequence(peer)).isZero();
    }

    @Test
    void whoGoesTakesItsBlobsAlong() {
        long peer = peer(1);
        record(peer, 1, 10);
        book.orders.key(peer, new byte[5]);
        book.run();
        book.wait(Duration.ofHours(2));
        book.sweepAll();
        assertThat(book.table.readRecord(peer, target)).isZero();
        assertThat(book.table.readKey(peer, target)).isZero();
        for (int i = 2; i < 10; i++) {
            long other = peer(i);
            record(other, 1, 10);
            assertThat(book.table.readRecord(other, target)).isEqualTo(10);
        }
    }
}
