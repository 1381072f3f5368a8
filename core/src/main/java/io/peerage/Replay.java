/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.concurrent.Stripes;
import io.peerage.hash.KeyedHash;
import io.peerage.journal.JournalHeader;
import io.peerage.journal.Replayer;
import io.peerage.model.ReplayReport;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the calls of a {@link Recording} again, on a manager of the same configuration, at the same times and with the same
 * random numbers, and compares every decision.
 *
 * <p><b>Threading</b>: one thread. <b>Complexity</b>: O(the recording); the memory of the recorded manager. <b>Errors</b>:
 * {@link IOException} for a file that can't be read, {@code JournalException} for one that is no journal or is damaged; its
 * content never throws anything else. <b>Origin</b>: features L3.
 */
public final class Replay {
    private Replay() {}

    /**
     * Replays a recording; one that was cut off is replayed as far as it goes.
     *
     * @param file the recording
     * @return what was decided otherwise, if anything
     * @throws IOException if it can't be read
     */
    public static ReplayReport of(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Replayer replayer = new Replayer(in, Files.size(file));
            JournalHeader header = replayer.header();
            PeerManager manager =
                    new PeerManager(
                            ManagerParts.of(
                                    header.config(),
                                    Stripes.count(1),
                                    header.tag(),
                                    replayer,
                                    header.localId(),
                                    KeyedHash.known(header.key0(), header.key1()),
                                    replayer,
                                    replayer,
                                    replayer),
                            null,
                            SnapshotSetting.NONE);
            return replayer.run(new RecordedCalls(manager, header.config().data()));
        }
    }
}
