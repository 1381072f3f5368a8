/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.event.CommandSink;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.IpAddress;
import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.model.SnapshotReport;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A node that knows something of everything that a snapshot holds, and what of it there is to see from outside. */
final class SnapshotWorld {
    static final long SECOND = 1_000_000_000L;
    static final long START_MILLIS = 1_795_000_000_000L;

    static final int PERSISTENT = 1;
    static final int FAILED = 2;
    static final int GIVEN_UP = 3;
    static final int GOOD = 4;
    static final int BAD = 5;
    static final int GROUPED = 6;
    static final int TRIED = 7;
    static final int CONNECTED = 8;
    static final int BANNED = 10;
    static final int TWICE_BANNED = 11;
    static final int DISCOURAGED = 12;
    static final int OFFENDER = 13;
    static final int RELEASED_BAD = 14;
    static final int RELEASED_DISCOURAGED = 15;
    static final int HEARD = 20;
    static final int HEARD_UNTIL = 60;

    static final long V4 = 0xffffL << 32;
    static final long BANNED_PREFIX = V4 | 0x0505_0500L;
    static final long DISCOURAGED_PREFIX = V4 | 0x0606_0600L;
    static final IpAddress V6_PREFIX = IpAddress.parse("2001:db8:1:2::");

    final FakeClock clock;
    final Path file;
    final PeerManager manager;
    final List<String> dials = new ArrayList<>();
    long epochMillis;

    SnapshotWorld(
            Path file,
            long start,
            long epochMillis,
            long key,
            UnaryOperator<PeerManagerBuilder> setting) {
        this.file = file;
        this.clock = new FakeClock(start);
        this.epochMillis = epochMillis;
        this.manager = setting.apply(builder(key)).restoreFrom(file).build();
    }

    /** A node that begins with the file, if there is one, under a key of its own. */
    static SnapshotWorld fresh(Path file) {
        return new SnapshotWorld(file, Long.MAX_VALUE - 100 * SECOND, START_MILLIS, 1, b -> b);
    }

    private PeerManagerBuilder builder(long key) {
        return PeerManager.builder()
                .maxPeers(1_024)
                .maxIdBytes(40)
                .maxConnections(64)
                .prefixLimits(PrefixLimits.NONE)
                .rateLimit(RateLimit.NONE)
                .book(BookConfig.DEFAULT.sized(512))
                .backOff(BackOffConfig.exponential(Duration.ofSeconds(100), 200).attempts(3))
                .bans(BanConfig.DEFAULT)
                .scores(ScoreConfig.DEFAULT)
                .dialing(DialConfig.DEFAULT.withOutboundTarget(0))
                .hashKey(key, ~key)
                .clock(clock)
                .epochClock(() -> epochMillis)
                .commandSink(
                        new CommandSink() {
                            @Override
                            public void close(long connection, CloseReason reason) {
                                manager.close(connection);
                            }

                            @Override
                            public void dial(
                                    long peer, long ticket, long hi, long lo, DialReason reason) {
                                dials.add(reason + " " + idOf(peer));
                                manager.abandon(ticket);
                            }
                        });
    }

    private int idOf(long peer) {
        byte[] id = new byte[64];
        manager.copyId(peer, id, 0);
        return java.nio.ByteBuffer.wrap(id).getInt();
    }

    void pass(long seconds) {
        clock.advance(seconds * SECOND);
        epochMillis += seconds * 1_000;
        manager.tick();
    }

