/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.KeyedSlots;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BanConfig;
import io.peerage.hash.AddressPrefix;
import io.peerage.hash.HashedIds;
import io.peerage.model.BanReason;
import io.peerage.model.Counter;
import io.peerage.model.RestoreDrop;
import org.jspecify.annotations.Nullable;

/**
 * Changes a {@link BanTable}: bans, discourages and lifts, keeps the bounds, and bans prefixes that too many banned peers
 * share.
 *
 * <p><b>Bounds</b>: a peer or prefix for which there is no room drops the oldest that is discouraged, or else the oldest ban;
 * the newest ban of each counts. Of former offenders, those that came last are remembered. Each drop is counted.
 *
 * <p><b>Shared prefixes</b>: each entry of a banned peer counts in one prefix, that of the address of its ban, from its ban
 * until its entry ends by time, by hand or by being dropped. While more are counted than may, the prefix is banned, without a
 * time of its own. Loopback and "no address" are not counted.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1) expected but for the timers, no allocation. <b>Errors</b>:
 * {@link IllegalArgumentException} for a prefix width that isn't configured. <b>Origin</b>: features G1, G3 to G5.
 */
@OwnerThread
public final class BanKeeper {
    private static final byte[] NO_ID = {};

    private final BanConfig config;
    private final BanTable table;
    private final BanLedger peers;
    private final BanLedger prefixes;
    private final BanMemory memory;
    private final PrefixEscalation escalation;
    private final StripedCounters counters;
    private final BanEndSink ends;
    private final HashedIds peerIds;
    private final HashedIds prefixIds;

    /** The keeper of a table that is still empty; what it keeps can't be written to a snapshot. */
    public BanKeeper(
            BanConfig config, BanTable table, StripedCounters counters, long now, BanEndSink ends) {
        this(config, 0, table, counters, now, ends);
    }

    /**
     * The keeper of a table that is still empty.
     *
     * @param idBytes the longest id, to be written to snapshots; 0 if there are to be none
     */
    public BanKeeper(
            BanConfig config,
            int idBytes,
            BanTable table,
            StripedCounters counters,
            long now,
            BanEndSink ends) {
        this.config = config;
        this.table = table;
        this.peers = new BanLedger(table.peerSlots(), now);
        this.prefixes = new BanLedger(table.prefixSlots(), now);
        this.memory = new BanMemory(config.remembered(), idBytes, counters);
        boolean named = idBytes > 0;
        this.peerIds = named ? new HashedIds(table.peerSlots().slots(), idBytes) : HashedIds.NONE;
        this.prefixIds = named ? new HashedIds(table.prefixSlots().slots(), 0) : HashedIds.NONE;
        this.escalation = new PrefixEscalation(config.peers(), config.sharing());
        this.counters = counters;
        this.ends = ends;
    }

    /** The bytes of memory that the keeper takes beside the table. */
    public long bytes() {
        return peers.bytes()
                + prefixes.bytes()
                + memory.bytes()
                + escalation.bytes()
                + peerIds.bytes()
                + prefixIds.bytes();
    }

    /** How many peers are banned or discouraged. */
    public int peers() {
        return peers.size();
    }

    /** Whether any peer is discouraged. */
    public boolean hasDiscouragedPeers() {
        return peers.hasDiscouraged();
    }

    /** How many prefixes are banned or discouraged. */
    public int prefixes() {
        return prefixes.size();
    }

    /** Of how many former offenders the bans are remembered. */
    public int remembered() {
        return memory.size();
    }

    /** How many banned peers share the prefix of an address. */
    public int sharing(long hi, long lo) {
        return escalation.count(counted(hi, lo));
    }

    /**
     * Bans a peer. Returns its word.
     *
     * @param key the peer's {@linkplain BanTable#peerKey key}
     * @param hi the high word of the address that it was seen at, both 0 for none
     * @param lo the low word
     * @param tag what the {@link BanEndSink} is to be told when the ban is over, such as the peer's handle
     */
    public long banPeer(long key, long hi, long lo, long tag, BanReason reason, long now) {
        int slot = peers.find(key);
        long before = slot == KeyedSlots.ABSENT ? memory.take(key) : peers.wordAt(slot);
        long word = BanWord.banned(before, reason, now, config);
        long prefix = slot == KeyedSlots.ABSENT ? 0 : peers.ownerAt(slot);
        if (slot == KeyedSlots.ABSENT) {
            slot = addPeer(key, word, true);
        } else {
            peers.renew(slot, word, true);
        }
        boolean isNew = prefix == 0;
        prefix = isNew ? counted(hi, lo) : prefix;
        peers.tag(slot, tag, prefix);
        if (isNew) {
            peerIds.words(slot, hi, lo);
        }
        if (isNew && escalation.entered(prefix)) {
            share(prefix, table.counted(hi, lo), hi, lo);
        }
        return word;
    }

    /** The id of a peer that something stands against, for snapshots. */
    public void id(long key, byte[] id, int length) {
        int slot = peerIds.isKeeping() ? peers.find(key) : KeyedSlots.ABSENT;
        if (slot != KeyedSlots.ABSENT) {
            peerIds.id(slot, id, length);
        }
    }

