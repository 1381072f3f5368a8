/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import static io.peerage.store.Book.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BookConfig;
import io.peerage.model.AddressTier;
import io.peerage.model.CandidateKind;
import io.peerage.model.Counter;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.peer.PeerWord;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBookTest {
    private static final int TELLER = ip(9, 9, 0, 1);

    private final Book book = new Book(BookConfig.DEFAULT.sized(1_024).handingOff(4_096), 2_048);

    @AfterEach
    void nothingContradictsItself() {
        assertThat(book.complaints()).isEmpty();
    }

    private long peer(long number) {
        return book.peers.register(number);
    }

    private void hear(long peer, int ip) {
        assertThat(book.hear(peer, ip, 4001, TELLER)).isEqualTo(Result.DONE.code());
        book.run();
    }

    private void work(long peer, int ip) {
        assertThat(book.worked(peer, ip, 4001)).isEqualTo(Result.DONE.code());
        book.run();
    }

    /** Between the recycling of an index and the end of its round, other threads may see a new tenant. */
    @Test
    void aTenantReadsNothingOfTheOneBefore() {
        long old = book.peers.register(1);
        book.hear(old, ip(1, 2, 3, 4), 1, ip(9, 9, 0, 1));
        book.run();
        book.orders.key(old, new byte[] {1});
        book.orders.record(old, 5, new byte[] {1});
        book.run();
        int index = book.peers.index(old);
        book.peers.recycle(index);
        long tenant = old;
        for (int i = 2; book.peers.index(tenant) != index || tenant == old; i++) {
            tenant = book.peers.register(i);
        }
        assertThat(book.addresses(tenant)).isEmpty();
        assertThat(book.table.origin(tenant)).isNull();
        assertThat(book.table.readKey(tenant, new byte[600])).isZero();
        assertThat(book.table.readRecord(tenant, new byte[2_000])).isZero();
        assertThat(book.table.recordSequence(tenant)).isZero();
        book.book.drained(index, 0, true);
        assertThat(book.complaints()).isEmpty();
        book.hear(tenant, ip(1, 2, 3, 5), 1, ip(9, 9, 0, 1));
        book.run();
        assertThat(book.addresses(tenant)).containsExactly("1.2.3.5:1");
    }

    @Test
    void whatWasHeardCanBeRead() {
        long peer = peer(1);
        assertThat(book.addresses(peer)).isEmpty();
        hear(peer, ip(1, 2, 3, 4));
        assertThat(book.addresses(peer)).containsExactly("1.2.3.4:4001");
        assertThat(book.buffer.ipLo(0)).isEqualTo(Book.lo(ip(1, 2, 3, 4)));
        assertThat(book.buffer.ipHi(0)).isZero();
        assertThat(book.buffer.tier(0)).isEqualTo(AddressTier.HEARD);
        assertThat(book.buffer.isTried(0)).isFalse();
        assertThat(book.buffer.secondsSinceHeard(0)).isZero();
        assertThat(book.buffer.secondsSinceAttempt(0)).isEqualTo(-1);
        assertThat(book.buffer.secondsSinceSuccess(0)).isEqualTo(-1);
        assertThat(book.buffer.attempts(0)).isZero();
        assertThat(book.buffer.source(0)).isNotZero();
        assertThat(book.table.origin(peer)).isEqualTo(PeerOrigin.PEER_EXCHANGE);
        assertThat(book.table.peers()).isEqualTo(1);
        assertThat(book.table.addresses()).isEqualTo(1);
    }

    @Test
    void theSameAddressIsKeptOnce() {
        long peer = peer(1);
        hear(peer, ip(1, 2, 3, 4));
        book.wait(Duration.ofMinutes(50));
        hear(peer, ip(1, 2, 3, 4));
        book.wait(Duration.ofMinutes(50));
        assertThat(book.addresses(peer)).hasSize(1);
        assertThat(book.count(Counter.ADDRESSES_ADDED)).isEqualTo(1);
    }

    @Test
    void aPeerThatIsOnlyAnIdIsRegisteredWithItsAddress() {
        book.hearId(77, ip(1, 2, 3, 4), 1, TELLER);
        assertThat(book.peers.indexOf(77)).isEqualTo(-1);
        book.run();
        int peer = book.peers.indexOf(77);
        assertThat(book.addresses(book.peers.handle(peer))).containsExactly("1.2.3.4:1");
        assertThat(book.table.origin(book.peers.handle(peer))).isEqualTo(PeerOrigin.DISCOVERY);
        book.wait(Duration.ofHours(2));
        book.sweepAll();
        assertThat(book.peers.forgotten).containsExactly(peer);
        assertThat(book.peers.indexOf(77)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"TEMPORARY, 120", "RECENT, 900", "HEARD, 3600"})
    void anAddressIsOverWhenItsTimeIs(AddressTier tier, int seconds) {
        long peer = peer(1);
        book.hear(peer, ip(1, 2, 3, 4), 1, TELLER, tier);
        book.run();
        book.wait(Duration.ofSeconds(seconds - 1));
        assertThat(book.addresses(peer)).hasSize(1);
        book.wait(Duration.ofSeconds(1));
        assertThat(book.addresses(peer)).isEmpty();
        book.sweepAll();
        assertThat(book.table.addresses()).isZero();
        assertThat(book.table.origin(peer)).isNull();
        assertThat(book.count(Counter.ADDRESSES_EXPIRED)).isEqualTo(1);
    }

    @Test
    void aPermanentAddressIsNeverOver() {
        long peer = peer(1);
        book.hear(peer, ip(1, 2, 3, 4), 1, TELLER, AddressTier.PERMANENT);
        book.run();
        book.wait(Duration.ofDays(3_650));
        book.sweepAll();
        assertThat(book.addresses(peer)).hasSize(1);
    }

    /** go-libp2p#3218. */
    @Test
    void theTimeCountsFromTheDisconnect() {
        long peer = peer(1);
        int index = book.peers.index(peer);
        book.hear(peer, ip(1, 2, 3, 4), 1, TELLER, AddressTier.RECENT);
        book.run();
        book.book.drained(index, book.peers.connect(index), false);
        book.wait(Duration.ofDays(2));
        book.sweepAll();
        assertThat(book.addresses(peer)).hasSize(1);
        book.book.drained(index, book.peers.disconnect(index), false);
        book.wait(Duration.ofSeconds(899));
        book.sweepAll();
        assertThat(book.addresses(peer)).hasSize(1);
        book.wait(Duration.ofSeconds(1));
        book.sweepAll();
        assertThat(book.addresses(peer)).isEmpty();
        assertThat(book.table.peers()).isZero();
    }

    /** A connection that came and went between two rounds counts too. */
    @Test
    void aFlapIsADisconnect() {
        long peer = peer(1);
        int index = book.peers.index(peer);
        book.hear(peer, ip(1, 2, 3, 4), 1, TELLER, AddressTier.RECENT);
        book.run();
        book.wait(Duration.ofMinutes(10));
        long risen = book.peers.connect(index);
        long fallen = book.peers.disconnect(index);
        book.book.drained(index, fallen | risen & 0xffL << 28, false);
        book.wait(Duration.ofMinutes(10));
        assertThat(book.addresses(peer)).hasSize(1);
        book.wait(Duration.ofMinutes(10));
        assertThat(book.addresses(peer)).isEmpty();
    }

    @Test
    void anAddressThatWorkedIsTriedAndStays() {
        long peer = peer(1);
        hear(peer, ip(1, 2, 3, 4));
        book.failed(peer, ip(1, 2, 3, 4), 4001);
        book.run();
        book.addresses(peer);
        assertThat(book.buffer.attempts(0)).isEqualTo(1);
        assertThat(book.buffer.secondsSinceAttempt(0)).isZero();
        assertThat(book.book.isTried(book.peers.index(peer))).isFalse();
        work(peer, ip(1, 2, 3, 4));
        assertThat(book.book.isTried(book.peers.index(peer))).isTrue();
        assertThat(book.book.size(CandidateKind.TRIED)).isEqualTo(1);
        assertThat(book.book.size(CandidateKind.NEW)).isZero();
        book.wait(Duration.ofDays(29));
        book.sweepAll();
        book.addresses(peer);
        assertThat(book.buffer.attempts(0)).isZero();
        assertThat(book.buffer.isTried(0)).isTrue();
        assertThat(book.buffer.secondsSinceSuccess(0)).isEqualTo(29 * 86_400);
        assertThat(book.book.pick(CandidateKind.TRIED)).isEqualTo(book.peers.index(peer));
        assertThat(book.book.pick(CandidateKind.NEW)).isEqualTo(AddressBook.NONE);
    }

    @Test
    void anAddressThatWorkedAndNobodyToldIsTakenIn() {
        long peer = peer(1);
        work(peer, ip(1, 2, 3, 4));
        assertThat(book.addresses(peer)).containsExactly("1.2.3.4:4001");
        assertThat(book.table.origin(peer)).isEqualTo(PeerOrigin.STATIC);
    }

    @Test
    void theBestAddressComesFirst() {
        long peer = peer(1);
        for (int i = 1; i <= 4; i++) {
            hear(peer, ip(1, 2, 3, i));
            book.wait(Duration.ofSeconds(10));
        }
        book.failed(peer, ip(1, 2, 3, 4), 4001);
        book.worked(peer, ip(1, 2, 3, 2), 4001);
        book.run();
        assertThat(book.addresses(peer))
                .containsExactly("1.2.3.2:4001", "1.2.3.3:4001", "1.2.3.1:4001", "1.2.3.4:4001");
    }

    @Test
    void aFailureWithoutAddressIsOfAll() {
        long peer = peer(1);
        hear(peer, ip(1, 2, 3, 4));
        hear(peer, ip(1, 2, 3, 5));
        book.orders.failed(peer);
        book.run();
        book.addresses(peer);
        assertThat(book.buffer.attempts(0)).isEqualTo(1);
        assertThat(book.buffer.attempts(1)).isEqualTo(1);
    }

    @Test
    void anAddressThatIsGoneIsForgotten() {
        long peer = peer(1);
        hear(peer, ip(1, 2, 3, 4));
        hear(peer, ip(1, 2, 3, 5));
        book.orders.gone(peer, Book.address(ip(1, 2, 3, 4), 4001), 0, Book.lo(ip(1, 2, 3, 4)));
        book.run();
        assertThat(book.addresses(peer)).containsExactly("1.2.3.5:4001");
    }

    /** One teller can displace what it told itself, and its surplus, not what others told. */
    @Test
    void aPeerHasEightAddressesOfWhichATellerCantTakeAll() {
        long peer = peer(1);
        hear(peer, ip(1, 2, 3, 4));
        for (int i = 0; i < 100; i++) {
            book.hear(peer, ip(5, 5, i, i), 1, ip(66, 66, 0, 1));
            book.run();
        }
        assertThat(book.addresses(peer)).hasSizeBetween(2, 8).contains("1.2.3.4:4001");
        book.hear(peer, ip(8, 8, 8, 8), 1, ip(7, 7, 7, 7));
        book.run();
        assertThat(book.addresses(peer)).contains("8.8.8.8:1", "1.2.3.4:4001");
        assertThat(book.count(Counter.ADDRESSES_DISPLACED)).isPositive();
    }

    @Test
    void triedAndPermanentAddressesAreNotDisplaced() {
        long peer = peer(1);
        for (int i = 0; i < 4; i++) {
            work(peer, ip(10 + i, 2, 3, 4));
            book.hear(peer, ip(1, 1, 1, i), 1, TELLER, AddressTier.PERMANENT);
        }
        book.run();
        for (int i = 0; i < 200; i++) {
            book.hear(peer, ip(5, i, i, i), 1, ip(66, i, 0, 1));
            book.run();
        }
        assertThat(book.addresses(peer))
                .hasSize(8)
                .allMatch(address -> address.startsWith("1") && !address.startsWith("5"));
    }

    @Test
    void aStaleHandleChangesNothing() {
        long peer = peer(1);
        hear(peer, ip(1, 2, 3, 4));
        book.hear(peer, ip(1, 2, 3, 5), 1, TELLER);
        book.worked(peer, ip(1, 2, 3, 4), 4001);
        int index = book.peers.index(peer);
        book.peers.recycle(index);
        book.book.drained(index, 0, true);
        book.run();
        assertThat(book.table.peers()).isZero();
        assertThat(book.table.read(peer, book.buffer)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(book.count(Counter.BOOK_ORDERS_STALE)).isEqualTo(2);
        assertThat(book.peers.forgotten).isEmpty();
    }

    /** A dial that ends tells the book, which then gives the peer up. */
    @Test
    void aPeerInUseStaysWithoutAddresses() {
        book.hearId(77, ip(1, 2, 3, 4), 1, TELLER);
        book.run();
        int peer = book.peers.indexOf(77);
        long idle = book.peers.word(peer);
        book.peers.word(peer, PeerWord.beginDial(idle, 8));
        book.wait(Duration.ofHours(2));
        book.sweepAll();
        assertThat(book.addresses(book.peers.handle(peer))).isEmpty();
        assertThat(book.peers.forgotten).isEmpty();
        book.peers.word(peer, idle);
        book.book.drained(peer, idle, false);
        assertThat(book.peers.forgotten).containsExactly(peer);
    }

    /** It is registered anew, under the same index, before the owner has recycled that. */
    @Test
    void aPeerThatWasReleasedAndComesBackKeepsItsAddresses() {
        long peer = peer(1);
        hear(peer, ip(1, 2, 3, 4));
        book.peers.hide(peer);
        book.hearId(1, ip(1, 2, 3, 4), 4001, TELLER);
        book.hearId(1, ip(1, 2, 3, 5), 4001, TELLER);
        book.run();
        assertThat(book.addresses(peer)).containsExactlyInAnyOrder("1.2.3.4:4001", "1.2.3.5:4001");
    }

    /** What goes out of the book comes back into another, of another size and with other cells. */
    @Test
    void whatWasReadCanBeRestored() {
        long heard = peer(1);
        long tried = peer(2);
        hear(heard, ip(1, 2, 3, 4));
        book.failed(heard, ip(1, 2, 3, 4), 4001);
        work(tried, ip(2, 2, 3, 4));
        book.orders.record(tried, 7, new byte[] {1, 2, 3});
        book.wait(Duration.ofMinutes(10));
        Book other = new Book(BookConfig.DEFAULT.sized(128), 256, 99);
        long otherHeard = other.peers.register(1);
        long otherTried = other.peers.register(2);
        book.table.read(heard, book.buffer);
        assertThat(other.book.restore(otherHeard, book.buffer, 0, PeerOrigin.DNS)).isTrue();
        assertThat(other.book.restore(~0L, book.buffer, 0, PeerOrigin.DNS)).isFalse();
        book.table.read(tried, book.buffer);
        assertThat(other.book.restore(otherTried, book.buffer, 0, PeerOrigin.DNS)).isTrue();
        assertThat(other.book.restoreRecord(otherTried, 7, new byte[] {1, 2, 3, 4}, 3)).isTrue();
        assertThat(other.book.restoreRecord(otherTried, 6, new byte[] {1}, 1)).isFalse();
        assertThat(other.book.restoreKey(otherTried, new byte[] {1}, 2)).isFalse();
        other.run();
        assertThat(other.complaints()).isEmpty();
        assertThat(other.addresses(otherHeard)).containsExactly("1.2.3.4:4001");
        assertThat(other.buffer.secondsSinceHeard(0)).isEqualTo(600);
        assertThat(other.buffer.secondsSinceAttempt(0)).isEqualTo(600);
        assertThat(other.buffer.secondsSinceSuccess(0)).isEqualTo(-1);
        assertThat(other.buffer.attempts(0)).isEqualTo(1);
        assertThat(other.table.origin(otherHeard)).isEqualTo(PeerOrigin.DNS);
        assertThat(other.addresses(otherTried)).containsExactly("2.2.3.4:4001");
        assertThat(other.buffer.isTried(0)).isTrue();
        assertThat(other.buffer.secondsSinceSuccess(0)).isEqualTo(600);
        assertThat(other.table.recordSequence(otherTried)).isEqualTo(7);
        other.wait(Duration.ofMinutes(50));
        assertThat(other.addresses(otherHeard)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129, 10_000})
    void aLengthThatAStrangerChoseIsRefused(int length) {
        long peer = peer(1);
        byte[] address = new byte[length];
        assertThat(
                        book.orders.heard(
                                peer, address, 0, 0, 0, 0, AddressTier.HEARD, PeerOrigin.DISCOVERY))
                .isEqualTo(Result.BAD_LENGTH.code());
        assertThat(book.orders.worked(peer, address, 0, 0)).isEqualTo(Result.BAD_LENGTH.code());
        assertThat(book.orders.failed(peer, address, 0, 0)).isEqualTo(Result.BAD_LENGTH.code());
        assertThat(book.orders.gone(peer, address, 0, 0)).isEqualTo(Result.BAD_LENGTH.code());
        if (length != 129) {
            assertThat(book.orders.key(peer, address)).isEqualTo(Result.BAD_LENGTH.code());
            assertThat(book.orders.record(peer, 1, address)).isEqualTo(Result.BAD_LENGTH.code());
        }
        byte[] id = new byte[length == 129 ? 49 : length];
        assertThat(
                        book.orders.heard(
                                id,
                                new byte[8],
                                0,
                                0,
                                0,
                                0,
                                AddressTier.HEARD,
                                PeerOrigin.DISCOVERY))
                .isEqualTo(Result.BAD_LENGTH.code());
        assertThat(book.book.run(book.now)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 63, 64, 65, 127, 128})
    void addressesOfEachLengthAreKeptWhole(int length) {
        long peer = peer(1);
        byte[] address = new byte[length];
        for (int i = 0; i < length; i++) {
            address[i] = (byte) (i - 5);
        }
        book.orders.heard(peer, address, 0, 0, 0, 0, AddressTier.HEARD, PeerOrigin.DISCOVERY);
        byte[] shorter = new byte[length == 1 ? 2 : length - 1];
        book.orders.heard(peer, shorter, 0, 0, 0, 0, AddressTier.HEARD, PeerOrigin.DISCOVERY);
        book.run();
        book.table.read(peer, book.buffer);
        assertThat(book.buffer.size()).isEqualTo(2);
        int at = book.buffer.length(0) == length ? 0 : 1;
        byte[] read = new byte[length];
        assertThat(book.buffer.copy(at, read, 0)).isEqualTo(length);
        assertThat(read).isEqualTo(address);
    }

    @Test
    void aFullHandOffRefuses() {
        Book small = new Book(BookConfig.DEFAULT.sized(64).blobs(0, 1, 0, 1).handingOff(64), 64);
        long peer = small.peers.register(1);
        int taken = 0;
        while (small.hear(peer, ip(1, 2, 3, 4), 1, TELLER) == Result.DONE.code()) {
            taken++;
        }
        assertThat(taken).isEqualTo(32);
        small.run();
        assertThat(small.hear(peer, ip(1, 2, 3, 4), 1, TELLER)).isEqualTo(Result.DONE.code());
        assertThat(small.orders.key(peer, new byte[1])).isEqualTo(Result.BAD_LENGTH.code());
    }

    /** Wall clocks do so; what the owner passes in need not be better. */
    @Test
    void aClockThatGoesBackStandsStillAndOneThatJumpsAheadAges() {
        long heard = peer(1);
        long tried = peer(2);
        hear(heard, ip(1, 2, 3, 4));
        work(tried, ip(2, 2, 3, 4));
        book.wait(Duration.ofMinutes(30));
        book.wait(Duration.ofDays(-365));
        book.sweepAll();
        assertThat(book.addresses(heard)).hasSize(1);
        book.wait(Duration.ofMinutes(29));
        assertThat(book.addresses(heard)).hasSize(1);
        book.wait(Duration.ofMinutes(1));
        assertThat(book.addresses(heard)).isEmpty();
        hear(heard, ip(1, 2, 3, 4));
        book.wait(Duration.ofDays(3_650));
        book.sweepAll();
        assertThat(book.addresses(heard)).isEmpty();
        assertThat(book.addresses(tried)).hasSize(1);
        assertThat(book.book.pick(CandidateKind.TRIED)).isEqualTo(book.peers.index(tried));
        hear(heard, ip(1, 2, 3, 4));
        book.wait(Duration.ofMinutes(59));
        assertThat(book.addresses(heard)).hasSize(1);
    }
}
