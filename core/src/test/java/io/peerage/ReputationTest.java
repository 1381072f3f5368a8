/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.event.CommandSink;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.Connectedness;
import io.peerage.model.PeerAction;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scores, tags and protections through the façade (features F1 to F3, E2). */
class ReputationTest implements CommandSink {
    private static final TagConfig TAGS =
            new TagConfig(
                    List.of(
                            TagKind.plain("relay"),
                            TagKind.decaying("delivery", Duration.ofMinutes(1))),
                    List.of("dht", "mesh"));

    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 1);
    private final List<CloseReason> closes = new ArrayList<>();
    private final PeerManager manager =
            PeerManager.builder()
                    .rateLimit(RateLimit.NONE)
                    .clock(clock)
                    .commandSink(this)
                    .scores(ScoreConfig.DEFAULT)
                    .tags(TAGS)
                    .errorHandler(
                            error -> {
                                throw new AssertionError(error);
                            })
                    .build();
    private final Reputation reputation = manager.reputation();
    private final byte[] id = {4, 5, 6};
    private final long peer = manager.register(id);

    private boolean closesLater;

    @Override
    public void close(long connection, CloseReason reason) {
        closes.add(reason);
        if (!closesLater) {
            manager.close(connection);
        }
    }

    private void connect() {
        assertThat(
                        manager.establishInbound(
                                manager.admitInbound(0, 0xffffL << 32 | 0x0a000001L), id))
                .isPositive();
    }

    @Test
    void f2_aLowScoreDisconnectsAndALowerOneBans() {
        connect();
        manager.tick();
        reputation.record(peer, PeerAction.SEVERE);
        manager.tick();
        assertThat(reputation.score(peer)).isEqualTo(-10_000);
        assertThat(closes).isEmpty();
        reputation.record(peer, PeerAction.SEVERE);
        manager.tick();
        assertThat(closes).containsExactly(CloseReason.LOW_SCORE);
        assertThat(manager.isConnected(peer)).isFalse();
        assertThat(manager.bans().isBanned(peer)).isFalse();
        manager.tick();
        assertThat(manager.connectedness(peer))
                .as("left alone")
                .isEqualTo(Connectedness.BACKING_OFF);

        // It comes back at once, and goes at once.
        connect();
        manager.tick();
        assertThat(closes).hasSize(2);
        connect();
        reputation.add(peer, -40_000);
        manager.tick();
        assertThat(manager.bans().isBanned(peer)).isTrue();
        assertThat(manager.bans().reason(id)).isEqualTo(BanReason.LOW_SCORE);
        assertThat(manager.isConnected(peer)).isFalse();
        assertThat(manager.connectedPeers()).isZero();
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void f2_aFurtherConnectionIsClosedTooThatComesInWhileTheFirstIsOnItsWayOut() {
        closesLater = true;
        connect();
        manager.tick();
        reputation.add(peer, -25_000);
        manager.tick();
        assertThat(closes).containsExactly(CloseReason.LOW_SCORE);

        connect();
        manager.tick();

        assertThat(closes).containsExactly(CloseReason.LOW_SCORE, CloseReason.LOW_SCORE);
        manager.tick();
        assertThat(closes).as("each is commanded once").hasSize(2);
    }

    @Test
    void f2_aScoreHalvesByEachHalfLife() {
        reputation.add(peer, -16_000);
        clock.advance(Duration.ofMinutes(10));
        assertThat(reputation.score(peer)).isBetween(-8_100, -7_900);
        clock.advance(Duration.ofMinutes(20));
        assertThat(reputation.score(peer)).isBetween(-2_100, -1_900);
        clock.advance(Duration.ofDays(10));
        assertThat(reputation.score(peer)).isZero();
    }

    @Test
    void f2_nimbus1364_aBadScoreSurvivesRelease() {
        reputation.add(peer, -15_000);
        assertThat(manager.release(peer)).isEqualTo(Result.RELEASED.code());
        manager.tick();
        assertThat(reputation.score(peer)).as("of a stale handle").isZero();
        long again = manager.register(id);
        assertThat(again).isNotEqualTo(peer);
        assertThat(reputation.score(again)).isBetween(-15_000, -14_900);
        long other = manager.register(new byte[] {9});
        assertThat(reputation.score(other)).isZero();
    }

    @Test
    void f3_anExternalScoreNeverDisconnectsAlone() {
        connect();
        reputation.external(peer, -1e9);
        manager.tick();
        assertThat(closes).isEmpty();
        reputation.record(peer, PeerAction.SLIGHT);
        manager.tick();
        assertThat(closes).as("with the peer's own").hasSize(1);
        reputation.external(peer, 5);
        assertThat(reputation.total(peer)).isGreaterThan(0);
    }

    @Test
    void f1_tagsAddUpAndDecayByTheirKind() {
        int relay = TAGS.kind("relay");
        int delivery = TAGS.kind("delivery");
        assertThat(reputation.tag(peer, relay, 5)).isEqualTo(Result.DONE.code());
        reputation.tag(peer, delivery, 100);
        assertThat(reputation.value(peer)).isBetween(104_900L, 105_000L);
        clock.advance(Duration.ofMinutes(1));
        assertThat(reputation.tagValue(peer, delivery)).isBetween(49_000L, 51_000L);
        assertThat(reputation.tagValue(peer, relay)).isEqualTo(5_000);
        reputation.putTag(peer, relay, -3);
        assertThat(reputation.tagValue(peer, relay)).isEqualTo(-3_000);
        assertThat(reputation.tag(0, relay, 1)).isEqualTo(Result.UNKNOWN_PEER.code());
    }

    @Test
    void e2_aPeerIsProtectedAsLongAsByAnyName() {
        int dht = TAGS.protection("dht");
        int mesh = TAGS.protection("mesh");
        reputation.protect(peer, dht, true);
        reputation.protect(peer, mesh, true);
        assertThat(manager.hasFlag(peer, PeerFlag.PROTECTED)).isTrue();
        reputation.protect(peer, dht, false);
        assertThat(manager.hasFlag(peer, PeerFlag.PROTECTED)).isTrue();
        assertThat(reputation.isProtected(peer, dht)).isFalse();
        assertThat(reputation.isProtected(peer, mesh)).isTrue();
        manager.setFlag(peer, PeerFlag.PROTECTED, true);
        reputation.protect(peer, mesh, false);
        assertThat(manager.hasFlag(peer, PeerFlag.PROTECTED)).as("by hand too").isTrue();
        assertThat(manager.release(peer)).isEqualTo(Result.PEER_IN_USE.code());
        manager.setFlag(peer, PeerFlag.PROTECTED, false);
        assertThat(manager.hasFlag(peer, PeerFlag.PROTECTED)).isFalse();
    }

    @Test
    void aManagerWithoutScoresSaysSo() {
        PeerManager bare = PeerManager.builder().build();
        long known = bare.register(id);
        assertThat(bare.reputation().record(known, PeerAction.FATAL))
                .isEqualTo(Result.NOT_CONFIGURED.code());
        assertThat(bare.reputation().score(known)).isZero();
        assertThat(bare.reputation().value(known)).isZero();
        bare.setFlag(known, PeerFlag.PROTECTED, true);
        assertThat(bare.hasFlag(known, PeerFlag.PROTECTED)).isTrue();
    }
}
