/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerage.config.BanConfig;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.ConfigException;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.BanReason;
import io.peerage.model.CidrVerdict;
import io.peerage.model.CloseReason;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.IpAddress;
import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Bans, discouraged peers, lists and rates through the façade (features B6, B9, E6, G1 to G5). */
class BansTest implements CommandSink, LifecycleListener {
    private static final Duration HALF_DAY = Duration.ofHours(12);

    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 5);
    private final List<Long> closes = new ArrayList<>();
    private final List<CloseReason> reasons = new ArrayList<>();
    private final List<Long> forced = new ArrayList<>();
    private final PeerManager manager = builder().build();
    private final Bans bans = manager.bans();
    private boolean obedient = true;

    private PeerManagerBuilder builder() {
        return PeerManager.builder()
                .maxPeers(400)
                .clock(clock)
                .listener(this)
                .commandSink(this)
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
    }

    @Override
    public void onConnected(long peer, int flaps) {}

    @Override
    public void onDisconnected(long peer, int flaps) {}

    @Override
    public void onCloseForced(long connection, CloseReason reason) {
        assertThat(reason).isEqualTo(CloseReason.BANNED);
        forced.add(connection);
    }

    private static byte[] id(int n) {
        return new byte[] {1, (byte) n, (byte) (n >> 8)};
    }

    private static IpAddress ip(String text) {
        return IpAddress.parse(text);
    }

    private long admit(PeerManager to, String from) {
        return to.admitInbound(ip(from).hi(), ip(from).lo());
    }

    private long connect(int n, String from) {
        long ticket = admit(manager, from);
        assertThat(ticket).isPositive();
        assertThat(Outcome.result(manager.establishInbound(ticket, id(n))).isRefusal()).isFalse();
        return ticket;
    }

    private int ban(long peer, String seenAt) {
        return bans.ban(peer, ip(seenAt).hi(), ip(seenAt).lo(), BanReason.MISBEHAVIOUR);
    }

    @Test
    void aBanRefusesBothWaysAtOnceAndClosesWhatIsOpenInTheNextTick() {
        long connection = connect(1, "10.0.0.1");
        long peer = manager.lookup(id(1));
        long other = connect(2, "10.0.0.2");

        assertThat(ban(peer, "10.0.0.1")).isEqualTo(Result.DONE.code());
        assertThat(bans.isBanned(peer)).isTrue();
        assertThat(manager.hasFlag(peer, PeerFlag.BANNED)).isTrue();
        assertThat(manager.connectedness(peer)).isEqualTo(Connectedness.BANNED);
        assertThat(manager.dialing().canDial(peer)).isFalse();
        assertThat(manager.admitOutbound(peer, 0, 0)).isEqualTo(Result.BANNED.code());
        assertThat(Outcome.result(manager.establishInbound(admit(manager, "10.0.0.9"), peer)))
                .isEqualTo(Result.BANNED);
        assertThat(closes).isEmpty();

        manager.tick();
        assertThat(closes).containsExactly(connection);
        assertThat(reasons).containsExactly(CloseReason.BANNED);
        assertThat(manager.isConnected(peer)).isFalse();
        assertThat(manager.isInbound(other)).isTrue();
        assertThat(bans.peers()).isEqualTo(1);
        assertThat(bans.remainingNanos(id(1)))
                .isBetween(HALF_DAY.toNanos(), HALF_DAY.toNanos() + 2_000_000);
        assertThat(bans.reason(id(1))).isEqualTo(BanReason.MISBEHAVIOUR);
        assertThat(manager.release(peer)).isEqualTo(Result.PEER_IN_USE.code());
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void aBanEndsByTimeAndTheNextIsTwiceAsLong() {
        long peer = manager.register(id(1));
        bans.ban(peer, BanReason.OTHER);
        manager.tick();
        clock.advance(HALF_DAY.minusSeconds(1));
        manager.tick();
        assertThat(bans.isBanned(peer)).isTrue();
        clock.advance(Duration.ofSeconds(2));
        manager.tick();
        assertThat(bans.isBanned(peer)).isFalse();
        assertThat(manager.connectedness(peer)).isEqualTo(Connectedness.CANDIDATE);
        assertThat(bans.peers()).isZero();

        // Also when it was given up in between, and has another handle.
        assertThat(manager.release(peer)).isEqualTo(Result.RELEASED.code());
        manager.tick();
        long again = manager.register(id(1));
        bans.ban(again, BanReason.OTHER);
        manager.tick();
        assertThat(bans.remainingNanos(id(1))).isGreaterThan(2 * HALF_DAY.toNanos() - 1);
        clock.advance(HALF_DAY.multipliedBy(2).plusSeconds(1));
        manager.tick();
        assertThat(bans.isBanned(again)).isFalse();
    }

    @Test
    void aLiftedPeerIsReinstatedAtOnce() {
        long peer = manager.register(id(1));
        bans.ban(peer, BanReason.OTHER);
        manager.tick();
        assertThat(bans.lift(peer)).isEqualTo(Result.DONE.code());
        assertThat(manager.dialing().canDial(peer)).isTrue();
        manager.tick();
        assertThat(bans.peers()).isZero();
        // Its earlier ban is forgotten.
        bans.ban(peer, BanReason.OTHER);
        manager.tick();
        assertThat(bans.remainingNanos(id(1))).isLessThan(HALF_DAY.toNanos() + 2_000_000);

        bans.ban(peer, BanReason.OTHER);
        bans.lift(peer);
        manager.tick();
        assertThat(bans.isBanned(peer)).as("banned and lifted between two ticks").isFalse();
        bans.lift(peer);
        bans.ban(peer, BanReason.OTHER);
        manager.tick();
        assertThat(bans.isBanned(peer)).as("lifted and banned between two ticks").isTrue();
    }

    @Test
    void aPeerThatIsLiftedAndGivenUpBetweenTwoTicksLeavesNoBan() {
        long peer = manager.register(id(1));
        bans.ban(peer, BanReason.OTHER);
        manager.tick();
        bans.lift(peer);
        assertThat(manager.release(peer)).isEqualTo(Result.RELEASED.code());
        manager.tick();
        assertThat(bans.peers()).isZero();
        assertThat(bans.remainingNanos(id(1))).isZero();
        assertThat(manager.counter(Counter.BANS_STALE)).isZero();
    }

    @Test
    void aPeerIsBannedByItsIdBeforeItWasEverMet() {
        assertThat(bans.ban(id(7), BanReason.BY_HAND)).isEqualTo(Result.DONE.code());
        assertThat(Outcome.result(manager.establishInbound(admit(manager, "10.0.0.1"), id(7))))
                .isEqualTo(Result.BANNED);
    }

    @Test
    void selfAndStrangersAreNotBanned() {
        PeerManager named = builder().localId(id(3)).build();
        assertThat(named.bans().ban(id(3), BanReason.OTHER)).isEqualTo(Result.SELF.code());
        assertThat(bans.ban(0, BanReason.OTHER)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(bans.lift(0)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(bans.discourage(0, BanReason.OTHER)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(bans.isBanned(0)).isFalse();
        assertThat(bans.isDiscouraged(0)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> manager.setFlag(manager.register(id(1)), PeerFlag.BANNED, true))
                .withMessageContaining("call bans().ban");
    }

    @Test
    void ordersBeyondWhatFitsAreRefusedAndCounted() {
        long peer = manager.register(id(1));
        long other = manager.register(id(2));
        int taken = 0;
        while (bans.discourage(other, BanReason.OTHER) == Result.DONE.code()) {
            taken++;
        }
        assertThat(taken).isGreaterThanOrEqualTo(1_000);
        assertThat(bans.ban(peer, BanReason.OTHER)).isEqualTo(Result.HAND_OFF_FULL.code());
        assertThat(bans.isBanned(peer)).as("nothing half done").isFalse();
        assertThat(manager.counter(Counter.BANS_REFUSED)).isEqualTo(2);
        manager.tick();
        assertThat(bans.ban(peer, BanReason.OTHER)).isEqualTo(Result.DONE.code());
    }

    @Test
    void aBannedPrefixIsRefusedBeforeTheHandshakeAndClosed() {
        long near = connect(1, "10.0.0.1");
        long far = connect(2, "10.0.1.1");
        long handshake = admit(manager, "10.0.0.7");
        long dial =
                manager.admitOutbound(
                        manager.register(id(5)), ip("10.0.0.8").hi(), ip("10.0.0.8").lo());
        assertThat(dial).isPositive();

        IpAddress any = ip("10.0.0.99");
        assertThat(bans.banPrefix(any.hi(), any.lo(), 24, BanReason.EXHAUSTION))
                .isEqualTo(Result.DONE.code());
        manager.tick();
        assertThat(closes).containsExactly(near);
        assertThat(manager.isInbound(far)).isTrue();
        assertThat(Outcome.result(manager.establishInbound(handshake, id(3))))
                .isEqualTo(Result.TICKET_EXPIRED);
        assertThat(Outcome.result(manager.establishOutbound(dial)))
                .isEqualTo(Result.TICKET_EXPIRED);
        assertThat(admit(manager, "10.0.0.200")).isEqualTo(Result.PREFIX_BANNED.code());
        assertThat(manager.admitOutbound(manager.register(id(9)), any.hi(), any.lo()))
                .isEqualTo(Result.PREFIX_BANNED.code());
        assertThat(manager.explain().inbound(any.hi(), any.lo()).result())
                .isEqualTo(Result.PREFIX_BANNED);
        assertThat(bans.isAddressBanned(any.hi(), any.lo())).isTrue();
        assertThat(admit(manager, "10.0.1.200")).isPositive();

        bans.liftPrefix(any.hi(), any.lo(), 24);
        manager.tick();
        assertThat(admit(manager, "10.0.0.200")).isPositive();
        assertThat(manager.verify()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bans.banPrefix(any.hi(), any.lo(), 20, BanReason.OTHER))
                .withMessageContaining("20")
                .withMessageContaining("v4Bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bans.banPrefix(0, 0, 24, BanReason.OTHER));
    }

    @Test
    void g3_moreThanFiveBannedPeersBanTheirPrefixUntilOneIsReinstated() {
        for (int i = 1; i <= 6; i++) {
            manager.register(id(i));
        }
        long bystander = connect(20, "10.0.0.1");
        for (int i = 1; i <= 5; i++) {
            ban(manager.lookup(id(i)), "10.0.0.1");
        }
        manager.tick();
        assertThat(admit(manager, "10.0.0.1")).isPositive();
        assertThat(closes).isEmpty();
        ban(manager.lookup(id(6)), "10.0.0.1");
        manager.tick();
        assertThat(admit(manager, "10.0.0.1")).isEqualTo(Result.PREFIX_BANNED.code());
        assertThat(closes).containsExactly(bystander);
        assertThat(admit(manager, "10.0.0.2")).isPositive();
        bans.lift(manager.lookup(id(3)));
        manager.tick();
        assertThat(admit(manager, "10.0.0.1")).isPositive();
    }

    @Test
    void g4_aDiscouragedPeerComesInAndIsNotDialed() {
        long peer = manager.register(id(1));
        bans.discourage(peer, BanReason.LOW_SCORE);
        manager.tick();
        assertThat(bans.isDiscouraged(peer)).isTrue();
        assertThat(manager.dialing().canDial(peer)).isFalse();
        long connection = connect(1, "10.0.0.1");
        manager.tick();
        assertThat(closes).isEmpty();

        manager.close(connection);
        assertThat(manager.release(peer)).isEqualTo(Result.RELEASED.code());
        manager.tick();
        long again = manager.register(id(1));
        assertThat(again).isNotEqualTo(peer);
        connect(1, "10.0.0.1");
        manager.tick();
        assertThat(bans.isDiscouraged(again)).as("recognised when it is back").isTrue();
        clock.advance(Duration.ofDays(1).plusSeconds(1));
        manager.tick();
        assertThat(bans.isDiscouraged(again)).isFalse();
        manager.tick();
        assertThat(manager.dialing().canDial(again)).isTrue();
    }

    @Test
    void g5_whoIsBannedTakesAtMostAQuarterOfThePeers() {
        for (int i = 0; i < 150; i++) {
            assertThat(bans.ban(id(i), BanReason.OTHER)).isEqualTo(Result.DONE.code());
            manager.tick();
        }
        assertThat(bans.peers()).isEqualTo(100);
        assertThat(manager.counter(Counter.PEER_BANS_DROPPED)).isEqualTo(50);
        assertThat(bans.isBanned(manager.lookup(id(49)))).as("the oldest went").isFalse();
        assertThat(bans.isBanned(manager.lookup(id(50)))).isTrue();
    }

    @Test
    void e6_aCloseThatDoesNotComeIsReportedAndForced() {
        obedient = false;
        long connection = connect(1, "10.0.0.1");
        ban(manager.lookup(id(1)), "10.0.0.1");
        manager.tick();
        assertThat(closes).containsExactly(connection);
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(1));
            manager.tick();
        }
        assertThat(forced).as("not before 5 s").isEmpty();
        assertThat(manager.inbound()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        manager.tick();
        assertThat(forced).containsExactly(connection);
        assertThat(manager.inbound()).isZero();
        assertThat(manager.counter(Counter.CLOSES_FORCED)).isEqualTo(1);
        assertThat(closes).as("commanded once").hasSize(1);
        assertThat(Outcome.result(manager.close(connection))).isEqualTo(Result.ALREADY_CLOSED);
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void b6_aPrefixThatComesTooOftenIsRefusedAndOthersAreNot() {
        for (int i = 0; i < RateLimit.DEFAULT.burst(); i++) {
            assertThat(manager.abandon(admit(manager, "10.0.0.1"))).isPositive();
        }
        assertThat(admit(manager, "10.0.0.1")).isEqualTo(Result.RATE_LIMIT.code());
        assertThat(manager.refused(Result.RATE_LIMIT)).isEqualTo(1);
        IpAddress ip = ip("10.0.0.1");
        assertThat(manager.explain().inbound(ip.hi(), ip.lo()).result())
                .isEqualTo(Result.RATE_LIMIT);
        assertThat(admit(manager, "10.0.0.2")).isPositive();
        clock.advance(Duration.ofSeconds(5).plusMillis(1));
        assertThat(admit(manager, "10.0.0.1")).isPositive();
        assertThat(admit(manager, "10.0.0.1")).isEqualTo(Result.RATE_LIMIT.code());
        for (int i = 0; i < 100; i++) {
            manager.abandon(admit(manager, "127.0.0.1"));
        }
        assertThat(manager.refused(Result.RATE_LIMIT)).isEqualTo(2);
    }

    @Test
    void b9_theNarrowestBlockDecidesAndListsAreReplacedAsAWhole() {
        PeerManager listed =
                builder()
                        .lists(
                                new CidrRules(
                                        List.of(Cidr.parse("10.1.0.0/16")),
                                        List.of(Cidr.parse("10.0.0.0/8"))))
                        .build();
        assertThat(admit(listed, "10.2.0.1")).isEqualTo(Result.ADDRESS_DENIED.code());
        assertThat(admit(listed, "10.1.0.1")).isPositive();
        IpAddress denied = ip("10.2.0.1");
        assertThat(listed.admitOutbound(listed.register(id(1)), denied.hi(), denied.lo()))
                .isEqualTo(Result.ADDRESS_DENIED.code());
        assertThat(listed.explain().inbound(denied.hi(), denied.lo()).result())
                .isEqualTo(Result.ADDRESS_DENIED);
        assertThat(listed.bans().verdict(denied.hi(), denied.lo())).isEqualTo(CidrVerdict.DENY);
        // Who is allowed is not asked for bans and rates.
        IpAddress allowed = ip("10.1.0.1");
        listed.bans().banPrefix(allowed.hi(), allowed.lo(), 24, BanReason.OTHER);
        listed.tick();
        for (int i = 0; i < 60; i++) {
            assertThat(listed.abandon(admit(listed, "10.1.0.1"))).isPositive();
        }

        Assertions.assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () ->
                                listed.bans()
                                        .replaceLists(
                                                new CidrRules(
                                                        List.of(Cidr.parse("1.0.0.0/8")),
                                                        List.of(Cidr.parse("1.0.0.0/8")))));
        assertThat(admit(listed, "10.2.0.1")).isEqualTo(Result.ADDRESS_DENIED.code());
        listed.bans().replaceLists(CidrRules.NONE);
        assertThat(admit(listed, "10.2.0.1")).isPositive();
    }

    @Test
    void configurationsAreCheckedTogether() {
        Assertions.assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () ->
                                builder()
                                        .bans(BanConfig.DEFAULT.sized(0, 1, 1))
                                        .rateLimit(RateLimit.DEFAULT.rate(-1, HALF_DAY))
                                        .build())
                .withMessageContaining("banned peers")
                .withMessageContaining("rate burst");
    }
}
