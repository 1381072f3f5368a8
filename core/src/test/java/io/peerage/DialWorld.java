/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.Connectedness;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node that dials by itself among a few peers, which keeps its own books of what was commanded and became of it, and
 * checks each Dial command against what the manager said before the tick that made it.
 *
 * <p><b>Threading</b>: one thread.
 */
final class DialWorld implements CommandSink, LifecycleListener {
    /** How a world is set up. */
    record Setting(
            DialConfig dialing,
            BackOffConfig backOff,
            int pendingOutbound,
            boolean trust,
            long key) {}

    /** A ticket or connection that has not ended. */
    private static final class Link {
        final Known peer;
        final boolean outbound;
        final boolean byHand;
        final DialReason reason;
        boolean trusted;
        boolean established;

        Link(Known peer, boolean outbound, boolean byHand, DialReason reason) {
            this.peer = peer;
            this.outbound = outbound;
            this.byHand = byHand;
            this.reason = reason;
        }
    }

    /** A peer under one of its handles, and what the manager said of it before a tick. */
    private static final class Known {
        final int number;
        long handle;
        boolean offered;
        CandidateKind kind = CandidateKind.NEW;
        boolean mightBeDialed;
        long commandedAt = -1;

        Known(int number) {
            this.number = number;
        }
    }

    static final Duration TICK = Duration.ofSeconds(1);
    static final int PEERS = 20;
    // Lifted by hand only: nobody is reinstated in the middle of a tick.
    private static final BanConfig LONG_BANS =
            BanConfig.DEFAULT.lasting(
                    Duration.ofDays(365), Duration.ofDays(365), Duration.ofDays(365));
    // Of those, a quarter can be banned.
    private static final int PLACES = 4 * PEERS;
    private static final long LEASE = Duration.ofSeconds(10).toNanos();
    private static final EnumSet<DialReason> BEYOND_TARGET =
            EnumSet.of(DialReason.PERSISTENT, DialReason.FEELER);

