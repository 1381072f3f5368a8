/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.config.BackOffConfig;
import io.peerage.config.ManagerConfig;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.CloseReason;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.Direction;
import io.peerage.model.Explanation;
import io.peerage.model.IpAddress;
import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.ReferenceLink.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;

/**
 * What a manager does, written to be obviously right: one lock, maps of objects, every count counted anew when asked.
 *
 * <p>Its methods have the shapes of {@code PeerManager}'s, so that both can be driven side by side. Its handles are numbers
 * of its own, never used twice. A full prefix table is the one refusal that it doesn't know, since that depends on a
 * layout in memory.
 *
 * <p><b>Threading</b>: any thread. <b>Complexity</b>: O(peers + connections) a call. <b>Errors</b>: none are thrown; feed
 * it valid ids only.
 */
public final class ReferenceManager {
    private final ManagerConfig config;
    private final NanoClock clock;
    private final LifecycleListener listener;
    private final CommandSink commands;
    private final Map<Long, ReferencePeer> peers = new LinkedHashMap<>();
    private final Map<Long, ReferenceLink> links = new LinkedHashMap<>();
    private final Map<Result, Long> refusals = new EnumMap<>(Result.class);
    private final Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    private final ReferenceLimits limits;
    private final int capacity;
    private final ReferencePeer self;
    private final ReferenceBans bans;
    private final ReferenceOutage outage = new ReferenceOutage();
    private final Map<DialOutcome, Long> outcomes = new EnumMap<>(DialOutcome.class);
    private long nextPeer = 1;
    private long nextLink = 1;

    /** A manager that knows nobody but itself, if it knows its own id; null if it doesn't. */
    public ReferenceManager(
            ManagerConfig config,
            NanoClock clock,
            byte[] localId,
            LifecycleListener listener,
            CommandSink commands) {
        this.config = config;
        this.clock = clock;
        this.listener = listener;
        this.commands = commands;
        this.bans = new ReferenceBans(this, config, clock);
        this.limits = new ReferenceLimits(config, links.values());
        this.capacity = config.peers() + (localId == null ? 0 : 1);
        this.self = localId == null ? null : peers.get(register(localId));
        if (self != null) {
            self.self = true;
            self.dirty = true;
        }
    }

    // Peers

    /** As {@code PeerManager.register}. */
    public synchronized long register(byte[] id) {
        ReferencePeer known = withId(id);
        if (known != null) {
            known.retired = false;
            return known.handle;
        }
        if (peers.size() >= capacity) {
            return Result.PEER_TABLE_FULL.code();
        }
        ReferencePeer peer = new ReferencePeer(nextPeer++, id.clone());
        peers.put(peer.handle, peer);
        count(Counter.PEERS_REGISTERED);
        return peer.handle;
    }

    /** As {@code PeerManager.lookup}. */
    public synchronized long lookup(byte[] id) {
        ReferencePeer peer = withId(id);
        return peer == null || peer.retired ? Result.UNKNOWN_PEER.code() : peer.handle;
    }

    private ReferencePeer withId(byte[] id) {
        return peers.values().stream()
                .filter(peer -> Arrays.equals(peer.id, id))
                .findAny()
                .orElse(null);
    }

    private ReferencePeer known(long handle) {
        ReferencePeer peer = peers.get(handle);
        return peer == null || peer.retired ? null : peer;
    }

    /** As {@code PeerManager.release}. */
    public synchronized int release(long handle) {
        ReferencePeer peer = known(handle);
        if (peer == null) {
            return Result.UNKNOWN_PEER.code();
        }
        boolean wanted =
                peer.has(PeerFlag.PERSISTENT)
                        || peer.has(PeerFlag.PROTECTED)
                        || peer.has(PeerFlag.BANNED);
        if (peer.self || wanted || isConnected(peer) || isDialing(peer)) {
            return Result.PEER_IN_USE.code();
        }
        peer.retired = true;
        peer.dirty = true;
        return Result.RELEASED.code();
    }

