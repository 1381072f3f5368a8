/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.peerage.config.BackOffConfig;
import io.peerage.config.Jitter;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.Connectedness;
import io.peerage.testing.Race;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BackOffTableTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 24 * 3_600 * SECOND;
    private static final int PEERS = 3;

    private final KeyedRandom random = new KeyedRandom(KeyedHash.known(1, 2));

    /** Each peer has its word, each operation is its transition, each question is the word's. */
    @Property
    void theTableIsAWordAPeer(
            @ForAll @Size(max = 100) List<@IntRange(max = 10 * 8 * PEERS - 1) Integer> steps,
            @ForAll long start) {
        BackOffTable table = new BackOffTable(PEERS);
        long[] model = new long[PEERS];
        long now = start;
        for (int step : steps) {
            int peer = step % PEERS;
            long drawn = random.next();
            BackOffConfig policy =
                    step / PEERS / 8 % 2 == 0 ? BackOffConfig.NWAKU : BackOffConfig.PERSISTENT;
            model[peer] = step(table, peer, step / PEERS % 8, now, policy, drawn, model[peer]);
            for (int each = 0; each < PEERS; each++) {
                assertAnswers(table, each, model[each], now);
            }
            now += (drawn & 1023) * 10 * SECOND;
        }
    }

    private static long step(
            BackOffTable table,
            int peer,
            int operation,
            long now,
            BackOffConfig policy,
            long drawn,
            long before) {
        switch (operation) {
            case 0, 1, 2 -> {
                long next = BackOffWord.failed(before, now, policy, drawn);
                assertThat(table.fail(peer, now, policy, drawn)).isEqualTo(next);
                return next;
            }
            case 3 -> {
                long next = BackOffWord.established(before, policy);
                assertThat(table.established(peer, policy)).isEqualTo(next);
                return next;
            }
            case 4 -> {
                long lasted = (drawn >>> 32 & 63) * SECOND;
                long next = BackOffWord.ended(before, lasted, now, policy, drawn);
                assertThat(table.ended(peer, lasted, now, policy, drawn)).isEqualTo(next);
                return next;
            }
            case 5 -> {
                long next = BackOffWord.postponed(before, now, drawn >>> 24);
                assertThat(table.postpone(peer, now, drawn >>> 24)).isEqualTo(next);
                return next;
            }
            case 6 -> {
                long next = BackOffWord.shortened(before, now, drawn >>> 24);
                assertThat(table.shorten(peer, now, drawn >>> 24)).isEqualTo(next);
                return next;
            }
            default -> {
                assertThat(table.reset(peer)).isEqualTo(before != BackOffWord.NONE);
                return BackOffWord.NONE;
            }
        }
    }

    private static void assertAnswers(BackOffTable table, int peer, long word, long now) {
        assertThat(table.word(peer)).isEqualTo(word);
        assertThat(table.mayDial(peer, now)).isEqualTo(BackOffWord.mayDial(word, now));
        assertThat(table.isBackingOff(peer, now)).isEqualTo(BackOffWord.isBackingOff(word, now));
        assertThat(table.isUnreachable(peer, now)).isEqualTo(BackOffWord.isUnreachable(word, now));
        assertThat(table.standing(peer, now)).isEqualTo(BackOffWord.standing(word, now));
        assertThat(table.failures(peer)).isEqualTo(BackOffWord.failures(word));
        assertThat(table.nextAllowed(peer, now)).isEqualTo(BackOffWord.nextAllowed(word, now));
    }

    @Test
    void aNewTenantHasNoFailures() {
        BackOffTable table = new BackOffTable(2);
        table.fail(1, 5, BackOffConfig.NWAKU.attempts(1), 0);
        assertThat(table.standing(1, 5)).isEqualTo(Connectedness.UNREACHABLE);
        table.clear(1);
        assertThat(table.word(1)).isEqualTo(BackOffWord.NONE);
        table.put(1, BackOffWord.waiting(7, false, DAY));
        assertThat(table.failures(1)).isEqualTo(7);
        assertThat(table.word(0)).isEqualTo(BackOffWord.NONE);
    }

    @Test
    void eightBytesAPeer() {
        assertThat(new BackOffTable(1_000).bytes() - new BackOffTable(0).bytes()).isEqualTo(8_000);
    }

    @Test
    void aPeerOutOfRange() {
        BackOffTable table = new BackOffTable(2);
        for (int peer : new int[] {-1, 2, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> table.mayDial(peer, 0));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> table.fail(peer, 0, BackOffConfig.DEFAULT, 0));
        }
    }

    /** Failures of many threads are all counted, and the wait is that of all of them. */
    @Test
    void failuresAtOnceAreAllCounted() {
        BackOffConfig policy = BackOffConfig.quadratic(Duration.ofSeconds(5), Duration.ofMillis(1));
        Race.rounds(
                60,
                (race, seeded) -> {
                    BackOffTable table = new BackOffTable(1);
                    int runners = 2 + seeded.nextInt(3);
                    int each = 1_000;
                    race.run(
                            Collections.nCopies(
                                    runners,
                                    () -> {
                                        for (int n = 0; n < each; n++) {
                                            table.fail(0, 0, policy, 0);
                                        }
                                    }));
                    assertThat(table.failures(0)).isEqualTo(runners * each);
                    long delay = BackOffPolicy.delayNanos(runners * each, policy, 0);
                    assertThat(table.nextAllowed(0, 0))
                            .isBetween(delay, delay + BackOffWord.UNIT_NANOS);
                });
    }

    /** A failure and a success at once: forgotten, or the first of a new series; nothing in between. */
    @Test
    void aFailureAgainstASuccess() {
        BackOffConfig policy = BackOffConfig.DEFAULT.jittered(Jitter.NONE);
        Race.rounds(
                300,
                (race, seeded) -> {
                    BackOffTable table = new BackOffTable(1);
                    int earlier = seeded.nextInt(5);
                    table.put(0, BackOffWord.waiting(earlier, false, -1));
                    race.run(
                            List.of(
                                    () -> table.fail(0, 0, policy, 0),
                                    () -> table.established(0, policy)));
                    assertThat(table.word(0))
                            .isIn(BackOffWord.NONE, BackOffWord.failed(0, 0, policy, 0));
                });
    }

    /** What a reader sees is always a word that somebody made: here each says in the time how many failures it has. */
    @Test
    void readersSeeWholeWords() {
        BackOffConfig policy = BackOffConfig.GO_LIBP2P;
        Race.rounds(
                40,
                (race, seeded) -> {
                    BackOffTable table = new BackOffTable(1);
                    race.run(
                            List.of(
                                    () -> change(table, policy, seeded.split()),
                                    () -> change(table, policy, new SplittableRandom(3)),
                                    () -> {
                                        for (int i = 0; i < 500; i++) {
                                            assertWhole(table.word(0), policy);
                                        }
                                    }));
                });
    }

    private static void change(BackOffTable table, BackOffConfig policy, SplittableRandom choice) {
        for (int i = 0; i < 200; i++) {
            if (choice.nextInt(8) == 0) {
                table.reset(0);
            } else {
                table.fail(0, 0, policy, 0);
            }
        }
    }

    private static void assertWhole(long word, BackOffConfig policy) {
        if (word != BackOffWord.NONE) {
            long delay = BackOffPolicy.delayNanos(BackOffWord.failures(word), policy, 0);
            assertThat(BackOffWord.nextAllowed(word, 0))
                    .isBetween(delay, delay + BackOffWord.UNIT_NANOS);
        }
    }
}
