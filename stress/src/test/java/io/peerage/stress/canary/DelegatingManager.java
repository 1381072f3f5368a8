/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.canary;

import io.peerage.model.Result;
import io.peerage.yardstick.ConnectionManager;
import java.util.List;

/** Passes every call on; canaries override the one that they get wrong. */
public class DelegatingManager implements ConnectionManager {
    private final ConnectionManager right;

    public DelegatingManager(ConnectionManager right) {
        this.right = right;
    }

    @Override
    public long register(byte[] ids, int offset, int length) {
        return right.register(ids, offset, length);
    }

    @Override
    public int release(long peer) {
        return right.release(peer);
    }

    @Override
    public long admitInbound(long ipHi, long ipLo) {
        return right.admitInbound(ipHi, ipLo);
    }

    @Override
    public long admitOutbound(long peer, long ipHi, long ipLo) {
        return right.admitOutbound(peer, ipHi, ipLo);
    }

    @Override
    public int establishInbound(long ticket, byte[] ids, int offset, int length) {
        return right.establishInbound(ticket, ids, offset, length);
    }

    @Override
    public int establishOutbound(long ticket) {
        return right.establishOutbound(ticket);
    }

    @Override
    public int abandon(long ticket) {
        return right.abandon(ticket);
    }

    @Override
    public int close(long connection) {
        return right.close(connection);
    }

    @Override
    public boolean isConnected(long peer) {
        return right.isConnected(peer);
    }

    @Override
    public boolean isConnected(byte[] ids, int offset, int length) {
        return right.isConnected(ids, offset, length);
    }

    @Override
    public long lookup(byte[] ids, int offset, int length) {
        return right.lookup(ids, offset, length);
    }

    @Override
    public int connectionsOf(long peer) {
        return right.connectionsOf(peer);
    }

    @Override
    public int connectedPeers() {
        return right.connectedPeers();
    }

    @Override
    public int inbound() {
        return right.inbound();
    }

    @Override
    public int outbound() {
        return right.outbound();
    }

    @Override
    public int pendingInbound() {
        return right.pendingInbound();
    }

    @Override
    public int pendingOutbound() {
        return right.pendingOutbound();
    }

    @Override
    public int countConnectedByWalk() {
        return right.countConnectedByWalk();
    }

    @Override
    public long saturatedFlaps() {
        return right.saturatedFlaps();
    }

    @Override
    public double bytesPerPeer() {
        return right.bytesPerPeer();
    }

    @Override
    public double bytesPerConnection() {
        return right.bytesPerConnection();
    }

    @Override
    public int indexOf(long peer) {
        return right.indexOf(peer);
    }

    @Override
    public long connectedForNanos(long peer) {
        return right.connectedForNanos(peer);
    }

    @Override
    public long refused(Result reason) {
        return right.refused(reason);
    }

    @Override
    public void close() {
        right.close();
    }

    @Override
    public int tick() {
        return right.tick();
    }

    @Override
    public List<String> verify() {
        return right.verify();
    }
}
