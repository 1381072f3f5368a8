/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.model.ConnectedFilter;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.Explanation;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.ReferenceLink.State;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * All that can be asked of a {@link ReferenceManager}, counted anew at each question.
 *
 * <p><b>Threading</b>: any thread; one lock, which is that of the manager. <b>Complexity</b>: O(peers × connections) a call.
 */
public abstract class ReferenceView {
    final ReferenceNode node;
    final ReferenceParts parts;

    ReferenceView(ReferenceNode node, ReferenceParts parts) {
        this.node = node;
        this.parts = parts;
    }

    private <T> T of(long handle, T otherwise, Function<ReferencePeer, T> question) {
        ReferencePeer peer = node.known(handle);
        return peer == null ? otherwise : question.apply(peer);
    }

    // Peers

    /** As {@code PeerManager.lookup}. */
    public synchronized long lookup(byte[] id) {
        ReferencePeer peer = node.withId(id);
        return peer == null || peer.retired ? Result.UNKNOWN_PEER.code() : peer.handle;
    }

    /** The peer's id; null for an unknown peer. */
    public synchronized byte[] idOf(long handle) {
        return of(handle, null, peer -> peer.id.clone());
    }

    /** As {@code PeerManager.hasFlag}. */
    public synchronized boolean hasFlag(long handle, PeerFlag flag) {
        return of(handle, false, peer -> peer.has(flag));
    }

    /** As {@code Bans.isDiscouraged}. */
    public synchronized boolean isDiscouraged(long handle) {
        return of(handle, false, peer -> peer.discouraged);
    }

    /** As {@code PeerGroups.contains}. */
    public synchronized boolean isInGroup(long handle, int group) {
        return of(handle, false, peer -> peer.groups.contains(group));
    }

    /** As {@code PeerManager.connectedness}. */
    public synchronized Connectedness connectedness(long handle) {
        return of(handle, Connectedness.UNKNOWN, this::connectedness);
    }

    private Connectedness connectedness(ReferencePeer peer) {
        if (peer.has(PeerFlag.BANNED)) {
            return Connectedness.BANNED;
        }
        if (node.isConnected(peer)) {
            return Connectedness.CONNECTED;
        }
        if (node.isDialing(peer)) {
            return Connectedness.DIALING;
        }
        if (peer.backOff.isUnreachable(node.now())) {
            return Connectedness.UNREACHABLE;
        }
        return peer.backOff.isWaiting(node.now())
                ? Connectedness.BACKING_OFF
                : Connectedness.CANDIDATE;
    }

    /** As {@code PeerManager.isConnected}. */
    public synchronized boolean isConnected(long handle) {
        return of(handle, false, node::isConnected);
    }

    /** Connections of the peer in one direction; 0 for an unknown peer. */
    public synchronized int connectionsOf(long handle, Direction direction) {
        boolean inbound = direction == Direction.INBOUND;
        return of(handle, 0, peer -> node.connections(peer, inbound));
    }

    /** As {@code PeerManager.connectedForNanos}. */
    public synchronized long connectedForNanos(long handle) {
        return of(handle, -1L, peer -> node.isConnected(peer) ? node.now() - peer.lastEdge : -1L);
    }

    /** As {@code PeerManager.disconnectedForNanos}. */
    public synchronized long disconnectedForNanos(long handle) {
        ReferencePeer peer = node.known(handle);
        if (peer == null || node.isConnected(peer) || peer.lastEdge == null) {
            return -1;
        }
        return peer.awaitsFall(false) ? 0 : node.now() - peer.lastEdge;
    }

    // Dialing

    /** As {@code PeerManager.dialTicket}. */
    public synchronized long dialTicket(long handle) {
        return of(handle, 0L, peer -> node.isDialing(peer) ? peer.newestDial.handle : 0L);
    }

    /** As {@code Dialing.canDial}. */
    public synchronized boolean canDial(long handle) {
        return of(handle, false, parts.admission()::canDial);
    }

    /** As {@code Dialing.failuresOf}. */
    public synchronized int failuresOf(long handle) {
        return of(handle, 0, peer -> peer.backOff.failures());
    }

    /** As {@code Dialing.backOffNanos}. */
    public synchronized long backOffNanos(long handle) {
        return of(handle, 0L, peer -> peer.backOff.remaining(node.now()));
    }

