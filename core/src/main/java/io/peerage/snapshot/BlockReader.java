/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.hash.LittleEndian;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * Finds the undamaged blocks of a file: where one should begin and none does, it looks for the next that checks. Blocks are numbered, so
 * what is missing in between is known.
 *
 * <p><b>Threading</b>: one thread. <b>Memory</b>: a block, or the file if that is shorter. <b>Errors</b>: those of the file, none for what is
 * in it. <b>Complexity</b>: O(file).
 */
final class BlockReader {
    private final SnapshotFiles.Input file;
    private final long size;
    private final byte[] nonce = new byte[8];
    private final CRC32C crc = new CRC32C();
    private final byte[] buffer;
    private long position = SnapshotFormat.HEADERS;
    private int last = -1;
    private long lost;
    private long start;
    private int kind;
    private int records;
    private int length;

    BlockReader(SnapshotFiles.Input file, long size, long nonce) {
        this.file = file;
        this.size = size;
        this.buffer =
                new byte
                        [(int)
                                Math.min(
                                        Math.max(size, SnapshotFormat.BLOCK),
                                        SnapshotFormat.BLOCK + SnapshotFormat.MOST_PAYLOAD)];
        LittleEndian.put(nonce, this.nonce, 0);
    }

    /** Begins anew. */
    void rewind() {
        position = SnapshotFormat.HEADERS;
        last = -1;
        lost = 0;
    }

    /** Reads the next block; false at the end of the file. */
    boolean next() throws IOException {
        while (position + SnapshotFormat.BLOCK <= size) {
            int got = file.read(position, buffer, 0, SnapshotFormat.BLOCK);
            if (got < SnapshotFormat.BLOCK) {
                return false;
            }
            if (!isHeader()) {
                position = nextMarker(position + 1);
                continue;
            }
            start = position;
            length = SnapshotFormat.i32(buffer, SnapshotFormat.LENGTH);
            // Should the payload be damaged, its length may be too, or bytes may be missing.
            position += SnapshotFormat.BLOCK;
            if (isWhole()) {
                int number = SnapshotFormat.i32(buffer, SnapshotFormat.NUMBER);
                lost += number - last - 1;
                last = number;
                kind = SnapshotFormat.u16(buffer, SnapshotFormat.KIND);
                records = SnapshotFormat.i32(buffer, SnapshotFormat.RECORDS);
                position += length;
                return true;
            }
        }
        return false;
    }

    /** Reads the block at the end of the file, if it is there and this version's; {@link #rewind} after it. */
    boolean seekEnd() throws IOException {
        rewind();
        position = Math.max(position, size - SnapshotFormat.BLOCK - SnapshotFormat.END_LENGTH);
        return next() && kind == SnapshotFormat.KIND_END;
    }

    private boolean isHeader() {
        int claimed = SnapshotFormat.i32(buffer, SnapshotFormat.LENGTH);
        return SnapshotFormat.i32(buffer, 0) == SnapshotFormat.MARKER
                && claimed >= 0
                && claimed <= SnapshotFormat.MOST_PAYLOAD
                && SnapshotFormat.i32(buffer, SnapshotFormat.NUMBER) > last
                && SnapshotFormat.i32(buffer, SnapshotFormat.BLOCK_CHECK)
                        == SnapshotFormat.check(crc, nonce, buffer, 0, SnapshotFormat.BLOCK_CHECK);
    }

    private boolean isWhole() throws IOException {
        return position + length <= size
                && file.read(position, buffer, SnapshotFormat.BLOCK, length) == length
                && SnapshotFormat.i32(buffer, SnapshotFormat.PAYLOAD_CHECK)
                        == SnapshotFormat.check(crc, nonce, buffer, SnapshotFormat.BLOCK, length);
    }

    // Where the first byte of the marker is found next, or the end.
    private long nextMarker(long from) throws IOException {
        byte first = (byte) SnapshotFormat.MARKER;
        long at = from;
        while (at < size) {
            int got = file.read(at, buffer, 0, (int) Math.min(buffer.length, size - at));
            for (int i = 0; i < got; i++) {
                if (buffer[i] == first
                        && (i + 4 > got
                                || SnapshotFormat.i32(buffer, i) == SnapshotFormat.MARKER)) {
                    return at + i;
                }
            }
            if (got <= 0) {
                return size;
            }
            at += got;
        }
        return size;
    }

    /** How many blocks before the current one are missing. */
    long lost() {
        return lost;
    }

    /** The number of the block; −1 if none was found. */
    int number() {
        return last;
    }

    /** Where the block begins in the file. */
    long start() {
        return start;
    }

    int kind() {
        return kind;
    }

    int records() {
        return records;
    }

    /** The length of the payload. */
    int length() {
        return length;
    }

    /** The payload, behind the first {@link SnapshotFormat#BLOCK} bytes. */
    byte[] buffer() {
        return buffer;
    }

    /** A block of the same length that says nothing, for the place of this one. */
    byte[] blank() {
        byte[] blank = new byte[SnapshotFormat.BLOCK + length];
        BlockWriter.frame(blank, SnapshotFormat.KIND_VOID, last, 0, length, nonce, crc);
        return blank;
    }
}
