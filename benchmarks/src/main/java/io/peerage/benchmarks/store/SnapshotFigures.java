/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.store;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.BookConfig;
import io.peerage.config.ScoreConfig;
import io.peerage.model.AddressTier;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.model.SnapshotItem;
import io.peerage.model.SnapshotReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import org.agrona.concurrent.NanoClock;

/**
 * How long a snapshot takes, and restoring it, beside writing and reading as many bytes and nothing else; both sides forced to the disk.
 * Arguments: a folder, how many peers, how many rounds.
 */
public final class SnapshotFigures {
    private static final int ADDRESS_BYTES = 40;
    private static final int CHUNK = 1 << 16;
    private static final int HAND_OFF = 1 << 16;
    private static final double MILLION = 1e6;

    private final Path folder;
    private final int peers;
    private final int rounds;
    private final NanoClock clock = System::nanoTime;

    private SnapshotFigures(Path folder, int peers, int rounds) {
        this.folder = folder;
        this.peers = peers;
        this.rounds = rounds;
    }

    /** Prints the figures. */
    public static void main(String[] arguments) throws IOException {
        Path folder =
                arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("figures");
        int peers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        new SnapshotFigures(folder, peers, rounds).run();
    }

    private PeerManagerBuilder builder() {
        BookConfig book =
                BookConfig.DEFAULT
                        .sized(peers)
                        .addresses(2 * peers, 8, ADDRESS_BYTES)
                        .buckets(1 << 17, 1 << 17)
                        .handingOff(HAND_OFF);
        return PeerManager.builder().maxPeers(peers + 1_000).book(book).scores(ScoreConfig.DEFAULT);
    }

    private static byte[] id(int number) {
        byte[] id = new byte[38];
        ByteBuffer.wrap(id)
                .putInt(0, 0x00240801)
                .putInt(8, number)
                .putLong(20, number * 0x9e3779b97f4a7c15L);
        return id;
    }

    // /ip4/…/tcp/…, as bytes.
    private static byte[] address(int ip, int port) {
        return ByteBuffer.allocate(8)
                .put((byte) 4)
                .putInt(ip)
                .put((byte) 6)
                .putShort((short) port)
                .array();
    }

    private void fill(PeerManager manager) {
        for (int number = 0; number < peers; number++) {
            byte[] id = id(number);
            for (int i = 0; i < 2; i++) {
                int ip = (int) ((number + (i + 1L) * 0x5851f42d) * 0x9e3779b1L);
                long lo = 0xffffL << 32 | ip & 0xffff_ffffL;
                byte[] address = address(ip, 1_024 + i);
                while (manager.book()
                                .heard(
                                        id,
                                        address,
                                        0,
                                        lo,
                                        0,
                                        0,
                                        AddressTier.PERMANENT,
                                        PeerOrigin.DISCOVERY)
                        == Result.HAND_OFF_FULL.code()) {
                    manager.tick();
                }
                if (i == 0) {
                    manager.register(id);
                    while (manager.book().worked(manager.lookup(id), address, 0, lo)
                            == Result.HAND_OFF_FULL.code()) {
                        manager.tick();
                    }
                }
            }
            if (number % 4 == 0) {
                manager.reputation().add(manager.lookup(id), 5_000);
            }
            if (number % 256 == 0) {
                manager.tick();
            }
        }
        manager.tick();
    }

    private void run() throws IOException {
        Path file = folder.resolve("figures.snapshot");
        Files.deleteIfExists(file);
        PeerManager manager = builder().restoreFrom(file).build();
        fill(manager);
        SnapshotReport report = manager.snapshot(file);
        System.out.println(report);
        double perPeer = (double) report.bytes() / report.written(SnapshotItem.PEERS);
        double addresses =
                8.0 * report.written(SnapshotItem.ADDRESSES) / report.written(SnapshotItem.PEERS);
        line("bytes a peer beside its %.1f of addresses: %.1f", addresses, perPeer - addresses);
        double[] snapshots = new double[rounds];
        double[] writes = new double[rounds];
        byte[] bytes = Files.readAllBytes(file);
        for (int round = 0; round < rounds; round++) {
            long start = clock.nanoTime();
            manager.snapshot(file);
            snapshots[round] = since(start);
            start = clock.nanoTime();
            plainWrite(folder.resolve("figures.plain"), bytes);
            writes[round] = since(start);
        }
        compare("snapshot", snapshots, "plain write", writes);
        manager = null;
        double[] restores = new double[rounds];
        double[] builds = new double[rounds];
        double[] reads = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = clock.nanoTime();
            keep = builder().build();
            builds[round] = since(start);
            keep = null;
            System.gc();
            start = clock.nanoTime();
            PeerManager restored = builder().restoreFrom(file).build();
            restores[round] = since(start) - builds[round];
            if (round == 0) {
                System.out.println(restored.restored());
            }
            restored = null;
            System.gc();
            start = clock.nanoTime();
            plainRead(file);
            reads[round] = since(start);
        }
        compare("restore", restores, "plain read", reads);
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder.resolve("figures.plain"));
    }

    // Written so that what is built is not optimised away.
    @SuppressWarnings({"FieldCanBeLocal", "unused"})
    private PeerManager keep;

    private double since(long start) {
        return (clock.nanoTime() - start) / MILLION;
    }

    private static void compare(String what, double[] ours, String other, double[] plain) {
        double mine = median(ours);
        double theirs = median(plain);
        line("%s %.0f ms, %s %.0f ms, ratio %.1f", what, mine, other, theirs, mine / theirs);
    }

    private static void line(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void plainWrite(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int at = 0; at < bytes.length; at += CHUNK) {
                ByteBuffer chunk = ByteBuffer.wrap(bytes, at, Math.min(CHUNK, bytes.length - at));
                while (chunk.hasRemaining()) {
                    channel.write(chunk);
                }
            }
            channel.force(true);
        }
    }

    private static void plainRead(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                // Only read.
            }
        }
    }
}
