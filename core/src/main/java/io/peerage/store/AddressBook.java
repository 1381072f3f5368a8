/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.AddressBuffer;
import io.peerage.model.CandidateKind;
import io.peerage.model.Counter;
import io.peerage.model.PeerOrigin;
import io.peerage.peer.PeerWord;
import java.util.List;

/**
 * The address book as its owner keeps it: takes in what any thread has ordered, forgets what had its time, tells whom to dial.
 *
 * <p>Rules, defaults and bounds are in {@code docs/address-book.md}. <b>Threading</b>: owner thread. <b>Complexity</b>: O(1) an order and a
 * pick, no allocation. <b>Units</b>: times are nanoseconds of a monotonic clock, counted in whole seconds; one that goes back stands
 * still. <b>Origin</b>: features D2, D6, H1 to H6.
 */
@OwnerThread
public final class AddressBook {
    /** Nobody. */
    public static final int NONE = -1;

    private static final int SWEPT_WITHIN = 60;
    private static final int FEWEST_SWEPT = 64;
    private static final int MOST_SWEPT = 4_096;
    private static final int MOST_DRAWS = 64;
    private static final int CHANCE_SHIFT = 34;

    private final AddressTable table;
    private final BookPeers peers;
    private final BookOrders orders;
    private final BookIntake intake;
    private final EntryColumns entries;
    private final AddressColumns columns;
    private final AddressPlaces places;
    private final AddressKeeper keeper;
    private final TriedReferee referee;
    private final KeyedRandom random;
    private final StripedCounters counters;
    private final BookClock clock;
    private final HeardAddress address = new HeardAddress();
    private final NewPeer newcomer = new NewPeer();
    private int swept;
    private int sweptAt = BookClock.FIRST;
    private int owed;
    private int feeler = NONE;

    /**
     * The owner's side of a table and its orders.
     *
     * @param random numbers that serve nothing that must be repeatable apart from the book
     */
    public AddressBook(
            AddressTable table,
            BookOrders orders,
            KeyedRandom random,
            StripedCounters counters,
            long now) {
        this.table = table;
        this.peers = table.bookPeers();
        this.orders = orders;
        this.entries = table.entries();
        this.columns = table.columns();
        this.places = new AddressPlaces(table, table.config());
        this.random = random;
        this.counters = counters;
        this.keeper = new AddressKeeper(table, places, random, orders.addressHash(), counters);
        this.referee = new TriedReferee(table, places, keeper);
        this.intake = new BookIntake(table, orders, keeper, counters);
        this.clock = new BookClock(now);
    }

    /** The bytes of memory that the book takes beside its table and its orders. */
    public long bytes() {
        return places.bytes() + keeper.bytes() + intake.bytes();
    }

    /** Takes notice of the time, for what is told before the round; the seconds then. */
    public int advance(long now) {
        int seconds = clock.advance(now);
        keeper.now(seconds);
        return seconds;
    }

    /** One round that takes in all that was ordered; how many things were done. */
    public int run(long now) {
        return run(now, orders.capacity());
    }

    /** One round that takes in no more than this many orders, so that a flood of them holds nobody up; how many things were done. */
    public int run(long now, int mostOrders) {
        int seconds = advance(now);
        int done = intake.run(mostOrders) + referee.resolve(seconds) + sweep(seconds);
        table.publish(seconds);
        return done;
    }

    // Each slot once a minute, a part of them each time that a second has passed.
    private int sweep(int now) {
        int slots = columns.slots();
        long due = (long) (now - sweptAt) * (slots / SWEPT_WITHIN + FEWEST_SWEPT);
        sweptAt = now;
        owed = (int) Math.min(slots, owed + due);
        int most = Math.min(owed, MOST_SWEPT);
        owed -= most;
        return sweep(now, most);
    }

