/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.ban.BanKeeper;
import io.peerage.ban.BanWalk;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.SnapshotItem;
import io.peerage.model.SnapshotReport;
import io.peerage.reputation.BadScoreKeeper;
import io.peerage.reputation.BadScoreWalk;
import io.peerage.time.Deadlines;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes snapshots, while everybody goes on.
 *
 * <p><b>On the disk</b>: into a temporary file beside the file, which is forced to the disk, and then put into the file's place at one
 * instant. So whatever happens, and whenever, the file is the old one or the new one. If anything fails the temporary file is deleted; what a
 * process leaves that is killed, {@link SnapshotReader} deletes.
 *
 * <p><b>Threading</b>: any thread, several at once too. <b>Progress</b>: nobody waits for a snapshot; it waits for the disk.
 * <b>Memory</b>: 80 KB while it writes. <b>Errors</b>: {@link IOException} names file and cause. <b>Origin</b>: features K1.
 */
public final class SnapshotWriter {
    private static final int ANCHORS = 2;

    private final SnapshotParts parts;
    private final BanKeeper bans;
    private final KeyedRandom random;
    private final SnapshotFiles files;

    /** Writes what these parts know; the random numbers must serve nothing else. */
    public SnapshotWriter(SnapshotParts parts, KeyedRandom random) {
        this(parts, random, new DiskFiles());
    }

    SnapshotWriter(SnapshotParts parts, KeyedRandom random, SnapshotFiles files) {
        this.parts = parts;
        this.bans = parts.bans().keeper();
        this.random = random;
        this.files = files;
    }

    /**
     * Writes a snapshot.
     *
     * @throws IOException if it can't be written; the file is then as it was, unless the message says that only the folder could not be
     *     forced to the disk
     */
    public SnapshotReport write(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        Path name = target.getFileName();
        if (folder == null || name == null) {
            throw new IOException("snapshot " + file + ": it is a root; pass a file in a folder");
        }
        long nonce = random.next();
        Path temporary =
                folder.resolve(name + "." + Long.toHexString(nonce) + SnapshotFiles.LEFTOVER);
        SnapshotReport report;
        try {
            report = write(temporary, nonce);
            files.replace(temporary, target);
        } catch (IOException e) {
            delete(temporary, e);
            throw new IOException(
                    "snapshot "
                            + file
                            + " could not be written ("
                            + e
                            + "); what was there before still is",
                    e);
        } catch (RuntimeException | Error e) {
            delete(temporary, e);
            throw e;
        }
        try {
            files.forceFolder(folder);
        } catch (IOException e) {
            throw new IOException(
                    "snapshot "
                            + file
                            + " is written, but its folder could not be forced to the disk ("
                            + e
                            + "); after a power failure the one before may be there",
                    e);
        }
        return report;
    }

