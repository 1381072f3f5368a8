/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static io.peerage.allocation.Expectation.expect;

import io.peerage.Bans;
import io.peerage.PeerManager;
import io.peerage.config.BanConfig;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.model.BanReason;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is done with bans, lists and rates. */
final class BanOperations {
    private static final long MAPPED = 0xffffL << 32;
    private static final long PEERS_IP = MAPPED | 0x0a000001L;
    private static final long DENIED_IP = MAPPED | 0x0b000001L;
    private static final long BANNED_IP = MAPPED | 0x0c000001L;
    private static final long RATED_IP = MAPPED | 0x0d000001L;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 1000);
    private final Map<String, Runnable> all;
    private final Set<Result> seen;
    private int closes;

    private BanOperations(Map<String, Runnable> all, Set<Result> seen) {
        this.all = all;
        this.seen = seen;
    }

    static void addTo(Map<String, Runnable> all, Set<Result> seen) {
        new BanOperations(all, seen).add();
        KeepingOperations.addTo(all, seen);
        BookOperations.addTo(all, seen);
    }

    private void expectResult(Result expected, long value) {
        if (value != expected.code()) {
            throw new AssertionError("expected " + expected + ", was " + value);
        }
        seen.add(expected);
    }

    private void add() {
        PeerManager[] itself = new PeerManager[1];
        CommandSink sink =
                (connection, reason) -> {
                    closes++;
                    itself[0].close(connection);
                };
        PeerManager m =
                PeerManager.builder()
                        .maxPeers(40)
                        .maxConnections(10)
                        .clock(clock)
                        .hashKey(1, 2)
                        .commandSink(sink)
                        .bans(BanConfig.DEFAULT.lasting(SECOND, SECOND.multipliedBy(2), SECOND))
                        .rateLimit(RateLimit.DEFAULT.exempting(List.of(Cidr.parse("10.0.0.0/8"))))
                        .lists(new CidrRules(List.of(), List.of(Cidr.parse("11.0.0.0/8"))))
                        .build();
        itself[0] = m;
        Bans bans = m.bans();
        byte[] id = {5};
        long peer = m.register(id);
        all.put(
                "ban that closes, and its end by hand and by time",
                () -> {
                    int before = closes;
                    expect(
                            Outcome.result(m.establishInbound(m.admitInbound(0, PEERS_IP), peer))
                                    == Result.FIRST_CONNECTION);
                    expectResult(Result.DONE, bans.ban(peer, 0, PEERS_IP, BanReason.MISBEHAVIOUR));
                    expect(bans.isBanned(peer));
                    m.tick();
                    expect(closes == before + 1 && !m.isConnected(peer));
                    expect(
                            bans.remainingNanos(id) > 0
                                    && bans.reason(id) == BanReason.MISBEHAVIOUR);
                    expectResult(Result.DONE, bans.lift(peer));
                    m.tick();
                    expectResult(Result.DONE, bans.ban(id, BanReason.OTHER));
                    m.tick();
                    clock.advance(LONG);
                    m.tick();
                    expect(!bans.isBanned(peer) && bans.peers() == 0);
                });
        all.put(
                "discouraged peer",
                () -> {
                    expectResult(Result.DONE, bans.discourage(peer, BanReason.OTHER));
                    m.tick();
                    expect(bans.isDiscouraged(peer) && !m.dialing().canDial(peer));
                    expectResult(Result.DONE, bans.lift(peer));
                    m.tick();
                    expect(!bans.isDiscouraged(peer));
                });
        all.put(
                "banned prefix, denied address, and one that comes too often",
                () -> {
                    expectResult(Result.DONE, bans.banPrefix(0, BANNED_IP, 24, BanReason.OTHER));
                    m.tick();
                    expectResult(Result.PREFIX_BANNED, m.admitInbound(0, BANNED_IP));
                    expect(bans.isAddressBanned(0, BANNED_IP));
                    expectResult(Result.DONE, bans.liftPrefix(0, BANNED_IP, 24));
                    expectResult(
                            Result.DONE, bans.discouragePrefix(0, BANNED_IP, 32, BanReason.OTHER));
                    m.tick();
                    expect(bans.isAddressDiscouraged(0, BANNED_IP));
                    expectResult(Result.DONE, bans.liftPrefix(0, BANNED_IP, 32));
                    m.tick();
                    expect(bans.prefixes() == 0);
                    expectResult(Result.ADDRESS_DENIED, m.admitInbound(0, DENIED_IP));
                    while (m.admitInbound(0, RATED_IP) != Result.RATE_LIMIT.code()) {
                        clock.advance(SHORT);
                    }
                    seen.add(Result.RATE_LIMIT);
                    clock.advance(LONG);
                    m.tick();
                });
    }
}
