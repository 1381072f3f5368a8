/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.DialConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.IpAddress;
import io.peerage.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A node that dials by itself, in virtual time, and everybody whom it dials: by default all answer at once.
 *
 * <p><b>Threading</b>: one thread.
 */
public final class Network implements CommandSink, LifecycleListener {
    /** A Dial command. */
    public record Dial(long peer, long ticket, IpAddress ip, DialReason reason, long at) {}

    /** What becomes of a dial. */
    @FunctionalInterface
    public interface Answer {
        /** How the dial of this peer ends; null if nobody ever hears of it. */
        DialOutcome to(long peer);
    }

    /** All Dial commands so far. */
    public final List<Dial> dials = new ArrayList<>();

    /** What was asked to be closed, and why. */
    public final List<CloseReason> closes = new ArrayList<>();

    /** Whom addresses were asked of. */
    public final List<Long> asked = new ArrayList<>();

    /** What user code threw. */
    public final List<Throwable> errors = new ArrayList<>();

    /** Close commands that have not been carried out, if this network is told not to. */
    public final List<Long> unclosed = new ArrayList<>();

    /** Who is connected, as told. */
    public final Set<Long> connected = new HashSet<>();

    private final FakeClock clock;
    private final PeerManager manager;
    private Answer answer = peer -> DialOutcome.ESTABLISHED;
    private Consumer<Dial> duringDials = dial -> {};
    private boolean closing = true;

    /** A node with this dialing, and what else the setting changes. */
    public Network(DialConfig dialing, UnaryOperator<PeerManagerBuilder> setting) {
        this(dialing, setting, 0);
    }

    /** A node with this dialing, and what else the setting changes, at this time. */
    public Network(DialConfig dialing, UnaryOperator<PeerManagerBuilder> setting, long start) {
        this.clock = new FakeClock(start);
        this.manager =
                setting.apply(
                                PeerManager.builder()
                                        .rateLimit(RateLimit.NONE)
                                        .maxPeers(1_000)
                                        .maxConnections(100)
                                        .maxInbound(40)
                                        .prefixLimits(PrefixLimits.NONE)
                                        .outboundLease(Duration.ofSeconds(10))
                                        .clock(clock)
                                        .hashKey(1, 2)
                                        .dialing(dialing)
                                        .listener(this)
                                        .errorHandler(errors::add)
                                        .commandSink(this))
                        .build();
    }

    /** A node with this dialing. */
    public Network(DialConfig dialing) {
        this(dialing, builder -> builder);
    }

    /** The manager. */
    public PeerManager manager() {
        return manager;
    }

    /** The time. */
    public FakeClock clock() {
        return clock;
    }

    /** Has dials end in another way from now on. */
    public void answer(Answer to) {
        this.answer = to;
    }

    /** Does something at each Dial command after it was answered. */
    public void duringDials(Consumer<Dial> more) {
        this.duringDials = more;
    }

    /** Whether Close commands are carried out, from now on. */
    public void closing(boolean carriedOut) {
        this.closing = carriedOut;
    }

    /** A known peer, not offered. */
    public long peer(int number) {
        return manager.register(Ids.id(number));
    }

    /** A peer that is offered, each in a netgroup of its own. */
    public long offer(int number, CandidateKind kind) {
        return offer(number, 10 + number / 200 + "." + number % 200 + ".0.1", kind);
    }

    /** A peer that is offered at an address. */
    public long offer(int number, String address, CandidateKind kind) {
        long peer = peer(number);
        IpAddress ip = IpAddress.parse(address);
        int result = manager.dialing().offer(peer, ip.hi(), ip.lo(), kind);
        if (result < 0) {
            throw new AssertionError("refused: " + Outcome.result(result));
        }
        return peer;
    }

    /** New peers, offered. */
    public List<Long> offerNew(int from, int count) {
        List<Long> peers = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            peers.add(offer(i, CandidateKind.NEW));
        }
        return peers;
    }

    /** Lets time pass, with a tick at each step. */
    public void run(Duration time, Duration step) {
        long end = clock.nanoTime() + time.toNanos();
        while (end - clock.nanoTime() > 0) {
            clock.advance(Math.min(step.toNanos(), end - clock.nanoTime()));
            manager.tick();
        }
    }

    /** A connection that a peer opens. */
    public long connectInbound(int number) {
        long ticket = manager.admitInbound(0, 0);
        int outcome = manager.establishInbound(ticket, peer(number));
        if (Outcome.isRefused(outcome)) {
            throw new AssertionError("refused: " + Outcome.result(outcome));
        }
        return ticket;
    }

    /** Closes all outbound connections of a peer. */
    public void drop(long peer) {
        dials.stream()
                .filter(dial -> dial.peer == peer)
                .forEach(dial -> manager.close(dial.ticket));
    }

    @Override
    public void close(long connection, CloseReason reason) {
        closes.add(reason);
        if (closing) {
            manager.close(connection);
        } else {
            unclosed.add(connection);
        }
    }

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        Dial dial = new Dial(peer, ticket, new IpAddress(ipHi, ipLo), reason, clock.nanoTime());
        dials.add(dial);
        DialOutcome outcome = answer.to(peer);
        if (outcome == DialOutcome.ESTABLISHED) {
            manager.establishOutbound(ticket);
        } else if (outcome != null) {
            manager.dialing().failed(ticket, outcome);
        }
        duringDials.accept(dial);
    }

    @Override
    public void needAddresses(long connectedPeer) {
        asked.add(connectedPeer);
    }

    @Override
    public void onConnected(long peer, int flaps) {
        connected.add(peer);
    }

    @Override
    public void onDisconnected(long peer, int flaps) {
        connected.remove(peer);
    }
}
