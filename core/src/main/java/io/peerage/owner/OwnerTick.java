/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.owner;

import io.peerage.admission.AdmissionControl;
import io.peerage.admission.Gauges;
import io.peerage.admission.TicketSweep;
import io.peerage.backoff.OutageDetector;
import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.DirtyQueue;
import io.peerage.concurrent.OwnerGuard;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.PaddedLongs;
import io.peerage.connection.ConnectionTable;
import io.peerage.dial.DialLoop;
import io.peerage.flight.FlightLog;
import io.peerage.model.CloseReason;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * One round of the owner: lifecycle notifications, Close commands, expired tickets.
 *
 * <p><b>Threading</b>: owner thread only; another thread inside at the same time is an {@link IllegalStateException}, a call
 * from inside user code does nothing. <b>Complexity</b>: O(what changed since the last round), and O(slots) at most once
 * per lease when no ticket expires. <b>Progress</b>: any-thread operations never wait for it.
 */
@OwnerThread
public final class OwnerTick {
    private final OwnerGuard guard = new OwnerGuard();
    private final NanoClock clock;
    private final LifecycleDispatcher lifecycle;
    private final AdmissionControl admission;
    private final ConnectionTable connections;
    private final TicketSweep tickets;
    private final Closings closings;
    private final BanRound bans;
    private final @Nullable ScoreRound scores;
    private final @Nullable PruneRound prune;
    private final OutageDetector outage;
    private final Gauges gauges;
    private final @Nullable DialLoop loop;
    private final @Nullable BookRound book;
    private final UserCode user;
    private final FlightLog flight;
    private final PaddedLongs lastTick = new PaddedLongs(1);

    /** Rounds over these. */
    public OwnerTick(
            NanoClock clock,
            LifecycleDispatcher lifecycle,
            AdmissionControl admission,
            ConnectionTable connections,
            TicketSweep tickets,
            Closings closings,
            BanRound bans,
            @Nullable ScoreRound scores,
            @Nullable PruneRound prune,
            OutageDetector outage,
            Gauges gauges,
            @Nullable DialLoop loop,
            @Nullable BookRound book,
            UserCode user,
            FlightLog flight) {
        this.clock = clock;
        this.lifecycle = lifecycle;
        this.admission = admission;
        this.connections = connections;
        this.tickets = tickets;
        this.closings = closings;
        this.bans = bans;
        this.scores = scores;
        this.prune = prune;
        this.outage = outage;
        this.gauges = gauges;
        this.loop = loop;
        this.book = book;
        lastTick.setVolatile(0, clock.nanoTime());
        this.user = user;
        this.flight = flight;
    }

    /** The guard that all owner-thread calls of one manager share. */
    public OwnerGuard guard() {
        return guard;
    }

    /** When the last round began, or the manager was built. */
    @AnyThread
    public long lastTick() {
        return lastTick.getVolatile(0);
    }

    /** Runs one round at the clock's time; how many things were done. */
    public int run() {
        return run(clock.nanoTime());
    }

    /** Runs one round at a time of the clock; how many things were done. */
    public int run(long now) {
        if (!guard.enter()) {
            return 0;
        }
        try {
            lastTick.setVolatile(0, now);
            flight.tickBegins();
            int done = closings.begin(now) + bans.run(now);
            done += tickets.run(now) + commandCloses();
            // Before the peers are drained: a dial that has failed shows where to go next.
            done += book == null ? 0 : book.run(now);
            done += lifecycle.run(now);
            done += bans.finish() + (scores == null ? 0 : scores.close(now));
            done += prune == null ? 0 : prune.run(now);
            outage.evaluate(gauges.connectedPeers());
            done += loop == null ? 0 : loop.run(now);
            flight.tickEnds(done, now);
            return done;
        } finally {
            guard.leave();
        }
    }

    private int commandCloses() {
        DirtyQueue queue = connections.queue();
        int commands = 0;
        for (int stripe = 0; stripe < queue.stripes(); stripe++) {
            int slot = queue.takeAll(stripe);
            while (slot >= 0) {
                int next = queue.next(slot);
                long connection = admission.takeClosing(slot);
                if (connection != 0) {
                    user.close(connection, CloseReason.SUPERSEDED);
                }
                commands++;
                slot = next;
            }
        }
        return commands;
    }
}