    /**
     * Takes back what stood against a peer before a restart; null, or why not.
     *
     * @param word a word of {@link BanWord#restored}
     */
    @Nullable RestoreDrop restorePeer(long key, long hi, long lo, long tag, long word, long now) {
        if (peers.find(key) != KeyedSlots.ABSENT) {
            return RestoreDrop.KNOWN;
        }
        if (peers.isFull()) {
            return RestoreDrop.NO_ROOM;
        }
        memory.take(key);
        boolean isBan = BanWord.isBanned(word, now);
        int slot = addPeer(key, word, isBan);
        long prefix = isBan ? counted(hi, lo) : 0;
        peers.tag(slot, tag, prefix);
        if (isBan) {
            peerIds.words(slot, hi, lo);
        }
        if (escalation.entered(prefix)) {
            share(prefix, table.counted(hi, lo), hi, lo);
        }
        return null;
    }

    /** Takes back what stood against a prefix before a restart; null, or why not. */
    public @Nullable RestoreDrop restorePrefix(long hi, long lo, int bits, long word, long now) {
        BanTable.Width width = table.width(hi, lo, bits);
        long key = width.key(hi, lo);
        int slot = prefixes.find(key);
        long before = slot == KeyedSlots.ABSENT ? BanWord.NONE : prefixes.wordAt(slot);
        if (BanWord.isTimed(before)) {
            return RestoreDrop.KNOWN;
        }
        if (slot == KeyedSlots.ABSENT && prefixes.isFull()) {
            return RestoreDrop.NO_ROOM;
        }
        memory.take(key);
        boolean shared = BanWord.isShared(before);
        long restored = BanWord.shared(word, shared);
        putPrefix(
                key, width, width.leading(hi, lo), restored, shared || BanWord.isBanned(word, now));
        return null;
    }

    /** Remembers how often a peer was banned before a restart; null, or why not. */
    public @Nullable RestoreDrop restoreOffender(
            byte[] id, int length, int bans, BanReason reason) {
        long key = table.peerKey(id, 0, length);
        return peers.find(key) != KeyedSlots.ABSENT
                ? RestoreDrop.KNOWN
                : memory.restore(key, BanWord.remembered(bans, reason), id, length, 0, 0);
    }

    /** The same of a prefix. */
    public @Nullable RestoreDrop restoreOffender(
            long hi, long lo, int bits, int bans, BanReason reason) {
        BanTable.Width width = table.width(hi, lo, bits);
        long key = width.key(hi, lo);
        long word = BanWord.remembered(bans, reason);
        return prefixes.find(key) != KeyedSlots.ABSENT
                ? RestoreDrop.KNOWN
                : memory.restore(key, word, NO_ID, 0, width.leading(hi, lo), width.kind());
    }

    /** A walk over all that is kept, for any one thread. */
    @AnyThread
    public BanWalk walk() {
        return new BanWalk(
                table,
                table.peerSlots(),
                peerIds,
                table.prefixSlots(),
                prefixIds,
                memory.slots(),
                memory.ids());
    }

    /** Discourages a peer, unless it is banned. Returns its word. */
    public long discouragePeer(long key, long tag, BanReason reason, long now) {
        int slot = peers.find(key);
        long before = slot == KeyedSlots.ABSENT ? memory.take(key) : peers.wordAt(slot);
        long word = BanWord.discouraged(before, reason, now, config);
        if (slot == KeyedSlots.ABSENT) {
            slot = addPeer(key, word, false);
        } else if (word == before) {
            return word;
        } else {
            uncount(slot);
            peers.renew(slot, word, false);
        }
        peers.tag(slot, tag, 0);
        return word;
    }

    /** A peer that something stands against has another tag from now on. */
    public void retagPeer(long key, long tag) {
        int slot = peers.find(key);
        if (slot != KeyedSlots.ABSENT) {
            peers.tag(slot, tag, peers.ownerAt(slot));
        }
    }

    /** Lifts what stands against a peer, and forgets its earlier bans; whether anything stood against it. */
    public boolean liftPeer(long key) {
        int slot = peers.find(key);
        memory.take(key);
        if (slot == KeyedSlots.ABSENT) {
            return false;
        }
        removePeer(slot, false);
        return true;
    }

    /** Lifts what stands against the peer with this tag, which isn't 0; whether anything did. O(peers). */
    public boolean liftTagged(long tag) {
        int slot = peers.findTagged(tag);
        return slot != KeyedSlots.ABSENT && liftPeer(peers.keyAt(slot));
    }

    /** Bans the prefix of this width of an address. Returns its word. */
    public long banPrefix(long hi, long lo, int bits, BanReason reason, long now) {
        BanTable.Width width = table.width(hi, lo, bits);
        long key = width.key(hi, lo);
        long word = BanWord.banned(prefixWord(key), reason, now, config);
        putPrefix(key, width, width.leading(hi, lo), word, true);
        return word;
    }

