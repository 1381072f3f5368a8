/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.hash.LittleEndian;
import io.peerage.time.Deadlines;

/**
 * The memory of all peers: a line of eight words, which holds all that a connection touches, and what didn't fit into it.
 *
 * <pre>
 *   line: | state word | last edge | id length 32, link 32 | id, the first 40 bytes |
 *   rest: | newest dial's handle | id from byte 40, one word (more when ids longer than 48 bytes are configured) |
 * </pre>
 *
 * <p>The last edge is when the peer became connected, or ceased to be. The link is the slot's in the list of free slots or
 * in the dirty queue; it is never in both.
 *
 * <p><b>Threading</b>: any thread, except {@link #tenant}, which belongs to the thread that took the slot. <b>Progress</b>:
 * wait-free per access. <b>Memory</b>: 80 bytes a peer for ids up to 48 bytes. <b>Consistency</b>: the id is valid while the
 * state word keeps its generation; readers read the word before and after. The time of a rise is written after the
 * transition, and a thread that is suspended between the two leaves it behind for as long; that of a fall by the owner,
 * before it drains the peer.
 */
@AnyThread
public final class PeerColumns {
    /** The words of a line. */
    static final int LINE = 8;

    /** Where a line's link is. */
    static final int LINK = 2;

    private static final int EDGE = 1;
    private static final int LENGTH_SHIFT = 32;
    private static final int ID = 3;
    private static final int ID_WORDS = LINE - ID;
    private static final int ID_BYTES = 8 * ID_WORDS;

    private final LongColumn lines;
    private final LongColumn rests;
    private final int rest;

    /** Columns for this many peers with ids of at most this many bytes. */
    public PeerColumns(int capacity, int idBytes) {
        this.rest = 1 + Math.max(1, LittleEndian.words(idBytes) - ID_WORDS);
        this.lines = LongColumn.lines(Math.multiplyExact(capacity, LINE));
        this.rests = LongColumn.of(Math.multiplyExact(capacity, rest));
    }

    /** The bytes of memory that the columns take. */
    public long bytes() {
        return lines.bytes() + rests.bytes();
    }

    /** The peer's state. */
    public long word(int peer) {
        return lines.getAcquire(peer * LINE);
    }

    /** Reads a peer's line ahead; the value means nothing. */
    public long readAhead(int peer) {
        return lines.getPlain(peer * LINE);
    }

    /** Reads ahead what a comparison with an id of this length looks at; the value means nothing. */
    long readAhead(int peer, int length) {
        long read = readAhead(peer);
        return length > ID_BYTES ? read ^ rests.getPlain(peer * rest + 1) : read;
    }

    /** The peer's state, read in one total order with all changes of it and with other volatile accesses. */
    public long wordVolatile(int peer) {
        return lines.getVolatile(peer * LINE);
    }

    /** Replaces the peer's state if it is still the expected one. */
    public boolean casWord(int peer, long expected, long next) {
        return lines.cas(peer * LINE, expected, next);
    }

    /** Writes a new tenant into a slot that the caller has taken and nobody else can find. */
    void tenant(int slot, byte[] id, int offset, int length) {
        int line = slot * LINE;
        lines.setPlain(line + EDGE, 0);
        lines.setPlain(line + LINK, (long) length << LENGTH_SHIFT);
        rests.setPlain(slot * rest, 0);
        int words = LittleEndian.words(length);
        for (int i = 0; i < words; i++) {
            long word = LittleEndian.word(id, offset, length, i);
            if (i < ID_WORDS) {
                lines.setPlain(line + ID + i, word);
            } else {
                rests.setPlain(slot * rest + 1 + i - ID_WORDS, word);
            }
        }
        lines.setRelease(line, PeerWord.live(lines.getPlain(line)));
    }

    /** Takes back a tenant that was never inserted. */
    void evict(int slot) {
        int line = slot * LINE;
        lines.setRelease(line, PeerWord.recycle(lines.getPlain(line)));
    }

