/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static io.peerage.allocation.Expectation.expect;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.peerage.testing.FakeClock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Architecture, contract 2, for the address book: not one byte an address, a pick, a read, a peer that goes. */
class BookAllocationTest {
    private static final Map<String, Runnable> OPERATIONS = operations();

    private static Map<String, Runnable> operations() {
        World world = new World();
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put("heard anew, and forgotten", world::hearAndForget);
        all.put("heard by id, registered, evicted", world::hearById);
        all.put("worked, failed", world::workAndFail);
        all.put("key and record", world::blobs);
        all.put("pick", world::pick);
        all.put("read", world::read);
        return all;
    }

    private static final class World {
        private static final long LO = 0xffffL << 32 | 0x01020304;

        private final StripedCounters counters = new StripedCounters(Counter.values().length, 1);
        private final FakeClock clock = new FakeClock(0);
        private final PeerTable peers =
                new PeerTable(
                        64,
                        48,
                        counters,
                        1,
                        new HandleSpace("peer", 0, 1, 64),
                        KeyedHash.known(1, 2));
        private final PeerStates states = new PeerStates(peers, counters, 1);
        private final LivePeers live =
                new LivePeers(
                        peers,
                        states,
                        new DialOutcomes(
                                new BackOffTable(64),
                                BackOffConfig.DEFAULT,
                                new KeyedRandom(KeyedHash.known(3, 4)),
                                clock,
                                1));
        private final BookConfig config = BookConfig.DEFAULT.sized(16).handingOff(256);
        private final AddressTable table = new AddressTable(config, live, KeyedHash.known(5, 6));
        private final BookOrders orders = new BookOrders(config, 48, KeyedHash.known(7, 8));
        private final AddressBook book =
                new AddressBook(
                        table, orders, new KeyedRandom(KeyedHash.known(9, 10)), counters, 0);
        private final AddressBuffer buffer = new AddressBuffer();
        private final byte[] address = new byte[48];
        private final byte[] id = new byte[38];
        private final byte[] blob = new byte[400];
        private final long steady;
        private long turn;

        World() {
            steady = peers.register(id, 0, id.length);
            address[0] = 1;
            expect(
                    orders.heard(
                                    steady,
                                    address,
                                    0,
                                    LO,
                                    0,
                                    0,
                                    AddressTier.PERMANENT,
                                    PeerOrigin.STATIC)
                            == Result.DONE.code());
            book.run(0);
        }

        private void another() {
            turn++;
            for (int i = 0; i < 6; i++) {
                address[8 + i] = (byte) (turn >>> 8 * i);
            }
        }

        private void round() {
            clock.advance(100_000_000L);
            book.run(clock.nanoTime());
        }

        void hearAndForget() {
            another();
            long lo = 0xffffL << 32 | (turn * 0x9e3779b9L & 0xffff_ffffL);
            expect(
                    orders.heard(
                                    steady,
                                    address,
                                    0,
                                    lo,
                                    0,
                                    0,
                                    AddressTier.TEMPORARY,
                                    PeerOrigin.DISCOVERY)
                            == Result.DONE.code());
            round();
            orders.gone(steady, address, 0, lo);
            round();
        }

        void hearById() {
            another();
            id[1] = (byte) (1 + turn % 100);
            long lo = 0xffffL << 32 | (turn * 0x9e3779b9L & 0xffff_ffffL);
            orders.heard(id, address, 0, lo, 0, 0, AddressTier.HEARD, PeerOrigin.PEER_EXCHANGE);
            round();
            // What was given up is recycled, as the owner's tick does.
            for (int peer = states.dirty().takeAll(0); peer >= 0; ) {
                int next = states.dirty().next(peer);
                long before = states.drain(peer, clock.nanoTime());
                book.drained(peer, before, peers.recycle(peer));
                peer = next;
            }
            expect(table.peers() > 0);
        }

        void workAndFail() {
            orders.worked(steady, address, 0, LO);
            orders.failed(steady, address, 0, LO);
            orders.failed(steady);
            round();
            book.dialed(peers.handles().index(steady));
            book.worked(peers.handles().index(steady), 0, LO);
        }

        void blobs() {
            turn++;
            expect(orders.key(steady, blob) == Result.DONE.code());
            expect(orders.record(steady, turn, blob) == Result.DONE.code());
            round();
            expect(table.readRecord(steady, blob) == 400 && table.readKey(steady, blob) == 400);
            expect(table.recordSequence(steady) == turn);
        }

        void pick() {
            book.pick(CandidateKind.TRIED);
            book.pick(CandidateKind.NEW);
            book.pickFeeler();
        }

        void read() {
            expect(table.read(steady, buffer) > 0);
            expect(buffer.copy(0, blob, 0) == 48);
            expect(table.origin(steady) == PeerOrigin.STATIC);
        }
    }

    static Stream<String> names() {
        return OPERATIONS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsAllocated(String operation) {
        assertThat(AllocationMeter.bytes(OPERATIONS.get(operation))).isZero();
    }
}
