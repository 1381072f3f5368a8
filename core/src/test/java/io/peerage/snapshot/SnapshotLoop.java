/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import io.peerage.PeerManager;
import io.peerage.config.BookConfig;
import io.peerage.model.PeerFlag;
import io.peerage.testing.Ids;
import java.io.IOException;
import java.nio.file.Path;

/** A process that snapshots without end, each time of one peer more, and tells of each that it has written, until it is killed. */
final class SnapshotLoop {
    static final int PEERS = 2_000;
    static final int MOST = 60_000;

    private SnapshotLoop() {}

    static PeerManager manager(Path file) {
        return PeerManager.builder()
                .maxPeers(MOST)
                .book(BookConfig.DEFAULT.sized(64))
                .restoreFrom(file)
                .build();
    }

    static void want(PeerManager manager, int number) {
        manager.setFlag(manager.register(Ids.id(number)), PeerFlag.PERSISTENT, true);
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        PeerManager manager = manager(file);
        int count = Math.max(PEERS, (int) manager.registeredPeers());
        for (int number = 0; number < count; number++) {
            want(manager, number);
        }
        for (; count < MOST; count++) {
            want(manager, count);
            manager.snapshot(file);
            System.out.println(count + 1);
        }
    }
}