    SnapshotReport snapshot() {
        try {
            return manager.snapshot(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another process: other key, other clock, as much later as the wall clock says. */
    SnapshotWorld restarted(long laterSeconds, UnaryOperator<PeerManagerBuilder> setting) {
        return new SnapshotWorld(
                file, -7, epochMillis + laterSeconds * 1_000, 0x5eed + laterSeconds, setting);
    }

    SnapshotWorld restarted(long laterSeconds) {
        return restarted(laterSeconds, b -> b);
    }

    long peer(int number) {
        return manager.register(Ids.id(number));
    }

    long known(int number) {
        return manager.lookup(Ids.id(number));
    }

    static byte[] address(int number, int port) {
        return ("10." + number + ".3.4:" + port).getBytes(StandardCharsets.US_ASCII);
    }

    static long ip(int number) {
        return V4 | 0x0a00_0304L | (long) number << 16;
    }

    void hear(int number, int port, AddressTier tier, PeerOrigin origin) {
        expect(
                manager.book()
                        .heard(
                                Ids.id(number),
                                address(number, port),
                                0,
                                ip(number),
                                port % 2 == 0 ? 0 : 0x2a00_1450L << 32,
                                port % 2 == 0 ? 0 : 7,
                                tier,
                                origin));
    }

    static void expect(int code) {
        if (code != Result.DONE.code()) {
            throw new AssertionError("refused: " + Result.ofRefusal(code));
        }
    }

    void fail(int number) {
        long ticket = manager.admitOutbound(peer(number), 0, ip(number));
        if (ticket < 0
                || Outcome.isRefused(manager.dialing().failed(ticket, DialOutcome.REFUSED))) {
            throw new AssertionError("no dial of " + number + ": " + ticket);
        }
    }

    long connect(int number) {
        long ticket = manager.admitOutbound(peer(number), 0, ip(number));
        if (ticket < 0 || Outcome.isRefused(manager.establishOutbound(ticket))) {
            throw new AssertionError("no connection of " + number + ": " + ticket);
        }
        return ticket;
    }

    /** Lets the node learn something of everything. */
    void learn() {
        manager.setFlag(peer(PERSISTENT), PeerFlag.PERSISTENT, true);
        fail(FAILED);
        fail(GIVEN_UP);
        pass(300);
        fail(GIVEN_UP);
        pass(300);
        fail(GIVEN_UP);
        manager.reputation().add(peer(GOOD), 40_000);
        manager.reputation().add(peer(BAD), -15_000);
        manager.groups().set(peer(GROUPED), 3, true);
        manager.groups().set(peer(GROUPED), 127, true);
        hear(GROUPED, 1_001, AddressTier.PERMANENT, PeerOrigin.STATIC);
        for (int i = HEARD; i < HEARD_UNTIL; i++) {
            hear(i, 1_000 + i, AddressTier.values()[1 + i % 3], PeerOrigin.values()[i % 5]);
            hear(i, 2_001, AddressTier.HEARD, PeerOrigin.DNS);
        }
        byte[] nameless = "/onion3/abc".getBytes(StandardCharsets.US_ASCII);
        expect(
                manager.book()
                        .heard(
                                Ids.id(TRIED),
                                nameless,
                                0,
                                0,
                                0,
                                0,
                                AddressTier.HEARD,
                                PeerOrigin.DNS));
        IpAddress v6 = IpAddress.parse("2001:db8::7");
        expect(
                manager.book()
                        .heard(
                                Ids.id(TRIED),
                                "six".getBytes(StandardCharsets.US_ASCII),
                                v6.hi(),
                                v6.lo(),
                                0,
                                0,
                                AddressTier.HEARD,
                                PeerOrigin.PEER_EXCHANGE));
        pass(10);
        expect(manager.book().worked(known(TRIED), nameless, 0, 0));
        expect(manager.book().key(known(TRIED), new byte[] {1, 2, 3}));
        expect(manager.book().record(known(TRIED), -2, new byte[] {4, 5, 6, 7}));
        expect(manager.book().failed(known(HEARD), address(HEARD, 1_000 + HEARD), 0, ip(HEARD)));
        pass(5);
        learnBans();
        hear(CONNECTED, 1_000, AddressTier.RECENT, PeerOrigin.DISCOVERY);
        pass(1);
        connect(CONNECTED);
        pass(1);
    }

    private void learnBans() {
        Bans bans = manager.bans();
        expect(bans.ban(peer(TWICE_BANNED), BanReason.EXHAUSTION));
        expect(bans.ban(peer(OFFENDER), BanReason.MISBEHAVIOUR));
        manager.reputation().add(peer(RELEASED_BAD), -90_000);
        pass(1);
        // It is banned for its score, which is lifted; the score remains.
        expect(bans.lift(peer(RELEASED_BAD)));
        pass(1);
        manager.release(peer(RELEASED_BAD));
        // Both bans end.
        pass(12 * 3_600 + 2);
        manager.reputation().add(peer(GOOD), 40_000);
        manager.reputation().add(peer(BAD), -15_000);
        manager.reputation().add(peer(RELEASED_BAD), -45_000);
        pass(1);
        manager.release(peer(RELEASED_BAD));
        fail(FAILED);
        expect(bans.ban(peer(TWICE_BANNED), BanReason.EXHAUSTION));
        expect(bans.ban(peer(BANNED), 0, V4 | 0x0909_0909L, BanReason.LOW_SCORE));
        expect(bans.discourage(peer(DISCOURAGED), BanReason.INCOMPATIBLE));
        expect(bans.discourage(peer(RELEASED_DISCOURAGED), BanReason.BY_HAND));
        expect(bans.banPrefix(0, BANNED_PREFIX, 24, BanReason.BY_HAND));
        expect(bans.banPrefix(V6_PREFIX.hi(), V6_PREFIX.lo(), 64, BanReason.EXHAUSTION));
        expect(bans.discouragePrefix(0, DISCOURAGED_PREFIX, 32, BanReason.OTHER));
        pass(1);
        manager.release(peer(RELEASED_DISCOURAGED));
        for (int i = HEARD; i < HEARD_UNTIL; i++) {
            hear(i, 1_000 + i, AddressTier.values()[1 + i % 3], PeerOrigin.values()[i % 5]);
            hear(i, 2_001, AddressTier.HEARD, PeerOrigin.DNS);
        }
        pass(5);
        expect(manager.book().failed(known(HEARD), address(HEARD, 1_000 + HEARD), 0, ip(HEARD)));
        pass(3);
    }

    /** What can be seen of the node, times in seconds. */
    Map<String, String> seen() {
        Map<String, String> seen = new TreeMap<>();
        AddressBuffer buffer = new AddressBuffer();
        byte[] blob = new byte[1_024];
        for (int number = 0; number < 100; number++) {
            byte[] id = Ids.id(number);
            String name = "peer " + number + " ";
            long peer = manager.lookup(id);
            note(seen, name + "ban s", ceil(manager.bans().remainingNanos(id)));
            if (manager.bans().remainingNanos(id) > 0) {
                seen.put(name + "ban reason", manager.bans().reason(id).name());
            }
            if (peer < 0) {
                continue;
            }
            note(seen, name + "banned", manager.bans().isBanned(peer) ? 1 : 0);
            note(seen, name + "failures", manager.dialing().failuresOf(peer));
            note(seen, name + "waits s", ceil(manager.dialing().backOffNanos(peer)));
            note(seen, name + "score", manager.reputation().score(peer) / 100);
            note(seen, name + "persistent", flag(peer));
            for (int group = 0; group < 128; group++) {
                note(seen, name + "group " + group, manager.groups().contains(peer, group) ? 1 : 0);
            }
            int addresses = Math.max(0, manager.book().read(peer, buffer));
            List<String> read = new ArrayList<>();
            for (int i = 0; i < addresses; i++) {
                byte[] bytes = new byte[buffer.length(i)];
                buffer.copy(i, bytes, 0);
                read.add(
                        new String(bytes, StandardCharsets.US_ASCII)
                                + " ip "
                                + Long.toHexString(buffer.ipHi(i))
                                + ":"
                                + Long.toHexString(buffer.ipLo(i))
                                + (buffer.ipLo(i) == 0
                                        ? ""
                                        : " from " + Long.toHexString(buffer.source(i)))
                                + " "
                                + buffer.tier(i)
                                + (buffer.isTried(i) ? " tried" : "")
                                + " failed "
                                + buffer.attempts(i)
                                + " heard "
                                + buffer.secondsSinceHeard(i)
                                + " attempted "
                                + buffer.secondsSinceAttempt(i)
                                + " worked "
                                + buffer.secondsSinceSuccess(i));
            }
            if (!read.isEmpty()) {
                seen.put(name + "addresses", read.stream().sorted().toList().toString());
                seen.put(name + "origin", String.valueOf(manager.book().origin(peer)));
            }
            note(seen, name + "key", Math.max(0, manager.book().readKey(peer, blob)));
            int record = Math.max(0, manager.book().readRecord(peer, blob));
            if (record > 0) {
                seen.put(
                        name + "record",
                        record
                                + " bytes from "
                                + blob[0]
                                + " of "
                                + manager.book().recordSequence(peer));
            }
        }
        note(seen, "5.5.5.9 banned", manager.bans().isAddressBanned(0, BANNED_PREFIX | 9) ? 1 : 0);
        note(
                seen,
                "6.6.6.0 discouraged",
                manager.bans().isAddressDiscouraged(0, DISCOURAGED_PREFIX) ? 1 : 0);
        note(
                seen,
                "2001:db8:1:2::9 banned",
                manager.bans().isAddressBanned(V6_PREFIX.hi(), 9) ? 1 : 0);
        return seen;
    }

    private int flag(long peer) {
        return manager.hasFlag(peer, PeerFlag.PERSISTENT) ? 1 : 0;
    }

    private static long ceil(long nanos) {
        return (nanos + SECOND / 2) / SECOND;
    }

    private static void note(Map<String, String> seen, String what, long value) {
        if (value != 0) {
            seen.put(what, Long.toString(value));
        }
    }
}
