/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Limits;
import io.peerage.config.PrefixLimits;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One of the two managers with small limits and a clock that the test moves, checked by itself before and after. */
abstract class ManagerUnderTest {
    static final int ID_BYTES = 34;
    static final Duration LEASE = Duration.ofSeconds(15);
    static final int TOTAL = 10;
    static final int INBOUND = 8;
    static final int OUTBOUND = 4;
    static final int PENDING_INBOUND = 3;
    static final int PENDING_OUTBOUND = 2;
    static final int PER_PEER = 2;
    static final int PEERS = 64;

    // Wraps a little after the first lease, when some tickets have expired and others have not: so
    // that comparing times, and not their differences, shows.
    final FakeClock clock = new FakeClock(Long.MAX_VALUE - LEASE.toNanos() / 10 * 11);
    final EventLog events = new EventLog();
    ConnectionManager manager = build(settings(), events);

    abstract ConnectionManager build(ManagerSettings settings, PeerEvents events);

    ManagerSettings settings() {
        return settings(
                new Limits(
                        TOTAL, INBOUND, OUTBOUND, PENDING_INBOUND, PENDING_OUTBOUND, PER_PEER, 0));
    }

    ManagerSettings settings(Limits limits) {
        return new ManagerSettings(PEERS, limits, PrefixLimits.DEFAULT, LEASE, clock);
    }

    /** A manager with room for everything but what a test is about. */
    void roomy() {
        manager = build(settings(new Limits(400, 400, 400, 400, 400, PER_PEER, 0)), events);
    }

    @BeforeEach
    void agreesWhenEmpty() {
        assertThat(manager.verify()).isEmpty();
    }

    @AfterEach
    void agreesWithItself() {
        assertThat(manager.verify()).isEmpty();
        manager.close();
    }

    static byte[] id(int number) {
        return ByteBuffer.allocate(ID_BYTES).putInt(0x12200000).putInt(number).array();
    }

    static long v4(int a, int b, int c, int d) {
        return 0xffffL << 32 | (long) a << 24 | b << 16 | c << 8 | d;
    }

    static long v6(int site, int half, int net) {
        return 0x2001_0db8_0000_0000L | (long) site << 16 | half << 8 | net;
    }

    long connect(int peer) {
        long ticket = manager.admitInbound(0, 0);
        assertThat(ticket).isPositive();
        assertThat(Outcome.isRefused(manager.establishInbound(ticket, id(peer), 0, ID_BYTES)))
                .isFalse();
        return ticket;
    }

    long dial(int peer) {
        long ticket =
                manager.admitOutbound(manager.register(id(peer), 0, ID_BYTES), 0, v4(9, 9, 9, 9));
        assertThat(ticket).isPositive();
        return ticket;
    }

    int establish(long ticket, int peer) {
        return manager.establishInbound(ticket, id(peer), 0, ID_BYTES);
    }

    static Result refusal(long value) {
        return Result.ofRefusal(value);
    }

    static Result result(int outcome) {
        return Outcome.result(outcome);
    }
}
