/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.journal.Bytes;
import io.peerage.journal.Recorder;
import io.peerage.model.PeerFlag;

/** A manager whose calls are recorded. */
final class RecordedManager extends PeerManager {
    private final Recorder recorder;

    RecordedManager(ManagerParts parts, Recorder recorder) {
        super(parts, recorder, SnapshotSetting.NONE);
        this.recorder = recorder;
    }

    @Override
    public long register(byte[] id) {
        return recorder.call("register", () -> super.register(id), Bytes.of(id));
    }

    @Override
    public long register(byte[] id, int offset, int length) {
        return recorder.call(
                "register",
                () -> super.register(id, offset, length),
                Bytes.of(id, offset, length),
                Bytes.offset(id, offset, length),
                Bytes.length(id, offset, length));
    }

    @Override
    public int release(long peer) {
        return (int) recorder.call("release", () -> super.release(peer), peer);
    }

    @Override
    public int setFlag(long peer, PeerFlag flag, boolean on) {
        return (int) recorder.call("setFlag", () -> super.setFlag(peer, flag, on), peer, flag, on);
    }

    @Override
    public long admitInbound(long ipHi, long ipLo) {
        return recorder.call("admitInbound", () -> super.admitInbound(ipHi, ipLo), ipHi, ipLo);
    }

    @Override
    public long admitInbound(byte[] ip) {
        return recorder.call("admitInbound", () -> super.admitInbound(ip), Bytes.of(ip));
    }

    @Override
    public long admitOutbound(long peer, long ipHi, long ipLo) {
        return recorder.call(
                "admitOutbound", () -> super.admitOutbound(peer, ipHi, ipLo), peer, ipHi, ipLo);
    }

    @Override
    public long admitOutbound(long peer, byte[] ip) {
        return recorder.call(
                "admitOutbound", () -> super.admitOutbound(peer, ip), peer, Bytes.of(ip));
    }

    @Override
    public int establishInbound(long ticket, byte[] id, int offset, int length) {
        return (int)
                recorder.call(
                        "establishInbound",
                        () -> super.establishInbound(ticket, id, offset, length),
                        ticket,
                        Bytes.of(id, offset, length),
                        Bytes.offset(id, offset, length),
                        Bytes.length(id, offset, length));
    }

    @Override
    public int establishInbound(long ticket, byte[] id) {
        return (int)
                recorder.call(
                        "establishInbound",
                        () -> super.establishInbound(ticket, id),
                        ticket,
                        Bytes.of(id));
    }

    @Override
    public int establishInbound(long ticket, long peer) {
        return (int)
                recorder.call(
                        "establishInbound",
                        () -> super.establishInbound(ticket, peer),
                        ticket,
                        peer);
    }

    @Override
    public int establishOutbound(long ticket) {
        return (int)
                recorder.call("establishOutbound", () -> super.establishOutbound(ticket), ticket);
    }

    @Override
    public int abandon(long ticket) {
        return (int) recorder.call("abandon", () -> super.abandon(ticket), ticket);
    }

    @Override
    public int close(long connection) {
        return (int) recorder.call("close", () -> super.close(connection), connection);
    }

    @Override
    public int tick() {
        return (int) recorder.call("tick", () -> super.tick());
    }

    @Override
    public int tick(long nowNanos) {
        return (int) recorder.call("tick", () -> super.tick(nowNanos), nowNanos);
    }
}
