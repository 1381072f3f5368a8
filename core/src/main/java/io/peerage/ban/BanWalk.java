/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.KeyedSlots;
import io.peerage.hash.HashedIds;
import io.peerage.model.BanReason;

/**
 * A walk over bans, discouragements and former offenders, while the owner changes them: what stands in a slot is read with the id
 * or prefix that it is about, and left out unless these give the slot's key.
 *
 * <p><b>Threading</b>: confined to one thread, which need not be the owner's. <b>Progress</b>: wait-free a step, no allocation.
 * <b>Consistency</b>: what stands all the time is met once; what comes or goes meanwhile may be.
 */
public final class BanWalk {
    private static final int MOST_ID_BYTES = 64;
    private static final long V4 = 0xffffL << 32;

    private final BanTable table;
    private final KeyedSlots peers;
    private final HashedIds peerIds;
    private final KeyedSlots prefixes;
    private final HashedIds prefixIds;
    private final KeyedSlots memory;
    private final HashedIds memoryIds;
    private final byte[] id = new byte[MOST_ID_BYTES];
    private int idLength;
    private long word;
    private long hi;
    private long lo;
    private int bits;
    private boolean v4;

    BanWalk(
            BanTable table,
            KeyedSlots peers,
            HashedIds peerIds,
            KeyedSlots prefixes,
            HashedIds prefixIds,
            KeyedSlots memory,
            HashedIds memoryIds) {
        this.table = table;
        this.peers = peers;
        this.peerIds = peerIds;
        this.prefixes = prefixes;
        this.prefixIds = prefixIds;
        this.memory = memory;
        this.memoryIds = memoryIds;
    }

    /** Slots for peers. */
    public int peerSlots() {
        return peers.slots();
    }

    /** Slots for prefixes. */
    public int prefixSlots() {
        return prefixes.slots();
    }

    /** Slots for former offenders. */
    public int offenderSlots() {
        return memory.slots();
    }

    /** Reads a peer's slot; whether there is anything. */
    public boolean readPeer(int slot) {
        long key = peers.walkedKey(slot);
        word = peers.walkedWord(slot);
        return word != BanWord.NONE && isPeer(key, peerIds, slot) && peers.walkedKey(slot) == key;
    }

    /** Reads a prefix's slot; whether there is anything that isn't owed to banned peers alone. */
    public boolean readPrefix(int slot) {
        long key = prefixes.walkedKey(slot);
        word = prefixes.walkedWord(slot);
        return BanWord.isTimed(word)
                && isPrefix(key, prefixIds, slot)
                && prefixes.walkedKey(slot) == key;
    }

    /** Reads a former offender's slot; whether there is anything. {@link #idLength()} is 0 if it is a prefix. */
    public boolean readOffender(int slot) {
        long key = memory.walkedKey(slot);
        word = memory.walkedWord(slot);
        return word != BanWord.NONE
                && (isPeer(key, memoryIds, slot) || isPrefix(key, memoryIds, slot))
                && memory.walkedKey(slot) == key;
    }

    private boolean isPeer(long key, HashedIds ids, int slot) {
        idLength = ids.read(slot, id);
        hi = ids.first(slot);
        lo = ids.second(slot);
        return idLength > 0 && table.peerKey(id, 0, idLength) == key;
    }

    private boolean isPrefix(long key, HashedIds ids, int slot) {
        idLength = 0;
        long leading = ids.first(slot);
        BanTable.Width width = table.ofKind(ids.second(slot));
        if (width == null || width.key(leading) != key) {
            return false;
        }
        bits = width.bits();
        v4 = width.v4();
        hi = v4 ? 0 : leading << Long.SIZE - bits;
        lo = v4 ? V4 | leading << Integer.SIZE - bits : 0;
        return true;
    }

    /** The id. */
    public byte[] id() {
        return id;
    }

    /** Its length; 0 for a prefix. */
    public int idLength() {
        return idLength;
    }

    /** The high word of the prefix's address, or of the address that the peer was banned at. */
    public long ipHi() {
        return hi;
    }

    /** The low word. */
    public long ipLo() {
        return lo;
    }

    /** The prefix's width. */
    public int bits() {
        return bits;
    }

    /** Whether the prefix is one of IPv4. */
    public boolean isV4() {
        return v4;
    }

    /** Whether it is banned. */
    public boolean isBanned(long now) {
        return BanWord.isBanned(BanWord.shared(word, false), now);
    }

    /** Whether it is discouraged. */
    public boolean isDiscouraged(long now) {
        return BanWord.isDiscouraged(BanWord.shared(word, false), now);
    }

    /** Until when. */
    public long until() {
        return BanWord.until(word);
    }

    /** How often it was banned. */
    public int bans() {
        return BanWord.bans(word);
    }

    /** Why. */
    public BanReason reason() {
        return BanWord.reason(word);
    }
}
