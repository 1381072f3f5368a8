/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Issue 3: a peer that never answers, dialed as soon as it may be, in virtual time that wraps around in between: when is it
 * dialed? Expected are the published times, in seconds since the first dial.
 */
class BackOffSeriesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400;

    private final KeyedRandom random = new KeyedRandom(KeyedHash.known(5, 6));

    // Dials of so many attempts, in nanoseconds since the first.
    private List<Long> dials(BackOffConfig policy, long start, int attempts) {
        FakeClock clock = new FakeClock(start);
        BackOffTable table = new BackOffTable(1);
        List<Long> dials = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            assertThat(table.mayDial(0, clock.nanoTime())).isTrue();
            dials.add(clock.nanoTime() - start);
            long next =
                    BackOffWord.nextAllowed(
                            table.fail(0, clock.nanoTime(), policy, random.next()),
                            clock.nanoTime());
            assertThat(table.mayDial(0, next - 1)).as("early").isFalse();
            clock.advance(next - clock.nanoTime());
        }
        return dials;
    }

    private static void assertTimes(List<Long> dials, long spread, long... seconds) {
        assertThat(dials).hasSameSizeAs(seconds);
        for (int i = 0; i < seconds.length; i++) {
            long late = dials.get(i) - seconds[i] * SECOND;
            assertThat(late)
                    .as("dial %d", i + 1)
                    .isBetween(0L, i * (BackOffWord.UNIT_NANOS + spread * SECOND));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE - 1_000 * SECOND, -5_000 * SECOND})
    void nwaku(long start) {
        assertTimes(
                dials(BackOffConfig.NWAKU, start, 7),
                0,
                0,
                120,
                600,
                2_520,
                10_200,
                // Given up; nwaku stops here, we ask again a day later.
                10_200 + DAY,
                10_200 + DAY + 120);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE - 1_000 * SECOND, -5_000 * SECOND})
    void cometbft(long start) {
        // 2 + 4 + … + 2^n = 2^(n+1) − 2
        long[] times = LongStream.rangeClosed(0, 16).map(n -> (2L << n) - 2).toArray();
        List<Long> dials = dials(BackOffConfig.COMETBFT, start, 18);
        assertTimes(dials.subList(0, 17), 1, times);
        assertThat(Duration.ofNanos(dials.get(16)).toHours()).as("~36 h").isEqualTo(36);
        long banned = dials.get(17) - dials.get(16);
        assertThat(banned).isBetween(DAY * SECOND, DAY * SECOND + BackOffWord.UNIT_NANOS);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE - 1_000 * SECOND, -1_000 * SECOND})
    void goLibp2p(long start) {
        long[] times = new long[40];
        for (int dial = 1; dial < times.length; dial++) {
            long earlier = dial - 1L;
            times[dial] = times[dial - 1] + Math.min(300, 5 + earlier * earlier);
        }
        assertThat(times).startsWith(0, 5, 11, 20, 34, 55);
        assertTimes(dials(BackOffConfig.GO_LIBP2P, start, times.length), 0, times);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE - 1_000 * SECOND})
    void persistentPeersAreDialedEveryMinuteForEver(long start) {
        List<Long> dials = dials(BackOffConfig.PERSISTENT, start, 2_000);
        for (int i = 1; i < dials.size(); i++) {
            assertThat(dials.get(i) - dials.get(i - 1))
                    .isBetween(4 * SECOND, 60 * SECOND + BackOffWord.UNIT_NANOS);
        }
    }
}