    /** The state word of the live peer with this id in this slot; −1 if it is another, or none. */
    long wordIfId(int slot, byte[] id, int offset, int length) {
        int line = slot * LINE;
        long before = lines.getAcquire(line);
        if (!PeerWord.isLive(before) || idLength(slot) != length) {
            return -1;
        }
        int inLine = Math.min(length, ID_BYTES);
        int whole = inLine >>> 3;
        for (int i = 0; i < whole; i++) {
            if (lines.getPlain(line + ID + i) != LittleEndian.word(id, offset + 8 * i)) {
                return -1;
            }
        }
        if (length > ID_BYTES) {
            if (!isRestEqual(slot, id, offset, length)) {
                return -1;
            }
        } else if ((length & 7) != 0
                && lines.getPlain(line + ID + whole)
                        != LittleEndian.tail(id, offset, offset + length)) {
            return -1;
        }
        lines.fenceReads();
        return sameTenant(before, lines.getAcquire(line)) ? before : -1;
    }

    private boolean isRestEqual(int slot, byte[] id, int offset, int length) {
        for (int i = ID_WORDS; i < LittleEndian.words(length); i++) {
            if (idWord(slot, i) != LittleEndian.word(id, offset, length, i)) {
                return false;
            }
        }
        return true;
    }

    private long idWord(int slot, int i) {
        return i < ID_WORDS
                ? lines.getPlain(slot * LINE + ID + i)
                : rests.getPlain(slot * rest + 1 + i - ID_WORDS);
    }

    private int idLength(int slot) {
        return (int) (lines.getPlain(slot * LINE + LINK) >>> LENGTH_SHIFT);
    }

    /** Copies the id; its length, or −1 if the slot got another tenant meanwhile. */
    int copyId(int slot, int generation, byte[] target, int offset) {
        int length = idLength(slot);
        if (offset < 0 || length > target.length - offset) {
            return PeerWord.isKnownAs(word(slot), generation)
                    ? tooSmall(target, offset, length)
                    : -1;
        }
        copy(slot, length, target, offset);
        lines.fenceReads();
        return PeerWord.isKnownAs(word(slot), generation) ? length : -1;
    }

    /** Copies the id of a slot that only the caller can recycle. */
    int copyIdOwned(int slot, byte[] target) {
        int length = idLength(slot);
        copy(slot, length, target, 0);
        return length;
    }

    private void copy(int slot, int length, byte[] target, int offset) {
        for (int i = 0; i < LittleEndian.words(length); i++) {
            LittleEndian.put(idWord(slot, i), target, offset + 8 * i, length - 8 * i);
        }
    }

    /** Whether one peer's id is smaller than another's: byte by byte, unsigned, a prefix before what it begins. */
    boolean isIdSmaller(int peer, int other) {
        int words = LittleEndian.words(Math.min(idLength(peer), idLength(other)));
        for (int i = 0; i < words; i++) {
            long one = Long.reverseBytes(idWord(peer, i));
            long two = Long.reverseBytes(idWord(other, i));
            if (one != two) {
                return Long.compareUnsigned(one, two) < 0;
            }
        }
        return idLength(peer) < idLength(other);
    }

    private static int tooSmall(byte[] target, int offset, int length) {
        throw new IllegalArgumentException(
                "offset "
                        + offset
                        + " in an array of "
                        + target.length
                        + " leaves no room for an id of "
                        + length
                        + " bytes; pass a larger array");
    }

    private static boolean sameTenant(long before, long after) {
        return PeerWord.isLive(after) && PeerWord.generation(before) == PeerWord.generation(after);
    }

    /** When the peer became connected, or ceased to be, as a stamp; 0 if it never was. */
    public long lastEdge(int peer) {
        return lines.getAcquire(peer * LINE + EDGE);
    }

    /** Notes when the peer became connected, or ceased to be. */
    void edge(int peer, long stamp) {
        int at = peer * LINE + EDGE;
        if (Deadlines.isLater(stamp, lines.getAcquire(at))) {
            lines.setRelease(at, stamp);
        }
    }

    /** The handle of the newest dial to the peer, or 0. */
    public long newestDial(int peer) {
        return rests.getAcquire(peer * rest);
    }

    /** Notes the handle of the newest dial to the peer. */
    public void newestDial(int peer, long ticket) {
        rests.setRelease(peer * rest, ticket);
    }

    /** The column that holds the links of free slots and of the dirty queue. */
    LongColumn links() {
        return lines;
    }
}
