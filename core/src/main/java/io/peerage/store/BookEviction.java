/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.SlotOrder;
import io.peerage.config.DialConfig;
import io.peerage.model.PeerFlag;
import io.peerage.peer.PeerWord;
import java.util.Arrays;

/**
 * Whom to forget when the book is full.
 *
 * <p>In this order: who was given up; who was never connected, the oldest first; who was connected and never reached at an address of
 * ours; of the oldest of the others the one whose groups are the best represented. Never who is connected, being dialed, persistent,
 * protected or banned. The last kind gives way to peers that were only heard of as long as these are less than an eighth of the
 * book: a flood of rumours can't wash out what was proven.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1): at most {@value #LOOKED_AT} peers of a kind are looked at; those that must stay
 * go to the end of their kind. No allocation. <b>Memory</b>: 10 bytes an entry. <b>Origin</b>: features H4 (nwaku's prunePeerStore).
 */
@OwnerThread
final class BookEviction {
    static final int NONE = EntryColumns.NONE;
    static final int LOOKED_AT = 32;

    private static final int UNREACHABLE = 0;
    private static final int HEARD = 1;
    private static final int MET = 2;
    private static final int PROVEN = 3;
    private static final int LINES = 4;
    private static final byte NO_LINE = -1;
    private static final int SHARE = 8;

    private final BookPeers peers;
    private final EntryColumns entries;
    private final SlotOrder order;
    private final byte[] lines;
    private final int[] sizes = new int[LINES];
    private final int[] sample = new int[LOOKED_AT];
    private final int[] members = new int[DialConfig.GROUPS];

    BookEviction(BookPeers peers, EntryColumns entries) {
        this.peers = peers;
        this.entries = entries;
        this.order = new SlotOrder(entries.entries(), LINES);
        this.lines = new byte[entries.entries()];
        Arrays.fill(lines, NO_LINE);
    }

    long bytes() {
        return order.bytes() + 16 + lines.length;
    }

    /** The entry is new, or what is known of its peer has changed; among its kind it is the newest if it wasn't of it before. */
    void file(int entry) {
        int peer = EntryWord.peer(entries.word(entry));
        int line = lineOf(entry, peers.isUnreachable(peer, peers.word(peer)));
        if (lines[entry] != line) {
            leave(entry);
            enqueue(entry, line);
        }
    }

    private int lineOf(int entry, boolean unreachable) {
        if (unreachable) {
            return UNREACHABLE;
        }
        if (entries.tried(entry) > 0) {
            return PROVEN;
        }
        return EntryWord.isMet(entries.word(entry)) ? MET : HEARD;
    }

    private void enqueue(int entry, int line) {
        order.enqueue(entry, line);
        lines[entry] = (byte) line;
        sizes[line]++;
    }

    /** The entry goes. */
    void leave(int entry) {
        if (lines[entry] != NO_LINE) {
            order.leave(entry);
            sizes[lines[entry]]--;
            lines[entry] = NO_LINE;
        }
    }

    /** Who is to go for a newcomer; {@link #NONE} if nobody may. */
    int victim(boolean newcomerIsProven) {
        for (int line = UNREACHABLE; line < PROVEN; line++) {
            int entry = oldest(line);
            if (entry != NONE) {
                return entry;
            }
        }
        int rumours = entries.used() - sizes[PROVEN];
        return newcomerIsProven || rumours < entries.entries() / SHARE ? bestRepresented() : NONE;
    }

    private int oldest(int line) {
        for (int i = Math.min(LOOKED_AT, sizes[line]); i > 0; i--) {
            int entry = order.oldest(line);
            if (isOf(entry, line) && mayGo(entry)) {
                return entry;
            }
            again(entry);
        }
        return NONE;
    }

    // Whether the peer is still of this kind: being given up ends by itself after a while.
    private boolean isOf(int entry, int line) {
        int peer = EntryWord.peer(entries.word(entry));
        return line != UNREACHABLE || peers.isUnreachable(peer, peers.word(peer));
    }

    private void again(int entry) {
        leave(entry);
        file(entry);
    }

    /** Whether the peer is not in use: neither connected, nor being dialed, persistent, protected or banned. */
    boolean mayGo(int entry) {
        long word = peers.word(EntryWord.peer(entries.word(entry)));
        return !PeerWord.isConnected(word)
                && !PeerWord.isDialing(word)
                && !PeerWord.has(word, PeerFlag.PERSISTENT)
                && !PeerWord.has(word, PeerFlag.PROTECTED)
                && !PeerWord.has(word, PeerFlag.BANNED);
    }

    private int bestRepresented() {
        int found = 0;
        Arrays.fill(members, 0);
        for (int i = Math.min(LOOKED_AT, sizes[PROVEN]); i > 0; i--) {
            int entry = order.oldest(PROVEN);
            if (mayGo(entry)) {
                sample[found++] = entry;
                count(entry, 0);
                count(entry, 1);
            }
            again(entry);
        }
        int best = NONE;
        int bestRarest = -1;
        for (int i = 0; i < found; i++) {
            int rarest = Math.min(rarest(sample[i], 0), rarest(sample[i], 1));
            if (rarest > bestRarest) {
                bestRarest = rarest;
                best = sample[i];
            }
        }
        return best;
    }

    private long groups(int entry, int half) {
        int peer = EntryWord.peer(entries.word(entry));
        return peers.groups(peer, peers.word(peer), half);
    }

    private void count(int entry, int half) {
        for (long rest = groups(entry, half); rest != 0; rest &= rest - 1) {
            members[64 * half + Long.numberOfTrailingZeros(rest)]++;
        }
    }

    // How many there are of the rarest group that the peer is in; as many as can be if it is in
    // none.
    private int rarest(int entry, int half) {
        int rarest = Integer.MAX_VALUE;
        for (long rest = groups(entry, half); rest != 0; rest &= rest - 1) {
            rarest = Math.min(rarest, members[64 * half + Long.numberOfTrailingZeros(rest)]);
        }
        return rarest;
    }
}
