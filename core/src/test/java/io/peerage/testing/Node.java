/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.model.DialOutcome;
import io.peerage.model.IpAddress;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A manager with all that a test of it needs at hand: its clock, what its owner heard, and calls that give a {@link Result}.
 *
 * <p><b>Threading</b>: as the manager.
 */
public final class Node {
    /** How long every ticket lasts. */
    public static final Duration LEASE = Duration.ofSeconds(15);

    private final FakeClock clock = new FakeClock(-5);
    private final LifecycleLog log = new LifecycleLog();
    private final PeerManager manager;

    /** A node without prefix limits, but for what the setting changes. */
    public Node(UnaryOperator<PeerManagerBuilder> setting) {
        this.manager =
                setting.apply(
                                PeerManager.builder()
                                        .rateLimit(RateLimit.NONE)
                                        .maxPeers(64)
                                        .prefixLimits(PrefixLimits.NONE)
                                        .inboundLease(LEASE)
                                        .outboundLease(LEASE)
                                        .clock(clock)
                                        .listener(log)
                                        .commandSink(log))
                        .build();
    }

    /** The manager. */
    public PeerManager manager() {
        return manager;
    }

    /** The manager's clock. */
    public FakeClock clock() {
        return clock;
    }

    /** What the owner heard and was told to do. */
    public LifecycleLog log() {
        return log;
    }

    /** The peer with a numbered id, which becomes known. */
    public long peer(int number) {
        return manager.register(Ids.id(number));
    }

    /** An inbound ticket from an address; none if it is empty. */
    public long inbound(String address) {
        IpAddress ip = address.isEmpty() ? IpAddress.NONE : IpAddress.parse(address);
        return manager.admitInbound(ip.hi(), ip.lo());
    }

    /** An inbound ticket from nowhere. */
    public long inbound() {
        return inbound("");
    }

    /** A dial ticket to nowhere. */
    public long dial(long peer) {
        return manager.admitOutbound(peer, 0, 0);
    }

    /** An established inbound connection. */
    public long connectInbound(long peer) {
        long ticket = inbound();
        expectAccepted(manager.establishInbound(ticket, peer));
        return ticket;
    }

    /** An established outbound connection. */
    public long connectOutbound(long peer) {
        long ticket = dial(peer);
        expectAccepted(manager.establishOutbound(ticket));
        return ticket;
    }

    /** Dials the peer this often, each time as soon as it may be; every dial is refused. */
    public void failDials(long peer, int times) {
        for (int i = 0; i < times; i++) {
            clock.advance(manager.dialing().backOffNanos(peer));
            long ticket = dial(peer);
            expectAccepted(manager.dialing().failed(ticket, DialOutcome.REFUSED));
        }
    }

    private static void expectAccepted(int outcome) {
        if (Outcome.isRefused(outcome)) {
            throw new AssertionError("refused: " + Outcome.result(outcome));
        }
    }

    /** Establishes an inbound ticket. */
    public Result show(long ticket, long peer) {
        return Outcome.result(manager.establishInbound(ticket, peer));
    }

    /** Closes a connection or ticket. */
    public Result close(long connection) {
        return Outcome.result(manager.close(connection));
    }

    /** Why a ticket was refused; null if it wasn't. */
    public static Result refusal(long ticket) {
        return ticket > 0 ? null : Result.ofRefusal(ticket);
    }
}