    final PeerManager manager;
    private final Setting setting;
    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 100_000_000_000L);
    private final List<Known> peers = new ArrayList<>();
    private int offers;
    private final Map<Long, Link> links = new LinkedHashMap<>();
    private final List<Throwable> errors = new ArrayList<>();
    private DialOutcome answer = DialOutcome.ESTABLISHED;
    private boolean obeysClose = true;
    private int trusted;
    private boolean waiting;
    private long waitingSince;
    private long ticks;
    private long commanded;

    DialWorld(Setting setting) {
        this.setting = setting;
        this.manager =
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .maxPeers(PLACES)
                        .bans(LONG_BANS)
                        .maxConnections(120)
                        .maxInbound(60)
                        .maxPendingOutbound(setting.pendingOutbound)
                        .prefixLimits(PrefixLimits.NONE)
                        .outboundLease(Duration.ofNanos(LEASE))
                        .backOff(setting.backOff)
                        .localId(Ids.id(0))
                        .clock(clock)
                        .hashKey(setting.key, 2)
                        .dialing(setting.dialing)
                        .listener(this)
                        .errorHandler(errors::add)
                        .commandSink(this)
                        .build();
        for (int i = 0; i < PEERS; i++) {
            Known peer = new Known(i);
            peer.handle = manager.register(Ids.id(i));
            // Trusted for good: what a connection was admitted as then says what its peer is.
            if (setting.trust && i % 7 == 3) {
                manager.setFlag(peer.handle, PeerFlag.TRUSTED, true);
            }
            peers.add(peer);
        }
    }

    private Known peer(int number) {
        return peers.get(Math.floorMod(number, PEERS));
    }

    // What happens

    void offer(int number, CandidateKind kind, int netgroup) {
        Known peer = peer(number);
        long address = 0xffffL << 32 | 0x0a000001L + ((long) netgroup << 16);
        int code = manager.dialing().offer(peer.handle, 0, address, kind);
        if (code == Result.DONE.code()) {
            peer.offered = true;
            peer.kind = kind;
            offers++;
        } else if (code == Result.HAND_OFF_FULL.code()) {
            assertThat(offers).isGreaterThanOrEqualTo(PLACES);
        } else {
            assertThat(code).isEqualTo(Result.UNKNOWN_PEER.code());
        }
    }

    void flag(int number, PeerFlag flag, boolean on) {
        manager.setFlag(peer(number).handle, flag, on);
    }

    void ban(int number, boolean on) {
        long handle = peer(number).handle;
        if (on) {
            manager.bans().ban(handle, BanReason.BY_HAND);
        } else {
            manager.bans().lift(handle);
        }
    }

    void group(int number, int group, boolean member) {
        manager.groups().set(peer(number).handle, group, member);
    }

    void connectInbound(int number) {
        Known peer = peer(number);
        long ticket = manager.admitInbound(0, 0);
        if (ticket > 0 && !isRefused(manager.establishInbound(ticket, peer.handle))) {
            links.put(ticket, new Link(peer, false, true, DialReason.REQUESTED));
        }
        trusted = manager.trusted();
    }

    void dialByHand(int number) {
        Known peer = peer(number);
        long ticket = manager.admitOutbound(peer.handle, 0, 0);
        if (ticket > 0) {
            track(ticket, new Link(peer, true, true, DialReason.REQUESTED));
        }
    }

    private void track(long ticket, Link link) {
        link.trusted = manager.trusted() > trusted;
        trusted = manager.trusted();
        links.put(ticket, link);
    }

    /** Ends a ticket in some way, or closes a connection. */
    void end(int choice, DialOutcome outcome) {
        if (links.isEmpty()) {
            return;
        }
        List<Long> open = new ArrayList<>(links.keySet());
        long ticket = open.get(Math.floorMod(choice, open.size()));
        Link link = links.get(ticket);
        if (link.established || !link.outbound) {
            close(ticket);
        } else {
            answer(ticket, link, outcome);
        }
    }

    private void answer(long ticket, Link link, DialOutcome outcome) {
        if (outcome == DialOutcome.ESTABLISHED) {
            if (isRefused(manager.establishOutbound(ticket))) {
                links.remove(ticket);
            } else {
                link.established = true;
            }
        } else {
            manager.dialing().failed(ticket, outcome);
            links.remove(ticket);
        }
        trusted = manager.trusted();
    }

    private void close(long connection) {
        manager.close(connection);
        links.remove(connection);
        trusted = manager.trusted();
    }

    private static boolean isRefused(int outcome) {
        return io.peerage.model.Outcome.isRefused(outcome);
    }

    void release(int number) {
        manager.release(peer(number).handle);
    }

    void register(int number) {
        Known peer = peer(number);
        long handle = manager.register(Ids.id(peer.number));
        assertThat(handle).isPositive();
        if (handle != peer.handle) {
            peer.handle = handle;
            peer.offered = false;
        }
    }

    void forgive(int number) {
        manager.dialing().forgive(peer(number).handle);
    }

    void learnSelf(int number) {
        manager.dialing().learnSelf(peer(number).handle);
    }

    /** How dials end from now on; null: they don't, until somebody ends them. */
    void answers(DialOutcome outcome) {
        answer = outcome;
    }

    void obeysClose(boolean obeys) {
        obeysClose = obeys;
    }

    /** Everybody is gone, and nobody answers. */
    void outage() {
        answer = DialOutcome.TIMEOUT;
        new ArrayList<>(links.keySet()).forEach(this::close);
    }

    /** Lets time pass, a tick at a time. */
    void run(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(TICK);
            tick();
        }
    }

    /** Lets hours pass without a tick. */
    void jump(int hours) {
        clock.advance(Duration.ofHours(hours));
        // The owner was not there to look.
        waiting = false;
        tick();
    }

    void tick() {
        offers = 0;
        for (Known peer : peers) {
            peer.mightBeDialed =
                    manager.connectedness(peer.handle) == Connectedness.CANDIDATE
                                    && manager.dialing().canDial(peer.handle)
                            // The owner ends or shortens the wait of one that has become so.
                            || manager.hasFlag(peer.handle, PeerFlag.PERSISTENT)
                                    && manager.connectedness(peer.handle)
                                            == Connectedness.BACKING_OFF
                            || manager.hasFlag(peer.handle, PeerFlag.PERSISTENT)
                                    && manager.connectedness(peer.handle)
                                            == Connectedness.UNREACHABLE;
        }
        boolean outage = manager.dialing().isOutage();
        ticks++;
        long before = commanded;
        manager.tick();
        trusted = manager.trusted();
        peers.stream()
                .filter(peer -> manager.connectedness(peer.handle) == Connectedness.UNKNOWN)
                .forEach(peer -> peer.offered = false);
        assertThat(errors).isEmpty();
        assertThat(manager.verify()).isEmpty();
        watch(commanded != before || outage || manager.dialing().isOutage());
    }

    // What is commanded

    @Override
    public void dial(long handle, long ticket, long ipHi, long ipLo, DialReason reason) {
        commanded++;
        Known peer = peers.stream().filter(known -> known.handle == handle).findAny().orElseThrow();
        String what = "dial of peer " + peer.number + " for " + reason + " in tick " + ticks;
        assertThat(peer.mightBeDialed).as("%s: it might be, before the tick", what).isTrue();
        assertThat(peer.commandedAt).as("%s: once a tick", what).isNotEqualTo(ticks);
        peer.commandedAt = ticks;
        assertThat(manager.dialTicket(handle)).as(what).isEqualTo(ticket);
        assertThat(manager.isConnected(handle)).as(what).isFalse();
        assertThat(peer.number).as("%s: not this node", what).isNotZero();
        boolean persistent = manager.hasFlag(handle, PeerFlag.PERSISTENT);
        assertThat(reason == DialReason.PERSISTENT).as(what).isEqualTo(persistent);
        assertThat(peer.offered || persistent).as("%s: it was offered", what).isTrue();
        Link link = new Link(peer, true, false, reason);
        track(ticket, link);
        int parallel = Math.min(setting.dialing.parallelDials(), setting.pendingOutbound);
        assertThat(dialsUnderWay(false))
                .as("%s: dials under way", what)
                .isLessThanOrEqualTo(parallel);
        if (!BEYOND_TARGET.contains(reason) && !link.trusted) {
            assertThat(counted())
                    .as("%s: connections and dials that count", what)
                    .isLessThanOrEqualTo(setting.dialing.outboundTarget());
        }
        if (reason == DialReason.FEELER) {
            assertThat(feelers()).as("%s: feelers", what).isEqualTo(1);
        }
        if (answer != null) {
            answer(ticket, link, answer);
        }
    }

    private long dialsUnderWay(boolean byHandToo) {
        return links.values().stream()
                .filter(link -> link.outbound && !link.established && (byHandToo || !link.byHand))
                .count();
    }

    private long feelers() {
        return links.values().stream().filter(link -> link.reason == DialReason.FEELER).count();
    }

    /** What the target is compared with. */
    private long counted() {
        return links.values().stream()
                .filter(link -> link.outbound && !link.trusted)
                .filter(link -> link.reason != DialReason.FEELER)
                .filter(link -> !manager.hasFlag(link.peer.handle, PeerFlag.PERSISTENT))
                .count();
    }

    @Override
    public void close(long connection, CloseReason reason) {
        if (obeysClose || reason == CloseReason.SUPERSEDED) {
            close(connection);
        }
    }

    @Override
    public void onCloseForced(long connection, CloseReason reason) {
        // It may be dialed again in the very tick that took its connection for closed.
        links.remove(connection).peer.mightBeDialed = true;
    }

    @Override
    public void onTicketExpired(long ticket, Direction direction) {
        assertThat(links.remove(ticket)).isNotNull();
        trusted = manager.trusted();
    }

    @Override
    public void onConnected(long peer, int flaps) {}

    @Override
    public void onDisconnected(long peer, int flaps) {}

    // What must not stay

    /** Somebody to dial, and somebody missing, never stay together for longer than an interval and a tick. */
    private void watch(boolean begunAnew) {
        if (begunAnew || !isAnybodyWaiting()) {
            waiting = false;
            return;
        }
        if (!waiting) {
            waiting = true;
            waitingSince = clock.nanoTime();
        }
        long interval = setting.dialing.times().intervalNanos();
        assertThat(clock.nanoTime() - waitingSince)
                .as("ns that somebody waits while somebody is missing")
                .isLessThanOrEqualTo(interval + TICK.toNanos());
    }

    private boolean isAnybodyWaiting() {
        if (dialsUnderWay(true)
                >= Math.min(setting.dialing.parallelDials(), setting.pendingOutbound)) {
            return false;
        }
        boolean missing = counted() < setting.dialing.outboundTarget();
        return peers.stream()
                .filter(peer -> manager.connectedness(peer.handle) == Connectedness.CANDIDATE)
                .filter(peer -> manager.dialing().canDial(peer.handle))
                .anyMatch(
                        peer ->
                                manager.hasFlag(peer.handle, PeerFlag.PERSISTENT)
                                        // Seeds have to wait until nothing else is tried.
                                        || missing
                                                && peer.offered
                                                && peer.kind != CandidateKind.SEED);
    }

    /** Nobody answers any more and everybody leaves: nothing is left over. */
    void finish() {
        peers.forEach(peer -> manager.bans().ban(peer.handle, BanReason.BY_HAND));
        clock.advance(LEASE);
        tick();
        tick();
        assertThat(dialsUnderWay(true)).as("tickets that never ended").isZero();
        new ArrayList<>(links.keySet()).forEach(this::close);
        tick();
        assertThat(links).isEmpty();
        assertThat(manager.outbound()).isZero();
        assertThat(manager.inbound()).isZero();
        assertThat(manager.connectedPeers()).isZero();
        assertThat(manager.pendingOutbound()).isZero();
        assertThat(manager.pendingInbound()).isZero();
        assertThat(manager.trusted()).isZero();
        assertThat(manager.verify()).isEmpty();
    }

    /** Dials commanded so far. */
    long commanded() {
        return commanded;
    }
}
