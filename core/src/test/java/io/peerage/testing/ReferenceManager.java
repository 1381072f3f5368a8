/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.config.ManagerConfig;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialOutcome;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/**
 * What a manager does, written to be obviously right: one lock, maps of objects, every count counted anew when asked. What it does is in
 * its parts, one a job; here each call takes the lock and is handed on.
 *
 * <p>Its methods have the shapes of {@code PeerManager}'s, so that both can be driven side by side. Its handles are numbers
 * of its own, never used twice. A full prefix table is the one refusal that it doesn't know, since that depends on a
 * layout in memory.
 *
 * <p><b>Threading</b>: any thread. <b>Complexity</b>: O(peers × connections) a call. <b>Errors</b>: none are thrown; feed
 * it valid ids only.
 */
public final class ReferenceManager extends ReferenceView {
    /** A manager that knows nobody but itself, if it knows its own id; null if it doesn't. */
    public ReferenceManager(
            ManagerConfig config,
            NanoClock clock,
            byte[] localId,
            LifecycleListener listener,
            CommandSink commands) {
        this(new ReferenceNode(config, clock, listener, commands), localId);
    }

    private ReferenceManager(ReferenceNode node, byte[] localId) {
        super(node, ReferenceParts.of(node, localId));
    }

    // Peers

    /** As {@code PeerManager.register}. */
    public synchronized long register(byte[] id) {
        return parts.peers().register(id);
    }

    /** As {@code PeerManager.release}. */
    public synchronized int release(long handle) {
        return parts.peers().release(handle);
    }

    /** As {@code PeerManager.setFlag}. */
    public synchronized int setFlag(long handle, PeerFlag flag, boolean on) {
        return parts.peers().setFlag(handle, flag, on);
    }

    /** As {@code PeerGroups.set}. */
    public synchronized int setGroup(long handle, int group, boolean member) {
        return parts.peers().setGroup(handle, group, member);
    }

    /** As {@code Reputation.putTag}, of a kind that keeps its value. */
    public synchronized int putTag(long handle, int value) {
        return parts.peers().putTag(handle, value);
    }

    // Admission

    /** As {@code PeerManager.admitInbound}. */
    public synchronized long admitInbound(long ipHi, long ipLo) {
        return parts.admission().admitInbound(new IpAddress(ipHi, ipLo));
    }

    /** As {@code PeerManager.admitOutbound}. */
    public synchronized long admitOutbound(long peer, long ipHi, long ipLo) {
        return parts.admission().admitOutbound(peer, new IpAddress(ipHi, ipLo));
    }

    /** As {@code PeerManager.establishInbound}. */
    public synchronized int establishInbound(long ticket, byte[] id) {
        return parts.connections().establishInbound(ticket, parts.peers().register(id));
    }

    /** As {@code PeerManager.establishInbound}. */
    public synchronized int establishInbound(long ticket, long peer) {
        return parts.connections().establishInbound(ticket, peer);
    }

    /** As {@code PeerManager.establishOutbound}. */
    public synchronized int establishOutbound(long ticket) {
        return parts.connections().establishOutbound(ticket);
    }

    /** As {@code PeerManager.abandon}. */
    public synchronized int abandon(long ticket) {
        return parts.connections().abandon(ticket);
    }

    /** As {@code PeerManager.close}. */
    public synchronized int close(long connection) {
        return parts.connections().close(connection);
    }

    // Dialing

    /** As {@code Dialing.offer}. */
    public synchronized int offer(long handle, long ipHi, long ipLo, CandidateKind kind) {
        return parts.loop().offer(handle, new IpAddress(ipHi, ipLo), kind);
    }

    /** As {@code Dialing.failed}. */
    public synchronized int failed(long ticket, DialOutcome outcome) {
        return parts.connections().failed(ticket, outcome);
    }

    /** As {@code Dialing.forgive}. */
    public synchronized int forgive(long handle) {
        return parts.peers().forgive(handle);
    }

    /** As {@code Dialing.learnSelf}. */
    public synchronized int learnSelf(long handle) {
        return parts.peers().learnSelf(handle);
    }

    // Bans

    /** As {@code Bans.ban}. */
    public synchronized int ban(long handle) {
        return parts.bans().ban(handle);
    }

    /** As {@code Bans.discourage}. */
    public synchronized int discourage(long handle) {
        return parts.bans().discourage(handle);
    }

    /** As {@code Bans.lift}. */
    public synchronized int lift(long handle) {
        return parts.bans().lift(handle);
    }

    // Pruning

    /** As {@code Pruning.trimTo}. */
    public synchronized int trimTo(int connections) {
        return parts.pruning().trimTo(connections);
    }

    /** As {@code Facts.streamOpened} and {@code Facts.streamClosed}, of a protocol without a number. */
    public synchronized int stream(long connection, Direction direction, boolean opened) {
        return parts.pruning().stream(connection, direction, opened);
    }

    /** As {@code Facts.ping}. */
    public synchronized int ping(long connection, long nanos) {
        return parts.pruning().ping(connection, nanos);
    }

    /** As {@code Facts.usefulMessage} and {@code Facts.usefulBlock}. */
    public synchronized int useful(long connection, boolean block) {
        return parts.pruning().useful(connection, block);
    }

    // Owner

    /**
     * As {@code PeerManager.tick}, of a manager that dialed these peers in its own: commanded closes, bans, expired tickets, lifecycle,
     * recycling, pruning, dials.
     *
     * @return how many things were done
     * @throws AssertionError if those were not to be dialed, or others were
     */
    public synchronized int tick(List<ReferenceDial> dialed) {
        int done = parts.closings().look() + parts.bans().tick();
        done += parts.connections().expire() + parts.connections().commandCloses();
        done += parts.peers().dispatch(parts.bans()::met, parts.loop()::forget);
        done += parts.pruning().tick();
        parts.dials().evaluate();
        return done + parts.loop().tick(dialed);
    }
}
