/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

import static io.peerage.allocation.Expectation.expect;

import io.peerage.PeerManager;
import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Ticks of nodes that dial by themselves, each an operation that can be repeated. One thread. */
final class DialOperations {
    private static final long LO = 0xffffL << 32 | 0xcb007107L;
    private static final byte[] ONE = {1};
    private static final byte[] STRANGER = {9, 9};
    private static final Duration LONG = Duration.ofSeconds(2);

    /** Looks as often as the owner ticks, for one peer. */
    private static final DialConfig EAGER =
            DialConfig.DEFAULT
                    .withOutboundTarget(1)
                    .withNeedAddressesBelow(0)
                    .withTimes(
                            DialTimes.DEFAULT
                                    .withInterval(Duration.ofMillis(1))
                                    .withShortest(Duration.ofMillis(1))
                                    .withFirstRun(Duration.ZERO)
                                    .withFeelers(Duration.ZERO));

    // Not the other operations' clock: their tickets and back-offs would run out.
    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 1000);
    private final Map<String, Runnable> all;

    private DialOperations(Map<String, Runnable> all) {
        this.all = all;
    }

    static void addTo(Map<String, Runnable> all) {
        DialOperations operations = new DialOperations(all);
        operations.idle();
        operations.failingAndSucceeding();
        operations.offers();
        operations.feelers();
        operations.groups();
        operations.churn();
        operations.outage();
    }

    /** A node, and everybody whom it dials. */
    private final class Dialer implements CommandSink {
        final PeerManager m;
        DialOutcome answer = DialOutcome.ESTABLISHED;
        long last;
        int dials;
        int closes;
        int asked;

        Dialer(UnaryOperator<DialConfig> setting) {
            m =
                    PeerManager.builder()
                            .rateLimit(RateLimit.NONE)
                            .maxPeers(60)
                            .maxConnections(20)
                            .backOff(BackOffConfig.constant(Duration.ofSeconds(1)))
                            .hashKey(1, 2)
                            .clock(clock)
                            .dialing(setting.apply(EAGER))
                            .commandSink(this)
                            .build();
        }

        @Override
        public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
            dials++;
            last = ticket;
            if (answer == DialOutcome.ESTABLISHED) {
                m.establishOutbound(ticket);
            } else {
                m.dialing().failed(ticket, answer);
            }
        }

        @Override
        public void close(long connection, CloseReason reason) {
            closes++;
            m.close(connection);
        }

        @Override
        public void needAddresses(long connectedPeer) {
            asked++;
        }

        long offer(byte[] id, CandidateKind kind) {
            long peer = m.register(id);
            expect(m.dialing().offer(peer, 0, LO + 65_536L * id[0], kind) == Result.DONE.code());
            return peer;
        }

        void tickLater() {
            clock.advance(LONG);
            m.tick();
        }
    }

    private void idle() {
        Dialer node = new Dialer(config -> config);
        node.offer(ONE, CandidateKind.NEW);
        node.tickLater();
        node.tickLater();
        expect(node.dials == 1);
        all.put(
                "tick of a node that dials, with nobody missing",
                () -> {
                    node.m.tick();
                    node.tickLater();
                    expect(node.dials == 1);
                });
    }

    private void failingAndSucceeding() {
        Dialer node = new Dialer(config -> config);
        long peer = node.offer(ONE, CandidateKind.NEW);
        all.put(
                "tick that dials, a dial that fails, waits, is made again and answered",
                () -> {
                    int before = node.dials;
                    node.answer = DialOutcome.REFUSED;
                    node.tickLater();
                    expect(node.dials == before + 1 && node.m.dialing().failuresOf(peer) == 1);
                    node.m.tick();
                    expect(!node.m.dialing().canDial(peer));
                    node.answer = DialOutcome.ESTABLISHED;
                    node.tickLater();
                    expect(node.dials == before + 2 && node.m.isConnected(peer));
                    node.m.tick();
                    node.m.close(node.last);
                    node.m.tick();
                });
        // Of a clock that other operations don't move, or its connections would have proven
        // themselves.
        Dialer persistent =
                new DialOperations(all).new Dialer(config -> config.withOutboundTarget(0));
        long wanted = persistent.offer(ONE, CandidateKind.NEW);
        persistent.m.setFlag(wanted, PeerFlag.PERSISTENT, true);
        persistent.tickLater();
        persistent.tickLater();
        expect(persistent.dials == 1);
        all.put(
                "persistent peer that hangs up, by hand forgiven and dialed at once",
                () -> {
                    int before = persistent.dials;
                    persistent.m.close(persistent.last);
                    persistent.m.tick();
                    expect(persistent.m.dialing().failuresOf(wanted) == 1);
                    persistent.m.dialing().forgive(wanted);
                    persistent.tickLater();
                    expect(persistent.dials == before + 1 && persistent.m.isConnected(wanted));
                });
    }

    private void offers() {
        Dialer node = new Dialer(config -> config.withOutboundTarget(0));
        byte[][] ids = new byte[50][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = new byte[] {(byte) (10 + i)};
        }
        all.put(
                "offers of fifty peers, and the tick that takes them in",
                () -> {
                    for (int i = 0; i < ids.length; i++) {
                        node.offer(ids[i], CandidateKind.TRIED);
                    }
                    node.m.tick();
                });
        Dialer curious = new Dialer(config -> config.withNeedAddressesBelow(10));
        all.put(
                "tick that asks for addresses",
                () -> {
                    int before = curious.asked;
                    curious.tickLater();
                    expect(curious.asked == before + 1);
                });
    }

    private void feelers() {
        Dialer node =
                new Dialer(
                        config ->
                                config.withOutboundTarget(0)
                                        .withTimes(
                                                config.times().withFeelers(Duration.ofMillis(1))));
        all.put(
                "feeler to a new address",
                () -> {
                    int dials = node.dials;
                    int closes = node.closes;
                    long peer = node.offer(STRANGER, CandidateKind.NEW);
                    node.tickLater();
                    expect(node.dials == dials + 1 && node.m.isConnected(peer));
                    node.m.tick();
                    expect(node.closes == closes + 1 && !node.m.isConnected(peer));
                    expect(node.m.release(peer) == Result.RELEASED.code());
                    node.m.tick();
                });
    }

    private void groups() {
        Dialer node =
                new Dialer(
                        config ->
                                config.withOutboundTarget(3)
                                        .withGroupMinimum(5, 2)
                                        .withGroupMinimum(120, 1));
        for (int i = 1; i < 40; i++) {
            long peer = node.offer(new byte[] {(byte) i}, CandidateKind.NEW);
            node.m.groups().set(peer, 5, i % 9 == 0);
            node.m.groups().set(peer, 120, i % 20 == 0);
        }
        long there = node.m.register(STRANGER);
        node.m.groups().set(there, 5, true);
        expect(node.m.establishInbound(node.m.admitInbound(0, LO), there) > 0);
        long[] anchors = new long[2];
        all.put(
                "tick that dials for groups",
                () -> {
                    node.tickLater();
                    expect(
                            node.m.outbound() == 3
                                    && node.m.dialing().commanded(DialReason.GROUP) > 0);
                    expect(node.m.dialing().anchors(anchors) == 2);
                    node.m.close(node.last);
                    node.m.tick();
                });
    }

    private void churn() {
        Duration least = Duration.ofMillis(1);
        Dialer node =
                new Dialer(config -> config.withTimes(config.times().withChurn(least, least)));
        node.offer(ONE, CandidateKind.TRIED);
        node.offer(STRANGER, CandidateKind.TRIED);
        all.put(
                "tick that lets a peer go",
                () -> {
                    int closes = node.closes;
                    node.tickLater();
                    node.tickLater();
                    expect(node.closes > closes);
                });
    }

    private void outage() {
        Dialer node = new Dialer(config -> config);
        long peer = node.offer(ONE, CandidateKind.TRIED);
        all.put(
                "an outage begins and ends",
                () -> {
                    node.answer = DialOutcome.ESTABLISHED;
                    node.tickLater();
                    node.tickLater();
                    expect(node.m.isConnected(peer) && !node.m.dialing().isOutage());
                    node.m.close(node.last);
                    node.answer = DialOutcome.TIMEOUT;
                    while (!node.m.dialing().isOutage()) {
                        node.tickLater();
                    }
                });
    }
}
