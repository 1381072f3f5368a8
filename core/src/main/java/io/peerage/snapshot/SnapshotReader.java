/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.hash.LittleEndian;
import io.peerage.model.RestoreDrop;
import io.peerage.model.RestoreException;
import io.peerage.model.RestoreReport;
import io.peerage.model.SnapshotItem;
import io.peerage.store.AddressBook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Restores a manager that nobody else has yet from a snapshot: keeps what is undamaged, current and finds room, and counts the rest.
 *
 * <p><b>Order</b>: banned peers and prefixes, peers, remembered scores, anchors. If there are more peers than room, those that are always
 * wanted come first, then those at an address that worked, then the others.
 *
 * <p><b>Time</b>: as much has passed since the file was written as the wall clock says; nothing, if it has been put back.
 *
 * <p><b>Threading</b>: the thread that builds the manager. <b>Complexity</b>: O(file); three times, if there isn't room for all peers.
 * <b>Memory</b>: 150 KB, however long the file is and whatever it says. <b>Errors</b>: {@link RestoreException} for a file that can't
 * be read or is no snapshot; none for what a snapshot holds. <b>Origin</b>: features K2, D7.
 */
public final class SnapshotReader {
    /** Nothing is waited for longer than this. */
    static final long LONGEST_NANOS = 366L * 24 * 3_600 * 1_000_000_000L;

    private static final long MOST_PASSED_MILLIS = 100L * 366 * 24 * 3_600 * 1_000;
    private static final long NANOS_A_MILLI = 1_000_000;
    private static final long MILLIS_A_SECOND = 1_000;
    private static final int PASSES = 3;
    private static final int ALL = -1;

    private final SnapshotParts parts;
    private final SnapshotFiles files;
    private final RestoreReport.Tally tally = new RestoreReport.Tally();
    private final RecordReader records = new RecordReader();
    private final byte[] id = new byte[64];
    private long unknown;
    private long longer;
    private boolean isComplete;

    /** Restores these parts. */
    public SnapshotReader(SnapshotParts parts) {
        this(parts, new DiskFiles());
    }

    SnapshotReader(SnapshotParts parts, SnapshotFiles files) {
        this.parts = parts;
        this.files = files;
    }

    /** Restores from a file; if there is none, nothing. Deletes what a process that was killed may have left beside it. */
    public RestoreReport restore(Path file) {
        deleteLeftovers(file);
        try (SnapshotFiles.Input input = files.open(file)) {
            return input == null ? RestoreReport.NONE : restore(file, input);
        } catch (IOException e) {
            throw new RestoreException(
                    file,
                    "can't be read ("
                            + e
                            + "); make it readable, or move it away to begin with nothing",
                    e);
        }
    }

    private void deleteLeftovers(Path file) {
        try {
            for (Path leftover : files.leftovers(file)) {
                files.delete(leftover);
            }
        } catch (IOException e) {
            // They take room and do no harm; whether the file itself can be read is asked next.
            return;
        }
    }

    private RestoreReport restore(Path file, SnapshotFiles.Input input) throws IOException {
        long size = input.size();
        byte[] head = new byte[SnapshotFormat.HEADERS];
        int length = input.read(0, head, 0, head.length);
        int header = header(head, length);
        if (header < 0) {
            if (!looksLikeOurs(head, length)) {
                throw new RestoreException(
                        file,
                        "is no snapshot; pass another file, or move it away to begin with nothing");
            }
            return new RestoreReport(true, 0, 0, size, 1, 0, 0, false, tally);
        }
        int major = SnapshotFormat.u16(head, header + SnapshotFormat.VERSION);
        if (major > SnapshotFormat.MAJOR) {
            throw new RestoreException(
                    file,
                    "has format "
                            + major
                            + ", this version reads up to "
                            + SnapshotFormat.MAJOR
                            + "; use the version that wrote it or a later one, or move it away");
        }
        long written = LittleEndian.word(head, header + SnapshotFormat.WRITTEN);
        long shift = parts.epoch().time() - written;
        long passedMillis = Math.max(0, Math.min(MOST_PASSED_MILLIS, shift));
        BlockReader blocks =
                new BlockReader(
                        input, size, LittleEndian.word(head, header + SnapshotFormat.NONCE));
        restore(file, blocks, passedMillis);
        return new RestoreReport(
                true,
                written,
                shift,
                size,
                blocks.lost() + (isComplete ? 0 : 1),
                unknown,
                longer,
                isComplete,
                tally);
    }

    /** Where the first of both headers that checks begins, or −1. */
    private static int header(byte[] head, int length) {
        CRC32C crc = new CRC32C();
        for (int at = 0; at + SnapshotFormat.HEADER <= length; at += SnapshotFormat.HEADER) {
            crc.reset();
            crc.update(head, at, SnapshotFormat.HEADER_CHECK);
            if (LittleEndian.word(head, at) == SnapshotFormat.MAGIC
                    && SnapshotFormat.i32(head, at + SnapshotFormat.HEADER_CHECK)
                            == (int) crc.getValue()) {
                return at;
            }
        }
        return -1;
    }

