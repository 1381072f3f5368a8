/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.store;

import io.peerage.PeerManager;
import io.peerage.model.SnapshotItem;
import io.peerage.model.SnapshotReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.agrona.concurrent.NanoClock;

/**
 * How long a snapshot takes, and restoring it, beside writing and reading as many bytes and nothing else; both sides forced to the disk.
 * Arguments: a folder, how many peers, how many rounds.
 */
public final class SnapshotFigures {
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

    private void run() throws IOException {
        Path file = folder.resolve("figures.snapshot");
        Files.deleteIfExists(file);
        PeerManager manager = Remembered.builder(peers).restoreFrom(file).build();
        Remembered.fill(manager, peers);
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
            PlainFile.write(folder.resolve("figures.plain"), bytes);
            writes[round] = since(start);
        }
        compare("snapshot", snapshots, "plain write", writes);
        manager = null;
        double[] restores = new double[rounds];
        double[] builds = new double[rounds];
        double[] reads = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = clock.nanoTime();
            keep = Remembered.builder(peers).build();
            builds[round] = since(start);
            keep = null;
            System.gc();
            start = clock.nanoTime();
            PeerManager restored = Remembered.builder(peers).restoreFrom(file).build();
            restores[round] = since(start) - builds[round];
            if (round == 0) {
                System.out.println(restored.restored());
            }
            restored = null;
            System.gc();
            start = clock.nanoTime();
            PlainFile.read(file);
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
}
