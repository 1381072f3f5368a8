/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import io.libp2p.core.ConnectionHandler;
import io.libp2p.core.Host;
import io.libp2p.core.PeerId;
import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.FactsConfig;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Failures;
import io.peerage.libp2p.feed.ScoreFeed;
import io.peerage.libp2p.feed.StreamFeed;
import io.peerage.libp2p.inbound.EarlyGate;
import io.peerage.libp2p.outbound.CommandExecutor;
import io.peerage.libp2p.outbound.Dialer;
import io.peerage.model.Result;
import java.util.concurrent.Executor;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A host, its manager, and what is hooked into the one and the other.
 *
 * <p><b>Threading</b>: immutable, any thread; {@link #hook} and {@link #unhook} once.
 */
final class Attachment {
    private static final double POINT = 1_000;

    final Host host;
    final PeerManager manager;
    final Connections connections;
    final EarlyGate early;
    final ConnectionGate handler;
    final Dialer dialer;
    final @Nullable StreamFeed streams;
    final @Nullable ScoreFeed scores;

    /**
     * What the application chose.
     *
     * @param names where dials to names go
     * @param facts which protocols are told apart, null for no facts
     * @param scores what somebody else thinks of peers, null for nobody
     * @param book the manager's book, as the library's
     */
    record Options(
            Executor names,
            @Nullable FactsConfig facts,
            @Nullable ToDoubleFunction<PeerId> scores,
            PeerAddressBook book) {}

    Attachment(Host host, PeerManagerBuilder builder, Options options, Failures failures) {
        this.host = host;
        ExpiryListener listener = new ExpiryListener(builder.listener());
        CommandRelay commands = new CommandRelay(builder.commandSink());
        this.manager =
                builder.localId(host.getPeerId().getBytes())
                        .listener(listener)
                        .commandSink(commands)
                        .build();
        this.connections = new Connections(manager, failures);
        this.early = new EarlyGate(connections);
        this.handler = new ConnectionGate(connections);
        options.book().on(manager);
        this.dialer =
                new Dialer(
                        connections,
                        host,
                        manager.book().config() == null ? host.getAddressBook() : options.book(),
                        options.names());
        FactsConfig facts = options.facts();
        this.streams = facts == null ? null : new StreamFeed(connections, facts);
        ToDoubleFunction<PeerId> source = options.scores();
        this.scores = source == null ? null : new ScoreFeed(connections, source);
        listener.closes(connections);
        commands.carriedOutBy(new CommandExecutor(connections, dialer, commands.others()));
    }

    void hook() {
        if (host.getNetwork().getConnectionHandler() instanceof ConnectionHandler.Broadcast all) {
            // First, so that no other handler sees a connection that is to be closed, or throws
            // before it is counted.
            all.add(0, handler);
        } else {
            host.addConnectionHandler(handler);
        }
        if (streams != null) {
            host.addStreamVisitor(streams);
        }
    }

    void unhook() {
        dialer.stop();
        host.removeConnectionHandler(handler);
        if (streams != null) {
            host.removeStreamVisitor(streams);
        }
    }

    double score(PeerId id) {
        long peer = known(id, false);
        return peer > 0 ? manager.reputation().score(peer) / POINT : 0;
    }

    /** The handle of a peer that somebody tells of, or the code of a refusal. */
    long register(PeerId id) {
        return known(id, true);
    }

    // The library lets ids be longer than the manager was told to keep, and strangers tell ids.
    private long known(PeerId id, boolean register) {
        byte[] bytes = id.getBytes();
        try {
            return register ? manager.register(bytes) : manager.lookup(bytes);
        } catch (IllegalArgumentException e) {
            connections.failures().note(e);
            return Result.UNKNOWN_PEER.code();
        }
    }
}
