/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.IntColumn;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.OwnerThread;
import io.peerage.config.BookConfig;
import io.peerage.peer.PeerWord;

/**
 * Which addresses, key and record each peer of the book has.
 *
 * <pre>
 *   by peer:  entry + 1, or 0
 *   by entry: | word | addresses 0, 1 | 2, 3 | 4, 5 | 6, 7 | key 32, record 32 | keyed hash of the id | generation of the peer 32, tried 32; or link |
 * </pre>
 *
 * <p>Addresses, key and record are their slots plus one. An address keeps its position while others come and go, so that a reader that
 * goes through the positions misses none that was there all the time.
 *
 * <p><b>Threading</b>: any thread reads, the owner changes. <b>Progress</b>: wait-free per access. <b>Memory</b>: 64 bytes an entry, 4 bytes a
 * peer of the peer table.
 */
@AnyThread
final class EntryColumns {
    /** No such entry, or nothing there. */
    static final int NONE = -1;

    private static final int LINE = 8;
    private static final int ADDRESSES = 1;
    private static final int BLOBS = 5;
    private static final int ID = 6;
    private static final int TRIED = 7;
    private static final int HIGH_SHIFT = 32;
    private static final long LOW = 0xffff_ffffL;

    private final IntColumn ofPeer;
    private final LongColumn lines;
    private final int entries;
    private final int perPeer;
    private int free;
    private int used;

    EntryColumns(int peers, BookConfig config) {
        this.entries = Math.min(peers, config.peers());
        this.perPeer = config.perPeer();
        this.ofPeer = new IntColumn(peers);
        this.lines = LongColumn.lines(Math.multiplyExact(entries, LINE));
        for (int entry = 0; entry < entries; entry++) {
            lines.setPlain(entry * LINE + TRIED, entry + 1 < entries ? entry + 2 : 0);
        }
        this.free = 1;
    }

    long bytes() {
        return ofPeer.bytes() + lines.bytes();
    }

    int entries() {
        return entries;
    }

    int perPeer() {
        return perPeer;
    }

    /** The entry of a peer, or {@link #NONE}; other threads than the owner may find that of the tenant before. */
    int of(int peer) {
        return ofPeer.getAcquire(peer) - 1;
    }

    /** The entry of the peer that had this word a moment ago, or {@link #NONE}. */
    int of(int peer, long peerWord) {
        int entry = of(peer);
        return entry != NONE && generation(entry) == PeerWord.generation(peerWord) ? entry : NONE;
    }

    private int generation(int entry) {
        return (int) (lines.getAcquire(entry * LINE + TRIED) >>> HIGH_SHIFT);
    }

    long word(int entry) {
        return lines.getAcquire(entry * LINE);
    }

    /** The slot of an address; {@link #NONE} if there is none at this position. */
    int address(int entry, int position) {
        return half(entry * LINE + ADDRESSES + (position >> 1), position & 1);
    }

    /** The slot of the key (0) or record (1); {@link #NONE} if there is none. */
    int blob(int entry, int kind) {
        return half(entry * LINE + BLOBS, kind);
    }

    private int half(int at, int upper) {
        return (int) (lines.getAcquire(at) >>> upper * HIGH_SHIFT) - 1;
    }

    private void half(int at, int upper, int slot) {
        int shift = upper * HIGH_SHIFT;
        lines.setRelease(at, lines.getPlain(at) & ~(LOW << shift) | (slot + 1L) << shift);
    }

    /** How many peers the book has. */
    @OwnerThread
    int used() {
        return used;
    }

    @OwnerThread
    boolean isFull() {
        return free == 0;
    }

    /** An entry for a peer that has none; there must be a free one. */
    @OwnerThread
    int add(int peer, long peerWord, long word, long idHash) {
        int entry = free - 1;
        int at = entry * LINE;
        free = (int) lines.getPlain(at + TRIED);
        used++;
        for (int i = ADDRESSES; i <= BLOBS; i++) {
            lines.setRelease(at + i, 0);
        }
        lines.setRelease(at + ID, idHash);
        lines.setRelease(at + TRIED, (long) PeerWord.generation(peerWord) << HIGH_SHIFT);
        lines.setRelease(at, word);
        ofPeer.setRelease(peer, entry + 1);
        return entry;
    }

    @OwnerThread
    void remove(int entry) {
        int at = entry * LINE;
        ofPeer.setRelease(EntryWord.peer(lines.getPlain(at)), 0);
        lines.setRelease(at, 0);
        lines.setRelease(at + TRIED, free);
        free = entry + 1;
        used--;
    }

    @OwnerThread
    void word(int entry, long word) {
        lines.setRelease(entry * LINE, word);
    }

    @OwnerThread
    void address(int entry, int position, int slot) {
        half(entry * LINE + ADDRESSES + (position >> 1), position & 1, slot);
    }

    @OwnerThread
    void blob(int entry, int kind, int slot) {
        half(entry * LINE + BLOBS, kind, slot);
    }

    /** The position of an address; {@link #NONE} if the entry doesn't have it, of {@link #NONE} the first free one. */
    @OwnerThread
    int positionOf(int entry, int slot) {
        for (int position = 0; position < perPeer; position++) {
            if (address(entry, position) == slot) {
                return position;
            }
        }
        return NONE;
    }

    @OwnerThread
    boolean isEmpty(int entry) {
        int at = entry * LINE + ADDRESSES;
        return (lines.getPlain(at)
                        | lines.getPlain(at + 1)
                        | lines.getPlain(at + 2)
                        | lines.getPlain(at + 3))
                == 0;
    }

    @OwnerThread
    long idHash(int entry) {
        return lines.getPlain(entry * LINE + ID);
    }

    /** How many of the peer's addresses have worked. */
    @OwnerThread
    int tried(int entry) {
        return (int) lines.getPlain(entry * LINE + TRIED);
    }

    @OwnerThread
    void tried(int entry, int addresses) {
        half(entry * LINE + TRIED, 0, addresses - 1);
    }
}