    private void delete(Path temporary, Throwable cause) {
        try {
            files.delete(temporary);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private SnapshotReport write(Path temporary, long nonce) throws IOException {
        try (SnapshotFiles.Output file = files.create(temporary)) {
            long[] written = new long[SnapshotItem.values().length];
            BlockWriter out = new BlockWriter(file, nonce);
            long now = parts.clock().nanoTime();
            out.header(parts.epoch().time());
            writeBans(out, written, now);
            out.kind(SnapshotFormat.KIND_PEERS);
            new PeerRecordWriter(parts, out, written, now).writeAll();
            writeBadScores(out, written, now);
            writeAnchors(out, written);
            out.kind(SnapshotFormat.KIND_END);
            out.begin();
            out.u16(written.length);
            for (long count : written) {
                out.u64(count);
            }
            out.end();
            long bytes = out.finish();
            file.force();
            return new SnapshotReport(bytes, written);
        }
    }

    private void writeBans(BlockWriter out, long[] written, long now) throws IOException {
        BanWalk walk = bans.walk();
        out.kind(SnapshotFormat.KIND_BANS);
        // Where there isn't room for all, bans come first.
        for (int round = 0; round < 2; round++) {
            for (int slot = 0; slot < walk.peerSlots(); slot++) {
                if (walk.readPeer(slot) && walk.isBanned(now) == (round == 0)) {
                    writePeerBan(out, walk, written, now);
                }
            }
        }
        for (int slot = 0; slot < walk.offenderSlots(); slot++) {
            if (walk.readOffender(slot) && walk.idLength() > 0) {
                writePeerBan(out, walk, written, now);
            }
        }
        out.kind(SnapshotFormat.KIND_PREFIXES);
        for (int round = 0; round < 2; round++) {
            for (int slot = 0; slot < walk.prefixSlots(); slot++) {
                if (walk.readPrefix(slot) && walk.isBanned(now) == (round == 0)) {
                    writePrefixBan(out, walk, written, now);
                }
            }
        }
        for (int slot = 0; slot < walk.offenderSlots(); slot++) {
            if (walk.readOffender(slot) && walk.idLength() == 0) {
                writePrefixBan(out, walk, written, now);
            }
        }
    }

    private static int what(BanWalk walk, long now) {
        if (walk.isBanned(now)) {
            return SnapshotFormat.BANNED;
        }
        return walk.isDiscouraged(now) ? SnapshotFormat.DISCOURAGED : SnapshotFormat.OFFENDER;
    }

    private static void writeVerdict(BlockWriter out, BanWalk walk, int what, long now) {
        out.u8(what);
        out.u8(walk.reason().code());
        out.u8(walk.bans());
        boolean over = what == SnapshotFormat.OFFENDER;
        out.u48(over ? 0 : SnapshotFormat.units(Deadlines.remaining(walk.until(), now)));
    }

    private static void writePeerBan(BlockWriter out, BanWalk walk, long[] written, long now)
            throws IOException {
        int what = what(walk, now);
        if (what == SnapshotFormat.OFFENDER && walk.bans() == 0) {
            return;
        }
        out.begin();
        writeVerdict(out, walk, what, now);
        out.u8(walk.idLength());
        out.bytes(walk.id(), 0, walk.idLength());
        out.u64(walk.ipHi());
        out.u64(walk.ipLo());
        out.end();
        count(written, what, SnapshotItem.BANNED_PEERS, SnapshotItem.DISCOURAGED_PEERS);
    }

    private static void writePrefixBan(BlockWriter out, BanWalk walk, long[] written, long now)
            throws IOException {
        int what = what(walk, now);
        if (what == SnapshotFormat.OFFENDER && walk.bans() == 0) {
            return;
        }
        out.begin();
        writeVerdict(out, walk, what, now);
        out.u8(walk.bits());
        out.u64(walk.ipHi());
        out.u64(walk.ipLo());
        out.end();
        count(written, what, SnapshotItem.BANNED_PREFIXES, SnapshotItem.DISCOURAGED_PREFIXES);
    }

    private static void count(
            long[] written, int what, SnapshotItem banned, SnapshotItem discouraged) {
        SnapshotItem item =
                switch (what) {
                    case SnapshotFormat.BANNED -> banned;
                    case SnapshotFormat.DISCOURAGED -> discouraged;
                    default -> SnapshotItem.FORMER_OFFENDERS;
                };
        written[item.ordinal()]++;
    }

    private void writeBadScores(BlockWriter out, long[] written, long now) throws IOException {
        BadScoreKeeper keeper = parts.badScores();
        if (keeper == null) {
            return;
        }
        BadScoreWalk walk = keeper.walk();
        out.kind(SnapshotFormat.KIND_BAD_SCORES);
        for (int slot = 0; slot < walk.slots(); slot++) {
            if (walk.read(slot, parts.peers()) && walk.score(now) != 0) {
                out.begin();
                out.u8(walk.idLength());
                out.bytes(walk.id(), 0, walk.idLength());
                out.u32(walk.score(now));
                out.end();
                written[SnapshotItem.BAD_SCORES.ordinal()]++;
            }
        }
    }

    private void writeAnchors(BlockWriter out, long[] written) throws IOException {
        long[] peers = new long[ANCHORS];
        long[] ips = new long[2 * ANCHORS];
        int found = parts.anchors().find(peers, ips);
        byte[] id = new byte[64];
        out.kind(SnapshotFormat.KIND_ANCHORS);
        for (int i = 0; i < found; i++) {
            int length = parts.peers().copyId(peers[i], id, 0);
            if (length > 0) {
                out.begin();
                out.u8(length);
                out.bytes(id, 0, length);
                out.u64(ips[2 * i]);
                out.u64(ips[2 * i + 1]);
                out.end();
                written[SnapshotItem.ANCHORS.ordinal()]++;
            }
        }
    }
}
