/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.concurrent.PureFunction;
import io.peerage.hash.LittleEndian;
import io.peerage.model.SnapshotItem;
import java.util.zip.CRC32C;

/**
 * The numbers of the file format, which {@code docs/snapshot-format.md} has byte by byte.
 *
 * <pre>
 *   file:   | header 40 | the same again 40 | block | block | … | end block |
 *   header: | magic 8 | major 2 | minor 2 | 0 4 | written at 8 | nonce 8 | 0 4 | check 4 |
 *   block:  | marker 4 | kind 2 | 0 2 | number 4 | records 4 | length 4 | check of payload 4 | check of this header 4 | payload |
 *   record: | length 2 | what the kind says |
 * </pre>
 *
 * <p>Everything is little-endian. The checks of blocks are CRC32C over the file's nonce and what they check. Who can put bytes into a
 * file, as every peer can by its addresses and its record, doesn't know the nonce, and so can't write something there that would be taken
 * for a block, should the block around it be damaged; nor is a block of another file.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Origin</b>: features K1, K2.
 */
@PureFunction
final class SnapshotFormat {
    static final long MAGIC = 0x0a47_4152_4545_5089L;
    static final int MAJOR = 1;
    static final int MINOR = 0;

    static final int HEADER = 40;
    static final int HEADERS = 2 * HEADER;
    static final int VERSION = 8;
    static final int WRITTEN = 16;
    static final int NONCE = 24;
    static final int HEADER_CHECK = 36;

    static final int MARKER = 0x4b4c_4250;
    static final int BLOCK = 28;
    static final int KIND = 4;
    static final int NUMBER = 8;
    static final int RECORDS = 12;
    static final int LENGTH = 16;
    static final int PAYLOAD_CHECK = 20;
    static final int BLOCK_CHECK = 24;

    static final int MOST_PAYLOAD = 1 << 16;
    static final int MOST_RECORD = 20_480;

    /** A block that says nothing any more. */
    static final int KIND_VOID = 0;

    static final int KIND_BANS = 1;
    static final int KIND_PREFIXES = 2;
    static final int KIND_PEERS = 3;
    static final int KIND_BAD_SCORES = 4;
    static final int KIND_ANCHORS = 5;
    static final int KIND_END = 6;

    /** What this version writes into the last block: a record with as many counts as there are items. */
    static final int END_LENGTH = 4 + 8 * SnapshotItem.values().length;

    static final int BANNED = 0;
    static final int DISCOURAGED = 1;
    static final int OFFENDER = 2;

    static final int PEER_PERSISTENT = 1;
    static final int PEER_BACK_OFF = 2;
    static final int PEER_SCORE = 4;
    static final int PEER_GROUPS = 8;
    static final int PEER_BOOK = 16;
    static final int PEER_KEY = 32;
    static final int PEER_RECORD = 64;

    static final int GIVEN_UP = 1 << 15;

    static final int ADDRESS_TIER = 3;
    static final int ADDRESS_TRIED = 4;
    static final int ADDRESS_V4 = 8;
    static final int ADDRESS_V6 = 16;
    static final int ADDRESS_ATTEMPTED = 32;
    static final int ADDRESS_WORKED = 64;
    static final int ADDRESS_SOURCE = 128;

    /** Durations of bans and waits are counted in this many nanoseconds, rounded up. */
    static final long UNIT_NANOS = 1L << 16;

    static final long MOST_UNITS = (1L << 48) - 1;

    /** The bits of an IPv4 address's low word above the address. */
    static final long V4 = 0xffffL << 32;

    private static final int MAGIC_BYTES = 8;
    private static final int ENOUGH_BYTES = 6;

    private SnapshotFormat() {}

    /** Whether bytes look like the beginning of one of our files, even if some are damaged. */
    static boolean isOurs(byte[] bytes, int offset) {
        long differences = LittleEndian.word(bytes, offset) ^ MAGIC;
        int alike = 0;
        for (int i = 0; i < MAGIC_BYTES; i++) {
            alike += (differences >>> 8 * i & 0xff) == 0 ? 1 : 0;
        }
        return alike >= ENOUGH_BYTES;
    }

    /** The check of a run of bytes. */
    static int check(CRC32C crc, byte[] nonce, byte[] bytes, int offset, int length) {
        crc.reset();
        crc.update(nonce, 0, nonce.length);
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static int u16(byte[] bytes, int at) {
        return u8(bytes, at) | u8(bytes, at + 1) << 8;
    }

    static int i32(byte[] bytes, int at) {
        return u16(bytes, at) | u16(bytes, at + 2) << 16;
    }

    static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
    }

    static void put32(byte[] bytes, int at, int value) {
        put16(bytes, at, value);
        put16(bytes, at + 2, value >>> 16);
    }

    /** A duration in units, rounded up. */
    static long units(long nanos) {
        return nanos <= 0 ? 0 : Math.min(MOST_UNITS, (nanos - 1) / UNIT_NANOS + 1);
    }

    /** The duration of this many units, as far as nanoseconds can count. */
    static long nanos(long units) {
        return Math.min(units, Long.MAX_VALUE / UNIT_NANOS) * UNIT_NANOS;
    }
}
