/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerage.config.ConfigException;
import io.peerage.config.DialConfig;
import io.peerage.config.PruneConfig;
import io.peerage.config.PruneCriterion;
import io.peerage.config.PrunePolicy;
import io.peerage.config.RateLimit;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.event.CommandSink;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.PeerFlag;
import io.peerage.model.PruneCriteria;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trimming and evicting through the façade (features B10, B11, D4, E2, E3, E6). */
class PruningTest implements CommandSink {
    private static final PrunePolicy BY_VALUE =
            PrunePolicy.GO_LIBP2P.withGrace(Duration.ofSeconds(20));

    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 1);
    private final List<Long> closes = new ArrayList<>();
    private final List<CloseReason> reasons = new ArrayList<>();
    private boolean obedient = true;
    private Runnable meanwhile = () -> {};
    private PeerManager manager = manager(PruneConfig.DEFAULT.by(BY_VALUE).watermarks(4, 8));

    private PeerManager manager(PruneConfig pruning) {
        return builder(pruning).build();
    }

    private PeerManagerBuilder builder(PruneConfig pruning) {
        return PeerManager.builder()
                .rateLimit(RateLimit.NONE)
                .maxPeers(100)
                .maxConnections(40)
                .maxInbound(20)
                .maxOutbound(20)
                .clock(clock)
                .commandSink(this)
                .tags(new TagConfig(List.of(TagKind.plain("worth")), List.of()))
                .pruning(pruning)
                .errorHandler(
                        error -> {
                            throw new AssertionError(error);
                        });
    }

    @Override
    public void close(long connection, CloseReason reason) {
        closes.add(connection);
        reasons.add(reason);
        if (obedient) {
            manager.close(connection);
        }
        Runnable once = meanwhile;
        meanwhile = () -> {};
        once.run();
    }

    private long inbound(int n) {
        long ticket = manager.admitInbound(0, 0xffffL << 32 | 0x0a000001L | (long) n << 16);
        if (ticket > 0) {
            assertThat(manager.establishInbound(ticket, new byte[] {1, (byte) n})).isPositive();
        }
        return ticket;
    }

    private long peer(int n) {
        return manager.lookup(new byte[] {1, (byte) n});
    }

    private void worth(int n, int value) {
        assertThat(manager.reputation().putTag(peer(n), 0, value)).isEqualTo(Result.DONE.code());
    }

    private void later(Duration time) {
        clock.advance(time);
        manager.tick();
    }

    @Test
    void d4_nobodyInGraceIsTrimmedAndTheLeastWorthGoFirst() {
        for (int n = 0; n < 9; n++) {
            inbound(n);
            worth(n, n);
        }
        manager.tick();
        assertThat(closes).as("all in grace").isEmpty();
        later(Duration.ofSeconds(30));
        assertThat(closes).hasSize(5);
        for (int n = 0; n < 9; n++) {
            assertThat(manager.isConnected(peer(n))).as("peer %d", n).isEqualTo(n >= 5);
        }
        assertThat(reasons).containsOnly(CloseReason.PRUNED);
        assertThat(manager.counter(Counter.CONNECTIONS_PRUNED)).isEqualTo(5);
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void whoTakesAVictimsSlotDuringATrimIsNotClosedInItsPlace() {
        List<Long> old = new ArrayList<>();
        for (int n = 0; n < 9; n++) {
            old.add(inbound(n));
        }
        meanwhile =
                () -> {
                    old.forEach(manager::close);
                    for (int n = 20; n < 29; n++) {
                        assertThat(inbound(n)).isPositive();
                    }
                };

        later(Duration.ofSeconds(30));

        assertThat(closes).hasSize(1).isSubsetOf(old);
        assertThat(manager.connectedPeers()).isEqualTo(9);
        assertThat(manager.counter(Counter.CONNECTIONS_PRUNED)).isEqualTo(1);
    }

    @Test
    void d4_aTrimRefusedBySilenceRunsLater() {
        manager =
                manager(
                        PruneConfig.DEFAULT
                                .by(BY_VALUE)
                                .watermarks(4, 8)
                                .silence(Duration.ofMinutes(1)));
        for (int n = 0; n < 9; n++) {
            inbound(n);
        }
        later(Duration.ofSeconds(30));
        assertThat(closes).hasSize(5);
        for (int n = 20; n < 30; n++) {
            inbound(n);
        }
        later(Duration.ofSeconds(25));
        assertThat(closes).as("silence").hasSize(5);
        // Nothing happens meanwhile but ticks.
        later(Duration.ofSeconds(40));
        assertThat(closes).hasSize(5 + 10);
    }

    @Test
    void e2_protectedPersistentAndTrustedPeersStay() {
        for (int n = 0; n < 9; n++) {
            inbound(n);
            worth(n, n);
        }
        manager.setFlag(peer(0), PeerFlag.PROTECTED, true);
        manager.setFlag(peer(1), PeerFlag.PERSISTENT, true);
        manager.setFlag(peer(2), PeerFlag.TRUSTED, true);
        later(Duration.ofSeconds(30));
        assertThat(closes).hasSize(5);
        for (int n = 0; n < 3; n++) {
            assertThat(manager.isConnected(peer(n))).isTrue();
        }
    }

    @Test
    void e5_noGroupFallsBelowTheMinimumThatDialingKeeps() {
        manager =
                builder(PruneConfig.DEFAULT.by(BY_VALUE).watermarks(2, 8))
                        .dialing(
                                DialConfig.DEFAULT
                                        .withOutboundTarget(0)
                                        .withNeedAddressesBelow(0)
                                        .withGroupMinimum(7, 3))
                        .build();
        for (int n = 0; n < 9; n++) {
            inbound(n);
            worth(n, n);
        }
        for (int n = 0; n < 4; n++) {
            manager.groups().set(peer(n), 7, true);
        }
        later(Duration.ofSeconds(30));
        int members = 0;
        for (int n = 0; n < 4; n++) {
            members += manager.isConnected(peer(n)) ? 1 : 0;
        }
        assertThat(members).isEqualTo(3);
        assertThat(manager.isConnected(peer(0))).as("worth the least of four").isFalse();
        assertThat(manager.inbound()).as("the others go").isEqualTo(3);
    }

    @Test
    void e3_theDiscouragedGoFirstAndExplainSaysWhy() {
        manager =
                manager(
                        PruneConfig.DEFAULT.by(
                                PrunePolicy.DEFAULT
                                        .withProtections(List.of())
                                        .withGrace(Duration.ZERO)));
        for (int n = 0; n < 9; n++) {
            inbound(n);
            worth(n, n);
        }
        manager.bans().discourage(peer(8), BanReason.OTHER);
        later(Duration.ofSeconds(1));
        List<PruneCriteria> criteria = manager.pruning().explain(peer(8));
        assertThat(criteria).hasSize(1);
        assertThat(criteria.get(0).discouraged()).isTrue();
        assertThat(criteria.get(0).decision()).isEqualTo("pruned");
        assertThat(manager.pruning().explain(peer(3)).get(0).decision())
                .contains("others came first");
        assertThat(manager.pruning().explain(0)).isEmpty();
        manager.pruning().trimTo(8);
        manager.tick();
        assertThat(manager.isConnected(peer(8))).isFalse();
        assertThat(closes).hasSize(1);
    }

    @Test
    void b11_trimToLeavesAsManyAndVictimsAreClaimedOnce() {
        manager = manager(PruneConfig.DEFAULT.by(BY_VALUE.withGrace(Duration.ZERO)));
        obedient = false;
        for (int n = 0; n < 20; n++) {
            inbound(n);
        }
        later(Duration.ofMinutes(5));
        assertThat(closes).as("no watermark").isEmpty();
        assertThat(manager.pruning().trimTo(15)).isEqualTo(Result.DONE.code());
        manager.pruning().trimTo(12);
        manager.tick();
        assertThat(closes).hasSize(8);
        manager.pruning().trimTo(12);
        manager.tick();
        assertThat(closes).as("gone from selection on").hasSize(8).doesNotHaveDuplicates();
        manager.pruning().trimTo(10);
        manager.tick();
        assertThat(closes).hasSize(10).doesNotHaveDuplicates();
        for (int i = 0; i < 7; i++) {
            later(Duration.ofSeconds(1));
        }
        assertThat(manager.inbound()).as("forced").isEqualTo(10);
        assertThat(manager.counter(Counter.CLOSES_FORCED)).isEqualTo(10);
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void b10_theWorstMakesRoomForTheNextAndTheLimitHolds() {
        manager = manager(PruneConfig.DEFAULT.by(BY_VALUE).evicting(true));
        for (int n = 0; n < 20; n++) {
            inbound(n);
            worth(n, n + 1);
        }
        later(Duration.ofMinutes(5));
        assertThat(closes).isEmpty();
        assertThat(inbound(50)).isEqualTo(Result.INBOUND_LIMIT.code());
        assertThat(inbound(51)).isEqualTo(Result.INBOUND_LIMIT.code());
        manager.tick();
        assertThat(manager.isConnected(peer(0))).as("the worst").isFalse();
        assertThat(closes).hasSize(1);
        assertThat(reasons).containsOnly(CloseReason.EVICTED);
        assertThat(manager.counter(Counter.CONNECTIONS_EVICTED)).isEqualTo(1);
        assertThat(inbound(52)).isPositive();
        manager.tick();
        assertThat(closes).hasSize(1);
        assertThat(manager.inbound()).isEqualTo(20);
    }

    @Test
    void b10_anOutboundConnectionNeverMakesRoomWhateverThePolicySpares() {
        PrunePolicy sparesNobody =
                BY_VALUE.withProtections(List.of())
                        .withOrder(List.of(PruneCriterion.VALUE, PruneCriterion.YOUNGEST));
        manager = manager(PruneConfig.DEFAULT.by(sparesNobody).evicting(true));
        for (int n = 0; n < 20; n++) {
            inbound(n);
            worth(n, 1);
        }
        long dialed = manager.register(new byte[] {2});
        long ticket = manager.admitOutbound(dialed, 0, 0);
        assertThat(manager.establishOutbound(ticket)).isPositive();
        assertThat(inbound(50)).isEqualTo(Result.INBOUND_LIMIT.code());
        manager.tick();
        assertThat(closes).as("an inbound one").hasSize(1);
        assertThat(manager.isConnected(dialed)).as("worth least of all").isTrue();
    }

    @Test
    void b10_nobodyEvictableMeansRefused() {
        manager = manager(PruneConfig.BITCOIN);
        for (int n = 0; n < 20; n++) {
            inbound(n);
        }
        later(Duration.ofMinutes(5));
        inbound(50);
        manager.tick();
        assertThat(closes).as("20 candidates: Bitcoin Core never evicts").isEmpty();
    }

    @Test
    void mistakesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> manager.pruning().trimTo(-1))
                .withMessageContaining("-1");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> manager(PruneConfig.DEFAULT.watermarks(9, 8)))
                .withMessageContaining("low watermark");
        assertThat(PeerManager.builder().build().pruning().trimTo(1))
                .isEqualTo(Result.NOT_CONFIGURED.code());
        assertThat(PruneConfig.GO_LIBP2P.problems()).isEmpty();
        assertThat(PruneConfig.KUBO.problems()).isEmpty();
        assertThat(PruneConfig.BITCOIN.problems()).isEmpty();
    }
}
