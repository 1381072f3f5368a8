/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.ScoreConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Counter;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.testing.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a peer table that registers, gives up and recycles. */
class BadScoreKeeperTest {
    private static final ScoreConfig CONFIG = ScoreConfig.DEFAULT;
    private static final long HALF_LIFE = CONFIG.halfLifeNanos();

    private static final class Node {
        final StripedCounters counters = new StripedCounters(Counter.values().length, 1);
        final HandleSpace handles = new HandleSpace("peer", 0, 1, 8);
        final BadScoreTable bad;
        final PeerScores scores;
        final BadScoreKeeper keeper;
        final PeerTable peers;
        final PeerStates states;

        Node(ScoreConfig config, long start) {
            assertThat(config.problems()).isEmpty();
            this.bad = new BadScoreTable(config);
            this.scores = new PeerScores(8, config, bad, start);
            this.keeper = new BadScoreKeeper(config, scores, bad, counters);
            this.peers = new PeerTable(8, 48, counters, 1, handles, KeyedHash.known(1, 2), scores);
            this.states = new PeerStates(peers, counters, 1);
        }

        long register(int id) {
            byte[] bytes = Ids.id(id);
            return peers.register(bytes, 0, bytes.length);
        }

        int add(long peer, int thousandths, long now) {
            return scores.own()
                    .add(handles.index(peer), handles.generation(peer), thousandths, now);
        }

        int score(long peer, long now) {
            return scores.own(handles.index(peer), handles.generation(peer), now);
        }

        /** What the owner does with a peer that is given up. */
        boolean release(long peer, long now) {
            assertThat(states.retire(peer)).isNotNegative();
            int index = handles.index(peer);
            long before = states.drain(index, now);
            boolean remembered =
                    keeper.released(index, PeerWord.generation(before), peers.idHash(index), now);
            assertThat(peers.recycle(index)).isTrue();
            return remembered;
        }

        long forgotten() {
            return counters.sum(Counter.BAD_SCORES_FORGOTTEN.ordinal());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE - 5, Long.MIN_VALUE, -600_000_000_000L})
    void f2_aBadScoreComesBackDecayed(long start) {
        Node node = new Node(CONFIG, start);
        long peer = node.register(1);
        node.add(peer, -80_000, start);
        assertThat(node.release(peer, start + HALF_LIFE)).isTrue();
        assertThat(node.score(peer, start + HALF_LIFE)).as("nobody's any more").isEqualTo(-40_000);

        long other = node.register(2);
        assertThat(node.score(other, start + HALF_LIFE)).as("not another's").isZero();
        long again = node.register(1);
        assertThat(again).isNotEqualTo(peer);
        assertThat(node.score(again, start + HALF_LIFE)).isEqualTo(-40_000);
        assertThat(node.score(again, start + 2 * HALF_LIFE)).isEqualTo(-20_000);
        assertThat(node.add(again, -1_000, start + 2 * HALF_LIFE)).isEqualTo(-21_000);
        assertThat(node.add(peer, -1_000, start)).isEqualTo(ScoreTable.STALE);
    }

    @Test
    void f2_whatIsNotBadIsForgotten() {
        Node node = new Node(CONFIG, 0);
        for (int score : new int[] {0, 100_000, -9_999}) {
            long peer = node.register(1);
            node.add(peer, score, 0);
            assertThat(node.release(peer, 0)).isFalse();
            assertThat(node.score(node.register(1), 0)).isZero();
            assertThat(node.release(node.register(1), 0)).isFalse();
        }
        long peer = node.register(1);
        node.add(peer, -10_000, 0);
        assertThat(node.release(peer, 0)).isTrue();
        assertThat(node.keeper.size()).isEqualTo(1);

        long again = node.register(1);
        assertThat(node.score(again, 0)).isEqualTo(-10_000);
        assertThat(node.keeper.size()).as("until it is given up again").isEqualTo(1);
        node.add(again, 5_000, 0);
        assertThat(node.release(again, 0)).isFalse();
        assertThat(node.keeper.size()).isZero();
        assertThat(node.score(node.register(1), 0)).isZero();
        assertThat(node.forgotten()).isZero();
    }

    /** Coming and going any number of times sheds nothing. */
    @Test
    void f2_reconnectingDoesNotReset() {
        Node node = new Node(CONFIG, 0);
        for (int round = 1; round <= 10; round++) {
            long peer = node.register(1);
            node.add(peer, -10_000, 0);
            assertThat(node.score(peer, 0)).isEqualTo(-10_000 * round);
            assertThat(node.release(peer, 0)).isTrue();
            assertThat(node.keeper.size()).isEqualTo(1);
        }
    }

    @Test
    void f2_theOldestIsForgottenAndCountedIfItStillWasBad() {
        Node node = new Node(CONFIG.remembering(2, -10_000), 0);
        for (int id = 1; id <= 3; id++) {
            long peer = node.register(id);
            node.add(peer, -50_000, 0);
            assertThat(node.release(peer, 0)).isTrue();
        }
        assertThat(node.keeper.size()).isEqualTo(2);
        assertThat(node.forgotten()).isEqualTo(1);
        assertThat(node.score(node.register(1), 0)).isZero();
        assertThat(node.score(node.register(2), 0)).isEqualTo(-50_000);
        assertThat(node.score(node.register(3), 0)).isEqualTo(-50_000);

        long later = 4 * HALF_LIFE;
        long peer = node.register(4);
        node.add(peer, -50_000, later);
        assertThat(node.release(peer, later)).isTrue();
        assertThat(node.keeper.size()).isEqualTo(2);
        assertThat(node.forgotten()).as("-3 is no loss").isEqualTo(1);
    }

    @Test
    void f2_withoutRoomNothingIsRememberedAndAllIsCounted() {
        Node node = new Node(CONFIG.remembering(0, -10_000), 0);
        long peer = node.register(1);
        node.add(peer, -50_000, 0);
        assertThat(node.release(peer, 0)).isFalse();
        assertThat(node.forgotten()).isEqualTo(1);
        assertThat(node.score(node.register(1), 0)).isZero();
    }

    @Test
    void twoPeersWithTheSameScoreAreTwo() {
        Node node = new Node(CONFIG.remembering(1, -10_000), 0);
        for (int id = 1; id <= 2; id++) {
            long peer = node.register(id);
            node.add(peer, -50_000, 0);
            assertThat(node.release(peer, 0)).as("although the words are equal").isTrue();
        }
    }
}
