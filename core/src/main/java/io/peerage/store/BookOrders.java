/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.RecordRing;
import io.peerage.config.BookConfig;
import io.peerage.config.ManagerConfig;
import io.peerage.hash.AddressPrefix;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.LittleEndian;
import io.peerage.model.AddressTier;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;

/**
 * What any thread has learnt of peers' addresses, keys and records, and the owner is to write into the book.
 *
 * <pre>
 *   record: | what | peer handle, 0 if an id follows | IP high, or sequence | IP low | source group | keyed hash | id | bytes | seconds, if timed |
 *   what:   | timed 1 | length 31 | id length 8 | origin 8 | tier 8 | kind 8 |
 * </pre>
 *
 * <p><b>Threading</b>: any thread orders, the owner takes. <b>Progress</b>: lock-free. <b>Complexity</b>: O(bytes), no allocation.
 * <b>Ranges</b>: addresses, keys and records of 1 byte to the configured length, ids too. <b>Errors</b>: the code of {@link
 * Result#BAD_LENGTH} for other lengths, which strangers choose; of {@link Result#HAND_OFF_FULL} if there is no room. Whoever calls
 * counts these. <b>Origin</b>: features H1, H5, H6.
 */
@AnyThread
public final class BookOrders {
    /** What is ordered. */
    enum Kind {
        /** A peer may be at an address. */
        HEARD,
        /** A dial of an address succeeded. */
        WORKED,
        /** A dial of an address failed, or, without an address, of all that the peer has. */
        FAILED,
        /** The peer is not at an address any more. */
        GONE,
        /** The peer's public key. */
        KEY,
        /** The peer's signed record. */
        RECORD
    }

    private static final Kind[] KINDS = Kind.values();
    private static final PeerOrigin[] ORIGINS = PeerOrigin.values();
    private static final byte[] NOTHING = {};
    private static final long ADDRESSES = 0x61646472L;
    private static final int BYTE = 0xff;
    private static final int TIER_SHIFT = 8;
    private static final int ORIGIN_SHIFT = 16;
    private static final int ID_SHIFT = 24;
    private static final int LENGTH_SHIFT = 32;
    private static final long TIMED = 1L << 63;
    private static final int PEER = 1;
    private static final int HI = 2;
    private static final int LO = 3;
    private static final int SOURCE = 4;
    private static final int HASH = 5;
    private static final int BYTES = 6;

    private final RecordRing ring;
    private final KeyedHash hash;
    private final BookConfig config;
    private final int idBytes;

    /** Room for as much as configured, and for ids of at most this many bytes, 1 to 64; the hash must serve nothing else. */
    public BookOrders(BookConfig config, int idBytes, KeyedHash hash) {
        this.ring = new RecordRing(config.handOffLines());
        this.hash = hash.derive(ADDRESSES);
        this.config = config;
        this.idBytes = Math.min(idBytes, ManagerConfig.MOST_ID_BYTES);
    }

    /** The bytes of memory that the orders take. */
    public long bytes() {
        return ring.bytes();
    }

    /**
     * A known peer may be at an address.
     *
     * @param ipHi the high word of the address's IP, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @param tellerHi the high word of the IP of who told; both words 0 if nobody told, and the address speaks for itself
     * @param tellerLo the low word
     * @return the code of {@link Result#DONE}, {@link Result#BAD_LENGTH} or {@link Result#HAND_OFF_FULL}
     */
    public int heard(
            long peer,
            byte[] address,
            long ipHi,
            long ipLo,
            long tellerHi,
            long tellerLo,
            AddressTier tier,
            PeerOrigin origin) {
        long what = what(Kind.HEARD, tier, origin);
        long teller = AddressPrefix.netgroup(tellerHi, tellerLo);
        return address(what, peer, NOTHING, address, ipHi, ipLo, teller);
    }

