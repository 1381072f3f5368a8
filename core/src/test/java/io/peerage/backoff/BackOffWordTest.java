/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.Jitter;
import io.peerage.model.Connectedness;
import java.time.Duration;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Features C2 to C4: the word's bits, its times around every corner of the clock, and its transitions. */
class BackOffWordTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 24 * 3_600 * SECOND;
    private static final long UNIT = BackOffWord.UNIT_NANOS;
    private static final long YEARS_292 = Long.MAX_VALUE;

    /** Moments around which clocks go wrong: the ends of the range, zero, and the edges of a unit. */
    private static final long[] STARTS = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        Long.MIN_VALUE + UNIT - 1,
        -UNIT - 1,
        -UNIT,
        -1,
        0,
        1,
        UNIT - 1,
        UNIT,
        UNIT + 1,
        Long.MAX_VALUE - 400 * DAY,
        Long.MAX_VALUE - UNIT,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };

    private static final long[] WAITS = {
        0, 1, UNIT - 1, UNIT, UNIT + 1, 5 * SECOND, 7 * DAY, 8 * DAY, 365 * DAY
    };

    private static final int[] FAILURES = {0, 1, 2, 15, 16, 255, 256, 4_094, 4_095};

    private static final BackOffConfig EXACT = BackOffConfig.DEFAULT.jittered(Jitter.NONE);

    @Provide
    Arbitrary<BackOffConfig> policies() {
        return BackOffPolicies.accepted();
    }

    @Test
    void everyFieldKeepsToItself() {
        for (long start : STARTS) {
            for (long wait : WAITS) {
                for (int failures : FAILURES) {
                    for (boolean givenUp : new boolean[] {false, true}) {
                        long until = start + wait;
                        long word = BackOffWord.waiting(failures, givenUp, until);
                        assertThat(BackOffWord.failures(word)).isEqualTo(failures);
                        assertThat(word & 0b1100).as("unused bits").isZero();
                        assertEndsAt(word, until, givenUp, start);
                    }
                }
            }
        }
    }

    // Never early, and at most a unit late.
    private static void assertEndsAt(long word, long until, boolean givenUp, long now) {
        long end = until + (-until & UNIT - 1);
        assertThat(end - until).isBetween(0L, UNIT - 1);
        long[] before = {end - 1, until - 1, now - 1, until - YEARS_292 / 2};
        for (long at : before) {
            assertThat(BackOffWord.mayDial(word, at)).as("%d before %d", at, until).isFalse();
            assertThat(BackOffWord.nextAllowed(word, at)).isEqualTo(end);
            assertThat(BackOffWord.remaining(word, at)).isEqualTo(end - at);
            assertThat(BackOffWord.isUnreachable(word, at)).isEqualTo(givenUp);
            assertThat(BackOffWord.isBackingOff(word, at)).isEqualTo(!givenUp);
            assertThat(BackOffWord.standing(word, at))
                    .isEqualTo(givenUp ? Connectedness.UNREACHABLE : Connectedness.BACKING_OFF);
        }
        // Weeks, years and centuries after: no owner is needed, and no word comes back.
        long[] after = {end, end + 1, end + 7 * DAY, end + 400 * DAY, end + YEARS_292};
        for (long at : after) {
            assertThat(BackOffWord.mayDial(word, at)).as("%d after %d", at, until).isTrue();
            assertThat(BackOffWord.nextAllowed(word, at)).isEqualTo(at);
            assertThat(BackOffWord.remaining(word, at)).isZero();
            assertThat(BackOffWord.isUnreachable(word, at)).isFalse();
            assertThat(BackOffWord.isBackingOff(word, at)).isFalse();
            assertThat(BackOffWord.standing(word, at)).isEqualTo(Connectedness.CANDIDATE);
        }
    }

    @Test
    void aPeerWithoutFailuresMayAlwaysBeDialed() {
        for (long now : STARTS) {
            assertThat(BackOffWord.mayDial(BackOffWord.NONE, now)).isTrue();
            assertThat(BackOffWord.standing(BackOffWord.NONE, now))
                    .isEqualTo(Connectedness.CANDIDATE);
            assertThat(BackOffWord.nextAllowed(BackOffWord.NONE, now)).isEqualTo(now);
            assertThat(BackOffWord.remaining(BackOffWord.NONE, now)).isZero();
        }
        assertThat(BackOffWord.failures(BackOffWord.NONE)).isZero();
    }

    @Test
    void failuresOutOfRangeAreBroughtIntoIt() {
        assertThat(BackOffWord.failures(BackOffWord.waiting(-1, false, 0))).isZero();
        assertThat(BackOffWord.failures(BackOffWord.waiting(4_096, false, 0))).isEqualTo(4_095);
        assertThat(BackOffWord.waiting(Integer.MAX_VALUE, false, 5))
                .isEqualTo(BackOffWord.waiting(4_095, false, 5));
    }

    /** Issue 3: never early, at most one unit late, whatever the policy and wherever the clock stands. */
    @Property(tries = 2_000)
    void aFailureWaitsForItsDelay(
            @ForAll("policies") BackOffConfig policy,
            @ForAll @IntRange(max = 4_095) int earlier,
            @ForAll long now,
            @ForAll long random) {
        long before = BackOffWord.waiting(earlier, false, now);
        long word = BackOffWord.failed(before, now, policy, random);
        int failures = Math.min(4_095, earlier + 1);
        assertThat(BackOffWord.failures(word)).isEqualTo(failures);
        boolean givenUp = policy.givesUpAfter(failures);
        long delay =
                givenUp
                        ? policy.probationNanos()
                        : BackOffPolicy.delayNanos(failures, policy, random);
        long late = BackOffWord.remaining(word, now) - delay;
        assertThat(late).isBetween(0L, UNIT - 1);
        if (delay > 0) {
            assertThat(BackOffWord.mayDial(word, now)).isFalse();
            assertThat(BackOffWord.isUnreachable(word, now)).isEqualTo(givenUp);
            assertThat(BackOffWord.mayDial(word, now + delay - 1)).isFalse();
        }
        assertThat(BackOffWord.mayDial(word, now + delay + UNIT - 1)).isTrue();
    }

    /** A series of failures, each dialed as soon as allowed: the times of nwaku, exactly, across the clock's wrap. */
    @Test
    void theNwakuSeriesAcrossTheWrap() {
        for (long start : STARTS) {
            BackOffConfig policy = BackOffConfig.NWAKU;
            // On a unit's edge times are exact.
            long now = start & -UNIT;
            long word = BackOffWord.NONE;
            for (long seconds : new long[] {120, 480, 1_920, 7_680}) {
                word = BackOffWord.failed(word, now, policy, 0);
                assertThat(BackOffWord.isBackingOff(word, now)).isTrue();
                long exact = now + seconds * SECOND;
                now = BackOffWord.nextAllowed(word, now);
                assertThat(now - exact).isBetween(0L, UNIT - 1);
                assertThat(BackOffWord.mayDial(word, now)).isTrue();
            }
            word = BackOffWord.failed(word, now, policy, 0);
            assertThat(BackOffWord.isUnreachable(word, now)).isTrue();
            assertThat(BackOffWord.isUnreachable(word, now + DAY - 1)).isTrue();
            assertThat(BackOffWord.isUnreachable(word, now + DAY + UNIT)).isFalse();
        }
    }

    /** C3: after the probation the series starts anew, whether or not anybody cleared the word. */
    @Test
    void afterItsProbationAPeerStartsAnew() {
        for (long start : STARTS) {
            long givenUp = BackOffWord.waiting(5, true, start + DAY);
            long later = start + DAY + UNIT;
            assertThat(BackOffWord.mayDial(givenUp, later)).isTrue();
            long word = BackOffWord.failed(givenUp, later, BackOffConfig.NWAKU, 0);
            assertThat(word).isEqualTo(BackOffWord.failed(0, later, BackOffConfig.NWAKU, 0));
            assertThat(BackOffWord.failures(word)).isEqualTo(1);
            assertThat(BackOffWord.isBackingOff(word, later)).isTrue();
        }
    }

    /** A dial that was forced on it during the probation prolongs it. */
    @Test
    void aFailureDuringTheProbationProlongsIt() {
        long word = BackOffWord.waiting(5, true, DAY);
        long again = BackOffWord.failed(word, DAY / 2, BackOffConfig.NWAKU, 0);
        assertThat(BackOffWord.failures(again)).isEqualTo(6);
        assertThat(BackOffWord.isUnreachable(again, DAY + UNIT)).isTrue();
        assertThat(BackOffWord.mayDial(again, DAY / 2 + DAY + UNIT)).isTrue();
    }

    @Test
    void failuresSaturate() {
        BackOffConfig endless = EXACT.attempts(0);
        long word = BackOffWord.NONE;
        long now = Long.MAX_VALUE - 10 * SECOND;
        for (int n = 1; n <= 5_000; n++) {
            word = BackOffWord.failed(word, now, endless, n);
            assertThat(BackOffWord.failures(word)).isEqualTo(Math.min(n, 4_095));
            assertThat(BackOffWord.remaining(word, now))
                    .isBetween(5 * SECOND, 3_600 * SECOND + UNIT);
            now = BackOffWord.nextAllowed(word, now);
        }
        BackOffConfig most = EXACT.attempts(4_095);
        long last = BackOffWord.failed(BackOffWord.waiting(4_094, false, 0), 0, most, 0);
        assertThat(BackOffWord.isUnreachable(last, 1)).isTrue();
        assertThat(BackOffWord.isUnreachable(BackOffWord.failed(last, 0, most, 0), 1)).isTrue();
    }

    /** The clock steps back: the peer stays backed off, and waits no longer than the delay and the step. */
    @Property
    void aClockThatStepsBack(
            @ForAll("policies") BackOffConfig policy,
            @ForAll long now,
            @ForAll @LongRange(min = 1, max = 1L << 62) long step) {
        long word = BackOffWord.failed(BackOffWord.NONE, now, policy, -1);
        long remaining = BackOffWord.remaining(word, now);
        long earlier = now - step;
        assertThat(BackOffWord.mayDial(word, earlier)).isFalse();
        assertThat(BackOffWord.remaining(word, earlier)).isEqualTo(remaining + step);
        assertThat(BackOffWord.nextAllowed(word, earlier))
                .isEqualTo(BackOffWord.nextAllowed(word, now - 1));
        assertThat(BackOffWord.mayDial(word, earlier + step + remaining)).isTrue();
    }

    /** Success resets at once where connections need not prove themselves. */
    @Test
    void anOrdinaryPeersConnectionForgetsItsFailures() {
        for (boolean givenUp : new boolean[] {false, true}) {
            long word = BackOffWord.waiting(3, givenUp, 7 * DAY);
            assertThat(BackOffWord.established(word, BackOffConfig.DEFAULT))
                    .isEqualTo(BackOffWord.NONE);
            assertThat(BackOffWord.ended(word, 0, 5, BackOffConfig.DEFAULT, 0))
                    .as("a failure while connected stands")
                    .isEqualTo(word);
        }
    }

    /** C4: the wait ends with the connection, the failures only once it has lasted. */
    @Test
    void aPersistentPeersConnectionProvesItself() {
        BackOffConfig policy = BackOffConfig.PERSISTENT;
        long now = 1_000 * DAY;
        long failed = BackOffWord.waiting(3, false, now + 20 * SECOND);
        long connected = BackOffWord.established(failed, policy);
        assertThat(BackOffWord.failures(connected)).isEqualTo(3);
        assertThat(BackOffWord.mayDial(connected, Long.MIN_VALUE)).isTrue();
        assertThat(BackOffWord.mayDial(connected, now)).isTrue();

        assertThat(BackOffWord.ended(connected, 30 * SECOND, now, policy, 0))
                .isEqualTo(BackOffWord.NONE);
        long random = 0x1234_5678_9abc_def0L;
        for (long lasted : new long[] {-1, 0, 30 * SECOND - 1}) {
            long ended = BackOffWord.ended(connected, lasted, now, policy, random);
            assertThat(BackOffWord.failures(ended)).as("one that hangs up").isEqualTo(4);
            assertThat(BackOffWord.remaining(ended, now) / UNIT)
                    .isEqualTo(-Math.floorDiv(-BackOffPolicy.delayNanos(4, policy, random), UNIT));
        }
        long first = BackOffWord.ended(BackOffWord.NONE, 1, now, policy, 0);
        assertThat(BackOffWord.isBackingOff(first, now)).as("not dialed in a tight loop").isTrue();
    }

    /** It may have failed after the connection's end, of which the owner hears later. */
    @Property
    void aFailureSinceTheConnectionIsTheFirstOfANewSeries(
            @ForAll long now, @ForAll @IntRange(max = 50) int earlier, @ForAll long random) {
        BackOffConfig policy = BackOffConfig.PERSISTENT;
        long connected = BackOffWord.established(BackOffWord.waiting(earlier, false, now), policy);
        long failed = BackOffWord.failed(connected, now, policy, random);
        long ended = BackOffWord.ended(failed, 30 * SECOND, now, policy, random);
        assertThat(BackOffWord.failures(ended)).isEqualTo(1);
        assertThat(BackOffWord.remaining(ended, now))
                .isBetween(
                        BackOffPolicy.delayNanos(1, policy, random),
                        BackOffPolicy.delayNanos(1, policy, random) + UNIT);
        long later = now + BackOffWord.remaining(failed, now);
        assertThat(BackOffWord.ended(failed, 30 * SECOND, later, policy, random))
                .as("once its wait is over")
                .isEqualTo(BackOffWord.NONE);
    }

    /** A peer that became persistent after it was given up: one that connects starts anew. */
    @Test
    void aGivenUpPeerThatConnectsStartsAnew() {
        long word = BackOffWord.waiting(16, true, DAY);
        assertThat(BackOffWord.established(word, BackOffConfig.PERSISTENT))
                .isEqualTo(BackOffWord.NONE);
        assertThat(BackOffWord.shortened(word, 0, 60 * SECOND)).isEqualTo(BackOffWord.NONE);
        long failed = BackOffWord.failed(word, 0, BackOffConfig.PERSISTENT, 0);
        assertThat(BackOffWord.isUnreachable(failed, 1)).as("never unreachable").isFalse();
        assertThat(BackOffWord.remaining(failed, 0)).isBetween(1L, 60 * SECOND + UNIT);
    }

    /** C4: whoever comes to be always wanted waits no longer than such peers do, whatever it waited for before. */
    @Property
    void aPeerThatComesToBeWantedNeverWaitsLonger(
            @ForAll long now,
            @ForAll @IntRange(max = 4_095) int failures,
            @ForAll @LongRange(min = -(1L << 50), max = 1L << 50) long ahead,
            @ForAll @LongRange(min = 0, max = 1L << 50) long most) {
        long word = BackOffWord.waiting(failures, false, now + ahead);
        long shortened = BackOffWord.shortened(word, now, most);
        long before = BackOffWord.remaining(word, now);
        assertThat(BackOffWord.failures(shortened)).isEqualTo(failures);
        assertThat(BackOffWord.isUnreachable(shortened, now)).isFalse();
        if (before <= most) {
            assertThat(shortened).isEqualTo(word);
        } else {
            assertThat(BackOffWord.remaining(shortened, now)).isBetween(most, most + UNIT - 1);
        }
        assertThat(BackOffWord.shortened(BackOffWord.NONE, now, most)).isEqualTo(BackOffWord.NONE);
    }

    /** C6: what is not the peer's fault counts no failure and shortens no wait. */
    @Property
    void aPostponementOnlyEverDelays(
            @ForAll long now,
            @ForAll @IntRange(max = 4_095) int failures,
            @ForAll boolean givenUp,
            @ForAll @LongRange(min = -(1L << 50), max = 1L << 50) long ahead,
            @ForAll @LongRange(min = -5, max = 1L << 50) long nanos) {
        long word = BackOffWord.waiting(failures, givenUp, now + ahead);
        long postponed = BackOffWord.postponed(word, now, nanos);
        long remaining = BackOffWord.remaining(postponed, now);
        assertThat(remaining).isGreaterThanOrEqualTo(BackOffWord.remaining(word, now));
        assertThat(remaining).isGreaterThanOrEqualTo(nanos);
        assertThat(remaining)
                .isLessThan(Math.max(0, Math.max(nanos, BackOffWord.remaining(word, now))) + UNIT);
        boolean revived = givenUp && BackOffWord.mayDial(word, now);
        assertThat(BackOffWord.failures(postponed)).isEqualTo(revived ? 0 : failures);
        if (remaining > 0) {
            assertThat(BackOffWord.isUnreachable(postponed, now))
                    .isEqualTo(BackOffWord.isUnreachable(word, now));
        }
    }

    @Test
    void theRangeIsWhatTheConfigurationAllows() {
        assertThat(WAITS).contains(Duration.ofDays(8).toNanos());
        assertThat(BackOffConfig.DEFAULT.probation(Duration.ofDays(365)).problems()).isEmpty();
    }
}
