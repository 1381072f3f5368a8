/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.KeyedSlots;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.OwnerThread;
import io.peerage.config.BanConfig;
import io.peerage.hash.AddressPrefix;
import io.peerage.hash.KeyedHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is banned or discouraged: peers by a keyed hash of their id, prefixes by one of their bits.
 *
 * <p>A peer is known here by its id and not by its index: a ban outlasts the peer's place in the peer table, whose room it must
 * not use up, and is found again when the id comes back.
 *
 * <p>Any thread asks; the owner alone changes, through {@link BanKeeper}. An answer depends on the word and on the time, not
 * on whether the owner has cleared what is over.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: wait-free, no allocation. <b>Complexity</b>: one read while nothing stands
 * against anybody of the kind; else O(1) expected, a read of two or three words for a peer, and for an address as many for each width that a
 * prefix of its family is banned by. <b>Consistency</b>: each word is right by itself; two calls may see a change between
 * them. <b>Origin</b>: features G1, G3 to G5; two keys are taken for one if 64 bits of keyed hash agree.
 */
@AnyThread
public final class BanTable {
    private static final int ALL = 0;
    private static final int BANS_MADE = 1 + 2 * BanConfig.MOST_WIDTHS;

    private final KeyedSlots peers;
    private final KeyedSlots prefixes;
    private final PrefixSieve sieve;
    private final KeyedHash ids;
    private final Width[] v4;
    private final Width[] v6;
    // Words in force: peers; prefixes, all and by width, and how often one was banned. On a line of
    // their own, which seldom changes.
    private final LongColumn peersInForce = LongColumn.lines(8);
    private final LongColumn prefixesInForce = LongColumn.lines(1 + BANS_MADE);

    /** Nobody is banned. */
    public BanTable(BanConfig config, KeyedHash hash) {
        this.peers = new KeyedSlots(config.peers());
        this.prefixes = new KeyedSlots(config.prefixes());
        this.sieve = new PrefixSieve(hash.derive(1));
        this.ids = hash.derive(0);
        this.v4 = widths(config.v4Bits(), true, 1, hash);
        this.v6 = widths(config.v6Bits(), false, 1 + v4.length, hash);
    }

    private static Width[] widths(List<Integer> bits, boolean v4, int first, KeyedHash hash) {
        Width[] widths = new Width[bits.size()];
        for (int i = 0; i < widths.length; i++) {
            KeyedHash keyed = hash.derive(AddressPrefix.kind(v4, bits.get(i)));
            widths[i] = new Width(bits.get(i), v4, first + i, keyed);
        }
        return widths;
    }

    /** The bytes of memory that the table takes. */
    public long bytes() {
        return peers.bytes() + prefixes.bytes() + sieve.bytes();
    }

    /** The key of a peer. */
    public long peerKey(byte[] id, int offset, int length) {
        return nonZero(ids.hash(id, offset, length));
    }

    /** Whether nothing stands against any peer. */
    public boolean isPeersEmpty() {
        return peersInForce.getAcquire(ALL) == 0;
    }

    /** What stands against a peer; {@link BanWord#NONE} if nothing. */
    public long peer(long key) {
        return isPeersEmpty() ? BanWord.NONE : peers.word(key);
    }

    /** Whether the peer is banned. */
    public boolean isPeerBanned(long key, long now) {
        return BanWord.isBanned(peer(key), now);
    }

    /** What stands against an address: of its prefixes the first that is banned, else the first that is discouraged. */
    public long address(long hi, long lo, long now) {
        if (prefixesInForce.getAcquire(ALL) == 0 || AddressPrefix.isNone(hi, lo)) {
            return BanWord.NONE;
        }
        long discouraged = BanWord.NONE;
        for (Width width : AddressPrefix.isV4(hi, lo) ? v4 : v6) {
            if (prefixesInForce.getAcquire(width.counter()) != 0) {
                long word =
                        sieve.mayHold(width.leading(hi, lo))
                                ? prefixes.word(width.key(hi, lo))
                                : BanWord.NONE;
                if (BanWord.isBanned(word, now)) {
                    return word;
                }
                if (BanWord.isDiscouraged(word, now)) {
                    discouraged = word;
                }
            }
        }
        return discouraged;
    }

    /** Whether a prefix of the address is banned. */
    public boolean isAddressBanned(long hi, long lo, long now) {
        return prefixesInForce.getAcquire(ALL) != 0 && BanWord.isBanned(address(hi, lo, now), now);
    }