    private static boolean looksLikeOurs(byte[] head, int length) {
        if (length < 8) {
            long begun =
                    length == 0 ? 0 : SnapshotFormat.MAGIC << 64 - 8 * length >>> 64 - 8 * length;
            return LittleEndian.tail(head, 0, length) == begun;
        }
        return SnapshotFormat.isOurs(head, 0)
                || length >= SnapshotFormat.HEADER + 8
                        && SnapshotFormat.isOurs(head, SnapshotFormat.HEADER);
    }

    private void restore(Path file, BlockReader blocks, long passedMillis) throws IOException {
        long now = parts.clock().nanoTime();
        long passedNanos = passedMillis * NANOS_A_MILLI;
        PeerRestorer peers = new PeerRestorer(parts, tally, passedNanos, now);
        BanRestorer bans = new BanRestorer(parts, peers, tally, passedNanos, now);
        PeerRecordReader peer = new PeerRecordReader(passedMillis / MILLIS_A_SECOND);
        int passes = isRoomForAll(blocks) ? 1 : PASSES;
        for (int pass = 0; pass < passes; pass++) {
            blocks.rewind();
            int rank = passes == 1 ? ALL : pass;
            while (blocks.next()) {
                records.block(blocks.buffer(), SnapshotFormat.BLOCK, blocks.length());
                restore(file, blocks, peers, bans, peer, rank);
            }
        }
    }

    // The end says how many peers there are; where it is missing, it may be any number.
    private boolean isRoomForAll(BlockReader blocks) throws IOException {
        long count = blocks.seekEnd() ? endOf(blocks) : Long.MAX_VALUE;
        AddressBook book = parts.book();
        long room = parts.peers().capacity();
        return count <= (book == null ? room : Math.min(room, book.entries()));
    }

    private long endOf(BlockReader blocks) {
        records.block(blocks.buffer(), SnapshotFormat.BLOCK, blocks.length());
        if (!records.next() || records.u16() == 0) {
            return Long.MAX_VALUE;
        }
        long count = records.u64();
        return records.isSound() && count >= 0 ? count : Long.MAX_VALUE;
    }

    private void restore(
            Path file,
            BlockReader blocks,
            PeerRestorer peers,
            BanRestorer bans,
            PeerRecordReader peer,
            int rank)
            throws IOException {
        boolean first = rank <= 0;
        boolean last = rank == ALL || rank == PASSES - 1;
        switch (blocks.kind()) {
            case SnapshotFormat.KIND_PEERS -> restorePeers(peers, peer, rank);
            case SnapshotFormat.KIND_BANS -> {
                while (first && records.next()) {
                    judge(bans.peer(records));
                }
            }
            case SnapshotFormat.KIND_PREFIXES -> {
                while (first && records.next()) {
                    judge(bans.prefix(records));
                }
            }
            case SnapshotFormat.KIND_BAD_SCORES -> {
                while (last && records.next()) {
                    judge(bans.badScore(records));
                }
            }
            case SnapshotFormat.KIND_ANCHORS -> {
                if (last) {
                    restoreAnchors(file, blocks, peers);
                }
            }
            case SnapshotFormat.KIND_END -> isComplete = true;
            case SnapshotFormat.KIND_VOID -> {
                // Anchors that were used.
            }
            default -> unknown += first ? 1 : 0;
        }
        if (!records.isSound() && first) {
            tally.drop(RestoreDrop.MALFORMED);
        }
    }

    private void judge(boolean isSound) {
        if (!isSound) {
            tally.drop(RestoreDrop.MALFORMED);
        } else if (records.hasMore()) {
            longer++;
        }
    }

    private void restorePeers(PeerRestorer peers, PeerRecordReader peer, int rank) {
        while (records.next()) {
            boolean isSound = peer.read(records);
            if (!isSound) {
                if (rank <= 0) {
                    tally.drop(RestoreDrop.MALFORMED);
                }
            } else if (rank == ALL || rank == rankOf(peer)) {
                longer += peer.isLonger(records) ? 1 : 0;
                peers.restore(peer);
            }
        }
    }

    private static int rankOf(PeerRecordReader peer) {
        if (peer.has(SnapshotFormat.PEER_PERSISTENT)) {
            return 0;
        }
        return peer.isTried ? 1 : 2;
    }

    private void restoreAnchors(Path file, BlockReader blocks, PeerRestorer peers)
            throws IOException {
        boolean cleared = clear(file, blocks);
        while (records.next()) {
            int length = records.u8();
            records.copy(id, 0, length);
            long hi = records.u64();
            long lo = records.u64();
            judge(records.isSound() && length > 0);
            if (!records.isSound() || length == 0) {
                continue;
            }
            if (!cleared) {
                tally.drop(RestoreDrop.NOT_CLEARED);
                continue;
            }
            long peer = peers.register(id, length);
            if (peer != 0) {
                if (parts.anchors().take(peer, hi, lo)) {
                    tally.keep(SnapshotItem.ANCHORS);
                } else {
                    tally.drop(RestoreDrop.NOT_CONFIGURED);
                }
            }
        }
    }

    /** Anchors are for one restart: a node that doesn't get along with them must not meet them again. */
    private boolean clear(Path file, BlockReader blocks) {
        try {
            files.overwrite(file, blocks.start(), blocks.blank());
            return true;
        } catch (IOException e) {
            // Counted, anchor by anchor: they are not used.
            return false;
        }
    }
}
