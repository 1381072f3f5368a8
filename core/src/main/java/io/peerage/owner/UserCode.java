/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.owner;

import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.StripedCounters;
import io.peerage.dial.DialCommands;
import io.peerage.event.CommandSink;
import io.peerage.event.ErrorHandler;
import io.peerage.event.LifecycleListener;
import io.peerage.flight.FlightLog;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.PeerDataKey;

/**
 * The only place that calls user code: counts and logs each call, and keeps what it throws from stopping the owner, checked
 * exceptions too: Kotlin, Scala and generics throw them where Java declares none.
 *
 * <p><b>Threading</b>: owner thread only.
 */
@OwnerThread
public final class UserCode implements DialCommands {
    private final LifecycleListener listener;
    private final CommandSink commands;
    private final ErrorHandler errors;
    private final StripedCounters counters;
    private final FlightLog flight;

    /** Calls these. */
    public UserCode(
            LifecycleListener listener,
            CommandSink commands,
            ErrorHandler errors,
            StripedCounters counters,
            FlightLog flight) {
        this.listener = listener;
        this.commands = commands;
        this.errors = errors;
        this.counters = counters;
        this.flight = flight;
    }

    void connected(long peer, int flaps) {
        count(Counter.LIFECYCLE_CONNECTED, flaps);
        flight.connected(peer, flaps);
        try {
            listener.onConnected(peer, flaps);
        } catch (Throwable e) {
            failed(Counter.LISTENER_FAILURES, e);
        }
    }

    void disconnected(long peer, int flaps) {
        count(Counter.LIFECYCLE_DISCONNECTED, flaps);
        flight.disconnected(peer, flaps);
        try {
            listener.onDisconnected(peer, flaps);
        } catch (Throwable e) {
            failed(Counter.LISTENER_FAILURES, e);
        }
    }

    /** A ticket was reclaimed. */
    public void ticketExpired(long ticket, boolean inbound) {
        Direction direction = inbound ? Direction.INBOUND : Direction.OUTBOUND;
        flight.ticketExpired(direction);
        try {
            listener.onTicketExpired(ticket, direction);
        } catch (Throwable e) {
            failed(Counter.LISTENER_FAILURES, e);
        }
    }

    /** A peer's data was cleared. */
    public void dataCleared(long peer, PeerDataKey<?> key, Object value) {
        try {
            listener.onDataCleared(peer, key, value);
        } catch (Throwable e) {
            failed(Counter.LISTENER_FAILURES, e);
        }
    }

    void closeForced(long connection, CloseReason reason) {
        counters.addOwned(Counter.CLOSES_FORCED.ordinal(), 1);
        flight.closeForced(connection, reason);
        try {
            listener.onCloseForced(connection, reason);
        } catch (Throwable e) {
            failed(Counter.LISTENER_FAILURES, e);
        }
    }

    @Override
    public boolean dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        flight.dialed(peer, ipHi, ipLo, reason);
        try {
            commands.dial(peer, ticket, ipHi, ipLo, reason);
            return true;
        } catch (Throwable e) {
            failed(Counter.SINK_FAILURES, e);
            return false;
        }
    }

    @Override
    public void needAddresses(long connectedPeer) {
        try {
            commands.needAddresses(connectedPeer);
        } catch (Throwable e) {
            failed(Counter.SINK_FAILURES, e);
        }
    }

    @Override
    public void close(long connection, CloseReason reason) {
        counters.addOwned(Counter.CLOSE_COMMANDS.ordinal(), 1);
        flight.closeCommanded(connection, reason);
        try {
            commands.close(connection, reason);
        } catch (Throwable e) {
            failed(Counter.SINK_FAILURES, e);
        }
    }

    private void count(Counter notifications, int flaps) {
        counters.addOwned(notifications.ordinal(), 1);
        if (flaps > 0) {
            counters.addOwned(Counter.LIFECYCLE_FLAPS.ordinal(), flaps);
        }
    }

    private void failed(Counter failures, Throwable error) {
        counters.addOwned(failures.ordinal(), 1);
        keepInterrupt(error);
        try {
            errors.onError(error);
        } catch (Throwable e) {
            counters.addOwned(Counter.HANDLER_FAILURES.ordinal(), 1);
            keepInterrupt(e);
        }
    }

    // Whoever threw it has cleared the flag, and the loop that ticks may be waiting for it.
    private static void keepInterrupt(Throwable error) {
        if (error instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }
}
