/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.owner;

import io.peerage.admission.DialReports;
import io.peerage.concurrent.OwnerThread;
import io.peerage.dial.AddressSource;
import io.peerage.dial.DialLoop;
import io.peerage.model.CandidateKind;
import io.peerage.peer.PeerTable;
import io.peerage.store.AddressBook;
import io.peerage.store.AddressFollower;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address book's part of a tick: what dials came to goes in, then what any thread has told; whoever has an address is a candidate of
 * the dial loop, which asks here whom to draw.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(what was told), of that at most {@value #MOST_ORDERS} a tick, so that a flood
 * holds nobody up: the rest waits, and what finds no room is refused. No allocation. <b>Origin</b>: features D2, D6, H1 to H4.
 */
@OwnerThread
public final class BookRound implements AddressSource, AddressFollower {
    /** The most orders that are carried out in a tick. */
    static final int MOST_ORDERS = 1_024;

    private final AddressBook book;
    private final DialReports reports;
    private final PeerTable peers;
    private @Nullable DialLoop loop;
    private long now;

    /** Rounds of a book, which nobody follows yet. */
    public BookRound(AddressBook book, DialReports reports, PeerTable peers, long now) {
        this.book = book;
        this.reports = reports;
        this.peers = peers;
        this.now = now;
    }

    /** Feeds a loop from the book, from now on. */
    public void feed(DialLoop dialLoop) {
        loop = dialLoop;
        book.follow(this);
    }

    /** One round; how many things were done. */
    int run(long at) {
        now = at;
        book.advance(at);
        return takeReports() + book.run(at, MOST_ORDERS);
    }

    private int takeReports() {
        int taken = 0;
        for (int most = reports.capacity(); most > 0 && reports.isReady(); most--) {
            if (peers.known(reports.peer()) >= 0) {
                take(peers.handles().index(reports.peer()));
            }
            reports.advance();
            taken++;
        }
        return taken;
    }

    private void take(int peer) {
        if (reports.hasWorked()) {
            book.worked(peer, reports.ipHi(), reports.ipLo());
        } else {
            book.failed(peer, reports.ipHi(), reports.ipLo());
        }
    }

    /** The owner has drained a peer, which had this word, and whose index it may have recycled. */
    void drained(int peer, long before, boolean recycled, long at) {
        now = at;
        book.drained(peer, before, recycled);
        if (loop != null && !recycled) {
            // While it was connected, or being dialed, it was counted where that was.
            book.tell(peer);
        }
    }

    /** Adds what is wrong with the book, and with what the dial loop knows of it; at rest. */
    void check(List<String> found) {
        book.check(found);
        for (int entry = 0; loop != null && entry < book.entries(); entry++) {
            int peer = book.peerAt(entry);
            if (peer >= 0 && book.hasAddress(peer) && !loop.isFed(peer)) {
                found.add(
                        "peer index " + peer + " has an address in the book, and is no candidate");
            }
        }
    }

    @Override
    public void known(int peer, long ipHi, long ipLo, boolean tried) {
        if (loop != null) {
            loop.known(peer, ipHi, ipLo, tried, now);
        }
    }

    @Override
    public boolean lost(int peer) {
        return loop != null && loop.lost(peer, now);
    }

    @Override
    public int pick(CandidateKind kind) {
        return book.pick(kind);
    }

    @Override
    public int pickFeeler() {
        return book.pickFeeler();
    }

    @Override
    public int feeler() {
        return book.feeler();
    }

    @Override
    public long feelerHi() {
        return book.feelerHi();
    }

    @Override
    public long feelerLo() {
        return book.feelerLo();
    }

    @Override
    public void dialed(int peer, long ipHi, long ipLo) {
        book.dialed(peer, ipHi, ipLo);
    }

    @Override
    public void barred(int peer, long ipHi, long ipLo) {
        book.failed(peer, ipHi, ipLo);
    }
}
