/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.feed;

import io.libp2p.core.ChannelVisitor;
import io.libp2p.core.Connection;
import io.libp2p.core.Stream;
import io.peerage.Facts;
import io.peerage.config.FactsConfig;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Release;
import java.util.Collection;

/**
 * Tells the manager which streams are open on a connection, and which protocols its peer speaks.
 *
 * <p><b>Threading</b>: any thread, usually the connection's event loop. <b>Complexity</b>: O(protocols that are told apart), one
 * object a stream. <b>Errors</b>: throws nothing; what goes wrong is noted, and the stream goes on.
 */
public final class StreamFeed implements ChannelVisitor<Stream> {
    private final Connections connections;
    private final FactsConfig config;
    private final Facts facts;

    /** A feed of these connections, for a manager with this configuration. */
    public StreamFeed(Connections connections, FactsConfig config) {
        this.connections = connections;
        this.config = config;
        this.facts = connections.manager().facts();
    }

    @Override
    public void visit(Stream stream) {
        try {
            if (connections.find(stream.getConnection()) instanceof Release release) {
                StreamFact fact =
                        new StreamFact(this, stream, release.handle(), stream.isInitiator());
                var unused = stream.getProtocol().whenComplete(fact);
            }
        } catch (Throwable e) {
            connections.failures().note(e);
        }
    }

    /** What an exchange of identities has shown of a connection's peer. */
    public void identified(Connection connection, String agent, Collection<String> protocols) {
        if (connections.find(connection) instanceof Release release) {
            facts.agent(release.handle(), agent);
            for (String name : protocols) {
                int protocol = config.protocol(name);
                if (protocol >= 0) {
                    facts.protocol(release.handle(), protocol, true);
                }
            }
        }
    }

    Facts facts() {
        return facts;
    }

    /** The number of a protocol, the one after the last for all that are not told apart. */
    int number(String name) {
        int protocol = config.protocol(name);
        return protocol >= 0 ? protocol : config.protocols().size();
    }

    /** Whether this is a number of a protocol that is told apart. */
    boolean isTold(int protocol) {
        return protocol < config.protocols().size();
    }

    void failed(Throwable failure) {
        connections.failures().note(failure);
    }
}