    /** Discourages the prefix of this width of an address, unless it is banned. Returns its word. */
    public long discouragePrefix(long hi, long lo, int bits, BanReason reason, long now) {
        BanTable.Width width = table.width(hi, lo, bits);
        long key = width.key(hi, lo);
        long before = prefixWord(key);
        long word = BanWord.discouraged(before, reason, now, config);
        if (word != before) {
            putPrefix(key, width, width.leading(hi, lo), word, BanWord.isShared(word));
        }
        return word;
    }

    /**
     * Lifts what stands against a prefix, and forgets its earlier bans; whether anything stood against it. If too many banned
     * peers share it, it is banned again with the next of them.
     */
    public boolean liftPrefix(long hi, long lo, int bits) {
        long key = table.width(hi, lo, bits).key(hi, lo);
        int slot = prefixes.find(key);
        memory.take(key);
        if (slot == KeyedSlots.ABSENT) {
            return false;
        }
        removePrefix(slot);
        return true;
    }

    private long counted(long hi, long lo) {
        return AddressPrefix.isNone(hi, lo) || AddressPrefix.isLoopback(hi, lo)
                ? 0
                : table.counted(hi, lo).key(hi, lo);
    }

    private int addPeer(long key, long word, boolean isBan) {
        int oldest = peers.toDrop();
        if (oldest != KeyedSlots.ABSENT) {
            counters.addOwned(Counter.PEER_BANS_DROPPED.ordinal(), 1);
            memory.put(peers.keyAt(oldest), peers.wordAt(oldest), peerIds, oldest);
            removePeer(oldest, true);
        }
        int slot = peers.add(key, word, isBan);
        peerIds.clear(slot);
        peers.tag(slot, 0, 0);
        table.countPeers(1);
        return slot;
    }

    private void removePeer(int slot, boolean dropped) {
        long key = peers.keyAt(slot);
        long tag = peers.tagAt(slot);
        uncount(slot);
        peers.remove(slot);
        table.countPeers(-1);
        ends.ended(key, tag, dropped);
    }

    /** The peer no longer counts in its prefix. */
    private void uncount(int slot) {
        long prefix = peers.ownerAt(slot);
        peers.tag(slot, peers.tagAt(slot), 0);
        if (escalation.left(prefix)) {
            unshare(prefix);
        }
    }

    private long prefixWord(long key) {
        int slot = prefixes.find(key);
        return slot == KeyedSlots.ABSENT ? memory.take(key) : prefixes.wordAt(slot);
    }

    private void putPrefix(long key, BanTable.Width width, long leading, long word, boolean isBan) {
        int slot = prefixes.find(key);
        if (slot != KeyedSlots.ABSENT) {
            prefixes.renew(slot, word, isBan);
            return;
        }
        int oldest = prefixes.toDrop();
        if (oldest != KeyedSlots.ABSENT) {
            counters.addOwned(Counter.PREFIX_BANS_DROPPED.ordinal(), 1);
            memory.put(prefixes.keyAt(oldest), prefixes.wordAt(oldest), prefixIds, oldest);
            removePrefix(oldest);
        }
        // In this order, and the other way round when it goes: whoever finds no bit finds no word.
        int bit = table.sieve().add(leading);
        int added = prefixes.add(key, word, isBan);
        prefixes.tag(added, width.counter(), bit);
        prefixIds.words(added, leading, width.kind());
        table.countPrefixes(width.counter(), 1);
    }

    private void removePrefix(int slot) {
        table.countPrefixes((int) prefixes.tagAt(slot), -1);
        prefixes.remove(slot);
        table.sieve().remove((int) prefixes.ownerAt(slot));
    }

    private void share(long key, BanTable.Width width, long hi, long lo) {
        long before = prefixWord(key);
        long word = BanWord.shared(before, true);
        if (word != before || prefixes.find(key) == KeyedSlots.ABSENT) {
            putPrefix(key, width, width.leading(hi, lo), word, true);
        }
    }

    private void unshare(long key) {
        int slot = prefixes.find(key);
        if (slot != KeyedSlots.ABSENT) {
            endPrefix(slot, BanWord.shared(prefixes.wordAt(slot), false));
        }
    }

    /** The prefix has another word, and goes if nothing is left of it. */
    private void endPrefix(int slot, long word) {
        if (BanWord.isShared(word) || BanWord.isTimed(word)) {
            prefixes.set(slot, word);
            return;
        }
        memory.put(prefixes.keyAt(slot), word, prefixIds, slot);
        removePrefix(slot);
    }

    BanLedger peerLedger() {
        return peers;
    }

    BanLedger prefixLedger() {
        return prefixes;
    }

    /** A peer's time is over. */
    void peerOver(int slot) {
        memory.put(peers.keyAt(slot), peers.wordAt(slot), peerIds, slot);
        removePeer(slot, false);
    }

    /** A prefix's time is over. */
    void prefixOver(int slot) {
        endPrefix(slot, BanWord.over(prefixes.wordAt(slot)));
    }
}
