/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.hash.LittleEndian;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * Writes records into blocks, and blocks into a file: one fixed buffer, which goes out whenever another record might not fit.
 *
 * <p><b>Threading</b>: one thread. <b>Memory</b>: 64 KB. <b>Errors</b>: those of the file.
 */
final class BlockWriter {
    private final SnapshotFiles.Output file;
    private final byte[] nonce = new byte[8];
    private final CRC32C crc = new CRC32C();
    private final byte[] buffer = new byte[SnapshotFormat.BLOCK + SnapshotFormat.MOST_PAYLOAD];
    private int kind = SnapshotFormat.KIND_VOID;
    private int at = SnapshotFormat.BLOCK;
    private int record;
    private int records;
    private int number;
    private long bytes;

    /** Writes to a file that is still empty. */
    BlockWriter(SnapshotFiles.Output file, long nonce) {
        this.file = file;
        LittleEndian.put(nonce, this.nonce, 0);
    }

    void header(long writtenAtMillis) throws IOException {
        byte[] header = new byte[SnapshotFormat.HEADERS];
        for (int from = 0; from < SnapshotFormat.HEADERS; from += SnapshotFormat.HEADER) {
            LittleEndian.put(SnapshotFormat.MAGIC, header, from);
            SnapshotFormat.put16(header, from + SnapshotFormat.VERSION, SnapshotFormat.MAJOR);
            SnapshotFormat.put16(header, from + SnapshotFormat.VERSION + 2, SnapshotFormat.MINOR);
            LittleEndian.put(writtenAtMillis, header, from + SnapshotFormat.WRITTEN);
            System.arraycopy(nonce, 0, header, from + SnapshotFormat.NONCE, nonce.length);
            crc.reset();
            crc.update(header, from, SnapshotFormat.HEADER_CHECK);
            SnapshotFormat.put32(header, from + SnapshotFormat.HEADER_CHECK, (int) crc.getValue());
        }
        file.write(header, header.length);
        bytes += header.length;
    }

    /** All records from here on are of this kind. */
    void kind(int next) throws IOException {
        flush();
        this.kind = next;
    }

    /** Begins a record, of at most {@link SnapshotFormat#MOST_RECORD} bytes. */
    void begin() throws IOException {
        if (at + SnapshotFormat.MOST_RECORD > buffer.length) {
            flush();
        }
        record = at;
        at += 2;
    }

    /** Takes the record back that was begun. */
    void cancel() {
        at = record;
    }

    /** The record is complete. */
    void end() {
        SnapshotFormat.put16(buffer, record, at - record - 2);
        records++;
    }

    /** Writes out what is left of the last block; the length of the file then. */
    long finish() throws IOException {
        flush();
        return bytes;
    }

    /** How many blocks have gone out. */
    int blocks() {
        return number;
    }

    private void flush() throws IOException {
        if (records == 0) {
            return;
        }
        int length = at - SnapshotFormat.BLOCK;
        frame(buffer, kind, number++, records, length, nonce, crc);
        file.write(buffer, at);
        bytes += at;
        at = SnapshotFormat.BLOCK;
        records = 0;
    }

    /** Writes the header of a block before its payload. */
    static void frame(
            byte[] block, int kind, int number, int records, int length, byte[] nonce, CRC32C crc) {
        SnapshotFormat.put32(block, 0, SnapshotFormat.MARKER);
        SnapshotFormat.put16(block, SnapshotFormat.KIND, kind);
        SnapshotFormat.put16(block, SnapshotFormat.KIND + 2, 0);
        SnapshotFormat.put32(block, SnapshotFormat.NUMBER, number);
        SnapshotFormat.put32(block, SnapshotFormat.RECORDS, records);
        SnapshotFormat.put32(block, SnapshotFormat.LENGTH, length);
        SnapshotFormat.put32(
                block,
                SnapshotFormat.PAYLOAD_CHECK,
                SnapshotFormat.check(crc, nonce, block, SnapshotFormat.BLOCK, length));
        SnapshotFormat.put32(
                block,
                SnapshotFormat.BLOCK_CHECK,
                SnapshotFormat.check(crc, nonce, block, 0, SnapshotFormat.BLOCK_CHECK));
    }

    void u8(int value) {
        buffer[at++] = (byte) value;
    }

    void u16(int value) {
        SnapshotFormat.put16(buffer, at, value);
        at += 2;
    }

    void u32(int value) {
        SnapshotFormat.put32(buffer, at, value);
        at += 4;
    }

    void u48(long value) {
        LittleEndian.put(value, buffer, at, 6);
        at += 6;
    }

    void u64(long value) {
        LittleEndian.put(value, buffer, at);
        at += 8;
    }

    void bytes(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, buffer, at, length);
        at += length;
    }

    /** The buffer, for whoever writes into it by itself. */
    byte[] buffer() {
        return buffer;
    }

    /** Where the next byte goes. */
    int at() {
        return at;
    }

    /** So many bytes were written into the buffer. */
    void skip(int length) {
        at += length;
    }

    /** Puts a byte where one was written before. */
    void patch(int position, int value) {
        buffer[position] = (byte) value;
    }
}