    private int sweep(int now, int most) {
        int dropped = 0;
        for (int i = 0; i < most; i++) {
            swept = swept + 1 < columns.slots() ? swept + 1 : 0;
            dropped += dropIfOver(swept, now) ? 1 : 0;
        }
        return dropped;
    }

    /** Forgets all that is over. */
    void sweepAll() {
        sweep(clock.seconds(), columns.slots());
        table.publish(clock.seconds());
    }

    private boolean isOver(int slot, int now) {
        long entry = entries.word(entries.of(AddressWord.peer(columns.header(slot))));
        return table.age().isOver(columns.state(slot), columns.times(slot), entry, now);
    }

    private boolean dropIfOver(int slot, int now) {
        if (!AddressWord.isLive(columns.header(slot)) || !isOver(slot, now)) {
            return false;
        }
        counters.addOwned(Counter.ADDRESSES_EXPIRED.ordinal(), 1);
        keeper.drop(slot);
        return true;
    }

    /**
     * A random peer to dial, by one of its addresses: one that worked, or one that was only heard of. Addresses that failed lately are less
     * likely, and so are buckets with many addresses compared to buckets with few. Whether the peer may be dialed now is for the caller to
     * ask.
     *
     * @param kind {@link CandidateKind#TRIED} or {@link CandidateKind#NEW}
     * @return the peer's index, or {@link #NONE} if there is no such address
     */
    public int pick(CandidateKind kind) {
        return peerOf(pickSlot(kind));
    }

    private int pickSlot(CandidateKind kind) {
        boolean tried = kind == CandidateKind.TRIED;
        AddressCells cells = tried ? places.tried() : places.fresh();
        int now = clock.seconds();
        int slot = NONE;
        // Draws become more generous, so that a book of failed addresses is still drawn from.
        double generosity = 1;
        for (int draw = 0; draw < MOST_DRAWS && cells.size() > 0; draw++) {
            int drawn = cells.random(random.next());
            if (!tried && isOver(drawn, now)) {
                continue;
            }
            slot = drawn;
            int chance = table.age().chance(columns.state(slot), columns.times(slot), now);
            if (chance == AddressAge.CERTAIN
                    || random.next() >>> CHANCE_SHIFT < chance * generosity) {
                break;
            }
            generosity *= 1.2;
        }
        return slot;
    }

    /**
     * Whom a feeler is to visit: a peer whose place another claims, to learn whether it still answers; else one that was only heard of.
     * {@link #feelerHi} and {@link #feelerLo} then tell at which of its addresses.
     *
     * @return the peer's index, or {@link #NONE}
     */
    public int pickFeeler() {
        int disputes = keeper.disputes().size();
        int slot = NONE;
        if (disputes > 0) {
            slot = referee.holder((int) KeyedRandom.below(random.next(), disputes));
        }
        feeler = slot != NONE ? slot : pickSlot(CandidateKind.NEW);
        return peerOf(feeler);
    }

    /** The last pick of {@link #pickFeeler}, unless its address has gone since. */
    public int feeler() {
        return feeler == NONE || !AddressWord.isLive(columns.header(feeler))
                ? NONE
                : peerOf(feeler);
    }

    /** The high word of the IP that the last feeler is to visit. */
    public long feelerHi() {
        return feeler == NONE ? 0 : columns.hi(feeler);
    }

    /** The low word of it. */
    public long feelerLo() {
        return feeler == NONE ? 0 : columns.lo(feeler);
    }

    private int peerOf(int slot) {
        return slot == NONE ? NONE : AddressWord.peer(columns.header(slot));
    }

    /** Whether one of the peer's addresses once worked. */
    public boolean isTried(int peer) {
        int entry = entries.of(peer);
        return entry != NONE && entries.tried(entry) > 0;
    }

    /** How many addresses of a kind the book has places for in use. */
    public int size(CandidateKind kind) {
        return (kind == CandidateKind.TRIED ? places.tried() : places.fresh()).size();
    }

