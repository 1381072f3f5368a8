/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.hash;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.testing.Race;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Architecture, contract 7: repeatable under a known key, even, and shared without repetition. */
class KeyedRandomTest {
    private static KeyedRandom known() {
        return new KeyedRandom(KeyedHash.known(3, 4));
    }

    @Test
    void aKnownKeyRepeatsTheSequence() {
        KeyedRandom one = known();
        KeyedRandom other = known();
        KeyedRandom unlike = new KeyedRandom(KeyedHash.known(3, 5));
        for (int i = 0; i < 1_000; i++) {
            long next = one.next();
            assertThat(next).isEqualTo(other.next());
            assertThat(next).isEqualTo(KeyedHash.known(3, 4).hash((long) i));
            assertThat(next).isNotEqualTo(unlike.next());
        }
    }

    @Test
    void secretsGiveSequencesOfTheirOwn() {
        assertThat(new KeyedRandom(KeyedHash.secret()).next())
                .isNotEqualTo(new KeyedRandom(KeyedHash.secret()).next());
    }

    /** Each bit is set about half the time, alone and together with its neighbour. */
    @Test
    void bitsAreEven() {
        int draws = 100_000;
        int[] set = new int[64];
        int[] same = new int[64];
        KeyedRandom random = known();
        for (int i = 0; i < draws; i++) {
            long next = random.next();
            for (int bit = 0; bit < 64; bit++) {
                set[bit] += (int) (next >>> bit & 1);
                same[bit] += (int) ((next ^ Long.rotateRight(next, 1)) >>> bit & 1);
            }
        }
        // Six standard deviations of 158.
        for (int bit = 0; bit < 64; bit++) {
            assertThat(set[bit]).as("bit %d", bit).isBetween(49_050, 50_950);
            assertThat(same[bit]).as("bits %d, %d", bit, bit + 1).isBetween(49_050, 50_950);
        }
    }

    @Test
    void drawsBelowABoundAreEven() {
        int[] counts = new int[7];
        KeyedRandom random = known();
        for (int i = 0; i < 70_000; i++) {
            counts[(int) KeyedRandom.below(random.next(), 7)]++;
        }
        for (int count : counts) {
            // Six standard deviations of 93.
            assertThat(count).isBetween(9_440, 10_560);
        }
    }

    @Property
    void aDrawIsTheShareOfItsBound(
            @ForAll long random, @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long bound) {
        BigInteger exact =
                BigInteger.valueOf(random >>> 1).multiply(BigInteger.valueOf(bound)).shiftRight(63);
        assertThat(KeyedRandom.below(random, bound))
                .isEqualTo(exact.longValueExact())
                .isBetween(0L, bound - 1);
    }

    @Test
    void theEndsAreReached() {
        for (long bound : new long[] {1, 2, 3, 1L << 50, Long.MAX_VALUE}) {
            assertThat(KeyedRandom.below(0, bound)).isZero();
            assertThat(KeyedRandom.below(-1, bound)).isEqualTo(bound - 1);
        }
    }

    /** Threads that draw at once share the sequence out: none repeats, none is lost. */
    @Test
    void threadsShareTheSequenceOut() {
        int each = 500;
        Race.rounds(
                20,
                (race, seeded) -> {
                    KeyedRandom random = known();
                    List<long[]> drawn = List.of(new long[each], new long[each], new long[each]);
                    List<Race.Runner> runners = new ArrayList<>();
                    for (long[] mine : drawn) {
                        runners.add(
                                () -> {
                                    for (int i = 0; i < each; i++) {
                                        mine[i] = random.next();
                                    }
                                });
                    }
                    race.run(runners);
                    Set<Long> expected = new HashSet<>();
                    KeyedRandom alone = known();
                    for (int i = 0; i < 3 * each; i++) {
                        expected.add(alone.next());
                    }
                    Set<Long> seen = new HashSet<>();
                    drawn.forEach(
                            mine -> {
                                for (long number : mine) {
                                    seen.add(number);
                                }
                            });
                    assertThat(seen).hasSize(3 * each).isEqualTo(expected);
                });
    }
}
