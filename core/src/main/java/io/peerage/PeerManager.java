/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionControl;
import io.peerage.admission.AdmissionParts;
import io.peerage.admission.DialOutcomes;
import io.peerage.admission.Gauges;
import io.peerage.admission.TotalLimits;
import io.peerage.concurrent.StripedCounters;
import io.peerage.connection.ConnectionTable;
import io.peerage.journal.Recorder;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.IpAddress;
import io.peerage.model.MemoryFootprint;
import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.RestoreReport;
import io.peerage.model.Result;
import io.peerage.model.SnapshotReport;
import io.peerage.owner.OwnerTick;
import io.peerage.owner.SelfCheck;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.time.Deadlines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Knows who is connected and how many times, and who may connect.
 *
 * <p><b>Handles.</b> A peer handle stands for a peer, a connection handle for a ticket and, after establish, for the
 * connection that the ticket became. Handles are positive; where a handle is returned, a negative value is the code of a
 * {@link Result}. A stale handle is recognised and never applied to whoever took its index since. Calls take 0 and negative
 * handles for unknown ones.
 *
 * <p><b>Threading</b>: any thread, except {@link #tick()} and {@link #verify()}, which are the owner's: one thread at a time.
 * <b>Progress</b>: calls that change something are lock-free, queries wait-free; nothing waits for the owner, and no call
 * but tick runs user code. <b>Memory</b>: all of it is allocated by the builder; no call but those that explain and
 * {@link #verify()} allocates. <b>Complexity</b>: O(1) a call unless said otherwise. <b>Units</b>: nanoseconds of the
 * injected clock. <b>Errors</b>: {@link IllegalArgumentException} for an id of a wrong length, and for a handle of another
 * manager or another kind; refusals are results, never exceptions. <b>Origin</b>: features A1 to A6, B1 to B5, B7, B8, B12.
 */
public sealed class PeerManager permits RecordedManager {
    private static final String NO_FLAG = "flag is null; pass one of PeerFlag";

    private final PeerTable peers;
    private final PeerStates states;
    private final ConnectionTable connections;
    private final AdmissionControl admission;
    private final TotalLimits totals;
    private final Gauges gauges;
    private final StripedCounters refusals;
    private final StripedCounters counters;
    private final Explanations explanations;
    private final DialOutcomes dials;
    private final Dialing dialing;
    private final Bans bans;
    private final Reputation reputation;
    private final Facts facts;
    private final PeerData data;
    private final Pruning pruning;
    private final Services services;
    private final PeerBook book;
    private final Batches batches;
    private final Snapshots snapshots;
    private final ConnectedWalk connected;
    private final PeerGroups groups;
    private final NanoClock clock;
    private final OwnerTick tick;
    private final SelfCheck check;
    private final MemoryFootprint footprint;

    PeerManager(ManagerParts parts, @Nullable Recorder recorder, SnapshotSetting persistence) {
        AdmissionParts shared = parts.admissionParts();
        this.peers = shared.peers();
        this.states = shared.states();
        this.connections = shared.connections();
        this.totals = shared.totals();
        this.gauges = shared.gauges();
        this.refusals = shared.refusals();
        this.counters = shared.counters();
        this.clock = shared.clock();
        this.dials = shared.dials();
        Facades facades = Facades.of(parts, recorder);
        this.dialing = facades.dialing();
        this.bans = facades.bans();
        this.reputation = facades.reputation();
        this.facts = facades.facts();
        this.data = facades.data();
        this.pruning = facades.pruning();
        this.services = facades.services();
        this.groups = facades.groups();
        this.book = facades.book();
        this.batches = facades.batches();
        this.snapshots = new Snapshots(parts, dialing, persistence);
        this.connected = new ConnectedWalk(states);
        this.admission = parts.admission();
        this.explanations = new Explanations(parts.explainer(), new Describer(this, shared));
        this.tick = parts.tick();
        this.check = parts.check();
        this.footprint = parts.footprint();
    }

    /** {@return a builder with every default set} */
    public static PeerManagerBuilder builder() {
        return new PeerManagerBuilder();
    }

    // Peers

    /**
     * {@return the handle of the peer with this id, which becomes known if it isn't; {@link Result#PEER_TABLE_FULL}}
     *
     * @param id the peer's id, 1 to 64 bytes
     */
    public long register(byte[] id) {
        return peers.register(id, 0, Arguments.length(id));
    }

    /**
     * As {@link #register(byte[])}, for an id inside a larger array.
     *
     * @param id the peer's id, 1 to 64 bytes
     * @param offset where the id begins in the array
     * @param length how many bytes it has
     * @return the handle, or a negative code
     */
    public long register(byte[] id, int offset, int length) {
        return peers.register(id, offset, length);
    }

    /**
     * {@return the handle of the peer with this id; {@link Result#UNKNOWN_PEER} if it isn't known}
     *
     * @param id the peer's id, 1 to 64 bytes
     */
    public long lookup(byte[] id) {
        return peers.lookup(id, 0, Arguments.length(id));
    }

    /**
     * As {@link #lookup(byte[])}, for an id inside a larger array.
     *
     * @param id the peer's id, 1 to 64 bytes
     * @param offset where the id begins in the array
     * @param length how many bytes it has
     * @return the handle, or a negative code
     */
    public long lookup(byte[] id, int offset, int length) {
        return peers.lookup(id, offset, length);
    }

    /**
     * Gives a peer up: it is unknown at once, and its index is recycled by the next tick unless it is registered again.
     *
     * @param peer the peer's handle
     * @return the code of {@link Result#RELEASED}, {@link Result#PEER_IN_USE} (connected, dialing, persistent, protected,
     *     banned, or this node itself) or {@link Result#UNKNOWN_PEER}
     */
    public int release(long peer) {
        return admission.release(peer);
    }

    /**
     * Copies the peer's id into an array; its length, or the code of {@link Result#UNKNOWN_PEER}.
     *
     * @param peer the peer's handle
     * @param target where to
     * @param offset where in it to begin
     * @return the length of the id, or the code of {@link Result#UNKNOWN_PEER}
     */
    public int copyId(long peer, byte[] target, int offset) {
        Arguments.given(target, "target is null; pass an array of at least 64 bytes");
        return peers.copyId(peer, target, offset);
    }

    /**
     * Sets or clears a flag; the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}.
     *
     * @param peer the peer's handle
     * @param flag the flag
     * @param on whether it is set or cleared
     * @return the code of {@link Result#DONE} or {@link Result#UNKNOWN_PEER}
     * @throws IllegalArgumentException for {@link PeerFlag#BANNED}, which {@link #bans} sets and clears
     */
    public int setFlag(long peer, PeerFlag flag, boolean on) {
        Arguments.given(flag, NO_FLAG);
        if (flag == PeerFlag.BANNED) {
            throw new IllegalArgumentException(
                    "flag BANNED is not set by hand, a ban has a time and a reason; call bans().ban or bans().lift");
        }
        return flag == PeerFlag.PROTECTED
                ? reputation.protectByHand(peer, on)
                : (states.flag(peer, flag, on) ? Result.DONE : Result.UNKNOWN_PEER).code();
    }

    /**
     * {@return whether a flag is set; false for an unknown peer}
     *
     * @param peer the peer's handle
     * @param flag the flag
     */
    public boolean hasFlag(long peer, PeerFlag flag) {
        Arguments.given(flag, NO_FLAG);
        long word = peers.known(peer);
        return word >= 0 && PeerWord.has(word, flag);
    }

    // Admission

    /**
     * Reserves a place for an inbound handshake, before it.
     *
     * @param ipHi the high word of the remote address, see {@link IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @return a ticket, or the negative code of a limit
     */
    public long admitInbound(long ipHi, long ipLo) {
        return admission.admitInbound(ipHi, ipLo);
    }

    /**
     * As {@link #admitInbound(long, long)}, for an address of four, sixteen or no bytes.
     *
     * @param ip the address, of four (IPv4), sixteen (IPv6) or no bytes
     * @return a ticket, or the negative code of a limit
     */
    public long admitInbound(byte[] ip) {
        return admission.admitInbound(IpAddress.hi(ip), IpAddress.lo(ip));
    }

    /**
     * Reserves a place for a dial to a peer, before it; a ticket, or a negative code.
     *
     * @param peer the peer's handle
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @return a ticket, or the negative code of what refused it
     */
    public long admitOutbound(long peer, long ipHi, long ipLo) {
        return admission.admitOutbound(peer, ipHi, ipLo);
    }

    /**
     * As {@link #admitOutbound(long, long, long)}, for an address of four, sixteen or no bytes.
     *
     * @param peer the peer's handle
     * @param ip the address, of four (IPv4), sixteen (IPv6) or no bytes
     * @return a ticket, or the negative code of what refused it
     */
    public long admitOutbound(long peer, byte[] ip) {
        return admission.admitOutbound(peer, IpAddress.hi(ip), IpAddress.lo(ip));
    }

    /**
     * The inbound handshake is done and has shown this peer, which becomes known if it isn't. A refusal ends the ticket.
     *
     * @param ticket the ticket, as admission gave it
     * @param id the peer's id, 1 to 64 bytes
     * @param offset where the id begins in the array
     * @param length how many bytes it has
     * @return an {@link Outcome}
     */
    public int establishInbound(long ticket, byte[] id, int offset, int length) {
        // Throws for a handle that is no ticket of ours before anybody becomes known.
        connections.handles().accepts(ticket);
        return admission.establishInbound(ticket, peers.register(id, offset, length));
    }

    /**
     * As {@link #establishInbound(long, byte[], int, int)}, for a whole array.
     *
     * @param ticket the ticket, as admission gave it
     * @param id the peer's id, 1 to 64 bytes
     * @return an {@link Outcome}
     */
    public int establishInbound(long ticket, byte[] id) {
        return establishInbound(ticket, id, 0, Arguments.length(id));
    }

    /**
     * As {@link #establishInbound(long, byte[], int, int)}, for a peer whose handle is at hand.
     *
     * @param ticket the ticket, as admission gave it
     * @param peer the peer's handle
     * @return an {@link Outcome}
     */
    public int establishInbound(long ticket, long peer) {
        return admission.establishInbound(ticket, peer);
    }

    /**
     * The dial has reached its peer. A refusal ends the ticket.
     *
     * @param ticket the ticket, as admission gave it
     * @return an {@link Outcome}
     */
    public int establishOutbound(long ticket) {
        return admission.establishOutbound(ticket);
    }

    /**
     * The handshake or dial has failed.
     *
     * @param ticket the ticket, as admission gave it
     * @return an {@link Outcome}: {@link Result#ABANDONED}, or why not
     */
    public int abandon(long ticket) {
        return admission.abandon(ticket);
    }

    /**
     * The connection is closed; a ticket that was not established is abandoned.
     *
     * @param connection the connection's handle
     * @return an {@link Outcome}: {@link Result#LAST_CONNECTION}, {@link Result#STILL_CONNECTED}, {@link Result#ABANDONED}, or why not
     */
    public int close(long connection) {
        return admission.close(connection);
    }

    /** {@return the part that knows who may be dialed, and how dials ended} */
    public Dialing dialing() {
        return dialing;
    }

    /** {@return the part that knows who may not come in, and who is not wanted} */
    public Bans bans() {
        return bans;
    }

    /** {@return the part that knows what is thought of peers} */
    public Reputation reputation() {
        return reputation;
    }

    /** {@return the part that knows what connections speak, and how they do} */
    public Facts facts() {
        return facts;
    }

    /** {@return what the application keeps for each peer} */
    public PeerData data() {
        return data;
    }

    /** {@return the part that lets connections go} */
    public Pruning pruning() {
        return pruning;
    }

    /** {@return the address book: where peers are} */
    public PeerBook book() {
        return book;
    }

    /** {@return the part that knows whom to ask for a service} */
    public Services services() {
        return services;
    }

    /** {@return the capabilities and shards of peers} */
    public PeerGroups groups() {
        return groups;
    }

    /** {@return many calls in one} */
    public Batches batches() {
        return batches;
    }

    /** {@return walks over connected peers} */
    public ConnectedWalk connected() {
        return connected;
    }

    // Queries

    /**
     * {@return whether the peer has a connection; false for an unknown peer}
     *
     * @param peer the peer's handle
     */
    public boolean isConnected(long peer) {
        return PeerWord.isFoundConnected(peers.known(peer));
    }

    /**
     * {@return whether the peer with this id has a connection}
     *
     * @param id the peer's id, 1 to 64 bytes
     * @param offset where the id begins in the array
     * @param length how many bytes it has
     */
    public boolean isConnected(byte[] id, int offset, int length) {
        return PeerWord.isFoundConnected(peers.knownById(id, offset, length));
    }

    /**
     * {@return where the peer stands; {@link Connectedness#UNKNOWN} for a stale handle}
     *
     * @param peer the peer's handle
     */
    public Connectedness connectedness(long peer) {
        long word = peers.known(peer);
        return word < 0
                ? Connectedness.UNKNOWN
                : dials.connectedness(peers.handles().index(peer), word);
    }

    /**
     * {@return inbound connections of the peer; 0 for an unknown peer}
     *
     * @param peer the peer's handle
     */
    public int inboundOf(long peer) {
        long word = peers.known(peer);
        return word < 0 ? 0 : PeerWord.inbound(word);
    }

    /**
     * {@return outbound connections of the peer; 0 for an unknown peer}
     *
     * @param peer the peer's handle
     */
    public int outboundOf(long peer) {
        long word = peers.known(peer);
        return word < 0 ? 0 : PeerWord.outbound(word);
    }

    /**
     * {@return how long the peer has been connected, counted from when the connection that made it connected was admitted, as
     * Bitcoin Core counts it (or from the tick that found the peer disconnected, if that was later); −1 if it isn't}
     *
     * @param peer the peer's handle
     */
    public long connectedForNanos(long peer) {
        long word = peers.known(peer);
        if (word < 0 || !PeerWord.isConnected(word)) {
            return -1;
        }
        long since = peers.columns().lastEdge(peers.handles().index(peer));
        return since == 0 ? 0 : Deadlines.sinceStamp(since, clock.nanoTime());
    }

    /**
     * {@return how long ago the tick ran that found the peer's last connection closed, 0 until then; −1 if the peer is connected,
     * was never, or is unknown}
     *
     * @param peer the peer's handle
     */
    public long disconnectedForNanos(long peer) {
        long word = peers.known(peer);
        if (word < 0 || PeerWord.isConnected(word)) {
            return -1;
        }
        if (PeerWord.hasFallen(word)) {
            return 0;
        }
        long last = peers.columns().lastEdge(peers.handles().index(peer));
        return last == 0 ? -1 : Deadlines.sinceStamp(last, clock.nanoTime());
    }

    /**
     * {@return the ticket of the dial to the peer that is in flight, or 0}
     *
     * @param peer the peer's handle
     */
    public long dialTicket(long peer) {
        long word = peers.known(peer);
        return word >= 0 && PeerWord.isDialing(word)
                ? peers.columns().newestDial(peers.handles().index(peer))
                : 0;
    }

    /**
     * {@return the peer of an established connection, or of a dial; {@link Result#UNKNOWN_CONNECTION} if there is none, also for a
     * superseded connection, whose peer may be gone}
     *
     * @param connection the connection's handle
     */
    public long peerOf(long connection) {
        return admission.peerOf(connection);
    }

    /**
     * {@return whether the connection or ticket is current and inbound}
     *
     * @param connection the connection's handle
     */
    public boolean isInbound(long connection) {
        return admission.isInbound(connection);
    }

    /**
     * {@return the slot of a connection handle, 0 to {@link #connectionSlots()} − 1, for an array of the caller's own objects}
     *
     * @param connection the connection's handle
     */
    public int slotOf(long connection) {
        return Arguments.slot(connections.handles(), connection);
    }

    /** {@return the number of slots for connections and tickets} */
    public int connectionSlots() {
        return connections.capacity();
    }

    // Counts: exact at rest, weakly consistent while events go on

    /** {@return established inbound connections} */
    public int inbound() {
        return gauges.inbound();
    }

    /** {@return established outbound connections} */
    public int outbound() {
        return gauges.outbound();
    }

    /** {@return peers with at least one connection} */
    public int connectedPeers() {
        return gauges.connectedPeers();
    }

    /** {@return inbound handshakes under way, those of trusted networks that bypass the limit left out} */
    public int pendingInbound() {
        return totals.pending(true);
    }

    /** {@return dials under way, those to trusted peers that bypass the limit left out} */
    public int pendingOutbound() {
        return totals.pending(false);
    }

    /** {@return tickets and connections that hold a place set aside for trusted ones} */
    public int trusted() {
        return totals.trusted();
    }

    /**
     * {@return how many calls were refused for this reason}
     *
     * @param reason the refusal
     */
    public long refused(Result reason) {
        Arguments.given(reason, "reason is null; pass one of the refusals");
        return reason.isRefusal() ? refusals.sum(-reason.code()) : 0;
    }

    /**
     * {@return a counter's value}
     *
     * @param counter which
     */
    public long counter(Counter counter) {
        return counters.sum(
                Arguments.given(counter, "counter is null; pass one of them").ordinal());
    }

    /** {@return peers that are registered, the node's own id and peers awaiting recycling included} */
    public long registeredPeers() {
        return counter(Counter.PEERS_REGISTERED) - counter(Counter.PEERS_RECYCLED);
    }

    /** {@return the bytes that this manager holds} */
    public MemoryFootprint footprint() {
        return footprint;
    }

    /** {@return what would refuse whom, and why} */
    public Explanations explain() {
        return explanations;
    }

    /**
     * Writes what is known of peers to a file, for {@link PeerManagerBuilder#restoreFrom}, while everybody goes on. Not to be called by the
     * owner: it waits for the disk. Allocates 80 KB.
     *
     * @param file the file to write, which is replaced as a whole
     * @return what was written
     * @throws java.io.IOException if it can't be written; what was there before still is, whole
     * @throws IllegalStateException if the manager was built with {@link PeerManagerBuilder#snapshots} off
     */
    public SnapshotReport snapshot(Path file) throws IOException {
        return snapshots.write(file);
    }

    /** {@return what became of the snapshot that the manager was built from} */
    public RestoreReport restored() {
        return snapshots.restored();
    }

    NanoClock clock() {
        return clock;
    }

    // Owner thread

    /**
     * One round of the owner: reclaims expired tickets, hands out Close commands and lifecycle notifications, recycles
     * peers that were given up.
     *
     * @return how many things were done; 0 also when called from inside user code that a tick is running
     * @throws IllegalStateException if another thread is ticking
     */
    public int tick() {
        return tick.run();
    }

    /**
     * As {@link #tick()}, at a time of the clock that the caller has read already.
     *
     * @param nowNanos that time
     * @return how many things were done
     */
    public int tick(long nowNanos) {
        return tick.run(nowNanos);
    }

    /** {@return how long ago the last tick began, or the manager was built: an owner that is stuck or gone shows here} Any thread. */
    public long nanosSinceTick() {
        return Math.max(0, clock.nanoTime() - tick.lastTick());
    }

    /**
     * Counts everything again and compares, at rest; O(peers + connections).
     *
     * @return what disagrees, one sentence each; empty if all agrees
     */
    public List<String> verify() {
        return check.run();
    }
}