    /** As {@code Dialing.ended}. */
    public synchronized long ended(DialOutcome outcome) {
        return parts.dials().ended(outcome);
    }

    /** As {@code Dialing.commanded}. */
    public synchronized long commanded(DialReason reason) {
        return parts.loop().commanded(reason);
    }

    /** As {@code Dialing.isOutage}. */
    public synchronized boolean isOutage() {
        return parts.dials().isOutage();
    }

    // Tickets and connections

    /** As {@code PeerManager.peerOf}. */
    public synchronized long peerOf(long connection) {
        ReferenceLink link = node.links.get(connection);
        boolean hasPeer = link != null && (link.isDial() || link.is(State.ESTABLISHED));
        return hasPeer ? link.peer.handle : Result.UNKNOWN_CONNECTION.code();
    }

    /** Whether the handle names a ticket of this direction that has not ended. */
    public synchronized boolean isTicket(long handle, Direction direction) {
        ReferenceLink link = node.links.get(handle);
        return link != null
                && link.is(State.PENDING)
                && link.inbound == (direction == Direction.INBOUND);
    }

    /** As {@code PeerManager.isInbound}. */
    public synchronized boolean isInbound(long connection) {
        ReferenceLink link = node.links.get(connection);
        return link != null && link.inbound;
    }

    /** Whether the handle is that of a ticket or connection that has a place. */
    public synchronized boolean isCurrent(long connection) {
        return node.links.containsKey(connection);
    }

    /** The connected peers that a filter lets through; of one group only, unless it is negative. */
    public synchronized Set<Long> connected(ConnectedFilter filter, int group) {
        Set<Long> found = new HashSet<>();
        for (ReferenceLink link : node.established()) {
            boolean passes =
                    switch (filter) {
                        case ALL -> true;
                        case INBOUND -> link.inbound;
                        case OUTBOUND -> !link.inbound;
                    };
            if (passes && (group < 0 || link.peer.groups.contains(group))) {
                found.add(link.peer.handle);
            }
        }
        return found;
    }

    /** What {@code Pruning.explain} says of each connection of a peer, the verdict and {@link #describe}. */
    public synchronized List<String> explainPruning(long handle) {
        return of(handle, List.of(), parts.pruning()::explain);
    }

    /** The criteria of {@code Pruning.explain} in words. */
    public static String describe(
            boolean discouraged,
            int value,
            int groups,
            int streams,
            Direction direction,
            long ageNanos) {
        return List.of(discouraged, value, groups, streams, direction, ageNanos).toString();
    }

    // Counts

    /** As {@code PeerManager.connectedPeers}. */
    public synchronized int connectedPeers() {
        return node.connectedPeers();
    }

    /** Established connections of one direction. */
    public synchronized int established(Direction direction) {
        boolean inbound = direction == Direction.INBOUND;
        return (int) node.established().stream().filter(one -> one.inbound == inbound).count();
    }

    /** Handshakes or dials under way that count against their limit. */
    public synchronized int pending(Direction direction) {
        return parts.limits().pending(direction == Direction.INBOUND);
    }

    /** As {@code PeerManager.trusted}. */
    public synchronized int trusted() {
        return parts.limits().trustedPlaces();
    }

    /** As {@code PeerManager.refused}. */
    public synchronized long refused(Result reason) {
        return node.refused(reason);
    }

    /** As {@code PeerManager.counter}, for what isn't counted by user code. */
    public synchronized long counter(Counter counter) {
        return node.counters.getOrDefault(counter, 0L);
    }

    /** As {@code PeerManager.registeredPeers}. */
    public synchronized int registeredPeers() {
        return node.peers.size();
    }

    // Explanations

    /** As {@code Explanations.inbound}, but for the words. */
    public synchronized Explanation explainInbound(long ipHi, long ipLo) {
        return parts.admission().inbound(new IpAddress(ipHi, ipLo));
    }

    /** As {@code Explanations.outbound}, but for the words. */
    public synchronized Explanation explainOutbound(long peer, long ipHi, long ipLo) {
        return parts.admission().outbound(peer, new IpAddress(ipHi, ipLo));
    }

    /** As {@code Explanations.peer}, but for the words. */
    public synchronized Explanation explainPeer(long handle) {
        return parts.admission().peer(handle);
    }
}
