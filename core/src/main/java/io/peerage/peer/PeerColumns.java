/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.hash.LittleEndian;
import io.peerage.time.Deadlines;

/**
 * The memory of all peers: a line of eight words with state and id, and a record of four.
 *
 * <pre>
 *   line:   | state word | last disconnect | id, 6 words (more when ids longer than 48 bytes are configured) |
 *   record: | connected since | id length | link (free list or dirty queue) | newest dial's handle |
 * </pre>
 *
 * <p>Finding a peer by id reads both, so that their loads overlap: what follows a transition writes to the record, and an
 * atomic operation waits for the writes before it.
 *
 * <p><b>Threading</b>: any thread, except {@link #tenant}, which belongs to the thread that took the slot. <b>Progress</b>:
 * wait-free per access. <b>Memory</b>: 96 bytes a peer for ids up to 48 bytes. <b>Consistency</b>: the id is valid while the
 * state word keeps its generation; readers read the word before and after. The two times are written after the
 * transition that they belong to; a thread that is suspended between the two leaves them behind for as long.
 */
@AnyThread
public final class PeerColumns {
    /** The words of a record. */
    static final int RECORD = 4;

    /** Where a record's link is. */
    static final int LINK = 2;

    private static final int HEAD = 2;
    private static final int LINE = 8;
    private static final int LAST_DISCONNECT = 1;
    private static final int SINCE = 0;
    private static final int LENGTH = 1;
    private static final int NEWEST_DIAL = 3;

    private final LongColumn lines;
    private final LongColumn records;
    private final int stride;

    /** Columns for this many peers with ids of at most this many bytes. */
    public PeerColumns(int capacity, int idBytes) {
        this.stride = Math.max(LINE, HEAD + LittleEndian.words(idBytes));
        this.lines = LongColumn.lines(Math.multiplyExact(capacity, stride));
        this.records = LongColumn.lines(Math.multiplyExact(capacity, RECORD));
    }

    /** The bytes of memory that the columns take. */
    public long bytes() {
        return lines.bytes() + records.bytes();
    }

    /** The peer's state. */
    public long word(int peer) {
        return lines.getAcquire(peer * stride);
    }

    /** Replaces the peer's state if it is still the expected one. */
    public boolean casWord(int peer, long expected, long next) {
        return lines.cas(peer * stride, expected, next);
    }

    /** Writes a new tenant into a slot that the caller has taken and nobody else can find. */
    void tenant(int slot, byte[] id, int offset, int length) {
        int line = slot * stride;
        records.setPlain(slot * RECORD + LENGTH, length);
        int whole = length >>> 3;
        for (int i = 0; i < whole; i++) {
            lines.setPlain(line + HEAD + i, LittleEndian.word(id, offset + 8 * i));
        }
        if ((length & 7) != 0) {
            lines.setPlain(line + HEAD + whole, LittleEndian.tail(id, offset, offset + length));
        }
        records.setPlain(slot * RECORD + SINCE, 0);
        lines.setPlain(line + LAST_DISCONNECT, 0);
        records.setPlain(slot * RECORD + NEWEST_DIAL, 0);
        lines.setRelease(line, PeerWord.live(lines.getPlain(line)));
    }

    /** Takes back a tenant that nobody could find. */
    void evict(int slot) {
        int line = slot * stride;
        lines.setRelease(line, PeerWord.free(PeerWord.generation(lines.getPlain(line))));
    }

    /** The state word of the live peer with this id in this slot; −1 if it is another, or none. */
    long wordIfId(int slot, byte[] id, int offset, int length) {
        int line = slot * stride;
        long before = lines.getAcquire(line);
        if (!PeerWord.isLive(before) || idLength(slot) != length) {
            return -1;
        }
        int whole = length >>> 3;
        for (int i = 0; i < whole; i++) {
            if (lines.getPlain(line + HEAD + i) != LittleEndian.word(id, offset + 8 * i)) {
                return -1;
            }
        }
        if ((length & 7) != 0
                && lines.getPlain(line + HEAD + whole)
                        != LittleEndian.tail(id, offset, offset + length)) {
            return -1;
        }
        lines.fenceReads();
        return sameTenant(before, lines.getAcquire(line)) ? before : -1;
    }

    /** Copies the id; its length, or −1 if the slot got another tenant meanwhile. */
    int copyId(int slot, int generation, byte[] target, int offset) {
        int line = slot * stride;
        int length = (int) idLength(slot);
        if (offset < 0 || length > target.length - offset) {
            return PeerWord.isKnownAs(word(slot), generation)
                    ? tooSmall(target, offset, length)
                    : -1;
        }
        for (int done = 0; done < length; done += 8) {
            LittleEndian.put(
                    lines.getPlain(line + HEAD + (done >>> 3)),
                    target,
                    offset + done,
                    length - done);
        }
        lines.fenceReads();
        return PeerWord.isKnownAs(word(slot), generation) ? length : -1;
    }

    /** Copies the id of a slot that only the caller can recycle. */
    int copyIdOwned(int slot, byte[] target) {
        int line = slot * stride;
        int length = (int) idLength(slot);
        for (int done = 0; done < length; done += 8) {
            LittleEndian.put(
                    lines.getPlain(line + HEAD + (done >>> 3)), target, done, length - done);
        }
        return length;
    }

    /** Whether one peer's id is smaller than another's: byte by byte, unsigned, a prefix before what it begins. */
    boolean isIdSmaller(int peer, int other) {
        int words = LittleEndian.words((int) Math.min(idLength(peer), idLength(other)));
        for (int i = 0; i < words; i++) {
            long one = Long.reverseBytes(lines.getPlain(peer * stride + HEAD + i));
            long two = Long.reverseBytes(lines.getPlain(other * stride + HEAD + i));
            if (one != two) {
                return Long.compareUnsigned(one, two) < 0;
            }
        }
        return idLength(peer) < idLength(other);
    }

    private long idLength(int peer) {
        return records.getPlain(peer * RECORD + LENGTH);
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

    /** When the peer became connected, as a stamp; 0 if never. */
    public long since(int peer) {
        return records.getAcquire(peer * RECORD + SINCE);
    }

    /** When the peer's last connection closed, as a stamp; 0 if never. */
    public long lastDisconnect(int peer) {
        return lines.getAcquire(peer * stride + LAST_DISCONNECT);
    }

    /** Notes when the peer became connected. */
    void connectedAt(int peer, long stamp) {
        stampIfLater(records, peer * RECORD + SINCE, stamp);
    }

    /** Notes when the peer's last connection closed. */
    void disconnectedAt(int peer, long stamp) {
        stampIfLater(lines, peer * stride + LAST_DISCONNECT, stamp);
    }

    private static void stampIfLater(LongColumn column, int at, long stamp) {
        if (Deadlines.isLater(stamp, column.getAcquire(at))) {
            column.setRelease(at, stamp);
        }
    }

    /** The handle of the newest dial to the peer, or 0. */
    public long newestDial(int peer) {
        return records.getAcquire(peer * RECORD + NEWEST_DIAL);
    }

    /** Notes the handle of the newest dial to the peer. */
    public void newestDial(int peer, long ticket) {
        records.setRelease(peer * RECORD + NEWEST_DIAL, ticket);
    }

    /** The column that holds the links of free slots and of the dirty queue. */
    LongColumn links() {
        return records;
    }
}
