/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.Test;

/** What happens between two steps of a call, done by whoever the call asks in between: the clock, or user code. */
class MeanwhileTest implements CommandSink, NanoClock {
    private static final int NEWCOMERS = 56;

    private final List<Long> closes = new ArrayList<>();
    private Runnable onClose = () -> {};
    private Runnable onTime = () -> {};

    @Override
    public void close(long connection, CloseReason reason) {
        closes.add(connection);
        Runnable once = onClose;
        onClose = () -> {};
        once.run();
    }

    @Override
    public long nanoTime() {
        Runnable once = onTime;
        onTime = () -> {};
        once.run();
        return 1_000;
    }

    private PeerManagerBuilder builder() {
        return PeerManager.builder()
                .rateLimit(RateLimit.NONE)
                .maxPeers(200)
                .maxConnections(64)
                .maxInbound(64)
                .maxOutbound(8)
                .clock(this)
                .commandSink(this);
    }

    private static long ip(int network, int host) {
        return 0xffffL << 32 | 0x0b000000L | (long) network << 8 | host;
    }

    private static long open(PeerManager manager, int network, int host) {
        long ticket = manager.admitInbound(0, ip(network, host));
        assertThat(ticket).isPositive();
        byte[] id = {7, (byte) network, (byte) host};
        assertThat(manager.establishInbound(ticket, id)).isPositive();
        return ticket;
    }

    @Test
    void aPrefixThatTakesTheCellOfABannedOneIsNotClosedInItsPlace() {
        PrefixLimits limits =
                new PrefixLimits(
                        List.of(new PrefixLimit(24, 64)), PrefixLimits.DEFAULT.v6(), List.of(), 0);
        for (long key = 0; key < 10; key++) {
            closes.clear();
            PeerManager manager = builder().prefixLimits(limits).hashKey(key, 1).build();
            List<Long> banned = new ArrayList<>();
            for (int host = 1; host <= 8; host++) {
                banned.add(open(manager, 0, host));
            }
            onClose =
                    () -> {
                        banned.forEach(manager::close);
                        // Until no cell is left that nobody has had.
                        for (int network = 100; network < 1_000; network++) {
                            manager.abandon(manager.admitInbound(0, ip(network, 1)));
                        }
                        for (int network = 1; network <= NEWCOMERS; network++) {
                            open(manager, network, 1);
                        }
                    };
            manager.bans().banPrefix(0, ip(0, 1), 24, BanReason.BY_HAND);

            manager.tick();

            assertThat(closes).as("key %d", key).hasSize(1).isSubsetOf(banned);
            assertThat(manager.connectedPeers()).isEqualTo(NEWCOMERS);
            assertThat(manager.verify()).isEmpty();
        }
    }

    @Test
    void aDialThatBeganAndFailedDuringAnotherIsWaitedFor() {
        PeerManager manager =
                builder().backOff(BackOffConfig.constant(Duration.ofSeconds(10))).build();
        long peer = manager.register(new byte[] {1});
        // So that admission asks for the time.
        manager.bans().banPrefix(0, ip(9, 9), 32, BanReason.BY_HAND);
        manager.tick();
        onTime =
                () -> {
                    long other = manager.admitOutbound(peer, 0, ip(1, 1));
                    assertThat(manager.dialing().failed(other, DialOutcome.REFUSED)).isPositive();
                };

        assertThat(manager.admitOutbound(peer, 0, ip(1, 1))).isEqualTo(Result.BACKING_OFF.code());
        assertThat(manager.pendingOutbound()).isZero();
        assertThat(manager.dialTicket(peer)).isZero();
        assertThat(manager.verify()).isEmpty();
    }

    /** Its prefix is banned, and looked through, when it is counted there, but has no ticket yet. */
    @Test
    void anAttemptThatABanOvertakesIsEndedByTheNextTick() {
        PeerManager manager = builder().build();
        onTime =
                () -> {
                    manager.bans().banPrefix(0, ip(3, 1), 24, BanReason.BY_HAND);
                    manager.tick();
                };

        long ticket = manager.admitInbound(0, ip(3, 1));

        assertThat(ticket).isPositive();
        assertThat(manager.pendingInbound()).isOne();
        manager.tick();
        assertThat(manager.pendingInbound()).isZero();
        assertThat(manager.establishInbound(ticket, new byte[] {5}))
                .isEqualTo(Result.TICKET_EXPIRED.code());
        assertThat(manager.admitInbound(0, ip(3, 1))).isEqualTo(Result.PREFIX_BANNED.code());
        assertThat(closes).isEmpty();
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void aConnectionThatABanOvertakesIsClosedByTheNextTick() {
        PeerManager manager = builder().build();
        onTime =
                () -> {
                    manager.bans().banPrefix(0, ip(3, 1), 24, BanReason.BY_HAND);
                    manager.tick();
                };

        long ticket = open(manager, 3, 1);
        manager.tick();

        assertThat(closes).containsExactly(ticket);
        assertThat(manager.close(ticket)).isPositive();
        manager.tick();
        assertThat(closes).containsExactly(ticket);
        assertThat(manager.verify()).isEmpty();
    }

    /** Somebody is counted there, and has no ticket yet, from before the ban until after its lift. */
    @Test
    void whoComesInAfterALiftIsNotClosedForTheBan() {
        PeerManager manager = builder().build();
        List<Long> newcomers = new ArrayList<>();
        onTime =
                () -> {
                    manager.bans().banPrefix(0, ip(3, 1), 24, BanReason.BY_HAND);
                    manager.tick();
                    manager.bans().liftPrefix(0, ip(3, 1), 24);
                    manager.tick();
                    newcomers.add(open(manager, 3, 2));
                    newcomers.add(manager.admitInbound(0, ip(3, 3)));
                    manager.tick();
                };

        long ticket = manager.admitInbound(0, ip(3, 1));
        manager.tick();

        assertThat(closes).isEmpty();
        assertThat(newcomers).hasSize(2).allMatch(newcomer -> newcomer > 0);
        assertThat(manager.abandon(newcomers.get(1))).isPositive();
        assertThat(manager.abandon(ticket)).isPositive();
        assertThat(manager.verify()).isEmpty();
    }
}