    /** The peer is being dialed: its addresses are as good as tried for a while. */
    public void dialed(int peer) {
        int entry = entries.of(peer);
        for (int position = 0; entry != NONE && position < entries.perPeer(); position++) {
            int slot = entries.address(entry, position);
            if (slot != NONE) {
                keeper.dialed(slot);
            }
        }
    }

    /** The peer is being dialed at this IP: so are its addresses there. */
    public void dialed(int peer, long ipHi, long ipLo) {
        int entry = entries.of(peer);
        for (int position = 0; entry != NONE && position < entries.perPeer(); position++) {
            int slot = slotAt(entry, position, ipHi, ipLo);
            if (slot != NONE) {
                keeper.dialed(slot);
            }
        }
    }

    /** A dial of the peer at this IP failed: at all its addresses there; false if the book has none. */
    public boolean failed(int peer, long ipHi, long ipLo) {
        int entry = entries.of(peer);
        boolean found = false;
        for (int position = 0; entry != NONE && position < entries.perPeer(); position++) {
            int slot = slotAt(entry, position, ipHi, ipLo);
            if (slot != NONE) {
                keeper.failed(slot);
                found = true;
            }
        }
        return found;
    }

    /** A dial of the peer at this IP succeeded: at the best of its addresses there; false if the book has none. */
    public boolean worked(int peer, long ipHi, long ipLo) {
        int entry = entries.of(peer);
        int best = NONE;
        long rank = 0;
        for (int position = 0; entry != NONE && position < entries.perPeer(); position++) {
            int slot = slotAt(entry, position, ipHi, ipLo);
            if (slot != NONE) {
                long other = AddressTable.rank(columns.state(slot), columns.times(slot));
                if (best == NONE || other > rank) {
                    best = slot;
                    rank = other;
                }
            }
        }
        if (best != NONE) {
            keeper.worked(best);
        }
        return best != NONE;
    }

    private int slotAt(int entry, int position, long ipHi, long ipLo) {
        int slot = entries.address(entry, position);
        return slot != NONE && columns.hi(slot) == ipHi && columns.lo(slot) == ipLo ? slot : NONE;
    }

    /** Whether the book has an address of the peer. */
    public boolean hasAddress(int peer) {
        int entry = entries.of(peer);
        return entry != NONE && !entries.isEmpty(entry);
    }

    /** Has somebody follow where peers are to be dialed, from now on. */
    public void follow(AddressFollower follower) {
        keeper.follow(follower);
    }

    /** Tells the follower again of a peer, if the book has it. */
    public void tell(int peer) {
        if (entries.of(peer) != NONE) {
            keeper.tell(peer);
        }
    }

    /** The owner has drained a peer, which had this word, and whose index it may have recycled. */
    public void drained(int peer, long before, boolean recycled) {
        int entry = entries.of(peer);
        if (entry == NONE) {
            return;
        }
        if (recycled) {
            keeper.remove(entry, false);
            table.publish(clock.seconds());
            return;
        }
        long word = entries.word(entry);
        boolean connected = PeerWord.isConnected(before);
        if (connected || PeerWord.rises(before) > 0) {
            entries.word(entry, EntryWord.connected(word));
            keeper.met(entry);
        }
        if (!connected && EntryWord.isConnected(entries.word(entry))) {
            entries.word(entry, EntryWord.disconnected(entries.word(entry), clock.seconds()));
        }
        keeper.file(entry);
        keeper.removeIfEmpty(entry);
        if (entries.of(peer) == NONE) {
            table.publish(clock.seconds());
        }
    }

    /** How many addresses that worked claim the place of another. */
    public int disputes() {
        return keeper.disputes().size();
    }

    AddressCells fresh() {
        return places.fresh();
    }

    AddressCells tried() {
        return places.tried();
    }

    /** The most entries; each has a peer or none. */
    public int entries() {
        return entries.entries();
    }

