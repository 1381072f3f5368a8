/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.peerage.ban.BanKeeper;
import io.peerage.ban.BanTable;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BanConfig;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Counter;
import io.peerage.peer.PeerTable;
import io.peerage.peer.TenantColumn;
import io.peerage.reputation.BadScoreKeeper;
import io.peerage.reputation.BadScoreTable;
import io.peerage.reputation.PeerScores;
import io.peerage.reputation.ProtectionColumn;
import io.peerage.reputation.TagTable;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** Architecture, contract 1, for what goes by peer index or is remembered of peers: what it tells is what it takes. */
class ReputationLayoutTest {
    private static final int PEERS = 100_000;

    private static long size(Object... roots) {
        return GraphLayout.parseInstance(roots).totalSize();
    }

    private static TagConfig tags(int kinds, int names) {
        return new TagConfig(
                IntStream.range(0, kinds)
                        .mapToObj(
                                i ->
                                        i % 2 == 0
                                                ? TagKind.plain("kind" + i)
                                                : TagKind.decaying("kind" + i, Duration.ofHours(1)))
                        .toList(),
                IntStream.range(0, names).mapToObj(i -> "name" + i).toList());
    }

    private static void check(TenantColumn column, int bytesAPeer, Object... shared) {
        long own =
                GraphLayout.parseInstance(column)
                        .subtract(
                                GraphLayout.parseInstance(
                                        shared.length == 0 ? new Object[] {""} : shared))
                        .totalSize();
        assertThat(own).isCloseTo(column.bytes(), withinPercentage(1));
        assertThat(column.bytes())
                .isBetween((long) bytesAPeer * PEERS, (long) bytesAPeer * PEERS + 200);
    }

    @Test
    void aPeerTakes8BytesForEachThingThatIsKnownOfIt() {
        ScoreConfig config = ScoreConfig.DEFAULT;
        BadScoreTable bad = new BadScoreTable(config);
        check(new PeerScores(PEERS, config, bad, 0), 16, bad);
        check(new TagTable(PEERS, tags(1, 0), 0), 8);
        check(new TagTable(PEERS, tags(16, 0), 0), 128);
        check(new ProtectionColumn(PEERS, tags(0, 49)), 8);
    }

    @Test
    void whatIsNotConfiguredTakesNothing() {
        assertThat(size(new TagTable(PEERS, TagConfig.NONE, 0))).isLessThan(200);
        assertThat(size(new ProtectionColumn(PEERS, TagConfig.NONE))).isLessThan(200);
    }

    @Test
    void followersAreCountedWithTheTable() {
        StripedCounters counters = new StripedCounters(Counter.values().length, 1);
        HandleSpace handles = new HandleSpace("peer", 0, 1, PEERS);
        ScoreConfig config = ScoreConfig.DEFAULT;
        PeerScores scores = new PeerScores(PEERS, config, new BadScoreTable(config), 0);
        PeerTable without = new PeerTable(PEERS, 48, counters, 1, handles, KeyedHash.known(1, 2));
        PeerTable with =
                new PeerTable(PEERS, 48, counters, 1, handles, KeyedHash.known(1, 2), scores);
        assertThat(with.bytes() - without.bytes()).isEqualTo(scores.bytes());
    }

    /** What is shared with the rest of the manager, and what hashes, is not counted. */
    @Test
    void memoriesAreWhatTheyTell() {
        StripedCounters counters = new StripedCounters(Counter.values().length, 1);
        KeyedHash hash = KeyedHash.known(1, 2);
        GraphLayout shared = GraphLayout.parseInstance(counters, hash);
        ScoreConfig config = ScoreConfig.DEFAULT.remembering(50_000, -1);
        PeerScores scores = new PeerScores(1, config, new BadScoreTable(config), 0);
        shared = shared.add(GraphLayout.parseInstance(scores));
        BadScoreTable bad = new BadScoreTable(config);
        BadScoreKeeper keeper = new BadScoreKeeper(config, scores, bad, counters);
        assertThat(GraphLayout.parseInstance(keeper, bad).subtract(shared).totalSize())
                .isCloseTo(keeper.bytes() + bad.bytes(), withinPercentage(1));

        BanTable bans = new BanTable(BanConfig.DEFAULT.sized(10_000, 10_000, 10_000), hash);
        BanKeeper banKeeper =
                new BanKeeper(
                        BanConfig.DEFAULT.sized(10_000, 10_000, 10_000),
                        bans,
                        counters,
                        0,
                        (key, tag, dropped) -> {});
        assertThat(GraphLayout.parseInstance(banKeeper, bans).subtract(shared).totalSize())
                .isCloseTo(banKeeper.bytes() + bans.bytes(), withinPercentage(1));
    }
}
