/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionParts;
import io.peerage.ban.BanOrders;
import io.peerage.config.CidrRules;
import io.peerage.journal.Bytes;
import io.peerage.journal.Recorder;
import io.peerage.model.BanReason;

/** Bans that are recorded. */
final class RecordedBans extends Bans {
    private final Recorder recorder;

    RecordedBans(AdmissionParts parts, BanOrders orders, Recorder recorder) {
        super(parts, orders);
        this.recorder = recorder;
    }

    @Override
    public int ban(long peer, BanReason reason) {
        return (int) recorder.call("bans.ban", () -> super.ban(peer, reason), peer, reason);
    }

    @Override
    public int ban(long peer, long ipHi, long ipLo, BanReason reason) {
        return (int)
                recorder.call(
                        "bans.ban",
                        () -> super.ban(peer, ipHi, ipLo, reason),
                        peer,
                        ipHi,
                        ipLo,
                        reason);
    }

    @Override
    public int ban(byte[] id, BanReason reason) {
        return (int) recorder.call("bans.ban", () -> super.ban(id, reason), Bytes.of(id), reason);
    }

    @Override
    public int discourage(long peer, BanReason reason) {
        return (int)
                recorder.call(
                        "bans.discourage", () -> super.discourage(peer, reason), peer, reason);
    }

    @Override
    public int lift(long peer) {
        return (int) recorder.call("bans.lift", () -> super.lift(peer), peer);
    }

    @Override
    public int banPrefix(long ipHi, long ipLo, int bits, BanReason reason) {
        return (int)
                recorder.call(
                        "bans.banPrefix",
                        () -> super.banPrefix(ipHi, ipLo, bits, reason),
                        ipHi,
                        ipLo,
                        bits,
                        reason);
    }

    @Override
    public int discouragePrefix(long ipHi, long ipLo, int bits, BanReason reason) {
        return (int)
                recorder.call(
                        "bans.discouragePrefix",
                        () -> super.discouragePrefix(ipHi, ipLo, bits, reason),
                        ipHi,
                        ipLo,
                        bits,
                        reason);
    }

    @Override
    public int liftPrefix(long ipHi, long ipLo, int bits) {
        return (int)
                recorder.call(
                        "bans.liftPrefix",
                        () -> super.liftPrefix(ipHi, ipLo, bits),
                        ipHi,
                        ipLo,
                        bits);
    }

    @Override
    public void replaceLists(CidrRules rules) {
        recorder.call(
                "bans.replaceLists",
                () -> {
                    super.replaceLists(rules);
                    return 0;
                },
                rules);
    }
}