    /** The peer's id; null for an unknown peer. */
    public synchronized byte[] idOf(long handle) {
        ReferencePeer peer = known(handle);
        return peer == null ? null : peer.id.clone();
    }

    /** As {@code PeerManager.setFlag}. */
    public synchronized int setFlag(long handle, PeerFlag flag, boolean on) {
        ReferencePeer peer = known(handle);
        if (peer != null && peer.has(flag) != on) {
            peer.dirty = true;
        }
        return change(handle, p -> p.flags, flag, on);
    }

    /** As {@code Bans.ban}. */
    public synchronized int ban(long handle) {
        ReferencePeer peer = known(handle);
        if (peer == null) {
            return Result.UNKNOWN_PEER.code();
        }
        if (peer.self) {
            return Result.SELF.code();
        }
        bans.order(peer, true);
        return Result.DONE.code();
    }

    /** As {@code Bans.lift}. */
    public synchronized int lift(long handle) {
        ReferencePeer peer = known(handle);
        if (peer == null) {
            return Result.UNKNOWN_PEER.code();
        }
        bans.order(peer, false);
        return Result.DONE.code();
    }

    boolean isKnown(ReferencePeer peer) {
        return known(peer.handle) != null;
    }

    List<ReferenceLink> established() {
        return links.values().stream().filter(link -> link.is(State.ESTABLISHED)).toList();
    }

    void command(ReferenceLink link, CloseReason reason) {
        count(Counter.CLOSE_COMMANDS);
        commands.close(link.handle, reason);
    }

    void force(ReferenceLink link, CloseReason reason) {
        count(Counter.CLOSES_FORCED);
        close(link.handle);
        listener.onCloseForced(link.handle, reason);
    }

    /** As {@code PeerManager.hasFlag}. */
    public synchronized boolean hasFlag(long handle, PeerFlag flag) {
        ReferencePeer peer = known(handle);
        return peer != null && peer.has(flag);
    }

    /** As {@code PeerGroups.set}. */
    public synchronized int setGroup(long handle, int group, boolean member) {
        return change(handle, peer -> peer.groups, group, member);
    }

    private <T> int change(
            long handle, Function<ReferencePeer, Set<T>> set, T element, boolean member) {
        ReferencePeer peer = known(handle);
        if (peer == null) {
            return Result.UNKNOWN_PEER.code();
        }
        if (member) {
            set.apply(peer).add(element);
        } else {
            set.apply(peer).remove(element);
        }
        return Result.DONE.code();
    }

    /** As {@code PeerGroups.contains}. */
    public synchronized boolean isInGroup(long handle, int group) {
        ReferencePeer peer = known(handle);
        return peer != null && peer.groups.contains(group);
    }

    // Admission

    /** As {@code PeerManager.admitInbound}. */
    public synchronized long admitInbound(long ipHi, long ipLo) {
        IpAddress address = new IpAddress(ipHi, ipLo);
        Explanation verdict = inboundVerdict(address);
        if (verdict.result().isRefusal()) {
            return refuse(verdict.result());
        }
        boolean trusted = limits.isTrustedNetwork(address);
        return ticket(true, address, limits.givesTrustedPlace(trusted), config.inboundLeaseNanos())
                .handle;
    }

    /** As {@code PeerManager.admitOutbound}. */
    public synchronized long admitOutbound(long peer, long ipHi, long ipLo) {
        IpAddress address = new IpAddress(ipHi, ipLo);
        Explanation verdict = outboundVerdict(peer, address);
        if (verdict.result().isRefusal()) {
            return refuse(verdict.result());
        }
        ReferencePeer known = known(peer);
        boolean place = limits.givesTrustedPlace(isTrusted(known, address));
        ReferenceLink dial = ticket(false, address, place, config.outboundLeaseNanos());
        dial.peer = known;
        known.newestDial = dial;
        return dial.handle;
    }

    private ReferenceLink ticket(boolean inbound, IpAddress address, boolean place, long lease) {
        long now = clock.nanoTime();
        ReferenceLink link = new ReferenceLink(nextLink++, inbound, address, now, lease, place);
        links.put(link.handle, link);
        return link;
    }

