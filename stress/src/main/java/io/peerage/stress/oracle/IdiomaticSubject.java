/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.model.MemoryFootprint;
import io.peerage.yardstick.ConnectionManager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manager behind the yardstick's seam as the one under test. <b>Threading</b>: as {@link Subject}.
 */
final class IdiomaticSubject implements Subject {
    private final ConnectionManager manager;

    IdiomaticSubject(ConnectionManager manager) {
        this.manager = manager;
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
        return false;
    }

    @Override
    public boolean isConnected(byte[] ids, int offset, int length) {
        return manager.isConnected(ids, offset, length);
    }

    // It has no other way to a reference, and at rest an unknown peer may as well be known.
    @Override
    public long lookup(byte[] ids, int offset, int length) {
        return manager.register(ids, offset, length);
    }

    @Override
    public int connectionsOf(long peer) {
        return 0;
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
        return manager.countConnectedByWalk();
    }

    @Override
    public long saturatedFlaps() {
        return 0;
    }

    @Override
    public @Nullable MemoryFootprint footprint() {
        return null;
    }

    @Override
    public void close() {
        manager.close();
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
