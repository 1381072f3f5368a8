/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.RateLimit;
import io.peerage.event.LifecycleListener;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Counter;
import io.peerage.model.Direction;
import io.peerage.model.Result;
import java.util.List;

/** Peerage behind the common seam: every method one delegation. */
public final class PeerageAdapter implements ConnectionManager {
    // The low bits of a handle, which its Javadoc doesn't promise: an array by peer saves the storm
    // a map.
    private static final int INDEX_MASK = (1 << 24) - 1;

    private final PeerManager manager;
    private final Runnable onClose;

    /** A manager with these settings, telling these events. */
    public PeerageAdapter(ManagerSettings settings, PeerEvents events) {
        this(
                builder(settings)
                        .listener(new Listener(events))
                        .commandSink((connection, reason) -> events.onCloseCommand(connection))
                        .build());
    }

    /** This manager. */
    public PeerageAdapter(PeerManager manager) {
        this(manager, () -> {});
    }

    /** This manager, with something that runs beside it until it is closed. */
    public PeerageAdapter(PeerManager manager, Runnable onClose) {
        this.manager = manager;
        this.onClose = onClose;
    }

    /** A manager with these settings, as far as it is set. */
    public static PeerManagerBuilder builder(ManagerSettings settings) {
        return PeerManager.builder()
                .rateLimit(RateLimit.NONE)
                .maxPeers(settings.peers())
                .maxConnections(settings.limits().connections())
                .maxInbound(settings.limits().inbound())
                .maxOutbound(settings.limits().outbound())
                .maxPendingInbound(settings.limits().pendingInbound())
                .maxPendingOutbound(settings.limits().pendingOutbound())
                .maxPerPeer(settings.limits().perPeer())
                .maxTrusted(settings.limits().trusted())
                .prefixLimits(settings.prefixes())
                .inboundLease(settings.lease())
                .outboundLease(settings.lease())
                .clock(settings.clock());
    }

    @Override
    public long register(byte[] id, int offset, int length) {
        return manager.register(id, offset, length);
    }

    @Override
    public long lookup(byte[] id, int offset, int length) {
        return manager.lookup(id, offset, length);
    }

    @Override
    public int release(long peer) {
        return manager.release(peer);
    }

    @Override
    public int indexOf(long peer) {
        return (int) peer & INDEX_MASK;
    }

    @Override
    public long admitInbound(long ipHi, long ipLo) {
        return manager.admitInbound(ipHi, ipLo);
    }

    @Override
    public long admitOutbound(long peer, long ipHi, long ipLo) {
        return manager.admitOutbound(peer, ipHi, ipLo);
    }

    @Override
    public int establishInbound(long ticket, byte[] id, int offset, int length) {
        return manager.establishInbound(ticket, id, offset, length);
    }

    @Override
    public int establishOutbound(long ticket) {
        return manager.establishOutbound(ticket);
    }

    @Override
    public int abandon(long ticket) {
        return manager.abandon(ticket);
    }

    @Override
    public int close(long connection) {
        return manager.close(connection);
    }

    @Override
    public boolean isConnected(byte[] id, int offset, int length) {
        return manager.isConnected(id, offset, length);
    }

    @Override
    public boolean isConnected(long peer) {
        return manager.isConnected(peer);
    }

    @Override
    public int connectionsOf(long peer) {
        return manager.inboundOf(peer) + manager.outboundOf(peer);
    }

    @Override
    public long connectedForNanos(long peer) {
        return manager.connectedForNanos(peer);
    }

    @Override
    public int countConnectedByWalk() {
        int walked = 0;
        long peer = manager.connected().first(ConnectedFilter.ALL);
        while (peer != 0) {
            walked++;
            peer = manager.connected().next(peer, ConnectedFilter.ALL);
        }
        return walked;
    }

    @Override
    public int inbound() {
        return manager.inbound();
    }

    @Override
    public int outbound() {
        return manager.outbound();
    }

    @Override
    public int pendingInbound() {
        return manager.pendingInbound();
    }

    @Override
    public int pendingOutbound() {
        return manager.pendingOutbound();
    }

    @Override
    public int connectedPeers() {
        return manager.connectedPeers();
    }

    @Override
    public long refused(Result reason) {
        return manager.refused(reason);
    }

    @Override
    public long saturatedFlaps() {
        return manager.counter(Counter.FLAPS_SATURATED);
    }

    @Override
    public int tick() {
        return manager.tick();
    }

    @Override
    public List<String> verify() {
        return manager.verify();
    }

    @Override
    public double bytesPerPeer() {
        return manager.footprint().bytesPerPeer();
    }

    @Override
    public double bytesPerConnection() {
        return manager.footprint().bytesPerConnection();
    }

    @Override
    public void close() {
        onClose.run();
    }

    /** Passes lifecycle events on. */
    private record Listener(PeerEvents events) implements LifecycleListener {
        @Override
        public void onConnected(long peer, int flaps) {
            events.onConnected(peer, flaps);
        }

        @Override
        public void onDisconnected(long peer, int flaps) {
            events.onDisconnected(peer, flaps);
        }

        @Override
        public void onTicketExpired(long ticket, Direction direction) {
            events.onTicketExpired(ticket);
        }
    }
}