    /**
     * A peer with this id may be at an address; if it isn't known, it is registered if there is room for it and its address, or
     * dropped.
     *
     * @return as {@link #heard(long, byte[], long, long, long, long, AddressTier, PeerOrigin)}
     */
    public int heard(
            byte[] id,
            byte[] address,
            long ipHi,
            long ipLo,
            long tellerHi,
            long tellerLo,
            AddressTier tier,
            PeerOrigin origin) {
        if (id.length < 1 || id.length > idBytes) {
            return Result.BAD_LENGTH.code();
        }
        long what = what(Kind.HEARD, tier, origin);
        long teller = AddressPrefix.netgroup(tellerHi, tellerLo);
        return address(what, 0, id, address, ipHi, ipLo, teller);
    }

    /**
     * As {@link #heard(byte[], byte[], long, long, long, long, AddressTier, PeerOrigin)}, for so many seconds, 1 or more, instead of as long
     * as a tier says.
     */
    public int heardFor(
            int seconds,
            byte[] id,
            byte[] address,
            long ipHi,
            long ipLo,
            long tellerHi,
            long tellerLo,
            PeerOrigin origin) {
        if (id.length < 1 || id.length > idBytes) {
            return Result.BAD_LENGTH.code();
        }
        if (address.length < 1 || address.length > config.addressBytes()) {
            return Result.BAD_LENGTH.code();
        }
        long hashed = hash.hash(address, 0, address.length);
        long teller = AddressPrefix.netgroup(tellerHi, tellerLo);
        long source = teller != 0 ? teller : AddressBuckets.group(ipHi, ipLo, hashed);
        long what = what(Kind.HEARD, AddressTier.HEARD, origin) | TIMED;
        return offer(what, 0, ipHi, ipLo, source, hashed, id, address, seconds);
    }

    /** A connection to the peer, dialed at this address, was established; the address is added if it isn't known. */
    public int worked(long peer, byte[] address, long ipHi, long ipLo) {
        // What nobody has told the book is known to the application.
        long what = what(Kind.WORKED, AddressTier.HEARD, PeerOrigin.STATIC);
        return address(what, peer, NOTHING, address, ipHi, ipLo, 0);
    }

    /** A dial of the peer at this address failed, and the address, or who is behind it, is to blame. */
    public int failed(long peer, byte[] address, long ipHi, long ipLo) {
        long what = what(Kind.FAILED, AddressTier.HEARD, PeerOrigin.DISCOVERY);
        return address(what, peer, NOTHING, address, ipHi, ipLo, 0);
    }

    /** The peer isn't at this address any more. */
    public int gone(long peer, byte[] address, long ipHi, long ipLo) {
        long what = what(Kind.GONE, AddressTier.HEARD, PeerOrigin.DISCOVERY);
        return address(what, peer, NOTHING, address, ipHi, ipLo, 0);
    }

    /** A dial of the peer failed at all addresses that the book has of it. */
    public int failed(long peer) {
        return offer(what(Kind.FAILED, AddressTier.HEARD, PeerOrigin.DISCOVERY), peer);
    }

    /** The peer's public key, which the caller has verified. */
    public int key(long peer, byte[] key) {
        return blob(Kind.KEY, peer, 0, key, config.keys() == 0 ? 0 : config.keyBytes());
    }

    /** The peer's signed record, which the caller has verified; of several the one with the highest sequence number, unsigned, is kept. */
    public int record(long peer, long sequence, byte[] bytes) {
        int longest = config.records() == 0 ? 0 : config.recordBytes();
        return blob(Kind.RECORD, peer, sequence, bytes, longest);
    }

    private static long what(Kind kind, AddressTier tier, PeerOrigin origin) {
        return kind.ordinal()
                | (long) tier.ordinal() << TIER_SHIFT
                | (long) origin.ordinal() << ORIGIN_SHIFT;
    }

    private int address(
            long what, long peer, byte[] id, byte[] address, long hi, long lo, long teller) {
        if (address.length < 1 || address.length > config.addressBytes()) {
            return Result.BAD_LENGTH.code();
        }
        long hashed = hash.hash(address, 0, address.length);
        long source = teller != 0 ? teller : AddressBuckets.group(hi, lo, hashed);
        return offer(what, peer, hi, lo, source, hashed, id, address, 0);
    }