    /** The index of the peer of an entry; {@link #NONE} if it has none. */
    public int peerAt(int entry) {
        long word = entries.word(entry);
        return EntryWord.isLive(word) ? EntryWord.peer(word) : NONE;
    }

    /**
     * Takes an address back in that {@link AddressTable#read} once gave, as old as the buffer says. Its peer is the book's from then
     * on: nobody else may know of it any more.
     *
     * @param from with source group 0 for an address that speaks for itself
     * @param peer a peer that is known
     * @return whether there was room for it
     */
    public boolean restore(long peer, AddressBuffer from, int at, PeerOrigin origin) {
        if (peers.known(peer) < 0 || from.length(at) > table.config().addressBytes()) {
            return false;
        }
        address.words(from.bytes(), from.offset(at), from.length(at));
        address.hi = from.ipHi(at);
        address.lo = from.ipLo(at);
        address.hash = orders.addressHash().hash(from.bytes(), from.offset(at), from.length(at));
        address.source =
                from.source(at) != 0
                        ? from.source(at)
                        : AddressBuckets.group(address.hi, address.lo, address.hash);
        address.tier = from.tier(at).ordinal();
        address.seconds = 0;
        newcomer.origin = origin;
        int slot = keeper.heard(address, peers.index(peer), newcomer, from.isTried(at));
        if (slot == NONE) {
            return false;
        }
        int entry = entries.of(peers.index(peer));
        entries.word(entry, EntryWord.ours(entries.word(entry)));
        int now = clock.seconds();
        long state = columns.state(slot);
        columns.state(
                slot,
                AddressWord.aged(state, at(now, from.secondsSinceHeard(at)), from.attempts(at)));
        columns.times(
                slot,
                AddressWord.times(
                        at(now, from.secondsSinceAttempt(at)),
                        at(now, from.secondsSinceSuccess(at))));
        return keeper.settle(slot, from.isTried(at));
    }

    // Nothing is older than the clock can tell.
    private static int at(int now, int age) {
        return age == AddressBuffer.NEVER ? 0 : Math.max(1, now - Math.max(0, age));
    }

    /** Whether an address that never worked has had its time, if its peer isn't connected. */
    public boolean isOver(AddressBuffer from, int at) {
        int now = clock.seconds();
        long state = AddressWord.state(0, from.tier(at).ordinal(), 0);
        return table.age()
                .isOver(
                        AddressWord.aged(state, at(now, from.secondsSinceHeard(at)), 0),
                        AddressWord.times(0, at(now, from.secondsSinceSuccess(at))),
                        0,
                        now);
    }

    /** Whether the book has a peer, or room for another. */
    public boolean hasRoomFor(long peer) {
        return !entries.isFull() || entries.of(peers.index(peer)) != NONE;
    }

    /** Whether the book has this peer. */
    public boolean has(long peer) {
        return entries.of(peers.index(peer)) != NONE;
    }

    /** The longest address. */
    public int addressBytes() {
        return table.config().addressBytes();
    }

    /** Takes a key back in; whether there was room. */
    public boolean restoreKey(long peer, byte[] bytes, int length) {
        return restoreBlob(AddressTable.KEY, table.config().keyBytes(), peer, 0, bytes, length);
    }

    /** Takes a signed record back in; whether there was room, and none that is newer. */
    public boolean restoreRecord(long peer, long sequence, byte[] bytes, int length) {
        int longest = table.config().recordBytes();
        return restoreBlob(AddressTable.RECORD, longest, peer, sequence, bytes, length);
    }

    private boolean restoreBlob(
            int kind, int longest, long peer, long sequence, byte[] bytes, int length) {
        return peers.known(peer) >= 0
                && length >= 1
                && length <= Math.min(longest, bytes.length)
                && intake.putBlob(kind, peers.index(peer), sequence, bytes, length);
    }

    /** Adds what contradicts itself in the book, one sentence each; O(entries and addresses). */
    public void check(List<String> found) {
        new BookCheck(table, places).run(found);
    }
}
