/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.model.Outcome;
import io.peerage.testing.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What events cost while another thread writes one snapshot after the other: nothing more. */
class SnapshotAllocationTest {
    private static final int PEERS = 2_000;

    @TempDir private Path folder;

    @Test
    void eventsAllocateNothingWhileASnapshotIsWritten() throws InterruptedException {
        Path file = folder.resolve("peers.snapshot");
        PeerManager manager =
                PeerManager.builder()
                        .prefixLimits(PrefixLimits.NONE)
                        .rateLimit(RateLimit.NONE)
                        .scores(ScoreConfig.DEFAULT)
                        .restoreFrom(file)
                        .build();
        long[] peers = new long[PEERS];
        for (int i = 0; i < PEERS; i++) {
            peers[i] = manager.register(Ids.id(i));
            manager.reputation().add(peers[i], 5_000);
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread writer =
                new Thread(
                        () -> {
                            while (!done.get()) {
                                try {
                                    manager.snapshot(file);
                                    written.incrementAndGet();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            }
                        });
        writer.setUncaughtExceptionHandler((thread, error) -> failure.set(error));
        writer.start();
        int[] next = new int[1];
        long bytes =
                AllocationMeter.bytes(
                        () -> {
                            long peer = peers[next[0]++ % PEERS];
                            long ticket = manager.admitInbound(0, 0);
                            if (Outcome.isRefused(manager.establishInbound(ticket, peer))) {
                                throw new AssertionError("refused");
                            }
                            manager.reputation().add(peer, 1);
                            manager.close(ticket);
                            manager.tick();
                        });
        done.set(true);
        writer.join();
        assertThat(failure.get()).isNull();
        assertThat(written.get()).isPositive();
        assertThat(bytes).isZero();
    }
}
