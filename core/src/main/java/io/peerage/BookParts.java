/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionParts;
import io.peerage.admission.DialReports;
import io.peerage.config.BookConfig;
import io.peerage.dial.DialLoop;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.owner.BookRound;
import io.peerage.store.AddressBook;
import io.peerage.store.AddressTable;
import io.peerage.store.BookOrders;
import io.peerage.store.LivePeers;
import org.jspecify.annotations.Nullable;

/** What an address book is made of. Immutable. */
record BookParts(
        BookConfig config,
        AddressTable table,
        BookOrders orders,
        AddressBook book,
        BookRound round) {
    private static final long PLACES = 0x706c61636573L;
    private static final long ADDRESSES = 0x61646472L;
    private static final long PICKS = 0x7069636b73L;

    /** The book of a manager; null if it has none. */
    static @Nullable BookParts of(AdmissionParts parts, KeyedHash hash) {
        BookConfig config = parts.config().book();
        DialReports reports = parts.reports();
        if (config == null || reports == null) {
            return null;
        }
        long now = parts.clock().nanoTime();
        LivePeers peers = new LivePeers(parts.peers(), parts.states(), parts.dials());
        AddressTable table = new AddressTable(config, peers, hash.derive(PLACES));
        BookOrders orders =
                new BookOrders(config, parts.config().idBytes(), hash.derive(ADDRESSES));
        AddressBook book =
                new AddressBook(
                        table, orders, new KeyedRandom(hash.derive(PICKS)), parts.counters(), now);
        return new BookParts(
                config, table, orders, book, new BookRound(book, reports, parts.peers(), now));
    }

    /** The bytes of memory that a book takes, what the dial loop knows of it included; 0 for none. */
    static long bytes(
            @Nullable BookParts book, @Nullable DialReports reports, @Nullable DialLoop loop) {
        if (book == null || reports == null) {
            return 0;
        }
        return book.table.bytes()
                + book.orders.bytes()
                + book.book.bytes()
                + reports.bytes()
                + (loop == null ? 0 : loop.fedBytes());
    }
}
