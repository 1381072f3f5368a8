/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.store;

import io.peerage.admission.DialOutcomes;
import io.peerage.backoff.BackOffTable;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BookConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.CandidateKind;
import io.peerage.model.Counter;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.store.AddressBook;
import io.peerage.store.AddressTable;
import io.peerage.store.BookOrders;
import io.peerage.store.LivePeers;
import io.peerage.yardstick.AddressLists;
import io.peerage.yardstick.PeerId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The contestants of {@link BookBenchmark}: two books of the default size, filled alike. */
public final class Books {
    /** How many additions a round of the owner takes in. */
    public static final int BATCH = 64;

    private static final int PEERS = BookConfig.DEFAULT.peers();
    private static final int KNOWN = PEERS * 3 / 4;
    private static final long STRIDE = 0x9e3779b97f4a7c15L;
    // So many come anew that the time of the first, two minutes, is over when the book is full.
    private static final long BETWEEN_ROUNDS = 120_000_000_000L / KNOWN * BATCH;

    private Books() {}

    private static byte[] id(long number) {
        byte[] id = new byte[38];
        ByteBuffer.wrap(id).putLong(6, number).putLong(20, number * STRIDE);
        return id;
    }

    // /ip4/…/udp/…/quic-v1, as bytes.
    private static byte[] address(long random) {
        byte[] bytes = new byte[12];
        ByteBuffer.wrap(bytes).put(0, (byte) 4).putLong(1, random);
        return bytes;
    }

    private static long lo(long random) {
        return 0xffffL << 32 | random >>> 32;
    }

    /** What comes next, drawn in advance. */
    private static final class Draws {
        private static final int MANY = 1 << 16;

        final long[] random = new long[MANY];
        final byte[][] ids = new byte[MANY][];
        final byte[][] addresses = new byte[MANY][];
        int turn;

        Draws() {
            SplittableRandom generator = new SplittableRandom(0x5eed);
            for (int i = 0; i < MANY; i++) {
                random[i] = generator.nextLong();
                ids[i] = id(random[i]);
                addresses[i] = address(random[i]);
            }
        }

        int next() {
            turn = turn + 1 & MANY - 1;
            return turn;
        }
    }

    /** Ours, with the manager's own table of peers. One thread, which is the owner too. */
    @State(Scope.Thread)
    public static class Ours {
        /** The longest address, which is what each takes. */
        @Param("128")
        public int addressBytes;

        private final Draws draws = new Draws();
        private final StripedCounters counters = new StripedCounters(Counter.values().length, 1);
        private final AddressBuffer buffer = new AddressBuffer();
        private final long[] handles = new long[KNOWN];
        private final byte[][] known = new byte[KNOWN][];
        private final long[] knownLo = new long[KNOWN];
        private PeerTable peers;
        private PeerStates states;
        private AddressTable table;
        private BookOrders orders;
        private AddressBook book;
        private long now;
        private long refused;

        /** Fills three quarters of the book; one peer in three was reached. */
        @Setup
        public void fill() {
            KeyedHash hash = KeyedHash.known(1, 2);
            peers =
                    // As large as a manager's by default.
                    new PeerTable(
                            2 * PEERS,
                            48,
                            counters,
                            1,
                            new HandleSpace("peer", 0, 1, 2 * PEERS),
                            hash);
            states = new PeerStates(peers, counters, 1);
            DialOutcomes dials =
                    new DialOutcomes(
                            new BackOffTable(2 * PEERS),
                            BackOffConfig.DEFAULT,
                            new KeyedRandom(hash.derive(1)),
                            () -> now,
                            1);
            LivePeers live = new LivePeers(peers, states, dials);
            BookConfig config =
                    BookConfig.DEFAULT.addresses(
                            BookConfig.DEFAULT.addresses(), BookConfig.MOST_PER_PEER, addressBytes);
            table = new AddressTable(config, live, hash.derive(2));
            orders = new BookOrders(config, 48, hash.derive(3));
            book = new AddressBook(table, orders, new KeyedRandom(hash.derive(4)), counters, now);
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < KNOWN; i++) {
                long drawn = random.nextLong();
                known[i] = address(drawn);
                knownLo[i] = lo(drawn);
                handles[i] = peers.register(id(i), 0, 38);
                hear(handles[i], known[i], knownLo[i], random.nextLong(), AddressTier.HEARD);
                if (i % 3 == 0) {
                    orders.worked(handles[i], known[i], 0, knownLo[i]);
                }
                book.run(now);
            }
        }

        private void hear(long peer, byte[] address, long lo, long teller, AddressTier tier) {
            note(orders.heard(peer, address, 0, lo, 0, lo(teller), tier, PeerOrigin.PEER_EXCHANGE));
        }