    /** What stands against one prefix of an address, the others left aside. */
    public long prefix(long hi, long lo, int bits) {
        return prefixes.word(width(hi, lo, bits).key(hi, lo));
    }

    /** Stands for the prefix of this width of an address, for {@link #isPrefixBanned}. */
    public long prefixKey(long hi, long lo, int bits) {
        return width(hi, lo, bits).key(hi, lo);
    }

    /** Whether a prefix is banned itself, those that contain it left aside. */
    public boolean isPrefixBanned(long prefixKey, long now) {
        return BanWord.isBanned(prefixes.word(prefixKey), now);
    }

    /** The width of the prefixes that banned peers of the address's family are counted by. */
    Width counted(long hi, long lo) {
        return AddressPrefix.isV4(hi, lo) ? v4[0] : v6[0];
    }

    /** The width of the prefixes that banned peers are counted by, for the family of an address. */
    public int countedBits(long hi, long lo) {
        return counted(hi, lo).bits();
    }

    /** Throws {@link IllegalArgumentException} unless prefixes of this width of the address's family can be banned. */
    public void checkWidth(long hi, long lo, int bits) {
        width(hi, lo, bits);
    }

    /** How many peers something stands against. */
    public int countPeers() {
        return (int) peersInForce.getAcquire(ALL);
    }

    /** How many prefixes something stands against. */
    public int countPrefixes() {
        return (int) prefixesInForce.getAcquire(ALL);
    }

    /** A width that prefixes can be banned by; {@link IllegalArgumentException} if it is none. */
    Width width(long hi, long lo, int bits) {
        boolean isV4 = AddressPrefix.isV4(hi, lo);
        for (Width width : isV4 ? v4 : v6) {
            if (width.bits() == bits) {
                return width;
            }
        }
        throw new IllegalArgumentException(
                (isV4 ? "IPv4" : "IPv6")
                        + " prefix width "
                        + bits
                        + " is not one that prefixes are banned by; add it to the configuration's "
                        + (isV4 ? "v4Bits" : "v6Bits"));
    }

    /** The width of this kind; null if prefixes can't be banned by it. */
    @Nullable Width ofKind(long kind) {
        for (Width width : v4) {
            if (width.kind() == kind) {
                return width;
            }
        }
        for (Width width : v6) {
            if (width.kind() == kind) {
                return width;
            }
        }
        return null;
    }

    /** Whether prefixes of this width of an address's family can be banned. */
    public boolean hasWidth(boolean isV4, int bits) {
        return ofKind(AddressPrefix.kind(isV4, bits)) != null;
    }

    @OwnerThread
    KeyedSlots peerSlots() {
        return peers;
    }

    @OwnerThread
    PrefixSieve sieve() {
        return sieve;
    }

    @OwnerThread
    KeyedSlots prefixSlots() {
        return prefixes;
    }

    /**
     * How often a prefix was banned. Whoever has asked for an address, then raised a count that the owner reads, and then finds
     * this number as it was before he asked, is either not banned or seen by the owner who bans him.
     */
    public long prefixBansMade() {
        return prefixesInForce.getVolatile(BANS_MADE);
    }

    /** A prefix was banned; what the owner reads from now on is what {@link #prefixBansMade} promises. */
    @OwnerThread
    public void prefixBanMade() {
        prefixesInForce.getAndAdd(BANS_MADE, 1);
    }

    /** Notes that a peer was added or removed. */
    @OwnerThread
    void countPeers(int delta) {
        peersInForce.setRelease(ALL, peersInForce.getPlain(ALL) + delta);
    }

    /** Notes that a prefix with this width's counter was added or removed. */
    @OwnerThread
    void countPrefixes(int counter, int delta) {
        prefixesInForce.setRelease(counter, prefixesInForce.getPlain(counter) + delta);
        prefixesInForce.setRelease(ALL, prefixesInForce.getPlain(ALL) + delta);
    }

    private static long nonZero(long hash) {
        return hash != 0 ? hash : 1;
    }

    /** A width of prefixes, where those in force are counted, and a hash of its own. */
    record Width(int bits, boolean v4, int counter, KeyedHash keyed) {
        long leading(long hi, long lo) {
            return AddressPrefix.leading(hi, lo, bits);
        }

        long key(long hi, long lo) {
            return key(leading(hi, lo));
        }

        long key(long leading) {
            return nonZero(keyed.hash(leading));
        }

        /** What tells the width from those of the other family and from others. */
        long kind() {
            return AddressPrefix.kind(v4, bits);
        }
    }
}
