/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.concurrent.Stripes;
import io.peerage.config.ManagerConfig;
import io.peerage.event.CommandSink;
import io.peerage.event.ErrorHandler;
import io.peerage.event.LifecycleListener;
import io.peerage.hash.KeyedHash;
import io.peerage.journal.JournalFile;
import io.peerage.journal.JournalHeader;
import io.peerage.journal.JournalWriter;
import io.peerage.journal.RecordedUser;
import io.peerage.journal.Recorder;
import io.peerage.journal.RecordingClock;
import io.peerage.model.RecordingState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A file into which one manager writes every call that changes something, its time, what it returned, and what user code was
 * told; {@link Replay} has it all done again.
 *
 * <p>The file holds the secret under which the manager hashes ids, and all ids and addresses: only its owner may read it, and
 * whoever is given it should be trusted. While it is recorded a manager's calls take turns, the time stands still during a
 * call, and a call may wait for the disk. User code must not wait for another thread that calls the manager. A failure to write
 * ends the recording, never the manager's work: {@link #state} tells.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: blocking. <b>Complexity</b>: about 20 bytes a call and its id. <b>Errors</b>:
 * {@link IOException} for a file that can't be made or finished. <b>Origin</b>: features L3.
 */
public final class Recording implements AutoCloseable {
    private final JournalWriter journal;
    private volatile @Nullable Recorder recorder;

    private Recording(JournalWriter journal) {
        this.journal = journal;
    }

    /**
     * Writes to a new file, which only its owner can read where the file system knows owners.
     *
     * @param file the file, which must not be there yet
     * @return the recording, for the builder
     * @throws IOException if it can't be made, also if there is one already
     */
    public static Recording to(Path file) throws IOException {
        return new Recording(new JournalWriter(JournalFile.create(file)));
    }

    /** Writes to a stream, which it closes. */
    static Recording to(OutputStream out) {
        return new Recording(new JournalWriter(out));
    }

    /** {@return what has become of it so far} */
    public RecordingState state() {
        Recorder turn = recorder;
        return turn == null ? journal.state() : turn.between(journal::state);
    }

    /**
     * Finishes the file; calls that come later are only counted as lost.
     *
     * @throws IOException if something could not be written, now or before
     */
    @Override
    public void close() throws IOException {
        Recorder turn = recorder;
        IOException problem = turn == null ? journal.end() : turn.between(journal::end);
        if (problem != null) {
            throw new IOException("the recording is incomplete: " + problem.getMessage(), problem);
        }
    }

    PeerManager begin(
            ManagerConfig config,
            NanoClock clock,
            byte @Nullable [] localId,
            long @Nullable [] key,
            LifecycleListener listener,
            CommandSink commands,
            ErrorHandler errors) {
        if (recorder != null) {
            throw new IllegalStateException(
                    "the recording has a manager already; make one for each");
        }
        SecureRandom random = new SecureRandom();
        long key0 = key == null ? random.nextLong() : key[0];
        long key1 = key == null ? random.nextLong() : key[1];
        RecordingClock stopped = new RecordingClock(clock);
        Recorder turn = new Recorder(stopped, journal);
        RecordedUser user = new RecordedUser(listener, commands, errors, turn);
        int tag = ManagerParts.nextTag();
        long now = stopped.stop();
        try {
            journal.begin(new JournalHeader(config, localId, key0, key1, tag, now));
            PeerManager manager =
                    new RecordedManager(
                            ManagerParts.of(
                                    config,
                                    Stripes.count(1),
                                    tag,
                                    stopped,
                                    localId,
                                    KeyedHash.known(key0, key1),
                                    user,
                                    user,
                                    user),
                            turn);
            recorder = turn;
            return manager;
        } finally {
            stopped.resume();
        }
    }
}
