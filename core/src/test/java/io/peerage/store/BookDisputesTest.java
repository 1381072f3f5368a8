/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import static io.peerage.store.Book.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BookConfig;
import io.peerage.model.CandidateKind;
import io.peerage.model.Counter;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Features H3, test before evict: two addresses of one cell of the tried table. */
class BookDisputesTest {
    private static final int TELLER = ip(9, 9, 0, 1);

    private final Book book = new Book(BookConfig.DEFAULT.sized(1_024), 4_096);
    private long old;
    private int oldIp;
    private long young;
    private int youngIp;

    /** The old one has its place; the young one, which has just worked, claims it. */
    @BeforeEach
    void meet() {
        old = book.peers.register(0);
        oldIp = ip(1, 1, 1, 1);
        book.hear(old, oldIp, 1, TELLER);
        book.worked(old, oldIp, 1);
        book.run();
        for (int i = 1; book.book.disputes() == 0; i++) {
            young = book.peers.register(i);
            youngIp = ip(1, 1, i >> 8, i);
            book.hear(young, youngIp, 1, ip(20 + i % 100, i / 100, 0, 1));
            book.run();
            book.wait(Duration.ofHours(5));
            book.hear(young, youngIp, 1, ip(20 + i % 100, i / 100, 0, 1));
            book.worked(young, youngIp, 1);
            book.run();
            if (book.book.disputes() == 0) {
                book.orders.gone(young, Book.address(youngIp, 1), 0, Book.lo(youngIp));
                book.run();
            }
        }
        assertThat(isTried(young)).isFalse();
        assertThat(isTried(old)).isTrue();
    }

    @AfterEach
    void nothingContradictsItself() {
        assertThat(book.complaints()).isEmpty();
    }

    private boolean isTried(long peer) {
        return book.book.isTried(book.peers.index(peer));
    }

    @Test
    void theFeelerVisitsWhoHasThePlace() {
        assertThat(book.book.pickFeeler()).isEqualTo(book.peers.index(old));
    }

    @Test
    void whoStillAnswersStays() {
        book.book.dialed(book.peers.index(old));
        book.worked(old, oldIp, 1);
        book.run();
        assertThat(book.book.disputes()).isZero();
        book.wait(Duration.ofHours(1));
        assertThat(isTried(old)).isTrue();
        assertThat(isTried(young)).isFalse();
        assertThat(book.addresses(young)).hasSize(1);
        assertThat(book.count(Counter.TRIED_REPLACED)).isZero();
    }

    @Test
    void whoIsConnectedStays() {
        int index = book.peers.index(old);
        book.book.drained(index, book.peers.connect(index), false);
        book.wait(Duration.ofHours(1));
        assertThat(book.book.disputes()).isZero();
        assertThat(isTried(old)).isTrue();
    }

    @Test
    void whoDoesNotAnswerGoesBackAmongThoseThatWereHeardOf() {
        book.book.dialed(book.peers.index(old));
        book.failed(old, oldIp, 1);
        book.run();
        book.wait(Duration.ofSeconds(59));
        assertThat(isTried(old)).isTrue();
        book.wait(Duration.ofSeconds(1));
        assertThat(isTried(old)).isFalse();
        assertThat(isTried(young)).isTrue();
        assertThat(book.addresses(old)).hasSize(1);
        assertThat(book.count(Counter.TRIED_REPLACED)).isEqualTo(1);
        assertThat(book.book.size(CandidateKind.TRIED)).isEqualTo(1);
    }

    /** One that worked once is worth more than one that was only heard of. */
    @Test
    void whoGoesBackTakesThePlaceOfOneThatWasOnlyHeardOf() {
        int cell = newCell(old, oldIp, 1);
        long other = book.peers.register(4_000);
        int port = 2;
        while (newCell(other, oldIp, port) != cell) {
            port++;
        }
        book.hear(other, oldIp, port, TELLER);
        book.run();
        assertThat(book.addresses(other)).hasSize(1);
        book.failed(old, oldIp, 1);
        book.run();
        book.wait(Duration.ofMinutes(1));
        assertThat(isTried(old)).isFalse();
        assertThat(book.addresses(old)).hasSize(1);
        assertThat(book.addresses(other)).isEmpty();
        assertThat(book.count(Counter.ADDRESSES_DISPLACED)).isPositive();
    }

    private int newCell(long peer, int ip, int port) {
        byte[] address = Book.address(ip, port);
        long hash = book.orders.addressHash().hash(address, 0, address.length);
        return book.table
                .buckets()
                .newCell(
                        AddressBuckets.group(0, Book.lo(TELLER), 0),
                        AddressBuckets.group(0, Book.lo(ip), hash),
                        AddressBuckets.key(hash, book.peers.idHash(book.peers.index(peer))));
    }

    @Test
    void whoNobodyTestsGoesAfterFortyMinutes() {
        book.wait(Duration.ofMinutes(39));
        assertThat(isTried(old)).isTrue();
        book.wait(Duration.ofMinutes(1));
        assertThat(isTried(young)).isTrue();
    }

    @Test
    void aClaimEndsWithItsAddress() {
        book.orders.gone(young, Book.address(youngIp, 1), 0, Book.lo(youngIp));
        book.run();
        assertThat(book.book.disputes()).isZero();
        assertThat(isTried(old)).isTrue();
    }

    @Test
    void aPlaceThatIsFreeIsTaken() {
        book.orders.gone(old, Book.address(oldIp, 1), 0, Book.lo(oldIp));
        book.run();
        assertThat(isTried(young)).isTrue();
        assertThat(book.count(Counter.TRIED_REPLACED)).isZero();
    }
}
