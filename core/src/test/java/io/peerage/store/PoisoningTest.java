/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import static io.peerage.store.Book.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BookConfig;
import io.peerage.model.CandidateKind;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Features H3: a default book, honest peers in it, and a million addresses of an attacker. */
class PoisoningTest {
    private static final int PEERS = BookConfig.DEFAULT.peers();
    private static final int FLOOD = 1_000_000;
    private static final int PICKS = 10_000;
    private static final long ATTACKERS = 1L << 40;

    private final SplittableRandom random = new SplittableRandom(0xbad);

    private Book book(long key) {
        return new Book(BookConfig.DEFAULT, 2 * PEERS, key);
    }

    /** Honest peers of as many networks as there are, told by each other; of each so many worked. */
    private int fill(Book book, int tried, int heard) {
        for (int i = 0; i < tried + heard; i++) {
            int ip = honestIp();
            long number = i;
            while (book.hearId(number, ip, 4001, honestIp()) != Result.DONE.code()) {
                book.run();
            }
            if (i < tried) {
                book.run();
                int peer = book.peers.indexOf(number);
                if (peer >= 0) {
                    book.worked(book.peers.handle(peer), ip, 4001);
                }
            }
        }
        book.run();
        return tried(book);
    }

    // Not of 10.0.0.0/8, from where the attackers come.
    private int honestIp() {
        return ip(
                11 + random.nextInt(200),
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(256));
    }

    private static boolean isHonest(Book book, int slot) {
        return (book.table.columns().lo(slot) >>> 24 & 0xff) != 10;
    }

    private static int tried(Book book) {
        return count(book, book.book.tried(), true);
    }

    private static int count(Book book, AddressCells cells, boolean honest) {
        int found = 0;
        for (int cell = 0; cell < cells.cells(); cell++) {
            int slot = cells.at(cell);
            found += slot >= 0 && isHonest(book, slot) == honest ? 1 : 0;
        }
        return found;
    }

    private static double share(Book book, CandidateKind kind) {
        int attackers = 0;
        int picked = 0;
        for (int i = 0; i < PICKS; i++) {
            int peer = book.book.pick(kind);
            if (peer >= 0) {
                picked++;
                book.table.read(book.peers.handle(peer), book.buffer);
                attackers += (book.buffer.ipLo(0) >>> 24 & 0xff) == 10 ? 1 : 0;
            }
        }
        return attackers / (double) picked;
    }

    private void flood(Book book, int prefixes, int tellers, boolean answering) {
        for (int i = 0; i < FLOOD; i++) {
            int prefix = random.nextInt(prefixes);
            int ip = ip(10, prefix, random.nextInt(256), random.nextInt(256));
            int told = random.nextInt(tellers);
            int teller = ip(10, told % prefixes, 0, told / prefixes);
            int port = 1_024 + random.nextInt(60_000);
            long number = ATTACKERS + i;
            while (book.hearId(number, ip, port, teller) != Result.DONE.code()) {
                book.run();
            }
            if (answering) {
                book.run();
                int peer = book.peers.indexOf(number);
                if (peer >= 0) {
                    book.worked(book.peers.handle(peer), ip, port);
                }
            }
            if (i % 1_000 == 999) {
                book.wait(Duration.ofSeconds(1));
            }
        }
        book.run();
    }

    /**
     * Of a book with room, with a full one, and with one that is full of peers that worked; the attacker from one /16, or with 1,000
     * tellers in ten; its addresses dead, or each of them answering.
     */
    @ParameterizedTest
    @CsvSource({
        "4000, 6000, 1, 1, false, 0.99",
        "8000, 12000, 1, 1, false, 0.99",
        "15000, 0, 1, 1, false, 0.9",
        "4000, 6000, 10, 1000, false, 0.99",
        "8000, 12000, 10, 1000, false, 0.99",
        "15000, 0, 10, 1000, false, 0.75",
        "8000, 12000, 1, 1, true, 0.9",
        "8000, 12000, 10, 1000, true, 0.75"
    })
    void mostOfWhatWorkedSurvives(
            int tried, int heard, int prefixes, int tellers, boolean answering, double surviving) {
        Book book = book(tried + heard + prefixes);
        int before = fill(book, tried, heard);
        assertThat(before).isGreaterThan(tried / 2);
        flood(book, prefixes, tellers, answering);
        int after = tried(book);
        int ofNew = count(book, book.book.fresh(), true);
        double shareOfTried = share(book, CandidateKind.TRIED);
        double shareOfNew = share(book, CandidateKind.NEW);
        System.out.printf(
                "%d tried, %d heard; %d /16, %d tellers, answering %s: %d of %d tried survive"
                        + " (%.3f), %d heard; picks %.3f of tried, %.3f of new%n",
                tried,
                heard,
                prefixes,
                tellers,
                answering,
                after,
                before,
                after / (double) before,
                ofNew,
                shareOfTried,
                shareOfNew);
        assertThat(book.complaints()).isEmpty();
        assertThat(after / (double) before).isGreaterThanOrEqualTo(surviving);
        assertThat(count(book, book.book.fresh(), false))
                .isBetween(1, prefixes * AddressBuckets.PER_SOURCE * BookConfig.BUCKET);
        assertThat(shareOfTried).isLessThan(prefixes * AddressBuckets.PER_GROUP / 256.0 + 0.02);
        assertThat(shareOfNew).isLessThan(1);
    }
}
