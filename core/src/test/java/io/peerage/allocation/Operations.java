/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static io.peerage.allocation.Expectation.expect;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.BackOffConfig;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One of everything that a manager can be asked, each an operation that can be repeated: it leaves the manager as it found
 * it, and fails if the manager doesn't answer as expected. One thread.
 */
final class Operations {
    private static final long NOWHERE = 0;
    private static final long LO = 0xffffL << 32 | 0xcb007107L;
    private static final byte[] SELF = {50, 50};
    private static final byte[] SMALLER = {40, 40};
    private static final byte[] LARGER = {60, 60};
    private static final byte[] STRANGER = {60, 61, 62};

    /** The results that running the operations has shown. */
    final Set<Result> seen = EnumSet.noneOf(Result.class);

    final Map<String, Runnable> all = new LinkedHashMap<>();

    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 1000);
    private long sum;

    Operations() {
        connections();
        tickets();
        nodeLimits();
        peerRefusals();
        failingDials();
        staleHandles();
        simultaneousOpens();
        peers();
        queries();
        ticks();
        TimerOperations.addTo(all);
        DialOperations.addTo(all);
        BanOperations.addTo(all, seen);
    }

    private PeerManagerBuilder builder() {
        return PeerManager.builder()
                .rateLimit(RateLimit.NONE)
                .maxPeers(20)
                .maxConnections(20)
                .localId(SELF)
                .hashKey(1, 2)
                .clock(clock);
    }

    private void expectResult(Result expected, long value) {
        Result result = value < 0 ? Result.ofRefusal(value) : Outcome.result((int) value);
        if (result != expected) {
            throw new AssertionError("expected " + expected + ", was " + result);
        }
        seen.add(expected);
    }

    private static long ticket(long ticket) {
        if (ticket <= 0) {
            throw new AssertionError("refused: " + Result.ofRefusal(ticket));
        }
        return ticket;
    }

    private void connections() {
        PeerManager m = builder().build();
        long peer = m.register(LARGER);
        byte[] ip = {1, 2, 3, 4};
        byte[] v6 = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        all.put(
                "inbound by id",
                () -> {
                    long ticket = ticket(m.admitInbound(NOWHERE, LO));
                    expectResult(Result.FIRST_CONNECTION, m.establishInbound(ticket, LARGER));
                    expectResult(Result.LAST_CONNECTION, m.close(ticket));
                });
        all.put(
                "two inbound by handle, addresses as bytes",
                () -> {
                    long one = ticket(m.admitInbound(ip));
                    long two = ticket(m.admitInbound(v6));
                    expectResult(Result.FIRST_CONNECTION, m.establishInbound(one, peer));
                    expectResult(Result.ANOTHER_CONNECTION, m.establishInbound(two, peer));
                    expectResult(Result.STILL_CONNECTED, m.close(one));
                    expectResult(Result.LAST_CONNECTION, m.close(two));
                });
        byte[][] ids = new byte[40][];
        long[] found = new long[ids.length];
        Arrays.fill(ids, STRANGER);
        ids[33] = LARGER;
        all.put(
                "many looked up",
                () -> {
                    expect(m.batches().lookup(ids, ids.length, found) == 1);
                    expect(found[33] == peer);
                });
        long[] batch = new long[40];
        int[] outcomes = new int[batch.length];
        all.put(
                "many closed, one of them a connection",
                () -> {
                    batch[34] = ticket(m.admitInbound(NOWHERE, LO));
                    expectResult(Result.FIRST_CONNECTION, m.establishInbound(batch[34], peer));
                    expect(m.batches().close(batch, batch.length, outcomes) == 1);
                    expectResult(Result.LAST_CONNECTION, outcomes[34]);
                });
        all.put(
                "dial and close",
                () -> {
                    long ticket = ticket(m.admitOutbound(peer, NOWHERE, LO));
                    expect(m.dialTicket(peer) == ticket);
                    expectResult(Result.FIRST_CONNECTION, m.establishOutbound(ticket));
                    expectResult(Result.LAST_CONNECTION, m.close(ticket));
                });
        all.put(
                "tick with connects and disconnects",
                () -> {
                    long ticket = ticket(m.admitOutbound(peer, ip));
                    expectResult(Result.FIRST_CONNECTION, m.establishOutbound(ticket));
                    expect(m.tick() > 0);
                    expectResult(Result.LAST_CONNECTION, m.close(ticket));
                    expect(m.tick() > 0);
                });
    }

    private void tickets() {
        PeerManager m = builder().build();
        long peer = m.register(LARGER);
        all.put(
                "abandoned inbound",
                () -> expectResult(Result.ABANDONED, m.abandon(m.admitInbound(NOWHERE, LO))));
        all.put(
                "abandoned and closed dials",
                () -> {
                    expectResult(Result.ABANDONED, m.abandon(m.admitOutbound(peer, NOWHERE, LO)));
                    expectResult(Result.ABANDONED, m.close(m.admitOutbound(peer, NOWHERE, LO)));
                });
        all.put(
                "wrong and repeated calls",
                () -> {
                    long in = m.admitInbound(NOWHERE, LO);
                    expectResult(Result.WRONG_DIRECTION, m.establishOutbound(in));
                    expectResult(Result.FIRST_CONNECTION, m.establishInbound(in, peer));
                    expectResult(Result.ALREADY_ESTABLISHED, m.establishInbound(in, peer));
                    expectResult(Result.ALREADY_ESTABLISHED, m.abandon(in));
                    expectResult(Result.LAST_CONNECTION, m.close(in));
                    expectResult(Result.ALREADY_CLOSED, m.close(in));
                    expectResult(Result.TICKET_EXPIRED, m.establishInbound(in, peer));
                });
    }

    private void nodeLimits() {
        PeerManager m =
                builder().maxConnections(3).maxInbound(2).maxOutbound(2).maxTrusted(0).build();
        long peer = m.register(LARGER);
        long other = m.register(SMALLER);
        ticket(m.admitInbound(NOWHERE, LO));
        ticket(m.admitOutbound(peer, NOWHERE, LO));
        all.put(
                "total limit",
                () -> {
                    long second = ticket(m.admitInbound(NOWHERE, LO));
                    expectResult(Result.TOTAL_LIMIT, m.admitOutbound(other, NOWHERE, LO));
                    expectResult(Result.ABANDONED, m.abandon(second));
                });
        PeerManager shares = builder().maxConnections(2).maxInbound(1).maxOutbound(1).build();
        long one = shares.register(LARGER);
        long two = shares.register(SMALLER);
        ticket(shares.admitInbound(NOWHERE, LO));
        ticket(shares.admitOutbound(one, NOWHERE, LO));
        all.put(
                "inbound and outbound limits",
                () -> {
                    expectResult(Result.INBOUND_LIMIT, shares.admitInbound(NOWHERE, LO));
                    expectResult(Result.OUTBOUND_LIMIT, shares.admitOutbound(two, NOWHERE, LO));
                });
        PeerManager pending = builder().maxPendingInbound(1).maxPendingOutbound(1).build();
        long first = pending.register(LARGER);
        long second = pending.register(SMALLER);
        ticket(pending.admitInbound(NOWHERE, LO));
        ticket(pending.admitOutbound(first, NOWHERE, LO));
        all.put(
                "pending limits",
                () -> {
                    expectResult(Result.PENDING_INBOUND_LIMIT, pending.admitInbound(NOWHERE, LO));
                    expectResult(
                            Result.PENDING_OUTBOUND_LIMIT,
                            pending.admitOutbound(second, NOWHERE, LO));
                });
        PrefixLimits narrow =
                new PrefixLimits(
                        List.of(new PrefixLimit(32, 1), new PrefixLimit(24, 2)),
                        List.of(),
                        List.of(),
                        1);
        PeerManager prefixes = builder().prefixLimits(narrow).build();
        ticket(prefixes.admitInbound(NOWHERE, LO));
        all.put(
                "prefix limit",
                () -> expectResult(Result.PREFIX_LIMIT, prefixes.admitInbound(NOWHERE, LO)));
        PeerManager full = builder().prefixLimits(narrow).build();
        long ip = 1L << 8;
        while (full.admitInbound(NOWHERE, 0xffffL << 32 | ip) > 0) {
            ip += 1L << 8;
        }
        long next = 0xffffL << 32 | ip;
        all.put(
                "prefix table full",
                () -> expectResult(Result.PREFIX_TABLE_FULL, full.admitInbound(NOWHERE, next)));
    }

    private static void fail(PeerManager m, long peer) {
        m.dialing().failed(m.admitOutbound(peer, NOWHERE, LO), DialOutcome.REFUSED);
    }

    /** Dials that fail, peers that are forgiven, and what is asked in between. */
    private void failingDials() {
        PeerManager m = builder().build();
        long peer = m.register(new byte[] {5});
        long other = m.register(new byte[] {6});
        all.put(
                "a dial that fails and is forgiven",
                () -> {
                    // Without a dial that is answered now and then, this node would seem cut off.
                    long answered = ticket(m.admitOutbound(other, NOWHERE, LO));
                    m.establishOutbound(answered);
                    m.close(answered);
                    fail(m, peer);
                    expect(!m.dialing().canDial(peer));
                    expect(m.dialing().failuresOf(peer) == 1);
                    expect(m.dialing().backOffNanos(peer) > 0);
                    expect(m.connectedness(peer) == Connectedness.BACKING_OFF);
                    expect(m.dialing().forgive(peer) == Result.DONE.code());
                    expect(m.dialing().canDial(peer));
                    int offered = m.dialing().offer(peer, NOWHERE, LO, CandidateKind.NEW);
                    expectResult(Result.DIALING_OFF, offered);
                    m.tick();
                });
    }

    private void peerRefusals() {
        PeerManager m = builder().maxPerPeer(1).build();
        long busy = m.register(LARGER);
        ticket(m.admitOutbound(busy, NOWHERE, LO));
        long self = m.lookup(SELF);
        long banned = m.register(new byte[] {1});
        m.bans().ban(banned, BanReason.BY_HAND);
        long backingOff = m.register(new byte[] {2});
        fail(m, backingOff);
        long connected = m.register(new byte[] {4});
        PeerManager impatient = builder().backOff(BackOffConfig.DEFAULT.attempts(1)).build();
        long unreachable = impatient.register(LARGER);
        fail(impatient, unreachable);
        all.put(
                "a dial of a peer that was given up",
                () ->
                        expectResult(
                                Result.UNREACHABLE,
                                impatient.admitOutbound(unreachable, NOWHERE, LO)));
        ticket(m.establishInbound(m.admitInbound(NOWHERE, LO), connected));
        all.put(
                "dials that are refused for the peer",
                () -> {
                    expectResult(Result.ALREADY_DIALING, m.admitOutbound(busy, NOWHERE, LO));
                    expectResult(Result.SELF, m.admitOutbound(self, NOWHERE, LO));
                    expectResult(Result.BANNED, m.admitOutbound(banned, NOWHERE, LO));
                    expectResult(Result.BACKING_OFF, m.admitOutbound(backingOff, NOWHERE, LO));
                    expectResult(Result.PEER_LIMIT, m.admitOutbound(connected, NOWHERE, LO));
                });
        all.put(
                "inbound connections that are refused for the peer",
                () -> {
                    expectResult(
                            Result.SELF, m.establishInbound(m.admitInbound(NOWHERE, LO), SELF));
                    expectResult(
                            Result.BANNED, m.establishInbound(m.admitInbound(NOWHERE, LO), banned));
                    expectResult(
                            Result.PEER_LIMIT,
                            m.establishInbound(m.admitInbound(NOWHERE, LO), connected));
                });
        all.put(
                "releases that are refused",
                () -> {
                    expectResult(Result.PEER_IN_USE, m.release(connected));
                    expectResult(Result.PEER_IN_USE, m.release(busy));
                    expectResult(Result.PEER_IN_USE, m.release(banned));
                });
    }

    private void staleHandles() {
        PeerManager m = builder().maxPeers(1).build();
        long peer = m.register(LARGER);
        long never = ticket(m.admitInbound(NOWHERE, LO)) + (1L << 24);
        byte[] target = new byte[64];
        all.put(
                "unknown handles and ids",
                () -> {
                    long stale = peer + (1L << 40);
                    expectResult(Result.UNKNOWN_PEER, m.admitOutbound(stale, NOWHERE, LO));
                    expectResult(Result.UNKNOWN_PEER, m.release(stale));
                    expectResult(Result.UNKNOWN_PEER, m.bans().ban(stale, BanReason.BY_HAND));
                    expectResult(Result.UNKNOWN_PEER, m.groups().set(stale, 1, true));
                    expectResult(Result.UNKNOWN_PEER, m.copyId(stale, target, 0));
                    expectResult(Result.UNKNOWN_PEER, m.lookup(STRANGER));
                    expectResult(
                            Result.UNKNOWN_PEER,
                            m.establishInbound(m.admitInbound(NOWHERE, LO), stale));
                    expectResult(Result.UNKNOWN_CONNECTION, m.close(never));
                    expectResult(Result.UNKNOWN_CONNECTION, m.abandon(0));
                    expectResult(Result.UNKNOWN_CONNECTION, m.establishOutbound(-1));
                    expectResult(Result.UNKNOWN_CONNECTION, m.peerOf(never));
                    expect(m.connectedness(stale) == Connectedness.UNKNOWN);
                });
        all.put(
                "peer table full",
                () -> {
                    expectResult(Result.PEER_TABLE_FULL, m.register(STRANGER));
                    expectResult(
                            Result.PEER_TABLE_FULL,
                            m.establishInbound(m.admitInbound(NOWHERE, LO), STRANGER));
                });
    }

    private void simultaneousOpens() {
        PeerManager m = builder().maxPerPeer(1).build();
        long smaller = m.register(SMALLER);
        long larger = m.register(LARGER);
        all.put(
                "an inbound connection loses the tie-break",
                () -> {
                    long dial = ticket(m.admitOutbound(larger, NOWHERE, LO));
                    long in = ticket(m.admitInbound(NOWHERE, LO));
                    expectResult(Result.TIE_BREAK_LOST, m.establishInbound(in, larger));
                    expectResult(Result.ABANDONED, m.abandon(dial));
                });
        all.put(
                "an inbound connection supersedes an outbound one, tick commands its close",
                () -> {
                    long dial = ticket(m.admitOutbound(smaller, NOWHERE, LO));
                    expectResult(Result.FIRST_CONNECTION, m.establishOutbound(dial));
                    long in = ticket(m.admitInbound(NOWHERE, LO));
                    expectResult(Result.ANOTHER_CONNECTION, m.establishInbound(in, smaller));
                    expect(m.tick() > 0);
                    expectResult(Result.SUPERSEDED, m.close(dial));
                    expectResult(Result.LAST_CONNECTION, m.close(in));
                });
    }

    private void peers() {
        PeerManager m = builder().build();
        long peer = m.register(LARGER);
        byte[] padded = {0, 60, 60, 0};
        byte[] target = new byte[64];
        all.put(
                "register, release, recycle",
                () -> {
                    long stranger = ticket(m.register(STRANGER));
                    expect(m.release(stranger) == Result.RELEASED.code());
                    seen.add(Result.RELEASED);
                    expect(m.tick() > 0);
                    expect(m.lookup(STRANGER) < 0);
                });
        all.put(
                "register and look up a known peer",
                () -> {
                    expect(m.register(LARGER) == peer);
                    expect(m.register(padded, 1, 2) == peer);
                    expect(m.lookup(LARGER) == peer);
                    expect(m.lookup(padded, 1, 2) == peer);
                    expect(m.copyId(peer, target, 3) == 2);
                });
        all.put(
                "flags and groups",
                () -> {
                    for (int i = 0; i < FLAGS.length; i++) {
                        expect(m.setFlag(peer, FLAGS[i], true) == Result.DONE.code());
                        expect(m.hasFlag(peer, FLAGS[i]));
                        expect(m.setFlag(peer, FLAGS[i], false) == Result.DONE.code());
                    }
                    seen.add(Result.DONE);
                    expect(m.groups().set(peer, 127, true) == Result.DONE.code());
                    expect(m.groups().contains(peer, 127));
                    expect(m.groups().set(peer, 127, false) == Result.DONE.code());
                });
    }

    private static final PeerFlag[] FLAGS = {PeerFlag.PROTECTED, PeerFlag.PERSISTENT};
    private static final ConnectedFilter[] FILTERS = ConnectedFilter.values();
    private static final Result[] RESULTS = Result.values();
    private static final Counter[] COUNTERS = Counter.values();

    private void queries() {
        PeerManager m = builder().build();
        long connected = m.register(LARGER);
        long in = ticket(m.admitInbound(NOWHERE, LO));
        expectResult(Result.FIRST_CONNECTION, m.establishInbound(in, connected));
        m.groups().set(connected, 5, true);
        long candidate = m.register(SMALLER);
        all.put(
                "queries of peers and connections",
                () -> {
                    expect(m.isConnected(connected) && !m.isConnected(candidate));
                    expect(m.isConnected(LARGER, 0, 2));
                    expect(m.connectedness(connected) == Connectedness.CONNECTED);
                    expect(m.connectedness(candidate) == Connectedness.CANDIDATE);
                    expect(m.inboundOf(connected) == 1 && m.outboundOf(connected) == 0);
                    expect(m.connectedForNanos(connected) >= 0);
                    expect(m.disconnectedForNanos(connected) == -1);
                    expect(m.dialTicket(connected) == 0);
                    expect(m.peerOf(in) == connected && m.isInbound(in) && m.slotOf(in) >= 0);
                    expect(m.connectionSlots() > 0);
                });
        all.put(
                "walks",
                () -> {
                    for (int i = 0; i < FILTERS.length; i++) {
                        long peer = m.connected().first(FILTERS[i]);
                        while (peer != 0) {
                            peer = m.connected().next(peer, FILTERS[i]);
                        }
                    }
                    expect(m.connected().first(ConnectedFilter.ALL, 5) == connected);
                    expect(m.connected().next(connected, ConnectedFilter.ALL, 5) == 0);
                });
        all.put(
                "counts",
                () -> {
                    expect(m.inbound() == 1 && m.outbound() == 0 && m.connectedPeers() == 1);
                    expect(m.pendingInbound() == 0 && m.pendingOutbound() == 0 && m.trusted() == 0);
                    for (int i = 0; i < RESULTS.length; i++) {
                        sum += m.refused(RESULTS[i]);
                    }
                    for (int i = 0; i < COUNTERS.length; i++) {
                        sum += m.counter(COUNTERS[i]);
                    }
                    expect(m.registeredPeers() == 3 && m.footprint().peers() > 0);
                });
    }

    private void ticks() {
        PeerManager m =
                builder()
                        .inboundLease(Duration.ofMillis(1))
                        .outboundLease(Duration.ofMillis(1))
                        .build();
        long peer = m.register(LARGER);
        m.tick();
        all.put("idle tick", () -> expect(m.tick() == 0));
        all.put(
                "tick with expired tickets",
                () -> {
                    long in = ticket(m.admitInbound(NOWHERE, LO));
                    long out = ticket(m.admitOutbound(peer, NOWHERE, LO));
                    clock.advance(2_000_000L);
                    // Two tickets, and the peer, whose back-off the owner has to know of.
                    expect(m.tick() == 3);
                    m.dialing().forgive(peer);
                    m.tick();
                    expectResult(Result.TICKET_EXPIRED, m.establishInbound(in, peer));
                    expectResult(Result.TICKET_EXPIRED, m.establishOutbound(out));
                });
    }
}
