/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The manager that a good engineer would write in a day, with the JDK's concurrent collections: what Peerage is measured
 * against.
 *
 * <p>Peers are entries of a {@link ConcurrentHashMap} by {@link PeerId}, each with the set of its connections; tickets,
 * connections and prefixes have maps of their own; limits are atomic counters; leases are scheduled tasks; bans are a
 * Caffeine cache; lifecycle events go through a queue that the owner drains.
 *
 * <p>What it can't hold, and why:
 *
 * <ul>
 *   <li>A refusal can be false: a ticket takes several counters one after the other and gives them back when a later one
 *       is full; who comes in between finds the first one full. Without a lock over all of them that stays so. (No limit
 *       is exceeded; that much atomic counters can do.)
 *   <li>Lifecycle events are not coalesced and their queue has no bound: a peer that flaps fills the heap while the owner
 *       is away.
 *   <li>Ids that collide under the public hash make every operation on them a search.
 *   <li>A peer that is released while another thread holds its entry is found again as a new entry; there are no handles
 *       that could go stale, so nobody is told.
 *   <li>Simultaneous opens are not decided: the second connection is refused by the peer's limit on both sides.
 *   <li>Memory grows with use and garbage is made by every event.
 * </ul>
 *
 * <p><b>Threading</b>: any thread; {@link #tick} one thread. <b>Progress</b>: blocking (bins of the maps are locked).
 */
public final class IdiomaticPeerManager implements ConnectionManager {
    private static final Duration BAN = Duration.ofHours(12);
    private static final int BANS = 1_000;

    private final ConcurrentHashMap<PeerId, Peer> peers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Peer> peersByReference = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Ticket> tickets = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Connection> connections = new ConcurrentHashMap<>();
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final Map<Result, LongAdder> refusals = new EnumMap<>(Result.class);
    private final Cache<PeerId, Boolean> bans =
            Caffeine.newBuilder().maximumSize(BANS).expireAfterWrite(BAN).build();
    private final AtomicLong nextHandle = new AtomicLong();
    private final AtomicLong nextReference = new AtomicLong();
    private final Queue<Long> freeReferences = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connectedPeers = new AtomicInteger();
    private final AtomicInteger establishedInbound = new AtomicInteger();
    private final AtomicInteger establishedOutbound = new AtomicInteger();
    private final BoundedCount total;
    private final BoundedCount inbound;
    private final BoundedCount outbound;
    private final BoundedCount pendingInbound;
    private final BoundedCount pendingOutbound;
    private final PrefixCounts prefixes;
    private final int capacity;
    private final int perPeer;
    private final long leaseNanos;
    private final NanoClock clock;
    private final Leases leases;
    private final PeerEvents listener;

    /** A manager with these settings, telling these events, its leases kept by these. */
    public IdiomaticPeerManager(ManagerSettings settings, PeerEvents listener, Leases leases) {
        this.capacity = settings.peers();
        this.perPeer = settings.limits().perPeer();
        this.total = new BoundedCount(settings.limits().connections());
        this.inbound = new BoundedCount(settings.limits().inbound());
        this.outbound = new BoundedCount(settings.limits().outbound());
        this.pendingInbound = new BoundedCount(settings.limits().pendingInbound());
        this.pendingOutbound = new BoundedCount(settings.limits().pendingOutbound());
        this.prefixes = new PrefixCounts(settings.prefixes());
        this.leaseNanos = settings.lease().toNanos();
        this.clock = settings.clock();
        this.leases = leases;
        this.listener = listener;
        for (Result result : Result.values()) {
            refusals.put(result, new LongAdder());
        }
    }

    @Override
    public long register(byte[] id, int offset, int length) {
        Peer peer = known(new PeerId(id, offset, length));
        return peer == null ? refuse(Result.PEER_TABLE_FULL) : peer.reference;
    }

    private @Nullable Peer known(PeerId id) {
        Peer peer = peers.get(id);
        if (peer != null || peers.mappingCount() >= capacity) {
            return peer;
        }
        return peers.computeIfAbsent(
                id,
                key -> {
                    Long free = freeReferences.poll();
                    Peer added =
                            new Peer(key, free != null ? free : nextReference.incrementAndGet());
                    peersByReference.put(added.reference, added);
                    return added;
                });
    }

    @Override
    public int release(long reference) {
        Peer peer = peersByReference.get(reference);
        if (peer == null) {
            return refuse(Result.UNKNOWN_PEER);
        }
        Peer left =
                peers.computeIfPresent(
                        peer.id,
                        (id, entry) -> {
                            if (!entry.connections.isEmpty() || entry.dial != 0) {
                                return entry;
                            }
                            peersByReference.remove(entry.reference);
                            return null;
                        });
        if (left != null) {
            return Result.PEER_IN_USE.code();
        }
        freeReferences.add(reference);
        return Result.RELEASED.code();
    }

    @Override
    public int indexOf(long peer) {
        return (int) peer - 1;
    }

    /** Bans a peer: it is refused from now on. */
    public void ban(byte[] id, int offset, int length) {
        bans.put(new PeerId(id, offset, length), Boolean.TRUE);
    }

    @Override
    public long admitInbound(long ipHi, long ipLo) {
        Result full = reserve(true);
        if (full != null) {
            return refuse(full);
        }
        List<PrefixCounts.Prefix> entered = prefixes.tryEnter(ipHi, ipLo);
        if (entered == null) {
            giveBack(true);
            return refuse(Result.PREFIX_LIMIT);
        }
        return ticket(true, null, entered);
    }

    @Override
    public long admitOutbound(long reference, long ipHi, long ipLo) {
        Peer peer = peersByReference.get(reference);
        if (peer == null) {
            return refuse(Result.UNKNOWN_PEER);
        }
        if (bans.getIfPresent(peer.id) != null) {
            return refuse(Result.BANNED);
        }
        Result full = reserve(false);
        if (full != null) {
            return refuse(full);
        }
        List<PrefixCounts.Prefix> entered = prefixes.tryEnter(ipHi, ipLo);
        if (entered == null) {
            giveBack(false);
            return refuse(Result.PREFIX_LIMIT);
        }
        Result[] refusal = new Result[1];
        Peer dialed =
                peers.computeIfPresent(
                        peer.id,
                        (id, entry) -> {
                            refusal[0] = entry.dial != 0 ? Result.ALREADY_DIALING : null;
                            if (refusal[0] == null && entry.connections.size() >= perPeer) {
                                refusal[0] = Result.PEER_LIMIT;
                            }
                            entry.dial = refusal[0] == null ? -1 : entry.dial;
                            return entry;
                        });
        if (dialed == null || refusal[0] != null) {
            prefixes.leave(entered);
            giveBack(false);
            return refuse(refusal[0] != null ? refusal[0] : Result.UNKNOWN_PEER);
        }
        return ticket(false, dialed, entered);
    }

    private @Nullable Result reserve(boolean inward) {
        if (!total.tryIncrement()) {
            return Result.TOTAL_LIMIT;
        }
        if (!(inward ? inbound : outbound).tryIncrement()) {
            total.decrement();
            return inward ? Result.INBOUND_LIMIT : Result.OUTBOUND_LIMIT;
        }
        if (!(inward ? pendingInbound : pendingOutbound).tryIncrement()) {
            (inward ? inbound : outbound).decrement();
            total.decrement();
            return inward ? Result.PENDING_INBOUND_LIMIT : Result.PENDING_OUTBOUND_LIMIT;
        }
        return null;
    }

    private void giveBack(boolean inward) {
        (inward ? pendingInbound : pendingOutbound).decrement();
        (inward ? inbound : outbound).decrement();
        total.decrement();
    }

    private long ticket(boolean inward, @Nullable Peer peer, List<PrefixCounts.Prefix> entered) {
        long handle = nextHandle.incrementAndGet();
        Ticket ticket = new Ticket(handle, inward, peer, entered, clock.nanoTime());
        tickets.put(handle, ticket);
        ticket.lease = leases.start(() -> expire(handle), leaseNanos);
        return handle;
    }

    private void expire(long handle) {
        Ticket ticket = tickets.remove(handle);
        if (ticket != null) {
            endTicket(ticket);
            events.add(new Event(null, handle, false));
        }
    }

    private void endTicket(Ticket ticket) {
        if (ticket.peer != null) {
            peers.computeIfPresent(
                    ticket.peer.id,
                    (id, entry) -> {
                        entry.dial = 0;
                        return entry;
                    });
        }
        prefixes.leave(ticket.prefixes);
        giveBack(ticket.inbound);
    }

    @Override
    public int establishInbound(long handle, byte[] id, int offset, int length) {
        PeerId peerId = new PeerId(id, offset, length);
        Ticket ticket = take(handle, true);
        if (ticket == null) {
            return refuseHandle(handle, true);
        }
        if (bans.getIfPresent(peerId) != null) {
            endTicket(ticket);
            return refuse(Result.BANNED);
        }
        if (known(peerId) == null) {
            endTicket(ticket);
            return refuse(Result.PEER_TABLE_FULL);
        }
        return establish(ticket, peerId);
    }

    @Override
    public int establishOutbound(long handle) {
        Ticket ticket = take(handle, false);
        if (ticket == null) {
            return refuseHandle(handle, false);
        }
        PeerId id = Objects.requireNonNull(ticket.peer, "a dial has a peer").id;
        if (bans.getIfPresent(id) != null) {
            endTicket(ticket);
            return refuse(Result.BANNED);
        }
        return establish(ticket, id);
    }

    private @Nullable Ticket take(long handle, boolean inward) {
        Ticket ticket = tickets.get(handle);
        if (ticket == null || ticket.inbound != inward || !tickets.remove(handle, ticket)) {
            return null;
        }
        ticket.cancelLease();
        return ticket;
    }

    private int establish(Ticket ticket, PeerId id) {
        int[] count = new int[1];
        Peer peer =
                peers.computeIfPresent(
                        id,
                        (key, entry) -> {
                            int taken =
                                    entry.connections.size()
                                            + (entry.dial != 0 && ticket.inbound ? 1 : 0);
                            if (taken >= perPeer) {
                                return entry;
                            }
                            entry.dial = ticket.inbound ? entry.dial : 0;
                            entry.connections.add(ticket.handle);
                            count[0] = entry.connections.size();
                            // Known to close before anybody can hear of it.
                            connections.put(ticket.handle, new Connection(ticket, entry));
                            if (count[0] == 1) {
                                entry.connectedSince = ticket.admitted;
                                connectedPeers.incrementAndGet();
                                events.add(new Event(entry, 0, true));
                            }
                            return entry;
                        });
        if (count[0] == 0) {
            endTicket(ticket);
            return refuse(peer == null ? Result.UNKNOWN_PEER : Result.PEER_LIMIT);
        }
        (ticket.inbound ? pendingInbound : pendingOutbound).decrement();
        (ticket.inbound ? establishedInbound : establishedOutbound).incrementAndGet();
        return Outcome.of(
                count[0] == 1 ? Result.FIRST_CONNECTION : Result.ANOTHER_CONNECTION, count[0]);
    }

    @Override
    public int abandon(long handle) {
        Ticket ticket = tickets.remove(handle);
        if (ticket == null) {
            return connections.containsKey(handle)
                    ? refuse(Result.ALREADY_ESTABLISHED)
                    : refuseEnd(handle);
        }
        ticket.cancelLease();
        endTicket(ticket);
        return Outcome.of(Result.ABANDONED, 0);
    }

    @Override
    public int close(long handle) {
        Connection connection = connections.remove(handle);
        if (connection == null) {
            return tickets.containsKey(handle) ? abandon(handle) : refuseEnd(handle);
        }
        int[] remaining = new int[1];
        peers.computeIfPresent(
                connection.peer.id,
                (id, entry) -> {
                    entry.connections.remove(handle);
                    remaining[0] = entry.connections.size();
                    if (remaining[0] == 0) {
                        entry.disconnectedAt = clock.nanoTime();
                        connectedPeers.decrementAndGet();
                        events.add(new Event(entry, 0, false));
                    }
                    return entry;
                });
        prefixes.leave(connection.ticket.prefixes);
        (connection.ticket.inbound ? establishedInbound : establishedOutbound).decrementAndGet();
        (connection.ticket.inbound ? inbound : outbound).decrement();
        total.decrement();
        return Outcome.of(
                remaining[0] == 0 ? Result.LAST_CONNECTION : Result.STILL_CONNECTED, remaining[0]);
    }

    private int refuseHandle(long handle, boolean inward) {
        Ticket ticket = tickets.get(handle);
        if (ticket != null && ticket.inbound != inward) {
            return refuse(Result.WRONG_DIRECTION);
        }
        if (connections.containsKey(handle)) {
            return refuse(Result.ALREADY_ESTABLISHED);
        }
        return refuse(wasGivenOut(handle) ? Result.TICKET_EXPIRED : Result.UNKNOWN_CONNECTION);
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
        return peer != null && !peer.connections.isEmpty();
    }

    @Override
    public int countConnectedByWalk() {
        int connected = 0;
        for (Peer peer : peers.values()) {
            connected += peer.connections.isEmpty() ? 0 : 1;
        }
        return connected;
    }

    @Override
    public int inbound() {
        return establishedInbound.get();
    }

    @Override
    public int outbound() {
        return establishedOutbound.get();
    }

    @Override
    public int pendingInbound() {
        return pendingInbound.get();
    }

    @Override
    public int pendingOutbound() {
        return pendingOutbound.get();
    }

    @Override
    public int connectedPeers() {
        return connectedPeers.get();
    }

    @Override
    public long refused(Result reason) {
        return refusals.get(reason).sum();
    }

    @Override
    public int tick() {
        int told = 0;
        for (Event event = events.poll(); event != null; event = events.poll()) {
            told++;
            if (event.peer == null) {
                listener.onTicketExpired(event.ticket);
            } else if (event.connected) {
                listener.onConnected(event.peer.reference, 0);
            } else {
                listener.onDisconnected(event.peer.reference, 0);
            }
        }
        return told;
    }

    @Override
    public List<String> verify() {
        return List.of();
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
        leases.close();
    }

    /** A known peer; changed only inside the map's compute functions. */
    private static final class Peer {
        final PeerId id;
        final long reference;
        final Set<Long> connections = ConcurrentHashMap.newKeySet(2);
        volatile long dial;
        volatile long connectedSince;
        volatile long disconnectedAt;

        Peer(PeerId id, long reference) {
            this.id = id;
            this.reference = reference;
        }
    }

    /** A reserved place. */
    private static final class Ticket {
        final long handle;
        final boolean inbound;
        final @Nullable Peer peer;
        final List<PrefixCounts.Prefix> prefixes;
        final long admitted;
        volatile Leases.@Nullable Lease lease;

        Ticket(
                long handle,
                boolean inbound,
                @Nullable Peer peer,
                List<PrefixCounts.Prefix> prefixes,
                long admitted) {
            this.handle = handle;
            this.inbound = inbound;
            this.peer = peer;
            this.prefixes = prefixes;
            this.admitted = admitted;
        }

        void cancelLease() {
            Leases.Lease running = lease;
            if (running != null) {
                running.cancel();
            }
        }
    }

    /** An established connection. */
    private record Connection(Ticket ticket, Peer peer) {}

    /** Something for the listener: a peer that connected or not, or a ticket that expired. */
    private record Event(@Nullable Peer peer, long ticket, boolean connected) {}
}
