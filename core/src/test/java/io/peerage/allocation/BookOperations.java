/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static io.peerage.allocation.Expectation.expect;

import io.peerage.PeerBook;
import io.peerage.PeerManager;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** What is told to an address book and read from it, and ticks of a node that dials from it. One thread. */
final class BookOperations implements CommandSink {
    private static final long LO = 0xffffL << 32 | 0xcb007107L;
    private static final byte[] ID = Ids.id(1);
    private static final byte[] LONGEST = new byte[128];
    private static final byte[] TOO_LONG = new byte[129];
    private static final DialConfig EAGER =
            DialConfig.DEFAULT
                    .withOutboundTarget(1)
                    .withNeedAddressesBelow(0)
                    .withTimes(
                            DialTimes.DEFAULT
                                    .withInterval(Duration.ofMillis(1))
                                    .withShortest(Duration.ofMillis(1))
                                    .withFirstRun(Duration.ZERO)
                                    .withFeelers(Duration.ofMillis(10)));

    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 1000);
    private final AddressBuffer buffer = new AddressBuffer();
    private final byte[] address = new byte[40];
    private final byte[] copy = new byte[1_024];
    private final Map<String, Runnable> all;
    private final Set<Result> seen;
    private final PeerManager m =
            PeerManager.builder()
                    .maxPeers(200)
                    .maxConnections(10)
                    .clock(clock)
                    .rateLimit(RateLimit.NONE)
                    .hashKey(1, 2)
                    .dialing(EAGER)
                    .backOff(BackOffConfig.exponential(Duration.ofMillis(2), 100))
                    .book(BookConfig.DEFAULT.sized(64))
                    .commandSink(this)
                    .build();
    private final PeerBook book = m.book();
    private final long peer = m.register(ID);
    private long turn;
    private int dials;

    private BookOperations(Map<String, Runnable> all, Set<Result> seen) {
        this.all = all;
        this.seen = seen;
    }

    static void addTo(Map<String, Runnable> all, Set<Result> seen) {
        new BookOperations(all, seen).add();
    }

    @Override
    public void close(long connection, CloseReason reason) {
        m.close(connection);
    }

    @Override
    public void dial(long dialed, long ticket, long ipHi, long ipLo, DialReason reason) {
        dials++;
        expect(book.read(dialed, buffer) > 0);
        if (dials % 2 == 0) {
            m.establishOutbound(ticket);
            m.close(ticket);
        } else {
            m.dialing().failed(ticket, DialOutcome.TIMEOUT);
        }
    }

    private void expectResult(Result expected, long value) {
        if (value != expected.code()) {
            throw new AssertionError("expected " + expected + ", was " + value);
        }
        seen.add(expected);
    }

    private void turn() {
        turn++;
        for (int i = 0; i < 8; i++) {
            address[i] = (byte) (turn >>> 8 * i);
        }
    }

    private void tick() {
        clock.advance(1_000_000L);
        m.tick();
    }

    private void add() {
        all.put("book: an address is heard of, works, fails and is gone", this::ofAPeer);
        all.put("book: peers are heard of by their ids, more than there is room for", this::byId);
        all.put("book: a key and a record", this::blobs);
        all.put("book: what is of a bad length", this::refused);
        all.put("book: ticks that dial", this::dialing);
    }

    private void ofAPeer() {
        turn();
        long lo = LO + (turn & 0xff);
        expectResult(
                Result.DONE,
                book.heard(
                        peer, address, 0, lo, 0, 0, AddressTier.TEMPORARY, PeerOrigin.DISCOVERY));
        expectResult(Result.DONE, book.worked(peer, address, 0, lo));
        expectResult(Result.DONE, book.failed(peer, address, 0, lo));
        expectResult(Result.DONE, book.failed(peer));
        m.tick();
        expect(book.read(peer, buffer) > 0);
        expect(book.origin(peer) != null);
        expectResult(Result.DONE, book.gone(peer, address, 0, lo));
        m.tick();
    }

    private void byId() {
        turn();
        byte[] id = ID;
        byte first = id[4];
        id[4] = (byte) (1 + turn % 100);
        expectResult(
                Result.DONE,
                book.heard(
                        id,
                        address,
                        0,
                        LO + (turn << 8 & 0xff_ff00),
                        0,
                        0,
                        AddressTier.HEARD,
                        PeerOrigin.PEER_EXCHANGE));
        id[4] = first;
        tick();
        expect(book.peers() > 0);
    }

    private void blobs() {
        turn();
        expectResult(
                Result.DONE,
                book.heard(peer, LONGEST, 0, LO, 0, 0, AddressTier.PERMANENT, PeerOrigin.DNS));
        expectResult(Result.DONE, book.key(peer, address));
        expectResult(Result.DONE, book.record(peer, turn, address));
        m.tick();
        expect(book.readKey(peer, copy) == address.length);
        expect(book.readRecord(peer, copy) == address.length);
        expect(book.recordSequence(peer) == turn);
    }

    private void refused() {
        expectResult(Result.BAD_LENGTH, book.gone(peer, TOO_LONG, 0, LO));
    }

    private void dialing() {
        byId();
        tick();
        tick();
        expect(dials > 0);
    }
}