    private boolean isTrusted(ReferencePeer peer, IpAddress address) {
        return peer.has(PeerFlag.TRUSTED) || limits.isTrustedNetwork(address);
    }

    private Explanation inboundVerdict(IpAddress address) {
        boolean trusted = limits.isTrustedNetwork(address);
        return limits.verdict(true, address, limits.givesTrustedPlace(trusted));
    }

    /** A dial that its peer refuses in any case is refused before it takes anything from others; else the peer is last. */
    private Explanation outboundVerdict(long handle, IpAddress address) {
        ReferencePeer peer = known(handle);
        if (peer == null) {
            return refusal(Result.UNKNOWN_PEER);
        }
        if (peer.self) {
            return refusal(Result.SELF);
        }
        boolean trusted = isTrusted(peer, address);
        boolean place = limits.givesTrustedPlace(trusted);
        int most = limits.mostOfPeer(peer.has(PeerFlag.TRUSTED) || place);
        Explanation early = dialVerdict(peer, trusted ? 63 : most);
        if (early.result().isRefusal()) {
            return early;
        }
        Explanation ofNode = limits.verdict(false, address, place);
        return ofNode.result().isRefusal() ? ofNode : dialVerdict(peer, most);
    }

    private Explanation dialVerdict(ReferencePeer peer, int most) {
        if (peer.has(PeerFlag.BANNED)) {
            return refusal(Result.BANNED);
        }
        if (isDialing(peer)) {
            return ReferenceLimits.full(Result.ALREADY_DIALING, "dials", 1, 1);
        }
        int connections = connections(peer);
        if (connections >= most) {
            return ReferenceLimits.full(Result.PEER_LIMIT, "peer", connections, most);
        }
        if (connections > 0 || !peer.backOff.isWaiting(clock.nanoTime())) {
            return Explanation.admitted();
        }
        Result refusal =
                peer.backOff.isUnreachable(clock.nanoTime())
                        ? Result.UNREACHABLE
                        : Result.BACKING_OFF;
        return ReferenceLimits.full(refusal, "", peer.backOff.failures(), 0);
    }

    private static Explanation refusal(Result result) {
        return new Explanation(result, "", 0, 0);
    }

    /** As {@code PeerManager.establishInbound}. */
    public synchronized int establishInbound(long ticket, byte[] id) {
        return establishInbound(ticket, register(id));
    }

    /** As {@code PeerManager.establishInbound}. */
    public synchronized int establishInbound(long ticket, long peer) {
        Result problem = problemOfTicket(ticket, true);
        if (problem != null) {
            return refuse(problem);
        }
        ReferenceLink link = links.get(ticket);
        Result refusal =
                peer == Result.PEER_TABLE_FULL.code()
                        ? Result.PEER_TABLE_FULL
                        : claimPlace(link, known(peer));
        if (refusal != null) {
            return refuseTicket(link, refusal);
        }
        return open(link, known(peer));
    }

    /** What keeps an inbound link from its peer; a rival that loses against it has lost its place when this returns. */
    private Result claimPlace(ReferenceLink link, ReferencePeer peer) {
        if (peer == null) {
            return Result.UNKNOWN_PEER;
        }
        if (peer.self) {
            return Result.SELF;
        }
        Explanation verdict = showVerdict(peer, link.trustedPlace);
        if (verdict.result() != Result.PEER_LIMIT) {
            return verdict.result().isRefusal() ? verdict.result() : null;
        }
        ReferenceLink rival = peer.newestDial;
        boolean isRival =
                rival != null
                        && links.containsKey(rival.handle)
                        && (rival.isDial() || rival.connects(peer));
        if (self == null || !isRival) {
            return Result.PEER_LIMIT;
        }
        return peer.hasSmallerIdThan(self.id) ? null : Result.TIE_BREAK_LOST;
    }

