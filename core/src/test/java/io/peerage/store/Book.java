/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BookConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.Counter;
import io.peerage.model.PeerOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A whole book on a clock of its own, for tests. One thread. */
final class Book {
    static final long V4 = 0xffffL << 32;

    final BookConfig config;
    final FakePeers peers;
    final AddressTable table;
    final BookOrders orders;
    final AddressBook book;
    final StripedCounters counters = new StripedCounters(Counter.values().length, 1);
    final AddressBuffer buffer = new AddressBuffer();
    long now;

    Book(BookConfig config, int peerCapacity) {
        this(config, peerCapacity, 1);
    }

    Book(BookConfig config, int peerCapacity, long key) {
        this.config = config;
        this.peers = new FakePeers(peerCapacity);
        KeyedHash hash = KeyedHash.known(key, 2);
        this.table = new AddressTable(config, peers, hash.derive(1));
        this.orders = new BookOrders(config, 48, hash.derive(2));
        this.book =
                new AddressBook(
                        table, orders, new KeyedRandom(hash.derive(3)), counters, Long.MAX_VALUE);
        this.now = Long.MAX_VALUE;
    }

    /** An IPv4 address with a port, as six bytes and two. */
    static byte[] address(int ip, int port) {
        return new byte[] {
            4,
            (byte) (ip >>> 24),
            (byte) (ip >>> 16),
            (byte) (ip >>> 8),
            (byte) ip,
            6,
            (byte) (port >>> 8),
            (byte) port
        };
    }

    static long lo(int ip) {
        return V4 | ip & 0xffff_ffffL;
    }

    static int ip(int a, int b, int c, int d) {
        return a << 24 | b << 16 | c << 8 | d;
    }

    int hear(long peer, int ip, int port, int teller) {
        return hear(peer, ip, port, teller, AddressTier.HEARD);
    }

    int hear(long peer, int ip, int port, int teller, AddressTier tier) {
        return orders.heard(
                peer, address(ip, port), 0, lo(ip), 0, lo(teller), tier, PeerOrigin.PEER_EXCHANGE);
    }

    int hearId(long number, int ip, int port, int teller) {
        return orders.heard(
                FakePeers.id(number),
                address(ip, port),
                0,
                lo(ip),
                0,
                lo(teller),
                AddressTier.HEARD,
                PeerOrigin.DISCOVERY);
    }

    int worked(long peer, int ip, int port) {
        return orders.worked(peer, address(ip, port), 0, lo(ip));
    }

    int failed(long peer, int ip, int port) {
        return orders.failed(peer, address(ip, port), 0, lo(ip));
    }

    void run() {
        book.run(now);
    }

    void wait(Duration time) {
        now += time.toNanos();
        run();
    }

    /** Sweeps all slots. */
    void sweepAll() {
        book.sweepAll();
    }

    long count(Counter counter) {
        return counters.sum(counter.ordinal());
    }

    /** The addresses of a peer as IP and port, the best first. */
    List<String> addresses(long peer) {
        List<String> found = new ArrayList<>();
        table.read(peer, buffer);
        for (int i = 0; i < buffer.size(); i++) {
            byte[] bytes = new byte[buffer.length(i)];
            buffer.copy(i, bytes, 0);
            found.add(
                    (bytes[1] & 0xff)
                            + "."
                            + (bytes[2] & 0xff)
                            + "."
                            + (bytes[3] & 0xff)
                            + "."
                            + (bytes[4] & 0xff)
                            + ":"
                            + ((bytes[6] & 0xff) << 8 | bytes[7] & 0xff));
        }
        return found;
    }

    /** What contradicts itself in the book. */
    List<String> complaints() {
        List<String> found = new ArrayList<>();
        book.check(found);
        return found;
    }
}