    private int blob(Kind kind, long peer, long sequence, byte[] bytes, int longest) {
        if (bytes.length < 1 || bytes.length > longest) {
            return Result.BAD_LENGTH.code();
        }
        long what = what(kind, AddressTier.HEARD, PeerOrigin.DISCOVERY);
        return offer(what, peer, sequence, 0, 0, 0, NOTHING, bytes, 0);
    }

    private int offer(long what, long peer) {
        return offer(what, peer, 0, 0, 0, 0, NOTHING, NOTHING, 0);
    }

    private int offer(
            long what,
            long peer,
            long hi,
            long lo,
            long source,
            long hashed,
            byte[] id,
            byte[] bytes,
            int seconds) {
        int idWords = LittleEndian.words(id.length);
        int words = BYTES + idWords + LittleEndian.words(bytes.length);
        long record = ring.claim(words + (seconds > 0 ? 1 : 0));
        if (record == RecordRing.FULL) {
            return Result.HAND_OFF_FULL.code();
        }
        ring.set(
                record,
                0,
                what | (long) id.length << ID_SHIFT | (long) bytes.length << LENGTH_SHIFT);
        ring.set(record, PEER, peer);
        ring.set(record, HI, hi);
        ring.set(record, LO, lo);
        ring.set(record, SOURCE, source);
        ring.set(record, HASH, hashed);
        set(record, BYTES, id);
        set(record, BYTES + idWords, bytes);
        if (seconds > 0) {
            ring.set(record, words, seconds);
        }
        ring.commit(record);
        return Result.DONE.code();
    }

    private void set(long record, int from, byte[] bytes) {
        for (int i = 0; i < LittleEndian.words(bytes.length); i++) {
            ring.set(record, from + i, LittleEndian.word(bytes, 0, bytes.length, i));
        }
    }

    /** The hash of addresses. */
    KeyedHash addressHash() {
        return hash;
    }

    /** The most orders that can be there at once. */
    int capacity() {
        return ring.capacity();
    }

    /** Whether an order is there to be taken. */
    @OwnerThread
    boolean isReady() {
        return ring.isReady();
    }

    @OwnerThread
    Kind kind() {
        return KINDS[(int) ring.word(0) & BYTE];
    }

    @OwnerThread
    PeerOrigin origin() {
        return ORIGINS[(int) (ring.word(0) >>> ORIGIN_SHIFT) & BYTE];
    }

    @OwnerThread
    int idLength() {
        return (int) (ring.word(0) >>> ID_SHIFT) & BYTE;
    }

    @OwnerThread
    int length() {
        return (int) (ring.word(0) >>> LENGTH_SHIFT) & Integer.MAX_VALUE;
    }

    @OwnerThread
    long peer() {
        return ring.word(PEER);
    }

    @OwnerThread
    long sequence() {
        return ring.word(HI);
    }

    /** Copies the id. */
    @OwnerThread
    void copyId(byte[] target) {
        copy(BYTES, idLength(), target);
    }

    /** Copies the key or record. */
    @OwnerThread
    void copyBlob(byte[] target) {
        copy(BYTES, length(), target);
    }

    @OwnerThread
    private void copy(int from, int length, byte[] target) {
        for (int i = 0; i < LittleEndian.words(length); i++) {
            LittleEndian.put(ring.word(from + i), target, 8 * i, length - 8 * i);
        }
    }

    /** Copies the address. */
    @OwnerThread
    void copyAddress(HeardAddress to) {
        to.length = length();
        to.hi = ring.word(HI);
        to.lo = ring.word(LO);
        to.source = ring.word(SOURCE);
        to.hash = ring.word(HASH);
        to.tier = (int) (ring.word(0) >>> TIER_SHIFT) & BYTE;
        int from = BYTES + LittleEndian.words(idLength());
        for (int i = 0; i < LittleEndian.words(to.length); i++) {
            to.words[i] = ring.word(from + i);
        }
        to.seconds =
                (ring.word(0) & TIMED) == 0
                        ? 0
                        : (int) ring.word(from + LittleEndian.words(to.length));
    }

    /** The order has been taken. */
    @OwnerThread
    void advance() {
        ring.advance();
    }
}