    private Explanation showVerdict(ReferencePeer peer, boolean trustedPlace) {
        if (peer.has(PeerFlag.BANNED)) {
            return refusal(Result.BANNED);
        }
        int most = limits.mostOfPeer(peer.has(PeerFlag.TRUSTED) || trustedPlace);
        int taken = connections(peer) + (isDialing(peer) ? 1 : 0);
        return taken >= most
                ? ReferenceLimits.full(Result.PEER_LIMIT, "peer", taken, most)
                : Explanation.admitted();
    }

    private int open(ReferenceLink link, ReferencePeer peer) {
        boolean first = !isConnected(peer);
        boolean contested =
                link.inbound && showVerdict(peer, link.trustedPlace).result() == Result.PEER_LIMIT;
        if (contested) {
            supersede(peer.newestDial);
        }
        link.peer = peer;
        link.state = State.ESTABLISHED;
        if (link.inbound && peer.has(PeerFlag.TRUSTED) && !link.trustedPlace) {
            link.trustedPlace = limits.givesTrustedPlace(true);
        }
        if (peer.backOff.noted) {
            peer.backOff.established(policy(peer));
        }
        if (!link.inbound) {
            dialEnded(DialOutcome.ESTABLISHED);
            peer.dirty = true;
        }
        if (first && !peer.rose(link.admitted)) {
            count(Counter.FLAPS_SATURATED);
        }
        Result event = first ? Result.FIRST_CONNECTION : Result.ANOTHER_CONNECTION;
        return Outcome.of(event, connections(peer));
    }

    private BackOffConfig policy(ReferencePeer peer) {
        return peer.has(PeerFlag.PERSISTENT) ? config.backOff().persistent() : config.backOff();
    }

    private void dialEnded(DialOutcome outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
        if (outcome != DialOutcome.CANCELLED) {
            outage.record(outcome.isReached());
        }
    }

    /** The dial of a ticket that was pending until now has ended so. */
    private void endDial(ReferenceLink ticket, DialOutcome outcome) {
        ReferencePeer peer = ticket.peer;
        peer.dirty = true;
        peer.self |= outcome == DialOutcome.SELF;
        dialEnded(outcome);
        if (!outcome.isBlamed()) {
            return;
        }
        if (outage.isOutage()) {
            peer.backOff.postponed(policy(peer).waitNanos(1), clock.nanoTime());
        } else {
            peer.backOff.failed(policy(peer), clock.nanoTime());
        }
    }

    private void supersede(ReferenceLink rival) {
        rival.peer.dirty = true;
        count(Counter.CONNECTIONS_SUPERSEDED);
        if (rival.is(State.PENDING)) {
            links.remove(rival.handle);
        } else {
            rival.state = State.SUPERSEDED;
            rival.commandDue = true;
        }
    }

    /** As {@code PeerManager.establishOutbound}. */
    public synchronized int establishOutbound(long ticket) {
        Result problem = problemOfTicket(ticket, false);
        if (problem != null) {
            return refuse(problem);
        }
        ReferenceLink link = links.get(ticket);
        return link.peer.has(PeerFlag.BANNED)
                ? refuseTicket(link, Result.BANNED)
                : open(link, link.peer);
    }

    private Result problemOfTicket(long ticket, boolean inbound) {
        ReferenceLink link = links.get(ticket);
        if (link == null) {
            return wasGivenOut(ticket) ? Result.TICKET_EXPIRED : Result.UNKNOWN_CONNECTION;
        }
        return switch (link.state) {
            case PENDING -> link.inbound == inbound ? null : Result.WRONG_DIRECTION;
            case ESTABLISHED -> Result.ALREADY_ESTABLISHED;
            case SUPERSEDED -> Result.SUPERSEDED;
            case CLOSED -> Result.TICKET_EXPIRED;
        };
    }

    private int refuseTicket(ReferenceLink link, Result refusal) {
        links.remove(link.handle);
        if (!link.inbound) {
            link.peer.dirty = true;
        }
        count(Counter.TICKETS_REFUSED);
        return refuse(refusal);
    }

    private boolean wasGivenOut(long link) {
        return link > 0 && link < nextLink;
    }

