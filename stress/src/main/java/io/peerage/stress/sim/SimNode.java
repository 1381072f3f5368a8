/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.PeerManager;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.AddressTier;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.PeerAction;
import io.peerage.model.PeerOrigin;
import io.peerage.stress.population.Random64;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An honest node: a manager, and what an application around it does.
 *
 * <p>It keeps its own count of connections, apart from the manager's, so that the two can be compared. <b>Threading</b>: one
 * thread.
 */
final class SimNode implements CommandSink, LifecycleListener {
    private static final int NO_LINK = -1;
    private static final long ASKS_AT_MOST_EACH = Duration.ofMinutes(1).toNanos();
    private static final long NEVER = -1;
    private static final double NEARLY = 0.9;
    private static final int ENOUGH_LINKS = 8;

    private final Network network;
    private final Hosts hosts;
    private final int host;
    private final NodeProfile profile;
    private final PeerManager manager;
    private final Acquaintances acquaintances;
    private final int[] ends;
    private final IntArrayList newcomers = new IntArrayList();
    private final byte[] id = new byte[Hosts.ID_BYTES];
    private final byte[] address = new byte[NodeProfile.ADDRESS_BYTES];
    private boolean online;
    private boolean met;
    private long since;
    private long reachedAfter = NEVER;
    private boolean linked;
    private long nextTick = Long.MAX_VALUE;
    private long mayAskAt;
    private int inbound;
    private int outbound;
    private int session;

    SimNode(Network network, int host, NodeProfile profile, int mostPeers, long seed) {
        this.network = network;
        this.hosts = network.hosts();
        this.host = host;
        this.profile = profile;
        this.acquaintances = new Acquaintances();
        hosts.writeId(host, id);
        this.manager =
                profile.builder(shards(hosts.shards(host)), mostPeers, hosts.size())
                        .concurrency(1)
                        .hashKey(Random64.mix(seed + host), Random64.mix(seed ^ ~host))
                        .clock(network::now)
                        .localId(id)
                        .commandSink(this)
                        .listener(this)
                        .errorHandler(network::thrown)
                        .build();
        this.ends = new int[manager.connectionSlots()];
        Arrays.fill(ends, NO_LINK);
    }

    private static List<Integer> shards(int bits) {
        return IntStream.range(0, Hosts.SHARDS).filter(i -> (bits >> i & 1) != 0).boxed().toList();
    }

    // The node's life

    void come() {
        online = true;
        reachedAfter = NEVER;
        linked = false;
        since = network.now();
        session++;
        if (!met) {
            met = true;
            for (int seed = 0; seed < hosts.seeds(); seed++) {
                configured(hosts.seed(seed));
            }
        }
        network.tickAt(this, network.now());
    }

    /** Goes offline; how late the others find out is for each link to be told. */
    void leave(long lateNanos) {
        endSession();
        online = false;
        nextTick = Long.MAX_VALUE;
        for (int end : ends.clone()) {
            if (end != NO_LINK) {
                network.transport().hangUp(end >> 1, end & 1, lateNanos);
            }
        }
    }

    /** The node's session is over, or no longer looked at. */
    void endSession() {
        network.rounds().session(network.now() - since, reachedAfter);
    }

    void tick() {
        manager.tick();
        noteShards();
    }

    int host() {
        return host;
    }

    PeerManager manager() {
        return manager;
    }

    NodeProfile profile() {
        return profile;
    }

    boolean isOnline() {
        return online;
    }

    /** The number of the node's current session, from 1. */
    int session() {
        return session;
    }

    /** Whether the node has been online for at least this long. */
    boolean isOnlineFor(long nanos) {
        return online && network.now() - since >= nanos;
    }

    long nextTick() {
        return nextTick;
    }

    void nextTick(long time) {
        nextTick = time;
    }

    /** Whether the node has fewer outbound connections than it wants. */
    boolean isMissing() {
        return outbound < profile.outboundTarget();
    }

    int inbound() {
        return inbound;
    }

    int outbound() {
        return outbound;
    }

