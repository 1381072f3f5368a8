/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.hash.LittleEndian;

/**
 * Reads the records of one block, and each field of a record only if the record goes so far.
 *
 * <p><b>Threading</b>: one thread. <b>Errors</b>: none; a field that isn't there is 0, and the record is no longer {@link #isSound}.
 */
final class RecordReader {
    private byte[] bytes = {};
    private int end;
    private int next;
    private int at;
    private int limit;
    private boolean isSound = true;

    /** Begins with the payload of a block. */
    void block(byte[] block, int from, int length) {
        bytes = block;
        next = from;
        end = from + length;
    }

    /** Goes to the next record; false if there is none, {@link #isSound} then says whether the block ended with the last. */
    boolean next() {
        isSound = true;
        if (next == end) {
            return false;
        }
        at = next;
        limit = end;
        int length = u16();
        if (!isSound || length > end - at) {
            isSound = false;
            next = end;
            return false;
        }
        limit = at + length;
        next = limit;
        return true;
    }

    /** Whether all that was read was there. */
    boolean isSound() {
        return isSound;
    }

    /** Whether the record goes on behind what was read. */
    boolean hasMore() {
        return at < limit;
    }

    /** The record says something that can't be. */
    void reject() {
        isSound = false;
    }

    private boolean has(int count) {
        isSound &= count <= limit - at;
        return isSound;
    }

    int u8() {
        return has(1) ? SnapshotFormat.u8(bytes, at++) : 0;
    }

    int u16() {
        if (!has(2)) {
            return 0;
        }
        at += 2;
        return SnapshotFormat.u16(bytes, at - 2);
    }

    int i32() {
        if (!has(4)) {
            return 0;
        }
        at += 4;
        return SnapshotFormat.i32(bytes, at - 4);
    }

    /** A count of 32 bits without a sign, brought down to what an int can count. */
    int u32() {
        int value = i32();
        return value < 0 ? Integer.MAX_VALUE : value;
    }

    long u48() {
        return i32() & 0xffff_ffffL | (long) u16() << 32;
    }

    long u64() {
        if (!has(8)) {
            return 0;
        }
        at += 8;
        return LittleEndian.word(bytes, at - 8);
    }

    /** Skips bytes; where they begin. */
    int skip(int length) {
        int from = at;
        if (has(length)) {
            at += length;
        }
        return from;
    }

    /** Copies bytes, if they fit. */
    void copy(byte[] target, int offset, int length) {
        isSound &= length <= target.length - offset;
        if (has(length)) {
            System.arraycopy(bytes, at, target, offset, length);
            at += length;
        }
    }

    byte[] bytes() {
        return bytes;
    }
}
