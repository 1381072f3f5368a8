/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.concurrent.StripedCounters;
import io.peerage.config.Cidr;
import io.peerage.config.RateLimit;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Counter;
import io.peerage.testing.Race;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixBucketsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long UNIT = BucketWord.UNIT_NANOS;
    private static final long INTERVAL = (5 * SECOND + UNIT - 1) / UNIT * UNIT;
    private static final long V4 = 0xffffL << 32;

    private final StripedCounters counters = new StripedCounters(Counter.values().length, 2);

    private PrefixBuckets buckets(RateLimit limit) {
        return new PrefixBuckets(limit, KeyedHash.known(1, 2), counters);
    }

    private long forgotten() {
        return counters.sum(Counter.RATES_FORGOTTEN.ordinal());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 12_345, -1, Long.MAX_VALUE - SECOND, Long.MIN_VALUE, -40 * SECOND})
    void b6_sixteenAtOnceThenOneEachFiveSeconds(long start) {
        PrefixBuckets buckets = buckets(RateLimit.DEFAULT);
        long now = start;
        for (int i = 0; i < 16; i++) {
            assertThat(buckets.tokens(0, V4 | 7, now)).isEqualTo(16 - i);
            assertThat(buckets.tryTake(0, V4 | 7, now)).isTrue();
        }
        assertThat(buckets.tryTake(0, V4 | 7, now)).isFalse();
        assertThat(buckets.tryTake(0, V4 | 8, now)).as("another prefix").isTrue();
        for (int i = 0; i < 50; i++) {
            now += INTERVAL - UNIT;
            assertThat(buckets.tryTake(0, V4 | 7, now)).isFalse();
            now += UNIT;
            assertThat(buckets.tryTake(0, V4 | 7, now)).isTrue();
            assertThat(buckets.tryTake(0, V4 | 7, now)).isFalse();
        }
        now += 16 * INTERVAL;
        assertThat(buckets.tokens(0, V4 | 7, now)).isEqualTo(16);
        assertThat(buckets.counted(now)).isZero();
    }

    @Test
    void b6_aBucketForEach32AndEach64() {
        PrefixBuckets buckets = buckets(RateLimit.DEFAULT.rate(1, Duration.ofSeconds(1)));
        long hi = 0x2001_0db8_0000_0001L;
        assertThat(buckets.tryTake(hi, 1, 0)).isTrue();
        assertThat(buckets.tryTake(hi, 2, 0)).as("the same /64").isFalse();
        assertThat(buckets.tryTake(hi + 1, 1, 0)).isTrue();
        assertThat(buckets.tryTake(0, V4 | 1, 0)).isTrue();
        assertThat(buckets.tryTake(0, V4 | 1, 0)).isFalse();
        assertThat(buckets.tryTake(1, 1, 0)).as("an IPv6 of the same leading bits").isTrue();
    }

    @Test
    void b6_exemptIsNeverRefusedAndTakesNoBucket() {
        PrefixBuckets buckets =
                buckets(
                        RateLimit.DEFAULT
                                .rate(1, Duration.ofHours(1))
                                .sized(1)
                                .exempting(
                                        List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fc00::/7"))));
        for (int i = 0; i < 100; i++) {
            assertThat(buckets.tryTake(0, V4 | 127L << 24 | i, 0)).isTrue();
            assertThat(buckets.tryTake(0, 1, 0)).isTrue();
            assertThat(buckets.tryTake(0, 0, 0)).as("no address").isTrue();
            assertThat(buckets.tryTake(0, V4 | 10L << 24 | 5, 0)).isTrue();
            assertThat(buckets.tryTake(0xfd00L << 48, 5, 0)).isTrue();
        }
        assertThat(buckets.counted(0)).isZero();
        assertThat(buckets(RateLimit.NONE).tryTake(0, V4 | 1, 0)).isTrue();
        assertThat(buckets(RateLimit.NONE).counted(0)).isZero();
    }

    /** With room for all, each prefix has exactly the tokens of a bucket counted with whole numbers. */
    @Property(tries = 300)
    void b6_likeAnExactModel(
            @ForAll @Size(max = 200) List<@IntRange(max = 9_999) Integer> steps,
            @ForAll long start,
            @ForAll @IntRange(min = 1, max = 20) int burst) {
        PrefixBuckets buckets = buckets(RateLimit.DEFAULT.rate(burst, Duration.ofSeconds(5)));
        Map<Integer, Model> models = new HashMap<>();
        long first = start / UNIT * UNIT;
        long elapsed = 0;
        for (int step : steps) {
            elapsed += step % 7 == 0 ? (long) (step / 7) * SECOND / 9 / UNIT * UNIT : 0;
            int prefix = step % 3;
            Model model = models.computeIfAbsent(prefix, each -> new Model(burst));
            assertThat(buckets.tokens(0, V4 | prefix, first + elapsed))
                    .isEqualTo(model.tokens(elapsed));
            assertThat(buckets.tryTake(0, V4 | prefix, first + elapsed))
                    .isEqualTo(model.tryTake(elapsed));
        }
    }

    /** Nanoseconds of tokens: burst × interval when full. */
    private static final class Model {
        private final long most;
        private long level;
        private long last;

        Model(int burst) {
            this.most = burst * INTERVAL;
            this.level = most;
        }

        int tokens(long elapsed) {
            level = Math.min(most, level + elapsed - last);
            last = elapsed;
            return (int) (level / INTERVAL);
        }

        boolean tryTake(long elapsed) {
            if (tokens(elapsed) == 0) {
                return false;
            }
            level -= INTERVAL;
            return true;
        }
    }

    /** Bursts of a prefix from many threads: the grants are the burst, exactly, also while the bucket is being made. */
    @Test
    void b6_exactUnderConcurrency() {
        Race.rounds(
                200,
                (race, random) -> {
                    PrefixBuckets buckets = buckets(RateLimit.DEFAULT.sized(7 * 3));
                    int runners = 2 + random.nextInt(3);
                    AtomicInteger granted = new AtomicInteger();
                    AtomicInteger others = new AtomicInteger();
                    race.run(
                            Collections.nCopies(
                                    runners,
                                    () -> {
                                        for (int i = 0; i < 20; i++) {
                                            granted.addAndGet(
                                                    buckets.tryTake(0, V4 | 9, 3) ? 1 : 0);
                                            others.addAndGet(buckets.tryTake(7, 9, 3) ? 1 : 0);
                                        }
                                    }));
                    assertThat(granted).hasValue(16);
                    assertThat(others).hasValue(16);
                });
    }

    /** Time goes on while many take: burst and one for each interval, no more, and no less as somebody always asks. */
    @Test
    void b6_exactWhileTimeGoesOn() {
        Race.rounds(
                30,
                (race, random) -> {
                    PrefixBuckets buckets = buckets(RateLimit.DEFAULT);
                    long start = random.nextLong() / UNIT * UNIT;
                    AtomicLong clock = new AtomicLong();
                    AtomicInteger granted = new AtomicInteger();
                    race.run(
                            Collections.nCopies(
                                    3,
                                    () -> {
                                        for (int i = 0; i < 500; i++) {
                                            long now = clock.addAndGet(INTERVAL / 10);
                                            granted.addAndGet(
                                                    buckets.tryTake(0, V4 | 9, start + now)
                                                            ? 1
                                                            : 0);
                                        }
                                    }));
                    assertThat(granted.get()).isBetween(100, 16 + 150);
                });
    }

    /** More prefixes than buckets: memory stays, each newcomer gets in, and who used up his tokens is forgotten last. */
    @Test
    void b6_anAttackWithMorePrefixesThanBuckets() {
        PrefixBuckets buckets = buckets(RateLimit.DEFAULT.sized(700));
        long bytes = buckets.bytes();
        int drained = 100;
        for (int i = 0; i < 16 * drained; i++) {
            assertThat(buckets.tryTake(0, V4 | 0x5000_0000 | i % drained, 0)).isTrue();
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(buckets.tryTake(0x2000_0000_0000_0000L + i, 1, 0)).as("newcomer").isTrue();
        }
        assertThat(forgotten()).isBetween(99_000L, 100_000L);
        for (int i = 0; i < drained; i++) {
            assertThat(buckets.tryTake(0, V4 | 0x5000_0000 | i, 0)).as("drained %s", i).isFalse();
        }
        assertThat(buckets.bytes()).isEqualTo(bytes);
        long later = 16 * INTERVAL;
        assertThat(buckets.counted(later)).isZero();
        long before = forgotten();
        for (int i = 0; i < 70; i++) {
            assertThat(buckets.tryTake(0x3000_0000_0000_0000L + i, 1, later)).isTrue();
        }
        assertThat(forgotten()).as("a full bucket is no loss").isEqualTo(before);
    }

    @Test
    void b6_aClockThatStepsBack() {
        PrefixBuckets buckets = buckets(RateLimit.DEFAULT);
        long now = 100 * 3_600 * SECOND;
        for (int i = 0; i < 16; i++) {
            assertThat(buckets.tryTake(0, V4 | 7, now)).isTrue();
        }
        long minuteAgo = now - 60 * SECOND;
        assertThat(buckets.tryTake(0, V4 | 7, minuteAgo)).isFalse();
        assertThat(buckets.tryTake(0, V4 | 7, now + INTERVAL)).as("longer by the step").isTrue();
        long dayAgo = now - 24 * 3_600 * SECOND;
        assertThat(buckets.tryTake(0, V4 | 7, dayAgo)).as("empty once").isFalse();
        assertThat(buckets.tokens(0, V4 | 7, dayAgo)).isZero();
        assertThat(buckets.tryTake(0, V4 | 7, dayAgo + INTERVAL)).isTrue();
        assertThat(buckets.tryTake(0, V4 | 7, dayAgo + INTERVAL)).isFalse();
    }

    @Test
    void b6_aBucketThatNobodyTouchedForYears() {
        PrefixBuckets buckets = buckets(RateLimit.DEFAULT);
        long year = 365 * 24 * 3_600 * SECOND;
        assertThat(buckets.tryTake(0, V4 | 7, 0)).isTrue();
        assertThat(buckets.tokens(0, V4 | 7, 4 * year)).isEqualTo(16);
        assertThat(buckets.tryTake(0, V4 | 7, 6 * year)).as("empty once").isFalse();
        assertThat(buckets.tryTake(0, V4 | 7, 6 * year + INTERVAL)).isTrue();
    }

    @Test
    void b6_mistakesAreNamed() {
        RateLimit wrong = new RateLimit(-1, 5, 33, 0, List.of(), 0);
        assertThat(wrong.problems())
                .containsExactly(
                        "rate burst is -1, allowed are 0 to 1000; set 0 for no rate limit",
                        "rate interval is 5 ns, allowed are 1 ms to 1 h; set the time in which a token comes back, 5 s for 0.2 a second",
                        "rate IPv4 prefix bits is 33, allowed are 1 to 32; name the bits of the network part",
                        "rate IPv6 prefix bits is 0, allowed are 1 to 64; name the bits of the network part",
                        "rate prefixes is 0, allowed are 1 to 100000000; set how many prefixes come anew while an empty bucket fills");
        assertThat(RateLimit.DEFAULT.problems()).isEmpty();
        assertThat(RateLimit.NONE.problems()).isEmpty();
        assertThat(new RateLimit(1_000, 3_600 * SECOND, 32, 64, List.of(), 7).problems()).isEmpty();
    }
}
