/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.PeerManager;
import io.peerage.stress.oracle.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Writes a snapshot in every other round of the storm. <b>Threading</b>: its own thread; its count others at rest. */
final class SnapshotLoop implements Runnable {
    private static final long PARK_NANOS = 1_000_000;

    private final Accounts all;
    private final Gate gate;
    private final Path file;
    private long round;
    private long written;

    SnapshotLoop(Accounts all, Gate gate, Path file) {
        this.all = all;
        this.gate = gate;
        this.file = file;
    }

    long written() {
        return written;
    }

    @Override
    public void run() {
        while (gate.runsAgain()) {
            if (round++ % 2 == 0) {
                write();
            }
            while (gate.isRunning()) {
                LockSupport.parkNanos(PARK_NANOS);
            }
            gate.stopped();
        }
    }

    private void write() {
        try {
            all.manager().snapshot(file);
            written++;
        } catch (IOException | RuntimeException e) {
            all.violations.found(Contract.NO_EXCEPTION, "a snapshot threw " + e);
        }
    }

    /** Restores the last one, which nobody writes any more, and forgets the file. */
    void check() throws IOException {
        if (written > 0
                && !PeerManager.builder()
                        .maxPeers(all.setting.peers())
                        .restoreFrom(file)
                        .build()
                        .restored()
                        .isUndamaged()) {
            all.violations.found(Contract.SELF_CHECK, "the last snapshot is damaged");
        }
        Files.deleteIfExists(file);
    }
}
