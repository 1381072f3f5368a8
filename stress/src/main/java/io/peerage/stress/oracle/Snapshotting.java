/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.PeerManager;
import io.peerage.config.ScoreConfig;
import io.peerage.event.LifecycleListener;
import io.peerage.model.ConnectedFilter;
import io.peerage.yardstick.ConnectionManager;
import io.peerage.yardstick.PeerageAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.concurrent.NanoClock;

/**
 * Peerage's own manager with scores, while a thread beside it writes one snapshot after the other, or none, to compare with. So that
 * there is something to write, the thread gives every connected peer a score first. <b>Threading</b>: one storm at a time.
 */
public final class Snapshotting implements Contender {
    private static final int SCORE = 5_000;

    private final Path file;
    private final boolean writes;
    private volatile boolean done;
    private volatile long written;
    private volatile long bytes;

    /** Snapshots, if it writes any, go to this file, which is not there yet. */
    public Snapshotting(Path file, boolean writes) {
        this.file = file;
        this.writes = writes;
    }

    /** How many snapshots were written. */
    public long written() {
        return written;
    }

    /** The length of the last of them. */
    public long bytes() {
        return bytes;
    }

    @Override
    public String name() {
        return writes ? "snapshotting" : "not snapshotting";
    }

    @Override
    public Set<Contract> claims() {
        return EnumSet.allOf(Contract.class);
    }

    @Override
    public ConnectionManager build(
            StormLimits limits, NanoClock clock, LifecycleListener listener) {
        PeerManager manager =
                Peerage.builder(limits, clock, listener)
                        .scores(ScoreConfig.DEFAULT)
                        .restoreFrom(file)
                        .build();
        if (!writes) {
            return new PeerageAdapter(manager);
        }
        done = false;
        written = 0;
        Thread thread = new Thread(() -> writeTo(manager), "storm-snapshots");
        thread.setDaemon(true);
        thread.start();
        return new PeerageAdapter(manager, () -> stop(thread));
    }

    private void writeTo(PeerManager manager) {
        long count = 0;
        try {
            while (!done) {
                long peer = manager.connected().first(ConnectedFilter.ALL);
                while (peer > 0) {
                    if (manager.reputation().score(peer) == 0) {
                        manager.reputation().add(peer, SCORE);
                    }
                    peer = manager.connected().next(peer, ConnectedFilter.ALL);
                }
                bytes = manager.snapshot(file).bytes();
                written = ++count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop(Thread thread) {
        done = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the storm was interrupted", e);
        }
    }
}
