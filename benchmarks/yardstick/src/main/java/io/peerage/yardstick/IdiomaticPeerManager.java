/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The manager that a good engineer would write in a day, with the JDK's concurrent collections: what Peerage is measured
 * against.
 *
 * <p>Peers are entries of a {@link ConcurrentHashMap} by {@link PeerId}, each with the set of its connections and changed
 * under its own monitor; connections and prefixes have maps of their own; limits are atomic counters; a ticket's lease is
 * looked at by the owner, or scheduled; bans are a Caffeine cache; lifecycle events go through a queue that the owner
 * drains. Where two ways were at hand, it has the quicker one: it must not be called slow on purpose.
 *
 * <p>What it can't hold, and why:
 *
 * <ul>
 *   <li>Lock-freedom: a thread that is suspended inside a peer's monitor, or in a bin of a map, stops all who come to it.
 *       Without the monitor, counting a peer's connections against their limit, telling the first and the last of them,
 *       and queueing the events in that order could not be one step.
 *   <li>A refusal can be false: a ticket takes several counters one after the other and gives them back when a later one
 *       is full; who comes in between finds the first one full, or the peer dialing. Without a lock over all of them that
 *       stays so. (No limit is exceeded; that much atomic counters can do.)
 *   <li>Lifecycle events are not coalesced and their queue has no bound: a peer that flaps fills the heap while the owner
 *       is away. Flaps are always 0.
 *   <li>Ids that collide under the public hash make every operation on them a search.
 *   <li>The capacity for peers is looked at before a peer is added, so that racing registrations can exceed it.
 *   <li>A peer that is given up lends its reference to the next one, so a stale reference names a stranger; handles of
 *       connections are a count that is never used again, which is safe.
 *   <li>A dial that expires blames nobody: it has no back-off.
 *   <li>Simultaneous opens are not decided: the second connection is refused by the peer's limit on both sides. Trusted
 *       peers and networks, flags and groups it doesn't have.
 *   <li>Memory grows with use and garbage is made by every event.
 * </ul>
 *
 * <p><b>Threading</b>: any thread; {@link #tick} and {@link #verify} one thread. <b>Progress</b>: blocking. <b>Complexity</b>:
 * O(1) a call, as far as the maps give it; a tick now and then O(connections), to look for expired tickets. <b>Errors</b>:
 * {@link IllegalArgumentException} for an id of a wrong length; what the listener throws comes out of tick.
 */
public final class IdiomaticPeerManager implements ConnectionManager {
    private static final Duration BAN = Duration.ofHours(12);
    private static final int BANS = 1_000;

    private final ConcurrentHashMap<Long, Link> links = new ConcurrentHashMap<>();
    private final EventQueue events = new EventQueue();
    private final Map<Result, LongAdder> refusals = new EnumMap<>(Result.class);
    private final Cache<PeerId, Boolean> bans =
            Caffeine.newBuilder().maximumSize(BANS).expireAfterWrite(BAN).build();
    private final AtomicLong nextHandle = new AtomicLong();
    private final LongAdder connectedPeers = new LongAdder();
    private final KnownPeers peers;
    private final NodeCounts counts;
    private final PrefixCounts prefixes;
    private final int perPeer;
    private final long leaseNanos;
    private final NanoClock clock;
    private final @Nullable Leases leases;
    private final PeerEvents listener;
    private long nextSweep;

    /** A manager with these settings, telling these events, whose tick looks for tickets that have expired. */
    public IdiomaticPeerManager(ManagerSettings settings, PeerEvents listener) {
        this(settings, listener, null);
    }

    /** The same with each ticket's lease scheduled; real time then, whatever the clock of the settings says. */
    public IdiomaticPeerManager(
            ManagerSettings settings, PeerEvents listener, @Nullable Leases leases) {
        this.peers = new KnownPeers(settings.peers());
        this.perPeer = settings.limits().perPeer();
        this.counts = new NodeCounts(settings.limits());
        this.prefixes = new PrefixCounts(settings.prefixes());
        this.leaseNanos = settings.lease().toNanos();
        this.clock = settings.clock();
        this.leases = leases;
        this.listener = listener;
        this.nextSweep = clock.nanoTime() + leaseNanos;
        for (Result result : Result.values()) {
            refusals.put(result, new LongAdder());
        }
    }

    @Override
    public long register(byte[] id, int offset, int length) {
        Peer peer = peers.known(new PeerId(id, offset, length));
        return peer == null ? refuse(Result.PEER_TABLE_FULL) : peer.reference;
    }

    @Override
    public long lookup(byte[] id, int offset, int length) {
        Peer peer = peers.get(new PeerId(id, offset, length));
        return peer == null ? Result.UNKNOWN_PEER.code() : peer.reference;
    }

    @Override
    public int release(long reference) {
        Peer peer = peers.get(reference);
        return (peer == null ? Result.UNKNOWN_PEER : peers.release(peer)).code();
    }

    @Override
    public int indexOf(long peer) {
        return (int) peer - 1;
    }

    /** Bans a peer: it is refused from now on. */
    public void ban(byte[] id, int offset, int length) {
        bans.put(new PeerId(id, offset, length), Boolean.TRUE);
    }

    private boolean isBanned(PeerId id) {
        // Asked first because it costs less than hashing the id once more.
        return !bans.asMap().isEmpty() && bans.getIfPresent(id) != null;
    }

    @Override
    public long admitInbound(long ipHi, long ipLo) {
        return admit(true, null, ipHi, ipLo);
    }

    @Override
    public long admitOutbound(long reference, long ipHi, long ipLo) {
        Peer peer = peers.get(reference);
        if (peer == null) {
            return refuse(Result.UNKNOWN_PEER);
        }
        Result refusal = isBanned(peer.id) ? Result.BANNED : beginDial(peer);
        if (refusal != null) {
            return refuse(refusal);
        }
        long ticket = admit(false, peer, ipHi, ipLo);
        if (ticket < 0) {
            endDial(peer);
        }
        return ticket;
    }

    private @Nullable Result beginDial(Peer peer) {
        synchronized (peer) {
            if (peer.released) {
                return Result.UNKNOWN_PEER;
            }
            if (peer.dialing) {
                return Result.ALREADY_DIALING;
            }
            if (peer.connections.size() >= perPeer) {
                return Result.PEER_LIMIT;
            }
            peer.dialing = true;
            return null;
        }
    }

    private static void endDial(Peer peer) {
        synchronized (peer) {
            peer.dialing = false;
        }
    }

    private long admit(boolean inward, @Nullable Peer dialed, long ipHi, long ipLo) {
        Result full = counts.reserve(inward);
        if (full != null) {
            return refuse(full);
        }
        List<PrefixCounts.Prefix> entered = prefixes.tryEnter(ipHi, ipLo);
        if (entered == null) {
            counts.giveBackTicket(inward);
            return refuse(Result.PREFIX_LIMIT);
        }
        long handle = nextHandle.incrementAndGet();
        Link ticket = new Link(handle, inward, dialed, entered, clock.nanoTime());
        links.put(ticket.handle, ticket);
        if (leases != null) {
            ticket.leaseStarted(leases.start(() -> expire(ticket), leaseNanos));
        }
        return handle;
    }

    private boolean expire(Link ticket) {
        if (!ticket.endTicket()) {
            return false;
        }
        giveBackTicket(ticket);
        events.expired(ticket.handle);
        return true;
    }

    private void giveBackTicket(Link ticket) {
        if (ticket.dialed != null) {
            endDial(ticket.dialed);
        }
        ticket.cancelLease();
        links.remove(ticket.handle);
        prefixes.leave(ticket.prefixes);
        counts.giveBackTicket(ticket.inbound);
    }

    @Override
    public int establishInbound(long handle, byte[] id, int offset, int length) {
        return establishInbound(handle, new PeerId(id, offset, length));
    }

    /** The handshake has shown this peer, for callers that have its id as an object. */
    public int establishInbound(long handle, PeerId id) {
        Link ticket = links.get(handle);
        Result wrong = whyNotEstablish(ticket, handle, true);
        if (ticket == null || wrong != null) {
            return refuse(Objects.requireNonNull(wrong, "no ticket is a reason"));
        }
        for (; ; ) {
            Peer peer = isBanned(id) ? null : peers.known(id);
            if (peer == null) {
                return refuseEstablish(
                        ticket, isBanned(id) ? Result.BANNED : Result.PEER_TABLE_FULL);
            }
            int outcome = establish(ticket, peer);
            if (outcome != Result.UNKNOWN_PEER.code()) {
                return outcome;
            }
        }
    }

    @Override
    public int establishOutbound(long handle) {
        Link ticket = links.get(handle);
        Result wrong = whyNotEstablish(ticket, handle, false);
        if (ticket == null || ticket.dialed == null || wrong != null) {
            return refuse(Objects.requireNonNull(wrong, "no ticket is a reason"));
        }
        return isBanned(ticket.dialed.id)
                ? refuseEstablish(ticket, Result.BANNED)
                : establish(ticket, ticket.dialed);
    }

    private @Nullable Result whyNotEstablish(@Nullable Link link, long handle, boolean inward) {
        if (link == null || link.hasEnded()) {
            return wasGivenOut(handle) ? Result.TICKET_EXPIRED : Result.UNKNOWN_CONNECTION;
        }
        if (!link.isTicket()) {
            return Result.ALREADY_ESTABLISHED;
        }
        return link.inbound == inward ? null : Result.WRONG_DIRECTION;
    }

    /** An outcome, or {@link Result#UNKNOWN_PEER} if the peer was given up since it was found. */
    private int establish(Link ticket, Peer peer) {
        int count;
        synchronized (peer) {
            if (peer.released) {
                return Result.UNKNOWN_PEER.code();
            }
            boolean dialHoldsPlace = peer.dialing && ticket.inbound;
            count = peer.connections.size() + 1;
            if (count + (dialHoldsPlace ? 1 : 0) > perPeer) {
                count = 0;
            } else if (!ticket.establish(peer)) {
                return refuse(
                        ticket.hasEnded() ? Result.TICKET_EXPIRED : Result.ALREADY_ESTABLISHED);
            } else {
                peer.connections.add(ticket.handle);
                if (!ticket.inbound) {
                    peer.dialing = false;
                }
                if (count == 1) {
                    peer.connectedSince = ticket.admitted;
                    connectedPeers.increment();
                    events.connected(peer);
                }
            }
        }
        if (count == 0) {
            return refuseEstablish(ticket, Result.PEER_LIMIT);
        }
        ticket.cancelLease();
        counts.establish(ticket.inbound);
        return Outcome.of(count == 1 ? Result.FIRST_CONNECTION : Result.ANOTHER_CONNECTION, count);
    }

    private int refuseEstablish(Link ticket, Result reason) {
        if (!ticket.endTicket()) {
            // Others came between: that it ended is their doing, and is told once.
            return refuse(ticket.hasEnded() ? Result.TICKET_EXPIRED : Result.ALREADY_ESTABLISHED);
        }
        giveBackTicket(ticket);
        return refuse(reason);
    }

    @Override
    public int abandon(long handle) {
        Link link = links.get(handle);
        if (link == null) {
            return refuseEnd(handle);
        }
        if (link.endTicket()) {
            giveBackTicket(link);
            return Outcome.of(Result.ABANDONED, 0);
        }
        return link.hasEnded() ? refuseEnd(handle) : refuse(Result.ALREADY_ESTABLISHED);
    }

    @Override
    public int close(long handle) {
        Link link = links.get(handle);
        Peer peer = link == null ? Peer.NONE : link.end();
        if (link == null || peer == Peer.NONE) {
            return refuseEnd(handle);
        }
        if (peer == null) {
            giveBackTicket(link);
            return Outcome.of(Result.ABANDONED, 0);
        }
        int remaining;
        synchronized (peer) {
            peer.connections.remove(link.handle);
            remaining = peer.connections.size();
            if (remaining == 0) {
                connectedPeers.decrement();
                events.disconnected(peer);
            }
        }
        links.remove(link.handle);
        prefixes.leave(link.prefixes);
        counts.giveBackConnection(link.inbound);
        return Outcome.of(
                remaining == 0 ? Result.LAST_CONNECTION : Result.STILL_CONNECTED, remaining);
    }

    private int refuseEnd(long handle) {
        return refuse(wasGivenOut(handle) ? Result.ALREADY_CLOSED : Result.UNKNOWN_CONNECTION);
    }

    private boolean wasGivenOut(long handle) {
        return handle > 0 && handle <= nextHandle.get();
    }

    private int refuse(Result reason) {
        refusals.get(reason).increment();
        return reason.code();
    }

    @Override
    public boolean isConnected(byte[] id, int offset, int length) {
        return isConnected(new PeerId(id, offset, length));
    }

    /** Whether the peer has a connection, for callers that have its id as an object. */
    public boolean isConnected(PeerId id) {
        Peer peer = peers.get(id);
        return peer != null && peer.isConnected();
    }

    @Override
    public boolean isConnected(long reference) {
        Peer peer = peers.get(reference);
        return peer != null && peer.isConnected();
    }

    @Override
    public int connectionsOf(long reference) {
        Peer peer = peers.get(reference);
        return peer == null ? 0 : peer.connections.size();
    }

    /** The connections of a peer, as they are at any time. */
    public Set<Long> connectionsOf(PeerId id) {
        Peer peer = peers.get(id);
        return peer == null ? Set.of() : Collections.unmodifiableSet(peer.connections);
    }

    @Override
    public long connectedForNanos(long reference) {
        Peer peer = peers.get(reference);
        return peer == null || !peer.isConnected() ? -1 : clock.nanoTime() - peer.connectedSince;
    }

    @Override
    public int countConnectedByWalk() {
        int connected = 0;
        for (Peer peer : peers.all()) {
            connected += peer.isConnected() ? 1 : 0;
        }
        return connected;
    }

    @Override
    public int inbound() {
        return counts.established(true);
    }

    @Override
    public int outbound() {
        return counts.established(false);
    }

    @Override
    public int pendingInbound() {
        return counts.pending(true);
    }

    @Override
    public int pendingOutbound() {
        return counts.pending(false);
    }

    @Override
    public int connectedPeers() {
        return connectedPeers.intValue();
    }

    @Override
    public long refused(Result reason) {
        return refusals.get(reason).sum();
    }

    @Override
    public int tick() {
        sweep(clock.nanoTime());
        return events.drain(listener);
    }

    // A ticket that is admitted after a sweep lasts a whole lease from then, so no sweep is needed
    // before the earliest deadline that this one saw, or a lease from now.
    private void sweep(long now) {
        if (leases != null || now - nextSweep < 0) {
            return;
        }
        nextSweep = now + leaseNanos;
        for (Link link : links.values()) {
            long deadline = link.admitted + leaseNanos;
            if (!link.isTicket()) {
                continue;
            }
            if (now - deadline >= 0) {
                expire(link);
            } else if (deadline - nextSweep < 0) {
                nextSweep = deadline;
            }
        }
    }

    @Override
    public List<String> verify() {
        return new Recount(peers.all(), links.values(), counts, prefixes)
                .differences(connectedPeers());
    }

    @Override
    public long saturatedFlaps() {
        return 0;
    }

    @Override
    public double bytesPerPeer() {
        return 0;
    }

    @Override
    public double bytesPerConnection() {
        return 0;
    }

    @Override
    public void close() {
        if (leases != null) {
            leases.close();
        }
    }
}
