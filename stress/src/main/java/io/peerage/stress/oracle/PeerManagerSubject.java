/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.PeerManager;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Counter;
import io.peerage.model.MemoryFootprint;
import java.util.List;

/** Peerage's own manager as the one under test. <b>Threading</b>: as {@link Subject}. */
public final class PeerManagerSubject implements Subject {
    private final PeerManager manager;
    private final Runnable onClose;

    /** This manager. */
    public PeerManagerSubject(PeerManager manager) {
        this(manager, () -> {});
    }

    /** This manager, with something that runs beside it until it is closed. */
    PeerManagerSubject(PeerManager manager, Runnable onClose) {
        this.manager = manager;
        this.onClose = onClose;
    }

    @Override
    public long register(byte[] ids, int offset, int length) {
        return manager.register(ids, offset, length);
    }

    @Override
    public int release(long peer) {
        return manager.release(peer);
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
    public int establishInbound(long ticket, byte[] ids, int offset, int length) {
        return manager.establishInbound(ticket, ids, offset, length);
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
    public boolean isConnected(long peer) {
        return manager.isConnected(peer);
    }

    @Override
    public boolean isConnected(byte[] ids, int offset, int length) {
        return manager.isConnected(ids, offset, length);
    }

    @Override
    public long lookup(byte[] ids, int offset, int length) {
        return manager.lookup(ids, offset, length);
    }

    @Override
    public int connectionsOf(long peer) {
        return manager.inboundOf(peer) + manager.outboundOf(peer);
    }

    @Override
    public int connectedPeers() {
        return manager.connectedPeers();
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
    public long saturatedFlaps() {
        return manager.counter(Counter.FLAPS_SATURATED);
    }

    @Override
    public MemoryFootprint footprint() {
        return manager.footprint();
    }

    @Override
    public void close() {
        onClose.run();
    }

    @Override
    public int tick() {
        return manager.tick();
    }

    @Override
    public List<String> verify() {
        return manager.verify();
    }
}
