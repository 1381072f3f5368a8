/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.model.MemoryFootprint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The manager under test, whichever it is; calls and answers are those of {@code PeerManager}.
 *
 * <p><b>Threading</b>: any thread, except {@link #tick} and {@link #verify}: the owner, one thread at a time.
 */
public interface Subject extends AutoCloseable {
    /** A peer becomes known; its handle or a refusal. */
    long register(byte[] ids, int offset, int length);

    /** A peer is given up; a result code. */
    int release(long peer);

    /** A ticket for an inbound handshake, or a refusal. */
    long admitInbound(long ipHi, long ipLo);

    /** A ticket for a dial, or a refusal. */
    long admitOutbound(long peer, long ipHi, long ipLo);

    /** A handshake is done; an outcome. */
    int establishInbound(long ticket, byte[] ids, int offset, int length);

    /** A dial is done; an outcome. */
    int establishOutbound(long ticket);

    /** A handshake or dial has failed; an outcome. */
    int abandon(long ticket);

    /** A connection or ticket ends; an outcome. */
    int close(long connection);

    /** Whether a peer is connected; false where handles can't be asked about. */
    boolean isConnected(long peer);

    /** Whether the peer with an id is connected. */
    boolean isConnected(byte[] ids, int offset, int length);

    /** The handle of the peer with an id, or a refusal. */
    long lookup(byte[] ids, int offset, int length);

    /** Connections of a peer, both directions; 0 where handles can't be asked about. */
    int connectionsOf(long peer);

    /** Peers that are connected. */
    int connectedPeers();

    /** Established inbound connections. */
    int inbound();

    /** Established outbound connections. */
    int outbound();

    /** Inbound handshakes under way. */
    int pendingInbound();

    /** Dials under way. */
    int pendingOutbound();

    /** Walks over all connected peers; how many there were. */
    int countConnectedByWalk();

    /** Flaps that one notification had no room for. */
    long saturatedFlaps();

    /** The bytes that the manager holds, if it can tell. */
    @Nullable MemoryFootprint footprint();

    /** Stops threads, if it has any. */
    @Override
    void close();

    /** The owner's round; how much was done. */
    int tick();

    /** What the manager's own recount finds wrong. */
    List<String> verify();
}
