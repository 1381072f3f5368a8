/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.hash.LittleEndian;
import io.peerage.model.RestoreReport;
import io.peerage.model.SnapshotReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** The bytes of a snapshot, and where its blocks are; each test changes a copy. */
final class SnapshotImage {
    static final Path FILE = Path.of("/nodes/peers.snapshot");

    /** A block: where it begins, its kind, its records, and the length of its payload. */
    record Block(int start, int kind, int records, int length) {
        int end() {
            return start + SnapshotFormat.BLOCK + length;
        }
    }

    final byte[] bytes;
    final SnapshotReport report;
    final List<Block> blocks = new ArrayList<>();

    private SnapshotImage(byte[] bytes, SnapshotReport report) {
        this.bytes = bytes;
        this.report = report;
        int at = SnapshotFormat.HEADERS;
        while (at < bytes.length) {
            Block block =
                    new Block(
                            at,
                            SnapshotFormat.u16(bytes, at + SnapshotFormat.KIND),
                            SnapshotFormat.i32(bytes, at + SnapshotFormat.RECORDS),
                            SnapshotFormat.i32(bytes, at + SnapshotFormat.LENGTH));
            blocks.add(block);
            at = block.end();
        }
        if (at != bytes.length) {
            throw new AssertionError("blocks end at " + at + " of " + bytes.length);
        }
    }

    static SnapshotImage of(PartsWorld world) {
        MemoryFiles files = new MemoryFiles();
        try {
            SnapshotReport report = world.writer(files).write(FILE);
            return new SnapshotImage(files.get(FILE), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RestoreReport restore(byte[] bytes, PartsWorld into) {
        MemoryFiles files = new MemoryFiles();
        files.put(FILE, bytes);
        return new SnapshotReader(into.parts, files).restore(FILE);
    }

    byte[] nonce() {
        byte[] nonce = new byte[8];
        System.arraycopy(bytes, SnapshotFormat.NONCE, nonce, 0, 8);
        return nonce;
    }

    /** Has the checks of a block agree again with what was changed in it. */
    void fix(byte[] changed, Block block) {
        byte[] whole = new byte[SnapshotFormat.BLOCK + block.length];
        System.arraycopy(changed, block.start, whole, 0, whole.length);
        BlockWriter.frame(
                whole,
                block.kind,
                SnapshotFormat.i32(whole, SnapshotFormat.NUMBER),
                block.records,
                block.length,
                nonce(),
                new CRC32C());
        System.arraycopy(whole, 0, changed, block.start, whole.length);
    }

    /** A file of some blocks that a test writes by itself. */
    static byte[] written(Writing writing) {
        MemoryFiles files = new MemoryFiles();
        try (SnapshotFiles.Output output = files.create(FILE)) {
            BlockWriter out =
                    new BlockWriter(
                            output, LittleEndian.word(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 0));
            out.header(PartsWorld.EPOCH_MILLIS);
            writing.write(out);
            out.finish();
            return files.get(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes blocks. */
    interface Writing {
        void write(BlockWriter out) throws IOException;
    }
}
