/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionParts;
import io.peerage.connection.ConnectionFacts;
import io.peerage.connection.ConnectionTable;
import io.peerage.connection.ConnectionWord;
import io.peerage.dial.DialLoop;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.AddressBuffer;
import io.peerage.model.CandidateKind;
import io.peerage.model.RestoreReport;
import io.peerage.model.SnapshotReport;
import io.peerage.snapshot.SnapshotParts;
import io.peerage.snapshot.SnapshotReader;
import io.peerage.snapshot.SnapshotWriter;
import io.peerage.store.AddressTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts that are written to snapshots together, and knows where anchors are.
 *
 * <p><b>Threading</b>: any thread; restoring belongs to the thread that builds the manager.
 */
final class Snapshots implements SnapshotParts.Anchors {
    private final AdmissionParts shared;
    private final Dialing dialing;
    private final @Nullable DialLoop loop;
    private final @Nullable AddressTable addresses;
    private final @Nullable SnapshotWriter writer;
    private final RestoreReport restored;

    /** Restores from a file, if there is to be one; nobody else has the manager yet. */
    Snapshots(ManagerParts manager, Dialing dialing, SnapshotSetting setting) {
        this.shared = manager.admissionParts();
        this.dialing = dialing;
        this.loop = manager.loop();
        BookParts book = manager.book();
        this.addresses = book == null ? null : book.table();
        SnapshotParts parts =
                new SnapshotParts(
                        shared.peers(),
                        shared.states(),
                        shared.dials(),
                        manager.reputation().scores(),
                        manager.reputation().memory(),
                        shared.gate().bans(),
                        manager.marks(),
                        addresses,
                        book == null ? null : book.book(),
                        this,
                        shared.clock(),
                        setting.epoch());
        KeyedRandom random = manager.snapshotRandom();
        this.writer = random == null ? null : new SnapshotWriter(parts, random);
        this.restored =
                setting.restoreFrom() == null
                        ? RestoreReport.NONE
                        : new SnapshotReader(parts).restore(setting.restoreFrom());
    }

    RestoreReport restored() {
        return restored;
    }

    SnapshotReport write(Path file) throws IOException {
        Objects.requireNonNull(file, "file is null; pass where the snapshot is to be");
        if (writer == null) {
            throw new IllegalStateException(
                    "this manager was built with snapshots(false), and hasn't kept what a snapshot needs; leave that out");
        }
        return writer.write(file);
    }

    @Override
    public int find(long[] peers, long[] ips) {
        int found = dialing.anchors(peers);
        for (int i = 0; i < found; i++) {
            locate(peers[i], ips, 2 * i);
        }
        return found;
    }

    // At the address of a connection, if that is noted; else at the best that is known.
    private void locate(long peer, long[] ips, int at) {
        ConnectionTable connections = shared.connections();
        ConnectionFacts facts = shared.facts();
        int index = shared.peers().handles().index(peer);
        for (int slot = 0; facts != null && slot < connections.capacity(); slot++) {
            long word = connections.word(slot);
            if (connections.peer(slot) == index
                    && ConnectionWord.state(word) == ConnectionWord.ESTABLISHED
                    && !ConnectionWord.isInbound(word)) {
                ips[at] = facts.ipHi(slot);
                ips[at + 1] = facts.ipLo(slot);
                return;
            }
        }
        AddressBuffer buffer = new AddressBuffer();
        if (addresses != null && addresses.read(peer, buffer) > 0) {
            ips[at] = buffer.ipHi(0);
            ips[at + 1] = buffer.ipLo(0);
        }
    }

    @Override
    public boolean take(long peer, long ipHi, long ipLo) {
        return loop != null && loop.offer(peer, ipHi, ipLo, CandidateKind.ANCHOR);
    }
}
