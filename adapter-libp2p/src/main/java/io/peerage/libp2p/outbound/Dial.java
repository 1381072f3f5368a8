/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.outbound;

import io.libp2p.core.ChannelVisitor;
import io.libp2p.core.Connection;
import io.libp2p.core.P2PChannel;
import io.libp2p.core.PeerId;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Holder;
import io.peerage.libp2p.connection.Release;
import io.peerage.model.DialOutcome;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A dial under way: one ticket, and as many channels as there are addresses. The first channel whose handshake is done gets
 * the ticket, all others are closed.
 *
 * <p><b>Threading</b>: any thread, several at once: event loops show channels and connections, the owner closes and expires.
 * <b>Guarantee</b>: of all that can end it (a handshake, a failure, a command, its lease) one does, and tells the manager.
 */
final class Dial extends Holder
        implements ChannelVisitor<P2PChannel>,
                BiConsumer<@Nullable Connection, @Nullable Throwable> {
    private final Connections connections;
    private final PeerId peer;
    private final byte[] localId;
    private final CompletableFuture<Connection> result = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<Connection> attempt;
    private volatile @Nullable Connection winner;

    Dial(Connections connections, long ticket, PeerId peer, byte[] localId) {
        super(ticket);
        this.connections = connections;
        this.peer = peer;
        this.localId = localId;
    }

    PeerId peer() {
        return peer;
    }

    /** What comes of it, for the application. */
    CompletableFuture<Connection> result() {
        return result;
    }

    /** The library has begun. */
    void begun(CompletableFuture<Connection> future) {
        attempt = future;
        // Whoever gave it up meanwhile found nothing to cancel.
        if (result.isDone()) {
            future.cancel(true);
        }
        var unused = future.whenComplete(this);
    }

    /** A channel is there, before its handshake. */
    @Override
    public void visit(P2PChannel channel) {
        try {
            if (isEnded() || !note((Connection) channel)) {
                Connections.close(channel, connections.failures());
            }
        } catch (Throwable e) {
            connections.failures().note(e);
            Connections.close(channel, connections.failures());
        }
    }

    private boolean note(Connection connection) {
        DialedChannel channel = new DialedChannel(connections, connection, this);
        if (!connections.note(channel)) {
            return false;
        }
        var unused = connection.closeFuture().whenComplete(channel);
        return true;
    }

    /**
     * A handshake is done.
     *
     * @param own whether it is one of this dial's channels, and not one that the application dialed at the same time
     * @return an {@link Outcome}; the caller closes a connection that is refused
     */
    int reached(Connection connection, boolean own) {
        if (!end()) {
            return (result.isCancelled() ? Result.TICKET_EXPIRED : Result.SUPERSEDED).code();
        }
        try {
            return establish(connection, own);
        } catch (Throwable e) {
            over(DialOutcome.CANCELLED);
            throw e;
        }
    }

    private int establish(Connection connection, boolean own) {
        byte[] remote = connection.secureSession().getRemoteId().getBytes();
        if (!Arrays.equals(remote, peer.getBytes())) {
            return stranger(Arrays.equals(remote, localId));
        }
        Release release = connections.track(connection, handle());
        int outcome = connections.manager().establishOutbound(handle());
        if (Outcome.isRefused(outcome)) {
            release.refused();
            refused(Outcome.result(outcome));
            return outcome;
        }
        if (own) {
            winner = connection;
        } else {
            result.complete(connection);
            cancel();
        }
        return outcome;
    }

    private int stranger(boolean self) {
        Result reason = self ? Result.SELF : Result.UNKNOWN_PEER;
        refused(reason);
        over(self ? DialOutcome.SELF : DialOutcome.WRONG_ID);
        return reason.code();
    }

    private void refused(Result reason) {
        result.completeExceptionally(new DialRefusedException(reason));
    }

    /** What the library says in the end. */
    @Override
    public void accept(@Nullable Connection connection, @Nullable Throwable failure) {
        if (end()) {
            // A connection that was there before is no success of this dial, and nobody's failure.
            over(failure == null ? DialOutcome.CANCELLED : DialFailures.ofFuture(failure));
        } else if (failure != null) {
            closeOrphan();
        }
        if (failure == null) {
            result.complete(connection);
        } else {
            result.completeExceptionally(failure);
        }
    }

    // If another handler throws, the library reports a failure and leaves the socket open.
    private void closeOrphan() {
        Connection orphan = winner;
        if (orphan != null) {
            Connections.close(orphan, connections.failures());
        }
    }

    /** It failed before the library began. */
    void failed(DialOutcome outcome, Throwable failure) {
        if (end()) {
            over(outcome);
        }
        result.completeExceptionally(failure);
    }

    private void over(DialOutcome outcome) {
        connections.remove(this);
        connections.manager().dialing().failed(handle(), outcome);
    }

    @Override
    public void close() {
        if (end()) {
            connections.remove(this);
            connections.manager().close(handle());
            cancel();
        }
    }

    @Override
    public void expire() {
        if (end()) {
            connections.remove(this);
            cancel();
        }
    }

    private void cancel() {
        result.cancel(true);
        CompletableFuture<Connection> future = attempt;
        if (future != null) {
            future.cancel(true);
        }
    }
}