        private void note(int result) {
            refused += result == Result.DONE.code() ? 0 : 1;
        }

        int addAgain() {
            for (int i = 0; i < BATCH; i++) {
                int draw = draws.next();
                int at = (int) ((draws.random[draw] >>> 32) * KNOWN >>> 32);
                hear(handles[at], known[at], knownLo[at], draws.random[draw], AddressTier.HEARD);
            }
            return book.run(now);
        }

        int addAddress() {
            for (int i = 0; i < BATCH; i++) {
                int draw = draws.next();
                long random = draws.random[draw];
                int at = (int) ((random >>> 32) * KNOWN >>> 32);
                hear(
                        handles[at],
                        draws.addresses[draw],
                        lo(random),
                        random * STRIDE,
                        AddressTier.TEMPORARY);
            }
            now += BETWEEN_ROUNDS;
            return book.run(now);
        }

        int addPeer() {
            for (int i = 0; i < BATCH; i++) {
                int draw = draws.next();
                long random = draws.random[draw];
                note(
                        orders.heard(
                                draws.ids[draw],
                                draws.addresses[draw],
                                0,
                                lo(random),
                                0,
                                lo(random * STRIDE),
                                AddressTier.TEMPORARY,
                                PeerOrigin.PEER_EXCHANGE));
            }
            now += BETWEEN_ROUNDS;
            int done = book.run(now);
            for (int peer = states.dirty().takeAll(0); peer >= 0; ) {
                int next = states.dirty().next(peer);
                long before = states.drain(peer, now);
                book.drained(peer, before, peers.recycle(peer));
                peer = next;
            }
            return done;
        }

        int pickTried() {
            return book.pick(CandidateKind.TRIED);
        }

        int pickNew() {
            return book.pick(CandidateKind.NEW);
        }

        int read() {
            int at = (int) ((draws.random[draws.next()] >>> 32) * KNOWN >>> 32);
            return table.read(handles[at], buffer);
        }

        /** A figure counts only if nothing was refused for want of room before the owner, and most was taken in. */
        @TearDown(Level.Trial)
        public void check() {
            long added = counters.sum(Counter.ADDRESSES_ADDED.ordinal());
            long turnedDown = counters.sum(Counter.ADDRESSES_REFUSED.ordinal());
            if (refused > 0 || added < turnedDown || table.peers() < KNOWN / 4) {
                throw new IllegalStateException(
                        refused
                                + " refused, "
                                + added
                                + " added, "
                                + turnedDown
                                + " turned down, "
                                + table.peers()
                                + " peers");
            }
        }
    }

    /** The yardstick. One thread. */
    @State(Scope.Thread)
    public static class Lists {
        private final Draws draws = new Draws();
        private final SplittableRandom random = new SplittableRandom(1);
        private final PeerId[] ids = new PeerId[KNOWN];
        private final byte[][] known = new byte[KNOWN][];
        private AddressLists book = new AddressLists(PEERS);
        private long now;

        /** Fills three quarters of the book. */
        @Setup
        public void fill() {
            book = new AddressLists(PEERS);
            SplittableRandom drawn = new SplittableRandom(7);
            for (int i = 0; i < KNOWN; i++) {
                known[i] = address(drawn.nextLong());
                ids[i] = new PeerId(id(i));
                book.add(ids[i], known[i], now++);
            }
        }

        int addAgain() {
            for (int i = 0; i < BATCH; i++) {
                int draw = draws.next();
                int at = (int) ((draws.random[draw] >>> 32) * KNOWN >>> 32);
                book.add(ids[at], known[at], now++);
            }
            return book.size();
        }

        int addAddress() {
            for (int i = 0; i < BATCH; i++) {
                int draw = draws.next();
                int at = (int) ((draws.random[draw] >>> 32) * KNOWN >>> 32);
                book.add(ids[at], draws.addresses[draw], now++);
            }
            return book.size();
        }

        int addPeer() {
            for (int i = 0; i < BATCH; i++) {
                int draw = draws.next();
                book.add(new PeerId(draws.ids[draw]), draws.addresses[draw], now++);
            }
            return book.size();
        }

        @Nullable PeerId pick() {
            return book.pick(random);
        }

        List<AddressLists.Address> read() {
            return book.addresses(ids[(int) ((draws.random[draws.next()] >>> 32) * KNOWN >>> 32)]);
        }

        /** A figure counts only if the book is as full as ours. */
        @TearDown(Level.Trial)
        public void check() {
            if (book.size() < KNOWN || book.size() > PEERS) {
                throw new IllegalStateException(book.size() + " peers");
            }
        }
    }
}
