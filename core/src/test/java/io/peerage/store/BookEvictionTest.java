/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import static io.peerage.store.Book.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BookConfig;
import io.peerage.model.Counter;
import io.peerage.model.PeerFlag;
import io.peerage.peer.PeerWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Features H4. */
class BookEvictionTest {
    private static final int PEERS = 16;

    private final Book book = new Book(BookConfig.DEFAULT.sized(PEERS).buckets(256, 256), 4_096);
    private int next = 1;

    @AfterEach
    void nothingContradictsItself() {
        assertThat(book.complaints()).isEmpty();
    }

    private long heard() {
        long number = next++;
        long peer = book.peers.register(number);
        book.hear(peer, ip((int) number % 200, 1, 1, 1), 1, ip((int) number % 200, 7, 7, 7));
        book.run();
        return peer;
    }

    private long proven() {
        long peer = heard();
        book.worked(peer, ip((next - 1) % 200, 1, 1, 1), 1);
        book.run();
        return peer;
    }

    private boolean isIn(long peer) {
        return book.table.origin(peer) != null;
    }

    private List<Long> fill(boolean proven) {
        List<Long> filled = new ArrayList<>();
        while (book.table.peers() < PEERS) {
            filled.add(proven ? proven() : heard());
        }
        return filled;
    }

    @Test
    void whoWasGivenUpGoesFirst() {
        List<Long> peers = fill(true);
        int unreachable = book.peers.index(peers.get(9));
        book.peers.unreachable.add(unreachable);
        book.book.drained(unreachable, book.peers.word(unreachable), false);
        assertThat(isIn(heard())).isTrue();
        assertThat(isIn(peers.get(9))).isFalse();
        assertThat(book.peers.forgotten).containsExactly(unreachable);
        assertThat(book.count(Counter.BOOK_PEERS_EVICTED)).isEqualTo(1);
    }

    /** Being given up ends after a while; nobody tells the book. */
    @Test
    void whoWasGivenUpAndIsNotAnyMoreIsLikeOthers() {
        List<Long> peers = fill(false);
        int revived = book.peers.index(peers.get(9));
        book.peers.unreachable.add(revived);
        book.book.drained(revived, book.peers.word(revived), false);
        book.peers.unreachable.clear();
        heard();
        assertThat(isIn(peers.get(9))).isTrue();
        assertThat(isIn(peers.get(0))).isFalse();
    }

    @Test
    void whoWasNeverConnectedGoesNextTheOldestFirst() {
        List<Long> peers = fill(false);
        int met = book.peers.index(peers.get(0));
        book.book.drained(met, book.peers.connect(met), false);
        book.book.drained(met, book.peers.disconnect(met), false);
        book.worked(peers.get(1), ip(2, 1, 1, 1), 1);
        book.run();
        for (int i = 0; i < 5; i++) {
            heard();
        }
        for (int i = 0; i < PEERS; i++) {
            assertThat(isIn(peers.get(i))).as("peer %d", i).isEqualTo(i < 2 || i >= 7);
        }
    }

    @ParameterizedTest
    @EnumSource(PeerFlag.class)
    void whoIsFlaggedStays(PeerFlag flag) {
        List<Long> peers = fill(false);
        book.peers.flag(book.peers.index(peers.get(0)), flag, true);
        heard();
        assertThat(isIn(peers.get(0))).isEqualTo(flag != PeerFlag.TRUSTED);
        assertThat(isIn(peers.get(1))).isEqualTo(flag == PeerFlag.TRUSTED);
    }

    @Test
    void whoIsConnectedStays() {
        List<Long> peers = fill(false);
        for (long peer : peers) {
            book.peers.connect(book.peers.index(peer));
        }
        assertThat(isIn(heard())).isFalse();
        assertThat(book.count(Counter.ADDRESSES_REFUSED)).isEqualTo(1);
        assertThat(peers).allMatch(this::isIn);
    }

    @Test
    void rumoursDisplaceEachOtherBeforeWhatIsProven() {
        List<Long> peers = fill(true);
        for (int i = 0; i < 50; i++) {
            heard();
        }
        assertThat(peers.stream().filter(this::isIn)).hasSize(PEERS - 1);
    }

    /** However many of them come and can't be displaced; what works has a place whenever it comes. */
    @Test
    void rumoursDisplaceAtMostAnEighthOfWhatIsProven() {
        List<Long> peers = fill(true);
        for (int i = 0; i < 50; i++) {
            book.peers.connect(book.peers.index(heard()));
        }
        assertThat(peers.stream().filter(this::isIn)).hasSize(PEERS - PEERS / 8);
        assertThat(book.count(Counter.ADDRESSES_REFUSED)).isEqualTo(50 - PEERS / 8);
        long proven = book.peers.register(next);
        book.worked(proven, ip(next, 1, 1, 1), 1);
        book.run();
        assertThat(isIn(proven)).isTrue();
        assertThat(peers.stream().filter(this::isIn)).hasSize(PEERS - PEERS / 8 - 1);
    }

    @Test
    void ofThoseThatWorkedTheBestRepresentedGoes() {
        List<Long> peers = fill(true);
        for (int i = 0; i < PEERS; i++) {
            int peer = book.peers.index(peers.get(i));
            // The first ten are in group 3, all but one in group 5; the last alone is in group 9.
            long groups = (i < 10 ? 1 << 3 : 0) | (i < 15 ? 1 << 5 : 1 << 9);
            book.peers.groups.put(peer, groups);
        }
        heard();
        assertThat(peers.stream().filter(peer -> !isIn(peer)).map(peers::indexOf))
                .singleElement()
                .satisfies(gone -> assertThat(gone).isBetween(10, 14));
        assertThat(isIn(peers.get(15))).isTrue();
    }

    @Test
    void anEvictedPeerThatOnlyTheBookKnewIsGivenUp() {
        for (int i = 0; i < PEERS; i++) {
            book.hearId(1_000 + i, ip(i, 2, 2, 2), 1, ip(i, 3, 3, 3));
            book.run();
        }
        heard();
        assertThat(book.peers.indexOf(1_000)).isEqualTo(-1);
        assertThat(book.peers.indexOf(1_001)).isNotEqualTo(-1);
    }

    @Test
    void aFullPeerTableRefuses() {
        Book full = new Book(BookConfig.DEFAULT.sized(PEERS), 2);
        full.peers.register(1);
        full.peers.register(2);
        full.hearId(3, ip(1, 2, 3, 4), 1, ip(1, 2, 3, 4));
        full.run();
        assertThat(full.table.peers()).isZero();
        assertThat(full.count(Counter.ADDRESSES_REFUSED)).isEqualTo(1);
    }

    @Test
    void dialingPeersStay() {
        List<Long> peers = fill(false);
        int dialing = book.peers.index(peers.get(0));
        book.peers.word(dialing, PeerWord.beginDial(book.peers.word(dialing), 8));
        heard();
        assertThat(isIn(peers.get(0))).isTrue();
        assertThat(isIn(peers.get(1))).isFalse();
        book.wait(Duration.ZERO);
    }
}
