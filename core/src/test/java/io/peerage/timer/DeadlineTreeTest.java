/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTreeTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;
    private static final long WEEK = 168 * HOUR;
    private static final long REACH = 1L << 62;
    private static final int ALL = Integer.MAX_VALUE;
    private static final int MILLION = 1_000_000;
    private static final int LEVELS_OF_A_MILLION = 5;

    private static final ExpirySink NOBODY =
            (key, deadline) -> {
                throw new AssertionError("key " + key + " was handed out");
            };

    private static List<Integer> due(DeadlineTree tree, long now, int limit) {
        List<Integer> keys = new ArrayList<>();
        assertThat(tree.advance(now, limit, (key, deadline) -> keys.add(key)))
                .isEqualTo(keys.size());
        return keys;
    }

    private static List<Integer> due(DeadlineTree tree, long now) {
        return due(tree, now, ALL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, SECOND, HOUR, WEEK, 1_000 * WEEK, REACH - 1})
    void aKeyIsDueAtItsDeadlineAndNotANanosecondBefore(long ahead) {
        for (long start : new long[] {0, -1, Long.MAX_VALUE - 5, Long.MIN_VALUE}) {
            DeadlineTree tree = new DeadlineTree(300, start);
            long deadline = start + ahead;
            tree.schedule(299, deadline);
            assertThat(tree.advance(deadline - 1, ALL, NOBODY)).isZero();
            List<Long> deadlines = new ArrayList<>();
            assertThat(tree.advance(deadline, ALL, (key, at) -> deadlines.add(at))).isOne();
            assertThat(deadlines).containsExactly(deadline);
            assertThat(tree.isScheduled(299)).isFalse();
            assertThat(tree.size()).isZero();
            assertThat(tree.advance(deadline, ALL, NOBODY)).as("again").isZero();
        }
    }

    @Test
    void aDeadlineInThePastIsDueAtOnce() {
        DeadlineTree tree = new DeadlineTree(20, Long.MIN_VALUE);
        tree.schedule(3, Long.MIN_VALUE - WEEK);
        tree.schedule(19, Long.MIN_VALUE);
        assertThat(due(tree, Long.MIN_VALUE)).containsExactly(3, 19);
    }

    @Test
    void aKeyMovesBothWays() {
        DeadlineTree tree = new DeadlineTree(40, 0);
        tree.schedule(17, 100);
        tree.schedule(17, 200);
        assertThat(tree.size()).isOne();
        assertThat(tree.deadline(17)).isEqualTo(200);
        assertThat(tree.advance(199, ALL, NOBODY)).isZero();
        tree.schedule(17, 150);
        assertThat(due(tree, 199)).containsExactly(17);
        tree.schedule(17, 190);
        assertThat(due(tree, 199)).as("again, though past").containsExactly(17);
    }

    @Test
    void aCancelledKeyIsNotHandedOut() {
        DeadlineTree tree = new DeadlineTree(40, 0);
        tree.schedule(17, 100);
        tree.schedule(18, 100);
        assertThat(tree.cancel(17)).isTrue();
        assertThat(tree.cancel(17)).as("twice").isFalse();
        assertThat(tree.isScheduled(17)).isFalse();
        assertThat(tree.size()).isOne();
        assertThat(due(tree, 100)).containsExactly(18);
        assertThat(tree.cancel(18)).as("expired").isFalse();
    }

    @Test
    void aKeyCancelledAndScheduledAgainIsDueWhenItWasToldLast() {
        DeadlineTree tree = new DeadlineTree(40, 0);
        tree.schedule(17, 100);
        tree.cancel(17);
        tree.schedule(17, 300);
        assertThat(tree.advance(299, ALL, NOBODY)).isZero();
        assertThat(due(tree, 300)).containsExactly(17);
    }

    @Test
    void aLimitLeavesTheRestToTheNextCall() {
        DeadlineTree tree = new DeadlineTree(100, 0);
        for (int key = 0; key < 100; key++) {
            tree.schedule(key, 100 - key);
        }
        Set<Integer> seen = new HashSet<>();
        for (int call = 0; call < 14; call++) {
            List<Integer> keys = due(tree, 100, 7);
            assertThat(keys).hasSize(7).isSorted();
            seen.addAll(keys);
            assertThat(tree.size()).isEqualTo(100 - seen.size());
        }
        seen.addAll(due(tree, 100, 7));
        assertThat(seen).hasSize(100);
    }

    @Test
    void keysThatAreAlwaysDueDoNotStarveOthers() {
        DeadlineTree tree = new DeadlineTree(100, 0);
        for (int key = 0; key < 100; key++) {
            tree.schedule(key, 0);
        }
        int[] times = new int[100];
        ExpirySink again =
                (key, deadline) -> {
                    times[key]++;
                    tree.schedule(key, 0);
                };
        for (int call = 0; call < 100; call++) {
            tree.advance(1, 7, again);
        }
        assertThat(times).containsOnly(7);
    }

    @Test
    void aCallThatComesRoundFindsWhatLiesBeforeItsBeginning() {
        DeadlineTree tree = new DeadlineTree(1_000, 0);
        for (int key = 500; key < 600; key++) {
            tree.schedule(key, 1);
        }
        assertThat(due(tree, 1, 50)).hasSize(50);
        tree.schedule(3, 2);
        tree.schedule(549, 2);
        assertThat(due(tree, 2)).hasSize(52).startsWith(550).endsWith(3, 549);
        assertThat(tree.size()).isZero();

        tree.schedule(3, 3);
        tree.schedule(700, 3);
        assertThat(due(tree, 3)).as("after a whole call").containsExactly(3, 700);
    }

    @Test
    void aSinkMayMoveAndCancelWhatIsDueToo() {
        DeadlineTree tree = new DeadlineTree(64, 0);
        for (int key = 0; key < 64; key++) {
            tree.schedule(key, 10);
        }
        List<Integer> keys = new ArrayList<>();
        ExpirySink meddler =
                (key, deadline) -> {
                    keys.add(key);
                    assertThat(tree.isScheduled(key)).isFalse();
                    assertThat(tree.cancel(key)).isFalse();
                    if (key == 5) {
                        assertThat(tree.cancel(6)).isTrue();
                        tree.schedule(40, 20);
                        tree.schedule(5, 30);
                        assertThat(tree.size()).isEqualTo(64 - 6);
                    }
                };
        assertThat(tree.advance(10, ALL, meddler)).isEqualTo(62);
        assertThat(keys).doesNotContain(6, 40);
        assertThat(due(tree, 20)).containsExactly(40);
        assertThat(due(tree, 30)).containsExactly(5);
    }

    @Test
    void aKeyIsHandedOutAtMostOnceACall() {
        DeadlineTree tree = new DeadlineTree(64, 0);
        for (int key = 0; key < 64; key++) {
            tree.schedule(key, 10);
        }
        due(tree, 10, 30);
        List<Integer> keys = new ArrayList<>();
        tree.schedule(10, 10);
        ExpirySink again =
                (key, deadline) -> {
                    assertThat(keys).doesNotContain(key);
                    keys.add(key);
                    tree.schedule(key, 0);
                };
        assertThat(tree.advance(10, ALL, again)).isEqualTo(35);
        assertThat(due(tree, 10)).hasSize(35);
    }

    @Test
    void aSinkThatThrowsLosesNothing() {
        DeadlineTree tree = new DeadlineTree(64, 0);
        for (int key = 0; key < 64; key++) {
            tree.schedule(key, 10);
        }
        ExpirySink breaks =
                (key, deadline) -> {
                    if (key == 20) {
                        throw new IllegalStateException("broken at " + key);
                    }
                };
        assertThatThrownBy(() -> tree.advance(10, ALL, breaks)).hasMessage("broken at 20");
        assertThat(tree.isScheduled(20)).isFalse();
        assertThat(tree.size()).isEqualTo(64 - 21);
        assertThat(due(tree, 10)).hasSize(43).startsWith(21).doesNotContain(20);
    }

    @Test
    void aKeyWhoseSinkAlwaysThrowsDoesNotStarveOthers() {
        DeadlineTree tree = new DeadlineTree(64, 0);
        tree.schedule(7, 10);
        tree.schedule(8, 10);
        List<Integer> keys = new ArrayList<>();
        ExpirySink breaks =
                (key, deadline) -> {
                    keys.add(key);
                    if (key == 7) {
                        tree.schedule(7, 10);
                        throw new IllegalStateException("broken");
                    }
                };
        assertThatThrownBy(() -> tree.advance(10, ALL, breaks)).hasMessage("broken");
        assertThatThrownBy(() -> tree.advance(10, ALL, breaks)).hasMessage("broken");
        assertThat(keys).containsExactly(7, 8, 7);
    }

    @Test
    void aClockThatGoesBackIsNoHarm() {
        DeadlineTree tree = new DeadlineTree(20, 0);
        tree.schedule(1, HOUR);
        tree.schedule(2, 2 * HOUR);
        assertThat(due(tree, HOUR)).containsExactly(1);
        tree.schedule(1, HOUR);
        assertThat(tree.advance(-WEEK, ALL, NOBODY)).isZero();
        assertThat(due(tree, HOUR)).containsExactly(1);
        assertThat(due(tree, 2 * HOUR)).containsExactly(2);
    }

    @Test
    void aJumpOfAWeekLooksOnlyWhereSomethingIsDue() {
        DeadlineTree tree = new DeadlineTree(MILLION, 0);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10; i++) {
            tree.schedule(random.nextInt(MILLION), random.nextLong(WEEK));
        }
        int due = tree.size();
        tree.schedule(5, 2 * WEEK);
        assertThat(due(tree, WEEK)).hasSize(due);
        // Down to each, and up again.
        assertThat(tree.looks()).isLessThanOrEqualTo(due * 2L * LEVELS_OF_A_MILLION);
    }

    @Test
    void aCallWithNothingDueLooksNowhere() {
        DeadlineTree tree = new DeadlineTree(MILLION, 0);
        SplittableRandom random = new SplittableRandom(8);
        for (int key = 0; key < MILLION; key++) {
            tree.schedule(key, HOUR + random.nextLong(WEEK));
        }
        for (long now = 0; now < HOUR; now += SECOND) {
            tree.advance(now, ALL, NOBODY);
        }
        assertThat(tree.looks()).isZero();
    }

    /** Each word that is too early is corrected once, and then waits for what is really below it. */
    @Test
    void whatWasCancelledAndPostponedIsLookedAtOnce() {
        DeadlineTree tree = new DeadlineTree(MILLION, 0);
        for (int key = 0; key < MILLION; key++) {
            tree.schedule(key, HOUR);
        }
        for (int key = 0; key < MILLION; key++) {
            if (key % 2 == 0) {
                tree.cancel(key);
            } else {
                tree.schedule(key, WEEK);
            }
        }
        assertThat(tree.nothingDueBefore(WEEK)).isEqualTo(HOUR);
        assertThat(tree.advance(HOUR, ALL, NOBODY)).isZero();
        int groups = MILLION / 15;
        assertThat(tree.looks()).isLessThanOrEqualTo(3L * groups);
        assertThat(tree.nothingDueBefore(2 * WEEK)).isEqualTo(WEEK);
        long looks = tree.looks();
        assertThat(tree.advance(WEEK - 1, ALL, NOBODY)).isZero();
        assertThat(tree.looks()).isEqualTo(looks);
        assertThat(due(tree, WEEK)).hasSize(MILLION / 2);
    }

    @Test
    void nothingIsDueBeforeTheEarliestDeadline() {
        DeadlineTree tree = new DeadlineTree(1_000, Long.MAX_VALUE - 10);
        long now = Long.MAX_VALUE;
        assertThat(tree.nothingDueBefore(now)).as("empty").isEqualTo(now);
        tree.schedule(700, now + 50);
        tree.schedule(701, now + 40);
        assertThat(tree.nothingDueBefore(now + 100)).isEqualTo(now + 40);
        assertThat(tree.nothingDueBefore(now + 39)).isEqualTo(now + 39);
        assertThat(due(tree, now + 40)).containsExactly(701);
        assertThat(tree.nothingDueBefore(now + 100)).isEqualTo(now + 50);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, DeadlineTree.MOST_KEYS + 1})
    void aNumberOfKeysOutOfRangeIsRefused(int keys) {
        assertThatThrownBy(() -> new DeadlineTree(keys, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys " + keys + " is not between 1 and 1073741824; set");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 20, 32, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aKeyOutOfRangeIsRefused(int key) {
        DeadlineTree tree = new DeadlineTree(20, 0);
        assertThatThrownBy(() -> tree.schedule(key, 1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining(String.valueOf(key));
        assertThatThrownBy(() -> tree.cancel(key)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.isScheduled(key))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.deadline(key)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {REACH, -REACH, Long.MAX_VALUE, Long.MIN_VALUE})
    void aDeadlineOutOfReachIsRefused(long ahead) {
        DeadlineTree tree = new DeadlineTree(20, 5);
        long deadline = 5 + ahead;
        assertThatThrownBy(() -> tree.schedule(3, deadline))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadline " + deadline)
                .hasMessageContaining("146 years")
                .hasMessageContaining("cancel");
        assertThat(tree.size()).isZero();
    }

    @Test
    void theEndsOfTheReachComeInTheirOrder() {
        DeadlineTree tree = new DeadlineTree(20, 5);
        tree.schedule(2, 5 + (REACH - 1));
        tree.schedule(1, 5 - (REACH - 1));
        assertThat(tree.nothingDueBefore(0)).isEqualTo(5 - (REACH - 1));
        assertThat(due(tree, 5)).containsExactly(1);
        assertThat(due(tree, Long.MIN_VALUE + 4)).as("half of time later").containsExactly(2);
    }

    @Test
    void aKeyThatIsNotScheduledHasNoDeadline() {
        DeadlineTree tree = new DeadlineTree(20, 1);
        assertThatThrownBy(() -> tree.deadline(3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key 3 is not scheduled");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aLimitThatLetsNothingThroughIsRefused(int limit) {
        DeadlineTree tree = new DeadlineTree(20, 1);
        assertThatThrownBy(() -> tree.advance(1, limit, NOBODY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit " + limit + " is not positive; set");
    }
}