    /** As {@code PeerManager.abandon}. */
    public synchronized int abandon(long ticket) {
        ReferenceLink link = links.get(ticket);
        return link != null && link.is(State.ESTABLISHED)
                ? refuse(Result.ALREADY_ESTABLISHED)
                : close(ticket);
    }

    /** As {@code Dialing.failed}. */
    public synchronized int failed(long ticket, DialOutcome outcome) {
        ReferenceLink link = links.get(ticket);
        if (link != null && link.inbound) {
            return refuse(Result.WRONG_DIRECTION);
        }
        return link != null && link.is(State.ESTABLISHED)
                ? refuse(Result.ALREADY_ESTABLISHED)
                : close(ticket, outcome);
    }

    /** As {@code PeerManager.close}. */
    public synchronized int close(long connection) {
        return close(connection, DialOutcome.CANCELLED);
    }

    private int close(long connection, DialOutcome outcome) {
        ReferenceLink link = links.get(connection);
        if (link == null) {
            return refuse(
                    wasGivenOut(connection) ? Result.ALREADY_CLOSED : Result.UNKNOWN_CONNECTION);
        }
        switch (link.state) {
            case PENDING -> {
                links.remove(connection);
                if (!link.inbound) {
                    endDial(link, outcome);
                }
                count(Counter.TICKETS_ABANDONED);
                return Outcome.of(Result.ABANDONED, 0);
            }
            case ESTABLISHED -> {
                links.remove(connection);
                int left = connections(link.peer);
                if (left == 0 || !link.inbound) {
                    link.peer.dirty = true;
                }
                return Outcome.of(
                        left == 0 ? Result.LAST_CONNECTION : Result.STILL_CONNECTED, left);
            }
            case SUPERSEDED -> {
                if (link.commandDue) {
                    link.state = State.CLOSED;
                } else {
                    links.remove(connection);
                }
                return refuse(Result.SUPERSEDED);
            }
            default -> {
                return refuse(Result.ALREADY_CLOSED);
            }
        }
    }

    private int refuse(Result reason) {
        refusals.merge(reason, 1L, Long::sum);
        return reason.code();
    }

    void count(Counter counter) {
        counters.merge(counter, 1L, Long::sum);
    }

    /** As {@code Dialing.forgive}. */
    public synchronized int forgive(long handle) {
        ReferencePeer peer = known(handle);
        if (peer == null) {
            return Result.UNKNOWN_PEER.code();
        }
        peer.dirty |= peer.backOff.noted;
        peer.backOff.forget();
        return Result.DONE.code();
    }

    /** As {@code Dialing.learnSelf}. */
    public synchronized int learnSelf(long handle) {
        ReferencePeer peer = known(handle);
        if (peer == null) {
            return Result.UNKNOWN_PEER.code();
        }
        peer.self = true;
        peer.dirty = true;
        return Result.DONE.code();
    }

    // Queries

    /** As {@code Dialing.canDial}. */
    public synchronized boolean canDial(long handle) {
        ReferencePeer peer = known(handle);
        return peer != null
                && !peer.self
                && !dialVerdict(peer, config.limits().perPeer()).result().isRefusal();
    }

    /** As {@code Dialing.failuresOf}. */
    public synchronized int failuresOf(long handle) {
        ReferencePeer peer = known(handle);
        return peer == null ? 0 : peer.backOff.failures();
    }

    /** As {@code Dialing.backOffNanos}. */
    public synchronized long backOffNanos(long handle) {
        ReferencePeer peer = known(handle);
        return peer == null ? 0 : peer.backOff.remaining(clock.nanoTime());
    }

