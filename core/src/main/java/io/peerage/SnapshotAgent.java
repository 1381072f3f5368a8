/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.event.ErrorHandler;
import io.peerage.time.Deadlines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Writes a manager's snapshot now and then, and when it is closed, as an Agrona agent: on a thread of its own by an {@code AgentRunner}
 * with an idle strategy that sleeps. Not on the owner's: a snapshot waits for the disk, and ticks would wait with it. Without Agrona's
 * agents, call {@link PeerManager#snapshot} from any scheduler.
 *
 * <p>A snapshot that fails is told to the error handler, and tried again after the interval; the file before it stays.
 *
 * <p><b>Threading</b>: one thread, any but the owner's. <b>Units</b>: nanoseconds of the manager's clock. <b>Ranges</b>: an interval of 1 s
 * to 365 days. <b>Errors</b>: none but those of the error handler. <b>Origin</b>: features K3.
 */
public final class SnapshotAgent implements Agent {
    /** 15 min. */
    public static final Duration INTERVAL = Duration.ofMinutes(15);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final PeerManager manager;
    private final Path file;
    private final long intervalNanos;
    private final ErrorHandler errors;
    private final NanoClock clock;
    private long next;

    /**
     * An agent that writes to this file every 15 min.
     *
     * @param manager the manager
     * @param file the file to write
     * @param errors who hears of what fails
     */
    public SnapshotAgent(PeerManager manager, Path file, ErrorHandler errors) {
        this(manager, file, INTERVAL, errors);
    }

    /**
     * An agent that writes to this file as often as the interval says.
     *
     * @param manager the manager
     * @param file the file to write
     * @param interval the time from one snapshot to the next
     * @param errors who hears of what fails
     */
    public SnapshotAgent(PeerManager manager, Path file, Duration interval, ErrorHandler errors) {
        this.manager = Objects.requireNonNull(manager, "manager is null; pass the one to write");
        this.file = Objects.requireNonNull(file, "file is null; pass where to write");
        this.errors = Objects.requireNonNull(errors, "errors is null; pass who hears of them");
        Objects.requireNonNull(interval, "interval is null; leave it out for 15 min");
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "interval is " + interval + ", allowed are 1 s to 365 days; pass one of these");
        }
        this.intervalNanos = interval.toNanos();
        this.clock = manager.clock();
        this.next = Deadlines.after(clock.nanoTime(), intervalNanos);
    }

    /** Writes a snapshot if it is time; 1 if it was. */
    @Override
    public int doWork() {
        long now = clock.nanoTime();
        if (!Deadlines.isDue(next, now)) {
            return 0;
        }
        next = Deadlines.after(now, intervalNanos);
        write();
        return 1;
    }

    /** Writes the last snapshot. */
    @Override
    public void onClose() {
        write();
    }

    private void write() {
        try {
            manager.snapshot(file);
        } catch (IOException | RuntimeException e) {
            errors.onError(e);
        }
    }

    @Override
    public String roleName() {
        return "peerage-snapshots";
    }
}