    // What the manager commands

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        manager.copyId(peer, id, 0);
        network.transport().dial(this, ticket, hosts.byId(id), ipHi, ipLo, reason);
    }

    @Override
    public void close(long connection, CloseReason reason) {
        int end = ends[manager.slotOf(connection)];
        if (isHeld(end, connection)) {
            network.transport().hangUp(end >> 1, end & 1, 0);
        }
    }

    @Override
    public void needAddresses(long connectedPeer) {
        if (connectedPeer == 0 || network.now() < mayAskAt) {
            return;
        }
        mayAskAt = network.now() + ASKS_AT_MOST_EACH;
        for (int end : ends) {
            if (end != NO_LINK
                    && network.links().isOpen(end >> 1)
                    && manager.peerOf(network.links().handle(end >> 1, end & 1)) == connectedPeer) {
                network.transport().ask(end >> 1, end & 1);
                return;
            }
        }
    }

    @Override
    public void onConnected(long peer, int flaps) {}

    @Override
    public void onDisconnected(long peer, int flaps) {}

    @Override
    public void onTicketExpired(long ticket, Direction direction) {
        int end = ends[manager.slotOf(ticket)];
        if (isHeld(end, ticket)) {
            network.transport().expired(end >> 1, end & 1);
        }
    }

    private boolean isHeld(int end, long handle) {
        return end != NO_LINK && network.links().handle(end >> 1, end & 1) == handle;
    }

    // What the transport does to the node

    /** An end of a link holds this ticket now. */
    void holds(int link, int end, long ticket) {
        ends[manager.slotOf(ticket)] = link << 1 | end;
    }

    /** An end of a link holds nothing any more. */
    void holdsNot(int link, int end, boolean wasOpen) {
        int slot = manager.slotOf(network.links().handle(link, end));
        // A dial that lost to a connection of its peer's has given its slot up before.
        if (ends[slot] == (link << 1 | end)) {
            ends[slot] = NO_LINK;
        }
        if (wasOpen) {
            inbound -= end;
            outbound -= 1 - end;
            network.tickSoon(this);
        }
    }

    /** A handshake with a host is done. */
    void opened(int link, int end, int other) {
        inbound += end;
        outbound += 1 - end;
        long connection = network.links().handle(link, end);
        long peer = manager.peerOf(connection);
        setGroups(peer, other);
        manager.facts().ping(connection, 2 * hosts.latency(host, other));
        if (!linked && inbound + outbound >= ENOUGH_LINKS) {
            linked = true;
            network.rounds().linked(network.now() - since);
        }
        if (end == Links.DIALER) {
            acquaintances.worked(other);
            noteTarget();
        } else if (hosts.tells(other)) {
            heard(other, other);
        }
    }

    // What a node can't have is not missing.
    private int goal() {
        return Math.min(profile.outboundTarget(), network.reachableOthers(host));
    }

    /** The share of its outbound target that the node has, or of all who can be dialed if they are fewer. */
    double targetHeld() {
        int goal = goal();
        return goal == 0 ? 1 : Math.min(1, (double) outbound / goal);
    }

    private void noteTarget() {
        if (reachedAfter == NEVER && outbound >= Math.ceil(NEARLY * goal())) {
            reachedAfter = network.now() - since;
            network.rounds().reached(reachedAfter);
        }
    }

    /** A seed is part of the node's configuration. */
    private void configured(int seed) {
        hosts.writeId(seed, id);
        long peer = manager.register(id);
        setGroups(peer, seed);
        manager.dialing().offer(peer, hosts.hi(seed), hosts.lo(seed), CandidateKind.SEED);
    }

    /** A host tells the node of a host, or of itself. */
    void heard(int other, int teller) {
        if (other == host) {
            return;
        }
        acquaintances.add(other);
        if (profile.hasBook()) {
            tellBook(other, teller);
        } else {
            offer(other);
        }
    }

    private void tellBook(int other, int teller) {
        hosts.writeId(other, id);
        long hi = hosts.hi(other);
        long lo = hosts.lo(other);
        ByteBuffer.wrap(address).putLong(hi).putLong(lo);
        AddressTier tier = other == teller ? AddressTier.RECENT : AddressTier.HEARD;
        int code =
                manager.book()
                        .heard(
                                id,
                                address,
                                hi,
                                lo,
                                hosts.hi(teller),
                                hosts.lo(teller),
                                tier,
                                PeerOrigin.PEER_EXCHANGE);
        if (code < 0) {
            network.tallies().refused(code);
        } else {
            newcomers.add(other);
            network.tickSoon(this);
        }
    }

    private void offer(int other) {
        hosts.writeId(other, id);
        long peer = manager.register(id);
        if (peer < 0) {
            network.tallies().refused(peer);
            return;
        }
        setGroups(peer, other);
        manager.dialing().offer(peer, hosts.hi(other), hosts.lo(other), CandidateKind.NEW);
    }

    // Addresses come with their peers' shards, which are noted once the owner knows the peers.
    private void noteShards() {
        for (int i = 0; i < newcomers.size(); i++) {
            int other = newcomers.getInt(i);
            long peer = lookup(other);
            if (peer >= 0) {
                setGroups(peer, other);
            }
        }
        newcomers.clear();
    }

    private long lookup(int other) {
        hosts.writeId(other, id);
        return manager.lookup(id);
    }

    /** Of whom the node tells others; {@link Hosts#NONE} if a few tries find nobody whom it still knows. */
    int someKnown(Random64 random) {
        for (int tries = 4; tries > 0; tries--) {
            int other = acquaintances.random(random);
            if (other == Hosts.NONE || !profile.hasBook()) {
                return other;
            }
            long peer = lookup(other);
            if (peer >= 0 && manager.book().origin(peer) != null) {
                return other;
            }
            acquaintances.remove(other);
        }
        return Hosts.NONE;
    }

    /** Somebody whom the node is connected to now; {@link Hosts#NONE} if a few tries find nobody. */
    int someConnected(Random64 random) {
        for (int tries = 4; tries > 0; tries--) {
            int end = ends[random.below(ends.length)];
            if (end != NO_LINK && network.links().isOpen(end >> 1)) {
                return network.links().host(end >> 1, 1 - (end & 1));
            }
        }
        return Hosts.NONE;
    }

    // What the application thinks of others

    /** The other end of a link was the first to give a message. */
    void useful(int link, int end) {
        long connection = network.links().handle(link, end);
        manager.facts().usefulMessage(connection);
        manager.reputation().record(manager.peerOf(connection), PeerAction.USEFUL);
    }

    /** The other end of a link has sent what it mustn't. */
    void offended(int link, int end) {
        long connection = network.links().handle(link, end);
        manager.reputation().record(manager.peerOf(connection), PeerAction.SEVERE);
    }

    private void setGroups(long peer, int other) {
        int shards = hosts.shards(other);
        for (int shard = 0; shard < Hosts.SHARDS; shard++) {
            if ((shards >> shard & 1) != 0) {
                manager.groups().set(peer, shard, true);
            }
        }
    }
}
