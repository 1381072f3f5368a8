/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import io.peerage.model.Result;
import java.util.List;

/**
 * What a storm and a contract test ask of a manager, ours and the yardstick alike, in primitives.
 *
 * <p>Return values are those of {@link io.peerage.PeerManager}: a positive handle or the negative code of a {@link Result},
 * and {@link io.peerage.model.Outcome}s. Peers are named by id where a caller has only bytes, by the reference that {@link
 * #register} returns elsewhere.
 *
 * <p><b>Threading</b>: any thread, except {@link #tick}, {@link #verify} and {@link #close()}: one thread.
 */
public interface ConnectionManager extends AutoCloseable {
    /** A reference to the peer with this id, which becomes known if it isn't. */
    long register(byte[] id, int offset, int length);

    /** A reference to the peer with this id, if it is known. */
    long lookup(byte[] id, int offset, int length);

    /** Gives up a peer that nothing holds. */
    int release(long peer);

    /** A small number for a peer's reference, below the capacity for peers, unique among the known. */
    int indexOf(long peer);

    /** Reserves a place for an inbound handshake. */
    long admitInbound(long ipHi, long ipLo);

    /** Reserves a place for a dial. */
    long admitOutbound(long peer, long ipHi, long ipLo);

    /** The handshake has shown this peer. */
    int establishInbound(long ticket, byte[] id, int offset, int length);

    /** The dial has reached its peer. */
    int establishOutbound(long ticket);

    /** The handshake or dial has failed. */
    int abandon(long ticket);

    /** The connection is closed, or the ticket given back. */
    int close(long connection);

    /** Whether the peer with this id has a connection. */
    boolean isConnected(byte[] id, int offset, int length);

    /** Whether the peer has a connection. */
    boolean isConnected(long peer);

    /** Connections of the peer, both directions; 0 for an unknown peer. */
    int connectionsOf(long peer);

    /** How long the peer has been connected, from the admission that connected it; −1 if it isn't. */
    long connectedForNanos(long peer);

    /** Walks over all connected peers; how many there were. */
    int countConnectedByWalk();

    /** Established inbound connections. */
    int inbound();

    /** Established outbound connections. */
    int outbound();

    /** Inbound handshakes under way. */
    int pendingInbound();

    /** Dials under way. */
    int pendingOutbound();

    /** Peers with at least one connection. */
    int connectedPeers();

    /** Calls refused for this reason. */
    long refused(Result reason);

    /** Flaps that one notification had no room for. */
    long saturatedFlaps();

    /** Delivers what is pending to the listener; how many things were done. */
    int tick();

    /** What the manager finds wrong with itself at rest; empty if all agrees. */
    List<String> verify();

    /** Bytes a peer, by its own account; 0 where it has none. */
    double bytesPerPeer();

    /** Bytes a connection, by its own account; 0 where it has none. */
    double bytesPerConnection();

    /** Stops threads, if it has any. */
    @Override
    void close();
}
