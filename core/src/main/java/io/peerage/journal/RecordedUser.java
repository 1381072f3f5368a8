/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import io.peerage.event.CommandSink;
import io.peerage.event.ErrorHandler;
import io.peerage.event.LifecycleListener;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.PeerDataKey;

/**
 * User code of a manager that is recorded: what it is told is a decision, what it does meanwhile an input.
 *
 * <p><b>Threading</b>: owner thread, within a recorded call.
 */
public final class RecordedUser implements LifecycleListener, CommandSink, ErrorHandler {
    static final String CONNECTED = "onConnected";
    static final String DISCONNECTED = "onDisconnected";
    static final String TICKET_EXPIRED = "onTicketExpired";
    static final String CLOSE_FORCED = "onCloseForced";
    static final String CLOSE = "close";
    static final String DIAL = "dial";
    static final String NEED_ADDRESSES = "needAddresses";
    static final String DATA_CLEARED = "onDataCleared";
    static final String ERROR = "onError";

    private final LifecycleListener listener;
    private final CommandSink commands;
    private final ErrorHandler errors;
    private final Recorder recorder;

    /** Around the user's own. */
    public RecordedUser(
            LifecycleListener listener,
            CommandSink commands,
            ErrorHandler errors,
            Recorder recorder) {
        this.listener = listener;
        this.commands = commands;
        this.errors = errors;
        this.recorder = recorder;
    }

    @Override
    public void onConnected(long peer, int flaps) {
        recorder.tell(CONNECTED, () -> listener.onConnected(peer, flaps), peer, flaps);
    }

    @Override
    public void onDisconnected(long peer, int flaps) {
        recorder.tell(DISCONNECTED, () -> listener.onDisconnected(peer, flaps), peer, flaps);
    }

    @Override
    public void onTicketExpired(long ticket, Direction direction) {
        recorder.tell(
                TICKET_EXPIRED,
                () -> listener.onTicketExpired(ticket, direction),
                ticket,
                direction.ordinal());
    }

    @Override
    public void onCloseForced(long connection, CloseReason reason) {
        recorder.tell(
                CLOSE_FORCED,
                () -> listener.onCloseForced(connection, reason),
                connection,
                reason.ordinal());
    }

    @Override
    public void onDataCleared(long peer, PeerDataKey<?> key, Object value) {
        recorder.tell(
                DATA_CLEARED,
                () -> listener.onDataCleared(peer, key, value),
                peer,
                key.name().hashCode());
    }

    @Override
    public void close(long connection, CloseReason reason) {
        recorder.tell(
                CLOSE, () -> commands.close(connection, reason), connection, reason.ordinal());
    }

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        recorder.tell(
                DIAL,
                () -> commands.dial(peer, ticket, ipHi, ipLo, reason),
                peer,
                ticket,
                ipHi,
                ipLo,
                reason.ordinal());
    }

    @Override
    public void needAddresses(long connectedPeer) {
        recorder.tell(NEED_ADDRESSES, () -> commands.needAddresses(connectedPeer), connectedPeer);
    }

    @Override
    public void onError(Throwable error) {
        recorder.tell(ERROR, () -> errors.onError(error));
    }
}
