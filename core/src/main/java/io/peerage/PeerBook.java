/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionParts;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BookConfig;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.Counter;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.store.AddressTable;
import io.peerage.store.BookOrders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where peers are: addresses, public keys and signed records, as opaque bytes.
 *
 * <p>What is told is handed to the owner, who takes it in at its next tick, or at one after that if more was told than a tick does; what
 * finds no room on the way is refused and counted as {@link Counter#BOOK_ORDERS_REFUSED}. Calls that tell something return the code of
 * {@link Result#DONE}, {@link Result#UNKNOWN_PEER}, {@link Result#SELF} for this node's own handle, {@link Result#BAD_LENGTH}, {@link
 * Result#HAND_OFF_FULL}, or {@link Result#NOT_CONFIGURED} from a manager that was built without a book. What dials that the manager admitted
 * came to, the book learns by itself, and counts it for the peer's addresses with the IP that was admitted.
 *
 * <p>A peer that the book came to know by its id alone is given up when the book has forgotten all of it, unless it is in use or was
 * offered; whoever keeps handles of peers for long registers them before the book hears of them, or flags them.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: telling is lock-free, reading wait-free; nothing waits for the owner.
 * <b>Complexity</b>: O(bytes) to tell, O(addresses of a peer) to read, no allocation. <b>Units</b>: an IP is two words, see {@link
 * IpAddress}, both 0 for none. <b>Errors</b>: {@link NullPointerException} for what is null, {@link IllegalArgumentException} for an IP
 * that is none, and as {@link PeerManager} for handles; lengths are chosen by strangers and are results. <b>Origin</b>: features H1 to H6.
 */
public sealed class PeerBook permits RecordedBook {
    private static final String NO_ADDRESS = "address is null; pass the address's bytes";
    private static final String NO_TIER = "tier is null; pass HEARD for what others said";
    private static final long SECOND = 1_000_000_000L;
    private static final String NO_ORIGIN = "origin is null; pass how the peer was learnt of";

    private final PeerTable peers;
    private final StripedCounters counters;
    private final @Nullable AddressTable table;
    private final @Nullable BookOrders orders;
    private final @Nullable BookConfig config;

    PeerBook(AdmissionParts parts, @Nullable BookParts book) {
        this.peers = parts.peers();
        this.counters = parts.counters();
        this.table = book == null ? null : book.table();
        this.orders = book == null ? null : book.orders();
        this.config = parts.config().book();
    }

    /** {@return what the book holds at most, and for how long; null for a manager without one} */
    public @Nullable BookConfig config() {
        return config;
    }

    // Telling

    /**
     * A known peer may be at an address.
     *
     * @param peer the peer's handle
     * @param address the address, in the application's own form
     * @param ipHi the high word of the address's IP
     * @param ipLo the low word
     * @param tellerHi the high word of the IP of who told; both words 0 if nobody did, and the address speaks for its own network
     * @param tellerLo the low word
     * @param tier how long it is kept if it never works
     * @param origin how the peer was learnt of
     * @return the code of {@link Result#DONE}, or of what kept it from being told
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
        Objects.requireNonNull(address, NO_ADDRESS);
        Objects.requireNonNull(tier, NO_TIER);
        Objects.requireNonNull(origin, NO_ORIGIN);
        int refusal = refusal(peer);
        return refusal < 0 || orders == null
                ? refusal
                : counted(
                        orders.heard(peer, address, ipHi, ipLo, tellerHi, tellerLo, tier, origin));
    }

    /**
     * As {@link #heard(long, byte[], long, long, long, long, AddressTier, PeerOrigin)}, with IPs of four, sixteen or no bytes.
     *
     * @param peer the peer's handle
     * @param address the address, in the application's own form
     * @param ip the address, of four (IPv4), sixteen (IPv6) or no bytes
     * @param teller the IP of who told of it, of four, sixteen or no bytes; no bytes if nobody did
     * @param tier how long it is kept if it never works
     * @param origin how the peer was learnt of
     * @return the code of {@link Result#DONE}, or of what kept it from being told
     */
    public int heard(
            long peer,
            byte[] address,
            byte[] ip,
            byte[] teller,
            AddressTier tier,
            PeerOrigin origin) {
        return heard(
                peer,
                address,
                IpAddress.hi(ip),
                IpAddress.lo(ip),
                IpAddress.hi(teller),
                IpAddress.lo(teller),
                tier,
                origin);
    }

    /**
     * A peer with this id may be at an address; if it isn't known, the owner registers it, provided that the book has room for it. Ids of
     * a wrong length give {@link Result#BAD_LENGTH}.
     *
     * @param id the peer's id, 1 to 64 bytes
     * @param address the address, in the application's own form
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @param tellerHi the high word of the IP of who told of it; both words 0 if nobody did, and the address speaks for its own network
     * @param tellerLo the low word
     * @param tier how long it is kept if it never works
     * @param origin how the peer was learnt of
     * @return the code of {@link Result#DONE}, or of what kept it from being told
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
        Objects.requireNonNull(id, "id is null; pass the peer's id");
        Objects.requireNonNull(address, NO_ADDRESS);
        Objects.requireNonNull(tier, NO_TIER);
        Objects.requireNonNull(origin, NO_ORIGIN);
        return orders == null
                ? Result.NOT_CONFIGURED.code()
                : counted(orders.heard(id, address, ipHi, ipLo, tellerHi, tellerLo, tier, origin));
    }

    /**
     * As {@link #heard(byte[], byte[], long, long, long, long, AddressTier, PeerOrigin)}, with IPs of four, sixteen or no bytes.
     *
     * @param id the peer's id, 1 to 64 bytes
     * @param address the address, in the application's own form
     * @param ip the address, of four (IPv4), sixteen (IPv6) or no bytes
     * @param teller the IP of who told of it, of four, sixteen or no bytes; no bytes if nobody did
     * @param tier how long it is kept if it never works
     * @param origin how the peer was learnt of
     * @return the code of {@link Result#DONE}, or of what kept it from being told
     */
    public int heard(
            byte[] id,
            byte[] address,
            byte[] ip,
            byte[] teller,
            AddressTier tier,
            PeerOrigin origin) {
        return heard(
                id,
                address,
                IpAddress.hi(ip),
                IpAddress.lo(ip),
                IpAddress.hi(teller),
                IpAddress.lo(teller),
                tier,
                origin);
    }

    /**
     * As {@link #heard(byte[], byte[], long, long, long, long, AddressTier, PeerOrigin)}, with a time of its own instead of a tier's. Told
     * again, an address has the later end of both. As with tiers, the time doesn't run while the peer is connected; after a disconnect it
     * is that of the shortest tier that is as long, and after a restart at most that of the longest.
     *
     * @param id the peer's id, 1 to 64 bytes
     * @param address the address, in the application's own form
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @param tellerHi the high word of the IP of who told of it; both words 0 if nobody did, and the address speaks for its own network
     * @param tellerLo the low word
     * @param keptNanos how long the address is kept if it never works, counted in whole seconds, 1 or more; {@link Long#MAX_VALUE} for always
     * @param origin how the peer was learnt of
     * @return the code of {@link Result#DONE}, or of what kept it from being told
     */
    public int heardFor(
            byte[] id,
            byte[] address,
            long ipHi,
            long ipLo,
            long tellerHi,
            long tellerLo,
            long keptNanos,
            PeerOrigin origin) {
        if (keptNanos < 1) {
            throw new IllegalArgumentException(
                    "keptNanos is " + keptNanos + ", allowed are 1 or more; pass how long");
        }
        if (keptNanos == Long.MAX_VALUE) {
            return heard(
                    id, address, ipHi, ipLo, tellerHi, tellerLo, AddressTier.PERMANENT, origin);
        }
        Objects.requireNonNull(id, "id is null; pass the peer's id");
        Objects.requireNonNull(address, NO_ADDRESS);
        Objects.requireNonNull(origin, NO_ORIGIN);
        // Most of 2^63 nanoseconds is more than the book's clock can count, which then keeps it to
        // its end.
        int seconds = (int) Math.min(Integer.MAX_VALUE, (keptNanos - 1) / SECOND + 1);
        return orders == null
                ? Result.NOT_CONFIGURED.code()
                : counted(
                        orders.heardFor(
                                seconds, id, address, ipHi, ipLo, tellerHi, tellerLo, origin));
    }

    /**
     * A connection to the peer was made at this very address, which is added if it isn't known.
     *
     * @param peer the peer's handle
     * @param address the address, in the application's own form
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @return the code of {@link Result#DONE}, or of what kept it from being told
     */
    public int worked(long peer, byte[] address, long ipHi, long ipLo) {
        Objects.requireNonNull(address, NO_ADDRESS);
        int refusal = refusal(peer);
        return refusal < 0 || orders == null
                ? refusal
                : counted(orders.worked(peer, address, ipHi, ipLo));
    }

    /**
     * A dial of the peer at this very address failed, beside what {@link Dialing#failed} says of the IP that was admitted.
     *
     * @param peer the peer's handle
     * @param address the address, in the application's own form
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @return the code of {@link Result#DONE}, or of what kept it from being told
     */
    public int failed(long peer, byte[] address, long ipHi, long ipLo) {
        Objects.requireNonNull(address, NO_ADDRESS);
        int refusal = refusal(peer);
        return refusal < 0 || orders == null
                ? refusal
                : counted(orders.failed(peer, address, ipHi, ipLo));
    }

    /**
     * Dials of the peer failed at all addresses that the book has of it.
     *
     * @param peer the peer's handle
     * @return the code of {@link Result#DONE}, or of what kept it from being told
     */
    public int failed(long peer) {
        int refusal = refusal(peer);
        return refusal < 0 || orders == null ? refusal : counted(orders.failed(peer));
    }

    /**
     * The peer isn't at this address any more.
     *
     * @param peer the peer's handle
     * @param address the address, in the application's own form
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @return the code of {@link Result#DONE}, or of what kept it from being told
     */
    public int gone(long peer, byte[] address, long ipHi, long ipLo) {
        Objects.requireNonNull(address, NO_ADDRESS);
        int refusal = refusal(peer);
        return refusal < 0 || orders == null
                ? refusal
                : counted(orders.gone(peer, address, ipHi, ipLo));
    }

    /**
     * The peer's public key, which the caller has verified; kept for peers that the book has an address of, or that are connected.
     *
     * @param peer the peer's handle
     * @param key the key
     * @return the code of {@link Result#DONE}, or of what kept it from being told
     */
    public int key(long peer, byte[] key) {
        Objects.requireNonNull(key, "key is null; pass the key's bytes");
        int refusal = refusal(peer);
        return refusal < 0 || orders == null ? refusal : counted(orders.key(peer, key));
    }

    /**
     * The peer's signed record, which the caller has verified; of several the one with the highest sequence number is kept.
     *
     * @param peer the peer's handle
     * @param sequence an unsigned number
     * @param bytes the record, signature included
     * @return the code of {@link Result#DONE}, or of what kept it from being told
     */
    public int record(long peer, long sequence, byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes is null; pass the record's bytes");
        int refusal = refusal(peer);
        return refusal < 0 || orders == null
                ? refusal
                : counted(orders.record(peer, sequence, bytes));
    }

    private int refusal(long peer) {
        if (orders == null) {
            return Result.NOT_CONFIGURED.code();
        }
        long word = peers.known(peer);
        if (word < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        return PeerWord.isSelf(word) ? Result.SELF.code() : 0;
    }

    private int counted(int code) {
        if (code < 0) {
            counters.add(Counter.BOOK_ORDERS_REFUSED.ordinal(), 1);
        }
        return code;
    }

    // Reading

    /**
     * Reads the addresses at which the peer may be dialed into the caller's memory, the best first: those that worked, then those that
     * failed least, then the newest.
     *
     * @param peer the peer's handle
     * @param into where to
     * @return how many there are, the code of {@link Result#UNKNOWN_PEER} or of {@link Result#NOT_CONFIGURED}
     */
    public int read(long peer, AddressBuffer into) {
        Objects.requireNonNull(into, "into is null; pass an AddressBuffer of the thread's own");
        if (table == null) {
            into.clear();
            return Result.NOT_CONFIGURED.code();
        }
        return table.read(peer, into);
    }

    /**
     * Reads the peer's public key.
     *
     * @param peer the peer's handle
     * @param target where to
     * @return its length, 0 if none is kept, the code of {@link Result#UNKNOWN_PEER} or of {@link Result#NOT_CONFIGURED}
     * @throws IllegalArgumentException if the target is too small
     */
    public int readKey(long peer, byte[] target) {
        Objects.requireNonNull(target, "target is null; pass an array of the longest key");
        return table == null ? Result.NOT_CONFIGURED.code() : table.readKey(peer, target);
    }

    /**
     * Reads the peer's signed record; as {@link #readKey}.
     *
     * @param peer the peer's handle
     * @param target where to
     * @return its length, 0 if none is kept, or a negative code
     */
    public int readRecord(long peer, byte[] target) {
        Objects.requireNonNull(target, "target is null; pass an array of the longest record");
        return table == null ? Result.NOT_CONFIGURED.code() : table.readRecord(peer, target);
    }

    /**
     * {@return the sequence number of the peer's signed record; 0 if there is none}
     *
     * @param peer the peer's handle
     */
    public long recordSequence(long peer) {
        return table == null ? 0 : table.recordSequence(peer);
    }

    /**
     * {@return how the peer was learnt of first; null if the book doesn't have it}
     *
     * @param peer the peer's handle
     */
    public @Nullable PeerOrigin origin(long peer) {
        return table == null ? null : table.origin(peer);
    }

    /** {@return how many peers the book has, as of the owner's last tick} */
    public int peers() {
        return table == null ? 0 : table.peers();
    }

    /** {@return how many addresses the book has, as of the owner's last tick} */
    public int addresses() {
        return table == null ? 0 : table.addresses();
    }
}