    /** As {@code Dialing.ended}. */
    public synchronized long ended(DialOutcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** As {@code Dialing.isOutage}. */
    public synchronized boolean isOutage() {
        return outage.isOutage();
    }

    private Stream<ReferenceLink> established(ReferencePeer peer) {
        return links.values().stream().filter(link -> link.connects(peer));
    }

    private int connections(ReferencePeer peer) {
        return (int) established(peer).count();
    }

    boolean isConnected(ReferencePeer peer) {
        return connections(peer) > 0;
    }

    private boolean isDialing(ReferencePeer peer) {
        return links.values().stream().anyMatch(link -> link.isDial() && link.peer == peer);
    }

    /** As {@code PeerManager.connectedness}. */
    public synchronized Connectedness connectedness(long handle) {
        ReferencePeer peer = known(handle);
        if (peer == null) {
            return Connectedness.UNKNOWN;
        }
        if (peer.has(PeerFlag.BANNED)) {
            return Connectedness.BANNED;
        }
        if (isConnected(peer)) {
            return Connectedness.CONNECTED;
        }
        if (isDialing(peer)) {
            return Connectedness.DIALING;
        }
        if (peer.backOff.isUnreachable(clock.nanoTime())) {
            return Connectedness.UNREACHABLE;
        }
        return peer.backOff.isWaiting(clock.nanoTime())
                ? Connectedness.BACKING_OFF
                : Connectedness.CANDIDATE;
    }

    /** As {@code PeerManager.isConnected}. */
    public synchronized boolean isConnected(long handle) {
        ReferencePeer peer = known(handle);
        return peer != null && isConnected(peer);
    }

    /** Connections of the peer in one direction; 0 for an unknown peer. */
    public synchronized int connectionsOf(long handle, Direction direction) {
        ReferencePeer peer = known(handle);
        boolean inbound = direction == Direction.INBOUND;
        return peer == null
                ? 0
                : (int) established(peer).filter(link -> link.inbound == inbound).count();
    }

    /** As {@code PeerManager.connectedForNanos}. */
    public synchronized long connectedForNanos(long handle) {
        ReferencePeer peer = known(handle);
        return peer != null && isConnected(peer) ? clock.nanoTime() - peer.lastEdge : -1;
    }

    /** As {@code PeerManager.disconnectedForNanos}. */
    public synchronized long disconnectedForNanos(long handle) {
        ReferencePeer peer = known(handle);
        if (peer == null || isConnected(peer) || peer.lastEdge == null) {
            return -1;
        }
        return peer.awaitsFall(false) ? 0 : clock.nanoTime() - peer.lastEdge;
    }

    /** As {@code PeerManager.dialTicket}. */
    public synchronized long dialTicket(long handle) {
        ReferencePeer peer = known(handle);
        return peer != null && isDialing(peer) ? peer.newestDial.handle : 0;
    }

    /** As {@code PeerManager.peerOf}. */
    public synchronized long peerOf(long connection) {
        ReferenceLink link = links.get(connection);
        boolean hasPeer = link != null && (link.isDial() || link.is(State.ESTABLISHED));
        return hasPeer ? link.peer.handle : Result.UNKNOWN_CONNECTION.code();
    }

    /** Whether the handle names a ticket of this direction that has not ended. */
    public synchronized boolean isTicket(long handle, Direction direction) {
        ReferenceLink link = links.get(handle);
        return link != null
                && link.is(State.PENDING)
                && link.inbound == (direction == Direction.INBOUND);
    }

    /** As {@code PeerManager.isInbound}. */
    public synchronized boolean isInbound(long connection) {
        ReferenceLink link = links.get(connection);
        return link != null && link.inbound;
    }

    /** The connected peers that a filter lets through; of one group only, unless it is negative. */
    public synchronized Set<Long> connected(ConnectedFilter filter, int group) {
        Set<Long> found = new HashSet<>();
        for (ReferenceLink link : links.values()) {
            boolean passes =
                    switch (filter) {
                        case ALL -> true;
                        case INBOUND -> link.inbound;
                        case OUTBOUND -> !link.inbound;
                    };
            if (link.is(State.ESTABLISHED)
                    && passes
                    && (group < 0 || link.peer.groups.contains(group))) {
                found.add(link.peer.handle);
            }
        }
        return found;
    }

    /** As {@code PeerManager.connectedPeers}. */
    public synchronized int connectedPeers() {
        return connected(ConnectedFilter.ALL, -1).size();
    }

    /** Established connections of one direction. */
    public synchronized int established(Direction direction) {
        boolean inbound = direction == Direction.INBOUND;
        return (int)
                links.values().stream()
                        .filter(link -> link.is(State.ESTABLISHED) && link.inbound == inbound)
                        .count();
    }

    /** Handshakes or dials under way that count against their limit. */
    public synchronized int pending(Direction direction) {
        return limits.pending(direction == Direction.INBOUND);
    }

    /** As {@code PeerManager.trusted}. */
    public synchronized int trusted() {
        return limits.trustedPlaces();
    }

    /** As {@code PeerManager.refused}. */
    public synchronized long refused(Result reason) {
        return refusals.getOrDefault(reason, 0L);
    }

    /** As {@code PeerManager.counter}, for what isn't counted by user code. */
    public synchronized long counter(Counter counter) {
        return counters.getOrDefault(counter, 0L);
    }

    /** As {@code PeerManager.registeredPeers}. */
    public synchronized int registeredPeers() {
        return peers.size();
    }

    /** As {@code PeerManager.explainInbound}, but for the words. */
    public synchronized Explanation explainInbound(long ipHi, long ipLo) {
        return inboundVerdict(new IpAddress(ipHi, ipLo));
    }

    /** As {@code PeerManager.explainOutbound}, but for the words. */
    public synchronized Explanation explainOutbound(long peer, long ipHi, long ipLo) {
        return outboundVerdict(peer, new IpAddress(ipHi, ipLo));
    }

    /** As {@code PeerManager.explainPeer}, but for the words. */
    public synchronized Explanation explainPeer(long handle) {
        ReferencePeer peer = known(handle);
        if (peer == null) {
            return refusal(Result.UNKNOWN_PEER);
        }
        return peer.self ? refusal(Result.SELF) : showVerdict(peer, false);
    }

    // Owner

    /** As {@code PeerManager.tick}: expired tickets, Close commands, lifecycle, recycling. */
    public synchronized int tick() {
        int done = bans.tick() + expire() + commandCloses() + dispatch();
        outage.evaluate((int) peers.values().stream().filter(peer -> isConnected(peer)).count());
        return done;
    }

    private int expire() {
        long now = clock.nanoTime();
        List<ReferenceLink> due = links.values().stream().filter(link -> link.isDue(now)).toList();
        for (ReferenceLink ticket : due) {
            links.remove(ticket.handle);
            if (!ticket.inbound) {
                endDial(ticket, DialOutcome.TIMEOUT);
            }
            count(Counter.TICKETS_EXPIRED);
            listener.onTicketExpired(
                    ticket.handle, ticket.inbound ? Direction.INBOUND : Direction.OUTBOUND);
        }
        return due.size();
    }

    private int commandCloses() {
        List<ReferenceLink> due = links.values().stream().filter(link -> link.commandDue).toList();
        for (ReferenceLink link : due) {
            link.commandDue = false;
            if (link.is(State.CLOSED)) {
                links.remove(link.handle);
            } else {
                command(link, CloseReason.SUPERSEDED);
            }
        }
        return due.size();
    }

    private int dispatch() {
        Collection<ReferencePeer> due =
                new ArrayList<>(peers.values().stream().filter(peer -> peer.dirty).toList());
        for (ReferencePeer peer : due) {
            boolean connected = isConnected(peer);
            if (peer.awaitsFall(connected)
                    && (peer.backOff.noted || peer.has(PeerFlag.PERSISTENT))) {
                long now = clock.nanoTime();
                peer.backOff.ended(policy(peer), Math.max(0, now - peer.lastEdge), now);
            }
            if (peer.has(PeerFlag.PERSISTENT)) {
                peer.backOff.shorten(policy(peer).longestNanos(), clock.nanoTime());
            }
            peer.tell(connected, clock.nanoTime(), listener);
            if (peer.retired) {
                peers.remove(peer.handle);
                count(Counter.PEERS_RECYCLED);
            }
        }
        return due.size();
    }
}
